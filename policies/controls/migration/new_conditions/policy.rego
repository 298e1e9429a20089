# METADATA
# title: A system levelled under the old decree comes under the new one in time
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: MG-29
#   title_vi: Hệ thống đã xác định cấp độ theo quy định cũ đáp ứng điều kiện mới trước ngày 01/7/2027
#   severity: med
#   part: system
#   subject: system
#   needs: [{kind: evidence.level_approval}]
#   law:
#     - id: d1
#       role: duty
#       instrument: luat-116-2025-qh15
#       clause: "Art. 45(1)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "45(1)"}
#       condition: {says: "hệ thống thông tin đã được phê duyệt cấp độ theo Luật An toàn thông tin mạng số 86/2015/QH13", clause: "45(1)"}
#       transition: {rules: [luat-116-2025-qh15/level-kept, nd-331-2026-nd-cp/measures]}
#     - id: s1
#       role: support
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 39(1)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {none: "39(1)"}
#       transition: {none: "39(1)"}
#   owner_role: owner
#   gates: [migration]
#   rationale: A level of before is kept, and gives twelve months to meet the conditions of the new law; after 1 July 2027 it carries nothing.
#   rationale_vi: Hệ thống đã được phê duyệt cấp độ theo quy định cũ giữ nguyên cấp độ và phải đáp ứng điều kiện theo quy định mới trong 12 tháng, đến ngày 01/7/2027.
#   remedy: Have the level proposed, appraised and approved under NĐ 331/2026 before 1 July 2027, and enter the decision.
#   remedy_vi: Lập hồ sơ, trình thẩm định, phê duyệt lại cấp độ theo Nghị định số 331/2026/NĐ-CP trước ngày 01/7/2027; nhập số, ngày quyết định.
#   check_by_hand: Look up the date of the newest approval decision of the level
#   check_by_hand_vi: Xem ngày của quyết định phê duyệt cấp độ mới nhất
#   limits:
#     - Whether the measures of the new law are in place (CN-05); that the level was approved under it is what is judged.
#   limits_vi:
#     - Các biện pháp theo quy định mới đã triển khai hay chưa (CN-05); chỉ xét việc phê duyệt cấp độ theo quy định mới.
package controls.migration.new_conditions

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_since := 739847 # 19/8/2026, the first day of Decree 331/2026/NĐ-CP

_expected := {"equals": "nd331"}

_records(id) := papers.newest(papers.about("level_approval", "system", id))

_day(records) := max({estate.evidence[id].date_day | some id in records})

_pieces(id) := {finding.inv("systems", id, "levelled_under")} | papers.pointers(_records(id))

findings contains finding.fail(s.id, "nd85", _expected, _pieces(s.id)) if {
	some s in input.inventory.systems
	s.levelled_under == "nd85"
	count(_records(s.id)) > 0
}

findings contains finding.pass(s.id, "nd331", _expected, _pieces(s.id)) if {
	some s in input.inventory.systems
	s.levelled_under == "nd331"
	_day(_records(s.id)) >= _since
}

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.system
	some code, ids in papers.flaws("level_approval", "system", id)
}
