# METADATA
# title: Owner, operator, data steward, monitor and an independent checker are named
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: MG-28
#   title_vi: Đã xác định chủ quản, đơn vị vận hành, phụ trách dữ liệu, giám sát và đơn vị kiểm tra độc lập
#   severity: high
#   part: system
#   subject: system
#   needs: []
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 31(2)(c)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {says: "tự đánh giá nội bộ", clause: "31(2)(c)"}
#       transition: {none: "39(1)"}
#     - id: d2
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 4(1), 5(1)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {none: "5(1)"}
#       transition: {none: "39(1)"}
#     - id: d3
#       role: duty
#       instrument: cv-4856-bca-ttdlqg
#       clause: "Annex 1"
#       force: recommended
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#     - id: d4
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "2.2.19.2"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {none: "1.1-1.2"}
#       transition: instrument
#       applies_to: {kinds: [archive], levels: [3, 4, 5]}
#   owner_role: owner
#   gates: [migration]
#   rationale: Duties that nobody holds are not done, and nobody checks his own work well.
#   rationale_vi: Nhiệm vụ không có đơn vị chịu trách nhiệm thì không được thực hiện; không đơn vị nào tự kiểm tra khách quan việc của mình.
#   remedy: Name the missing units in writing and enter them; let a unit other than owner and operator check, and the provincial police lead compliance.
#   remedy_vi: Phân công bằng văn bản các đơn vị còn thiếu và cập nhật; giao đơn vị khác với chủ quản, đơn vị vận hành thực hiện kiểm tra, Công an tỉnh đầu mối tuân thủ.
#   check_by_hand: Read the decision that assigns the units of the system and compare it with the inventory.
#   check_by_hand_vi: Xem quyết định phân công các đơn vị của hệ thống và đối chiếu với bản kê khai.
#   limits:
#     - Whether those named do the work.
#   limits_vi:
#     - Người được nêu tên có thực hiện hay không.
package controls.migration.roles_named

import data.lib.estate
import data.lib.finding
import data.lib.subjects

_roles := {"owner", "operator", "data_steward", "monitor", "checker", "compliance_lead"}

_faults_known := {concat("", ["no_", role]) | some role in _roles} | {"checker_is_operator", "checker_is_owner", "compliance_lead_not_police"}

_expected := {"none_of": _faults_known}

_named(system, role) if system[role] != ""

_pointers(id, roles) := {finding.inv("systems", id, role) | some role in roles; _named(estate.systems[id], role)}

# Who runs a system is its owner unless somebody else is named.
_operator(system) := system.operator if {
	_named(system, "operator")
} else := system.owner

_checked[id] := estate.systems[id] if {
	some id in subjects.declared.system
	_named(estate.systems[id], "checker")
}

# d1: who checks is not who runs. Who owns may check, and where nobody is named nothing is known.
_who_checks := {"checker", "operator", "owner"}

findings contains finding.on(finding.fail(id, {"checker_is_operator"}, _expected, _pointers(id, _who_checks)), {"d1"}) if {
	some id, system in _checked
	system.checker == _operator(system)
}

findings contains finding.on(finding.pass(id, set(), _expected, _pointers(id, _who_checks)), {"d1"}) if {
	some id, system in _checked
	system.checker != _operator(system)
}

# d2: somebody owns it.
findings contains finding.on(finding.pass(id, set(), _expected, _pointers(id, {"owner"})), {"d2"}) if {
	some id in subjects.declared.system
	_named(estate.systems[id], "owner")
}

# d3: the parts that the guidance asks for.
_missing[id] contains concat("", ["no_", role]) if {
	some id in subjects.declared.system
	some role in _roles
	not _named(estate.systems[id], role)
}

_missing[id] contains "compliance_lead_not_police" if {
	some id in subjects.declared.system
	_lead_kind(id) != "police"
}

_lead_kind(id) := estate.organisations[estate.systems[id].compliance_lead].kind

findings contains finding.on(finding.fail(id, faults, _expected, _pointers(id, _roles) | {finding.inv_entry("systems", id)}), {"d3"}) if {
	some id, faults in _missing
}

findings contains finding.on(finding.pass(id, set(), _expected, _pointers(id, _roles)), {"d3"}) if {
	some id in subjects.declared.system
	not _missing[id]
	_lead_kind(id) == "police"
}

# d4: an archive of level 3 or more is checked by a body whose function that is, so neither by who runs nor by who owns it.
_own_checks[id] contains "checker_is_operator" if {
	some id, system in _checked
	system.checker == _operator(system)
}

_own_checks[id] contains "checker_is_owner" if {
	some id, system in _checked
	system.checker == system.owner
}

findings contains finding.on(finding.fail(id, faults, _expected, _pointers(id, _who_checks)), {"d4"}) if {
	some id, faults in _own_checks
}

findings contains finding.on(finding.pass(id, set(), _expected, _pointers(id, _who_checks)), {"d4"}) if {
	some id, _ in _checked
	not _own_checks[id]
}
