# METADATA
# title: A system that logs people in by national e-identity is at least level 3
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-32
#   title_vi: Hệ thống kết nối định danh, xác thực điện tử đạt cấp độ 3 trở lên
#   severity: high
#   part: system
#   subject: system
#   needs:
#     - {kind: http, fields: [redirect_host], optional: true} # a page that sends its visitors on to log in there
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-69-2024-nd-cp
#       clause: "Art. 18(1)"
#       force: binding
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#   params:
#     least: {type: integer, default: 3, origin: legal, stricter: higher}
#     issuers: {type: set, default: [vneid.gov.vn, dancuquocgia.gov.vn], origin: term, stricter: fewer}
#   observed: {units: {at_least: level}}
#   owner_role: owner
#   rationale: Whoever takes over the national e-identity of people must protect what it gets as a system of level 3 does.
#   rationale_vi: Hệ thống kết nối với hệ thống định danh và xác thực điện tử phải bảo đảm an toàn thông tin cấp độ 3 trở lên.
#   remedy: Have level 3 proposed and approved, or take the national login away until it is.
#   remedy_vi: Đề xuất, phê duyệt cấp độ 3, hoặc tạm dừng kết nối đăng nhập bằng định danh điện tử cho đến khi được phê duyệt.
#   check_by_hand: Open the login page and see whether VNeID is offered; compare with the level
#   check_by_hand_vi: Mở trang đăng nhập, xem có đăng nhập bằng VNeID hay không; đối chiếu cấp độ
#   limits:
#     - A login by VNeID that is a button of a page; only a page that sends its visitors on by itself is met.
#   limits_vi:
#     - Nút đăng nhập VNeID trên trang; chỉ phát hiện được trang tự chuyển hướng sang trang đăng nhập quốc gia.
package controls.connectivity.eid_level

import data.lib.estate
import data.lib.facts
import data.lib.finding

_params := data.params["CN-32"]

_issuers := {name | some name in _params.issuers}

_expected := {"at_least": _params.least}

# Pages that send their visitors on to the national login.
_met[estate.endpoints[o.subject].system] contains o.id if {
	some o in input.observations.http
	some name in _issuers
	_is_of(o.data.redirect_host, name)
}

_is_of(host, name) if host == name

_is_of(host, name) if endswith(host, concat("", [".", name]))

_uses contains s.id if {
	some s in input.inventory.systems
	s.uses_vneid == true
}

_pieces(id) := {finding.inv("systems", id, "level"), finding.inv("systems", id, "uses_vneid")}

findings contains finding.not_applicable(s.id, "no_eid", {finding.inv("systems", s.id, "uses_vneid")}) if {
	some s in input.inventory.systems
	s.uses_vneid == false
	not _met[s.id]
	not _unread[s.id]
}

# A page that was looked at and of which nobody knows where it sends its visitors may send them to log in there.
_unread[estate.endpoints[o.subject].system] contains o.id if {
	some o in input.observations.http
	facts.ok[o.id]
	not _tells[o.id]
}

_tells contains o.id if {
	some o in input.observations.http
	is_string(o.data.redirect_host)
}

findings contains finding.fail(s.id, s.level, _expected, _pieces(s.id)) if {
	some s in input.inventory.systems
	_uses[s.id]
	s.level < _params.least
}

# What was met counts, whatever is declared.
findings contains finding.fail(s.id, s.level, _expected, {finding.inv("systems", s.id, "level")} | _met[s.id]) if {
	some s in input.inventory.systems
	_met[s.id]
	s.level < _params.least
}

findings contains finding.pass(s.id, s.level, _expected, _pieces(s.id)) if {
	some s in input.inventory.systems
	_uses[s.id]
	s.level >= _params.least
}
