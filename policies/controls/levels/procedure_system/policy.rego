# METADATA
# title: The administrative-procedure system is at least level 3
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: LV-03
#   title_vi: Hệ thống thông tin giải quyết thủ tục hành chính tối thiểu cấp độ 3
#   severity: high
#   part: system
#   subject: system
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 13(2)(b)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "8(2), 10(1)(a)", instrument: luat-116-2025-qh15}
#       condition: {none: "13(2)"}
#       transition: {rules: [luat-116-2025-qh15/level-kept, nd-331-2026-nd-cp/approval]}
#   params:
#     least: {type: integer, default: 3, origin: legal, stricter: higher}
#     kinds: {type: set, default: [tthc], origin: legal, stricter: more}
#   observed: {units: {at_least: level}}
#   owner_role: owner
#   gates: [migration]
#   rationale: NĐ 331/2026 names the system for handling administrative procedures among those of at least level 3.
#   rationale_vi: Nghị định số 331/2026/NĐ-CP xác định hệ thống thông tin giải quyết thủ tục hành chính tối thiểu cấp độ 3.
#   remedy: Propose level 3 or higher, have it appraised and approved, and carry out the plan of that level.
#   remedy_vi: Lập hồ sơ đề xuất cấp độ 3 trở lên, trình thẩm định, phê duyệt và triển khai phương án theo cấp độ.
#   check_by_hand: Read the level in the approval decision of the procedure system
#   check_by_hand_vi: Xem cấp độ tại quyết định phê duyệt của hệ thống giải quyết thủ tục hành chính
#   limits:
#     - Systems of procedures entered under another kind.
#   limits_vi:
#     - Hệ thống giải quyết thủ tục hành chính kê khai theo loại khác.
package controls.levels.procedure_system

import data.lib.finding

_least := data.params["LV-03"].least

_kinds := {kind | some kind in data.params["LV-03"].kinds}

_expected := {"at_least": _least}

_basis(id) := {finding.inv("systems", id, "level"), finding.inv("systems", id, "kind")}

findings contains finding.not_applicable(s.id, s.kind, {finding.inv("systems", s.id, "kind")}) if {
	some s in input.inventory.systems
	s.kind
	not _kinds[s.kind]
}

findings contains finding.fail(s.id, s.level, _expected, _basis(s.id)) if {
	some s in input.inventory.systems
	_kinds[s.kind]
	s.level < _least
}

findings contains finding.pass(s.id, s.level, _expected, _basis(s.id)) if {
	some s in input.inventory.systems
	_kinds[s.kind]
	s.level >= _least
}
