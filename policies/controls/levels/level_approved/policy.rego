# METADATA
# title: The system has a level, and a decision approves it
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: LV-01
#   title_vi: Hệ thống được xác định và phê duyệt cấp độ
#   severity: crit
#   part: system
#   subject: system
#   needs: [{kind: evidence.level_approval}]
#   law:
#     - id: d1
#       role: duty
#       instrument: luat-116-2025-qh15
#       clause: "Art. 10(1)(a)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "10(1)"}
#       condition: {none: "10(3)"}
#       transition: {rules: [nd-331-2026-nd-cp/approval]}
#     - id: d2
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 18, 20, 31(2)(a)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {none: "20"}
#       transition: {rules: [nd-331-2026-nd-cp/approval]}
#     - id: s1
#       role: support
#       instrument: 204-qd-tw
#       clause: "đề án kèm theo"
#       force: binding
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#       applies_to: {owners: [party]}
#     - id: s2
#       role: support
#       instrument: nd-330-2026-nd-cp
#       clause: "Art. 23(1)(c), 24(1)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "2(2)(k)"}
#       condition: {none: "24(1)"}
#       transition: {none: "81(1)"}
#   owner_role: owner
#   gates: [migration]
#   rationale: Every system of a state body has a security level approved by the competent authority; all other duties follow from the level.
#   rationale_vi: Hệ thống thông tin của cơ quan nhà nước phải được cấp có thẩm quyền phê duyệt cấp độ; mọi yêu cầu bảo đảm an ninh mạng khác căn cứ vào cấp độ.
#   remedy: Draw up the level dossier, have it appraised and approved, and enter the decision's number and date.
#   remedy_vi: Lập hồ sơ đề xuất cấp độ, trình thẩm định, phê duyệt; nhập số, ngày của quyết định phê duyệt.
#   check_by_hand: Find the approval decision of the system and compare its number, date and level with the inventory
#   check_by_hand_vi: Tìm quyết định phê duyệt cấp độ của hệ thống, đối chiếu số, ngày, cấp độ với bản kê khai
#   limits:
#     - Whether the level fits what the system does, and whether a body that no line declares may approve it; the paper is believed.
#   limits_vi:
#     - Cấp độ có phù hợp với hệ thống hay không, cơ quan không có trong bản kê khai có thẩm quyền phê duyệt hay không; tin theo hồ sơ.
package controls.levels.level_approved

import data.lib.finding
import data.lib.papers
import data.lib.subjects

_expected := {"present": ["level", "level_approval"]}

findings contains finding.fail(s.id, "level_absent", _expected, {finding.inv_entry("systems", s.id)}) if {
	some s in input.inventory.systems
	not s.level
}

findings contains finding.pass(s.id, {"level": s.level, "records": records}, _expected, pieces) if {
	some s in input.inventory.systems
	s.level >= 1
	records := papers.about("level_approval", "system", s.id)
	count(records) > 0
	pieces := {finding.inv("systems", s.id, "level")} | {finding.inv("evidence", id, "kind") | some id in records}
}

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.system
	some code, ids in papers.flaws("level_approval", "system", id)
}
