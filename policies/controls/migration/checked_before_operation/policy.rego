# METADATA
# title: Before operation a system was scanned, its source checked and, from level 4, attacked on trial
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: MG-21
#   title_vi: Trước khi vận hành, hệ thống từ cấp độ 3 được rà quét lỗ hổng, kiểm tra mã nguồn; từ cấp độ 4 kiểm thử xâm nhập
#   severity: high
#   part: system
#   subject: system
#   needs:
#     - {kind: evidence.vulnerability_scan, duties: [d1]}
#     - {kind: evidence.source_check, duties: [d2]}
#     - {kind: evidence.penetration_test, duties: [d3]}
#   matters: [{matter: nothing_runs, against: pass}]
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "5.17"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: unread
#       transition: instrument
#       applies_to: {levels: [3, 4, 5], started_since: 2026-08-19}
#     - id: d2
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "5.17"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: unread
#       transition: instrument
#       applies_to: {levels: [3, 4, 5], started_since: 2026-08-19}
#     - id: d3
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "6.16.2.9b"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: unread
#       transition: instrument
#       applies_to: {levels: [4, 5], started_since: 2026-08-19}
#     - id: s1
#       role: support
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 27(3)(a), 27(3)(c), 28(3)(b)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {says: "đánh giá an toàn mã nguồn: phần mềm nội bộ", clause: "27(3)(c)"}
#       transition: {none: "39(1)"}
#   owner_role: owner
#   gates: [migration]
#   rationale: What goes into operation with open weaknesses is found by others first; a scan afterwards counts the damage.
#   rationale_vi: Hệ thống vận hành khi còn lỗ hổng thì người khác tìm ra trước; rà quét sau đó chỉ còn để đếm thiệt hại.
#   remedy: Scan the whole system and check its source or the parts of others before the start; from level 4 have it attacked on trial; close what is grave, then start, and enter the reports.
#   remedy_vi: Trước khi vận hành, rà quét toàn bộ hệ thống, kiểm tra mã nguồn hoặc thành phần bên thứ ba; từ cấp độ 4 kiểm thử xâm nhập; khắc phục lỗ hổng nghiêm trọng rồi mới vận hành; nhập các báo cáo.
#   check_by_hand: Lay the reports beside the minutes of acceptance or of the start of operation; compare days, scope and what stayed open.
#   check_by_hand_vi: Đối chiếu ngày, phạm vi, phần còn tồn tại của các báo cáo với biên bản nghiệm thu hoặc đưa vào vận hành.
#   limits:
#     - What was found; days and items are judged as they were entered, and findings of scanners are not read.
#     - Systems whose last start lies before 19 August 2026.
#   limits_vi:
#     - Nội dung phát hiện; chỉ xét ngày và nội dung đã nhập, chưa đọc kết quả của công cụ rà quét.
#     - Hệ thống có lần vận hành gần nhất trước ngày 19/8/2026.
package controls.migration.checked_before_operation

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_kind := {"d1": "vulnerability_scan", "d2": "source_check", "d3": "penetration_test"}

_items := {"d1": {"whole_system", "grave_closed"}, "d2": {"grave_closed"}, "d3": {"whole_system", "grave_closed"}}

_started[id] := day if {
	some id in subjects.declared.system
	day := estate.systems[id].regime.started_day
}

_all[duty][id] := ids if {
	some duty, kind in _kind
	some id, _ in _started
	ids := papers.about(kind, "system", id)
	count(ids) > 0
}

# The last of them before the start: what was mended is looked at again.
_before[duty][id] := papers.newest(papers.dated(ids, 0, _started[id])) if {
	some duty, by_system in _all
	some id, ids in by_system
}

# What was looked at before an earlier start is not what starts now.
_of_an_earlier_start[duty][id] contains paper if {
	some duty, by_system in _before
	some id, ids in by_system
	some paper in ids
	some day in papers.earlier_starts[id]
	day < _started[id]
	estate.evidence[paper].date_day <= day
}

findings contains finding.on(finding.pass(id, papers.seen(ids), {"all_of": _items[duty]}, papers.pointers(ids)), {duty}) if {
	some duty, by_system in _before
	some id, ids in by_system
	not _of_an_earlier_start[duty][id]
	count(papers.missing(ids, _items[duty])) == 0
	count(papers.untold(ids, _items[duty])) == 0
	count(papers.failed(ids)) == 0
}

findings contains finding.on(finding.fail(id, papers.lacking(ids, missing), {"all_of": _items[duty]}, papers.pointers(ids)), {duty}) if {
	some duty, by_system in _before
	some id, ids in by_system
	missing := papers.missing(ids, _items[duty])
	count(missing) > 0
}

findings contains finding.on(finding.fail(id, papers.faulted(ids, {"only_after_the_start"}), {"present": [_kind[duty]]}, papers.pointers(ids)), {duty}) if {
	some duty, by_system in _all
	some id, ids in by_system
	not _before[duty][id]
}

lacks contains finding.lack(id, "items_not_entered", untold) if {
	some duty, by_system in _before
	some id, ids in by_system
	untold := papers.untold(ids, _items[duty])
	count(untold) > 0
}

lacks contains finding.lack(id, "failed_and_not_repeated", papers.failed(ids)) if {
	some by_system in _before
	some id, ids in by_system
	count(papers.failed(ids)) > 0
}

lacks contains finding.lack(id, "papers_out_of_time", earlier) if {
	some by_system in _of_an_earlier_start
	some id, earlier in by_system
}

lacks contains finding.lack(id, "start_not_entered", {id}) if {
	some id in subjects.declared.system
	not _started[id]
}

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.system
	some kind in _kind
	some code, ids in papers.flaws(kind, "system", id)
}
