# METADATA
# title: A connected system has an approved level and its whole plan deployed
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-05
#   title_vi: Hệ thống tham gia liên thông đã được phê duyệt cấp độ và triển khai đầy đủ phương án
#   severity: crit
#   part: system
#   subject: system
#   needs:
#     - {kind: evidence.level_approval}
#   law:
#     - id: d1
#       role: duty
#       instrument: qd-1562-2025-qd-ttg
#       clause: "toàn văn"
#       force: binding
#       confidence: B
#       addressee: unread
#       condition: unread
#       transition: unread
#     - id: d2
#       role: duty
#       instrument: tt-06-2026-tt-bkhcn
#       clause: "Art. 8(2)"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "2"}
#       condition: {says: "hệ thống thông tin tham gia kết nối Mạng truyền số liệu chuyên dùng", clause: "8(2)"}
#       transition: {rules: [luat-116-2025-qh15/level-kept, nd-331-2026-nd-cp/measures]}
#       applies_to: {on_network: [tslcd]}
#     - id: d3
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 30(6)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {says: "hệ thống xây dựng mới, mở rộng hoặc nâng cấp", clause: "30(6)"}
#       transition: {rules: [nd-331-2026-nd-cp/measures]}
#       applies_to: {started_since: 2026-08-19}
#   observed: {units: {at_least: item}}
#   owner_role: owner
#   gates: [migration]
#   rationale: A system whose level nobody approved, or whose approved plan is only half deployed, is the weak end of every link it has.
#   rationale_vi: Hệ thống chưa được phê duyệt cấp độ hoặc mới triển khai một phần phương án là điểm yếu của mọi kết nối mà nó tham gia.
#   remedy: Have the level approved, deploy the remaining items of the plan, then record the decision and the count; until then keep the links closed.
#   remedy_vi: Trình phê duyệt cấp độ, triển khai các nội dung còn lại của phương án, cập nhật số quyết định và số nội dung đã hoàn thành; trong thời gian đó tạm dừng kết nối.
#   check_by_hand: Compare the level approval decision and the minutes of each item of the security plan with the inventory's figures.
#   check_by_hand_vi: Đối chiếu quyết định phê duyệt cấp độ và biên bản nghiệm thu từng nội dung của phương án với số liệu trong bản kê khai.
#   limits:
#     - Whether the measures of the plan work is asked by other controls; here the plan's count is believed.
#   limits_vi:
#     - Biện pháp trong phương án có hiệu quả hay không do các kiểm soát khác xét; ở đây tin số liệu kê khai.
package controls.connectivity.approved_before_connected

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_connected[id] := estate.systems[id] if {
	some id in subjects.declared.system
	estate.systems[id].connected == true
}

findings contains finding.not_applicable(id, false, {finding.inv("systems", id, "connected")}) if {
	some id in subjects.declared.system
	estate.systems[id].connected == false
}

findings contains finding.fail(id, {"missing": {"level"}}, {"present": {"level"}}, {finding.inv("systems", id, "connected")}) if {
	some id, system in _connected
	not system.level
}

findings contains finding.fail(id, system.plan.done, {"at_least": system.plan.total}, {finding.inv("systems", id, "plan")}) if {
	some id, system in _connected
	system.plan.done < system.plan.total
}

findings contains finding.pass(id, system.plan.done, {"at_least": system.plan.total}, evidence) if {
	some id, system in _connected
	system.level in {1, 2, 3, 4, 5}
	system.plan.total > 0
	system.plan.done == system.plan.total
	approvals := papers.about("level_approval", "system", id)
	declared := {finding.inv("systems", id, "level"), finding.inv("systems", id, "plan")}
	evidence := papers.pointers(papers.newest(approvals)) | declared
}

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.system
	some code, ids in papers.flaws("level_approval", "system", id)
}
