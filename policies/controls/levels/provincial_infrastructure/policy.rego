# METADATA
# title: Shared infrastructure of the province is at least level 3
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: LV-02
#   title_vi: Hệ thống cơ sở hạ tầng thông tin dùng chung của tỉnh tối thiểu cấp độ 3
#   severity: high
#   part: system
#   subject: system
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 9(2)(c), 13(3)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "8(2), 10(1)(a)", instrument: luat-116-2025-qh15}
#       condition: {says: "phục vụ chung hoạt động của nhiều cơ quan, tổ chức trong tỉnh", clause: "9(2)(c), 13(3)"}
#       transition: {rules: [luat-116-2025-qh15/level-kept, nd-331-2026-nd-cp/approval]}
#   params:
#     least: {type: integer, default: 3, origin: legal, stricter: higher}
#     no_infrastructure: {type: set, default: [application, archive, document_management, former_service_portal, ioc, mail, party_system, portal, reporting, secret_docs, soc, tthc, video_conference], origin: term, stricter: fewer}
#   observed: {units: {at_least: level}}
#   owner_role: owner
#   gates: [migration]
#   rationale: Infrastructure that serves the agencies of a province falls with all of them, so it is at least level 3.
#   rationale_vi: Hạ tầng thông tin dùng chung phục vụ hoạt động của các cơ quan trong tỉnh, mất an toàn sẽ ảnh hưởng tất cả các cơ quan, nên tối thiểu cấp độ 3.
#   remedy: Propose level 3 or higher, have it appraised and approved, and carry out the plan of that level.
#   remedy_vi: Lập hồ sơ đề xuất cấp độ 3 trở lên, trình thẩm định, phê duyệt và triển khai phương án theo cấp độ.
#   check_by_hand: Read the level in the approval decision and which agencies the infrastructure serves
#   check_by_hand_vi: Xem cấp độ tại quyết định phê duyệt và phạm vi cơ quan được phục vụ
#   limits:
#     - Shared infrastructure that nobody declared as such, on which no system of another body stands, and to which none is linked (to a database, of one other body at most).
#   limits_vi:
#     - Hạ tầng dùng chung không được kê khai, không có hệ thống của cơ quan khác đặt trên đó không có kết nối của cơ quan khác đến (với cơ sở dữ liệu thì nhiều nhất một cơ quan khác).
package controls.levels.provincial_infrastructure

import data.lib.finding
import data.lib.subjects

_least := data.params["LV-02"].least

# Art. 9(2)(c) names wide-area networks, databases, data centres, clouds, electronic authentication and what interconnects or serves
# several bodies; kinds that are none of these are listed, so that a new kind falls in.
_other_kinds := {kind | some kind in data.params["LV-02"].no_infrastructure}

_expected := {"at_least": _least}

_basis(id) := {finding.inv("systems", id, key) | some key in ["kind", "level", "scope"]}

_infrastructure(s) if {
	s.kind
	not _other_kinds[s.kind]
}

_shared contains s if {
	some s in input.inventory.systems
	_infrastructure(s)
	s.scope == "province"
}

# What is said to be shared across the province is, whatever scope is written beside it.
_shared contains s if {
	some s in input.inventory.systems
	_infrastructure(s)
	s.said_shared == true
}

# What systems of another body stand on or are linked to is no matter of one body, whoever says so; if it is at the level, no
# scope can be too small.
_doubtful contains s if {
	some s in input.inventory.systems
	_infrastructure(s)
	s.scope != "province"
	s.said_shared == false
	_others(s) > 1
}

# One other body is enough, but for what others may read without its being theirs.
_others(s) := (2 * count(s.carries)) + (_weight(s) * count(s.serves))

_weight(s) := 1 if _read_by_others[s.kind]

_weight(s) := 2 if not _read_by_others[s.kind]

_read_by_others := {"database", "data_store"}

findings contains finding.not_applicable(s.id, s.kind, {finding.inv("systems", s.id, "kind")}) if {
	some s in input.inventory.systems
	_other_kinds[s.kind]
}

findings contains finding.not_applicable(s.id, s.scope, {finding.inv("systems", s.id, "scope")}) if {
	some s in input.inventory.systems
	_infrastructure(s)
	s.scope != "province"
	s.said_shared == false
	_others(s) < 2
}

findings contains finding.fail(s.id, s.level, _expected, _basis(s.id)) if {
	some s in _shared
	s.level < _least
}

findings contains finding.pass(s.id, s.level, _expected, _basis(s.id)) if {
	some s in (_shared | _doubtful)
	s.level >= _least
}

lacks contains finding.lack(s.id, "serves_others", {body | some list in [s.carries, s.serves]; some body in list}) if {
	some s in _doubtful
	subjects.declared.system[s.id]
}
