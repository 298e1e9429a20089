# METADATA
# title: Every agency has a proper electronic code
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-31
#   title_vi: Cơ quan có mã định danh điện tử đúng cấu trúc, duy nhất
#   severity: med
#   part: estate
#   subject: organisation
#   needs: []
#   law:
#     - id: d1
#       role: duty
#       instrument: qd-20-2020-qd-ttg
#       clause: "Art. 4, 10"
#       force: binding
#       confidence: A
#       addressee: unread
#       condition: unread
#       transition: unread
#   params:
#     max_length: {type: integer, default: 35, origin: legal, stricter: lower}
#   owner_role: owner
#   rationale: Documents and data find their way by these codes; a wrong or double code sends them to somebody else.
#   rationale_vi: Văn bản, dữ liệu được gửi nhận theo mã này; mã sai hoặc trùng khiến văn bản, dữ liệu đến nhầm nơi.
#   remedy: Have the code corrected or issued in the shared catalogue and enter it.
#   remedy_vi: Đề nghị cấp hoặc sửa mã trong Danh mục dùng chung và cập nhật vào bản kê khai.
#   check_by_hand: Look the agency up in the shared catalogue of electronic codes.
#   check_by_hand_vi: Tra cứu cơ quan trong Danh mục mã định danh điện tử dùng chung.
#   limits:
#     - Whether the code is the one in the national catalogue; its form, parent and uniqueness are judged.
#   limits_vi:
#     - Mã có trùng danh mục quốc gia hay không; chỉ xét hình thức, mã cấp trên và tính duy nhất.
package controls.connectivity.agency_codes

import data.lib.estate
import data.lib.finding
import data.lib.subjects

_max_length := data.params["CN-31"].max_length

_agencies := {"province", "department", "commune", "party", "police"}

_expected := {"none_of": {"no_code", "pattern", "length", "not_unique", "not_below_parent"}}

_judged[id] := estate.organisations[id] if {
	some id in subjects.declared.organisation
	_agencies[estate.organisations[id].kind]
	estate.organisations[id].status == "active"
}

findings contains finding.not_applicable(id, kind, {finding.inv("organisations", id, "kind")}) if {
	some id in subjects.declared.organisation
	kind := estate.organisations[id].kind
	not _agencies[kind]
}

findings contains finding.not_applicable(id, "abolished", {finding.inv("organisations", id, "status")}) if {
	some id in subjects.declared.organisation
	estate.organisations[id].status == "abolished"
}

_holders[o.code] contains o.id if {
	some o in input.inventory.organisations
	o.status == "active"
}

_faults[id] contains "no_code" if {
	some id, body in _judged
	object.get(body, "code", "") == ""
}

_faults[id] contains "pattern" if {
	some id, body in _judged
	body.code != ""
	not regex.match(`^[A-Y][0-9]{2}(\.[0-9A-Z]+)*$`, body.code)
}

_faults[id] contains "length" if {
	some id, body in _judged
	count(body.code) > _max_length
}

_faults[id] contains "not_unique" if {
	some id, body in _judged
	body.code != ""
	count(_holders[body.code]) > 1
}

_faults[id] contains "not_below_parent" if {
	some id, body in _judged
	above := estate.organisations[body.parent].code
	body.code != ""
	not startswith(body.code, concat("", [above, "."]))
}

# Of many bodies with one code five are shown.
_shown := {code: array.slice(sort(ids), 0, 5) | some code, ids in _holders}

_pointers(id) := {finding.inv("organisations", o, "code") | some o in _shown[_judged[id].code]} | {finding.inv("organisations", _judged[id].parent, "code") |
	estate.organisations[_judged[id].parent].code
}

findings contains finding.fail(id, faults, _expected, {finding.inv_entry("organisations", id)} | object.get(_all_pointers, id, set())) if {
	some id, faults in _faults
}

_all_pointers[id] := _pointers(id) if some id, _ in _judged

findings contains finding.pass(id, body.code, _expected, _pointers(id)) if {
	some id, body in _judged
	not _faults[id]
	body.code != ""
}
