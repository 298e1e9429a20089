# METADATA
# title: Before a system moves, its risks are assessed anew and its readiness is found
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: MG-09
#   aliases: [LV-09]
#   title_vi: Trước khi chuyển, hệ thống được đánh giá lại rủi ro và đánh giá điều kiện sẵn sàng
#   severity: crit
#   part: system
#   subject: system
#   needs:
#     - {kind: evidence.risk_report, duties: [d1]}
#     - {kind: evidence.readiness_minutes, duties: [d2]}
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 10(2)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {says: "thay đổi chức năng, phạm vi, người dùng, thông tin, công nghệ; mở rộng, tích hợp, kết nối, chia sẻ dữ liệu", clause: "10(2)"}
#       transition: {none: "39(1)"}
#     - id: d2
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 28(3)(b)"
#       force: binding
#       confidence: B
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {says: "trước khi vận hành, khi có thay đổi lớn hoặc theo yêu cầu", clause: "28(3)"}
#       transition: {none: "39(1)"}
#       against:
#         - {instrument: luat-116-2025-qh15, clause: "Art. 10(3)", why: law_over_decree, when: {levels: [1, 2]}}
#         - {instrument: luat-116-2025-qh15, clause: "Art. 10(4)", why: law_over_decree, when: {levels: [3, 4]}}
#     - id: s1
#       role: support
#       instrument: luat-116-2025-qh15
#       clause: "Art. 10(1)(b)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "10(1)"}
#       condition: {none: "10(3)"}
#       transition: {none: "45"}
#   owner_role: owner
#   gates: [migration]
#   rationale: A system at a new place, with a new provider and new ways in, is another system to whoever attacks it; an assessment of before says nothing of it.
#   rationale_vi: Hệ thống ở nơi mới, do đơn vị khác cung cấp hạ tầng, có kết nối mới thì rủi ro đã khác; kết quả đánh giá trước đó không còn phản ánh đúng.
#   remedy: Assess the risks of the change, hold the readiness assessment before the night, mend what it finds, and enter both papers with the result.
#   remedy_vi: Đánh giá rủi ro của việc chuyển, tổ chức đánh giá điều kiện sẵn sàng trước đêm chuyển, khắc phục tồn tại; nhập hai văn bản và kết quả.
#   check_by_hand: Lay the risk report and the minutes of readiness beside the night of the wave and the last start of operation, and read what they are about.
#   check_by_hand_vi: Đối chiếu ngày báo cáo rủi ro, biên bản đánh giá sẵn sàng với ngày của đợt chuyển và ngày vận hành gần nhất; xem nội dung đánh giá.
#   limits:
#     - That a move is a change of technology or scope is our reading; new connections and data sharing of systems that stay are not judged here.
#     - What was assessed; the days of the papers and the result entered are judged.
#   limits_vi:
#     - Coi việc chuyển là thay đổi công nghệ, phạm vi là cách hiểu của công cụ; kết nối, chia sẻ dữ liệu mới của hệ thống không chuyển chưa được xét.
#     - Nội dung đánh giá; chỉ xét ngày văn bản và kết quả đã nhập.
package controls.migration.change_assessed

import data.lib.finding
import data.lib.moves
import data.lib.papers

_of_duty := {"d1": "risk_report", "d2": "readiness_minutes"}

_expected(kind) := {"present": [kind]}

_all[duty][id] := ids if {
	some duty, kind in _of_duty
	some id in moves.moving
	ids := moves.about(kind, id)
	count(ids) > 0
}

# What counts for this move is newer than the last start of operation before it, and no later than its night.
_counting[duty][id] := papers.newest(papers.dated(ids, moves.ran_since(id), moves.last_day(id))) if {
	some duty, by_system in _all
	some id, ids in by_system
}

_wrong[id] := wrong if {
	some id, ids in _counting.d2
	wrong := papers.with_result(ids, "failed")
	count(wrong) > 0
}

findings contains moves.staying[_]

findings contains finding.on(finding.pass(id, papers.seen(ids), _expected("risk_report"), papers.pointers(ids)), {"d1"}) if {
	some id, ids in _counting.d1
}

findings contains finding.on(finding.pass(id, papers.seen(ids), {"equals": "passed"}, papers.pointers(ids)), {"d2"}) if {
	some id, ids in _counting.d2
	papers.with_result(ids, "passed") == ids
}

# Found unready: that is still to be mended, and a breach where the system moved all the same.
findings contains finding.on(finding.fail(id, papers.faulted(ids, {"failed"}), {"equals": "passed"}, papers.pointers(ids)), {"d2"}) if {
	some id, ids in _wrong
	moves.gone[id]
}

findings contains finding.on(finding.warn(id, papers.faulted(ids, {"failed"}), {"equals": "passed"}, papers.pointers(ids)), {"d2"}) if {
	some id, ids in _wrong
}

findings contains finding.on(finding.fail(id, papers.faulted(papers.newest(ids), {"none_before_the_move"}), _expected(_of_duty[duty]), papers.pointers(ids)), {duty}) if {
	some duty, by_system in _all
	some id, ids in by_system
	moves.gone[id]
	not _counting[duty][id]
}

lacks contains finding.lack(id, "papers_out_of_time", ids) if {
	some duty, by_system in _all
	some id, ids in by_system
	not _counting[duty][id]
}

lacks contains finding.lack(id, "result_not_entered", silent) if {
	some id, ids in _counting.d2
	silent := papers.with_result(ids, "none")
	count(silent) > 0
}

lacks contains finding.lack(id, code, ids) if {
	some id in moves.moving
	some kind in ["risk_report", "readiness_minutes"]
	some code, ids in moves.flaws(kind, id)
}

lacks contains finding.lack(id, "move_not_decided", {id}) if some id in moves.undecided
