# METADATA
# title: A system that holds state secrets is at least level 3
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SS-09
#   title_vi: Hệ thống có bí mật nhà nước tối thiểu cấp độ 3
#   severity: crit
#   part: system
#   subject: system
#   matters: [{matter: covered_label, against: not_applicable}]
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 11(1), 12(1), 13(1)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "8(2), 10(1)(a)", instrument: luat-116-2025-qh15}
#       condition: {none: "13(1)"}
#       transition: {rules: [luat-116-2025-qh15/level-kept, nd-331-2026-nd-cp/approval]}
#     - id: d2
#       role: duty
#       instrument: tt-06-2026-tt-bkhcn
#       clause: "Art. 8(2)"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "2"}
#       condition: {says: "hệ thống thông tin truyền tải bí mật nhà nước trên Mạng truyền số liệu chuyên dùng", clause: "8(2)"}
#       transition: {none: "17"}
#       applies_to: {on_network: [tslcd]}
#   params:
#     least: {type: integer, default: 3, origin: legal, stricter: higher}
#   observed: {units: {at_least: level}}
#   owner_role: owner
#   gates: [migration]
#   rationale: NĐ 331/2026 Art. 11-13 leave no way to class a system with state secrets at level 1 or 2.
#   rationale_vi: Theo Điều 11 đến Điều 13 Nghị định số 331/2026/NĐ-CP, hệ thống có bí mật nhà nước không được xếp cấp độ 1, cấp độ 2.
#   remedy: Propose the level again with the secret data named in the dossier, and have it approved before anything else is changed.
#   remedy_vi: Lập lại hồ sơ đề xuất cấp độ, nêu rõ dữ liệu thuộc phạm vi bí mật nhà nước, trình phê duyệt trước khi thực hiện thay đổi khác.
#   check_by_hand: Read the level in the approval decision and the secrecy grade in the data catalogue
#   check_by_hand_vi: Xem cấp độ tại quyết định phê duyệt và độ mật tại danh mục dữ liệu
#   limits:
#     - Secrets in a system without a label, unless its kind or a covered machine gives them away.
#   limits_vi:
#     - Bí mật trong hệ thống không nhãn, trừ khi loại hoặc máy chủ cho thấy.
package controls.state_secrets.level_at_least_three

import data.lib.finding

_least := data.params["SS-09"].least

_expected := {"at_least": _least}

_basis(id) := {finding.inv("systems", id, "level"), finding.inv("systems", id, "label")}

findings contains finding.not_applicable(s.id, "none", {finding.inv("systems", s.id, "label")}) if {
	some s in input.inventory.systems
	s.label == "none"
}

findings contains finding.fail(s.id, s.level, _expected, _basis(s.id)) if {
	some s in input.inventory.systems
	s.label != "none"
	s.level < _least
}

findings contains finding.pass(s.id, s.level, _expected, _basis(s.id)) if {
	some s in input.inventory.systems
	s.label != "none"
	s.level >= _least
}
