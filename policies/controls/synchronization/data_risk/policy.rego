# METADATA
# title: The risks of data are assessed every year, and there is a procedure for storing them
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SY-29
#   title_vi: Đánh giá rủi ro dữ liệu hằng năm, ban hành quy trình kỹ thuật lưu trữ dữ liệu
#   severity: med
#   part: estate
#   subject: data_set
#   needs:
#     - {kind: evidence.risk_report, duties: [d1]}
#     - {kind: evidence.storage_procedure, duties: [d2]}
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-165-2025-nd-cp
#       clause: "Art. 15, 17"
#       force: binding
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#     - id: d2
#       role: duty
#       instrument: nd-165-2025-nd-cp
#       clause: "Art. 5"
#       force: binding
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#   params:
#     months: {type: integer, default: 12, unit: months, origin: legal, stricter: lower}
#   observed: {units: {at_most: day}}
#   owner_role: owner
#   rationale: Data outlive the systems they were made in; who never asks what may happen to them learns it when they are lost or leaked.
#   rationale_vi: Dữ liệu tồn tại lâu hơn hệ thống tạo ra nó; không đánh giá rủi ro thì chỉ biết khi đã mất hoặc lộ.
#   remedy: Assess the risks of the data set for this year, issue the technical procedure for storing it, and enter both papers about the data set.
#   remedy_vi: Đánh giá rủi ro tập dữ liệu trong năm, ban hành quy trình kỹ thuật lưu trữ; nhập hai văn bản về tập dữ liệu.
#   check_by_hand: Read the report for this data set and its day, and whether the procedure is the one that is followed.
#   check_by_hand_vi: Xem báo cáo về tập dữ liệu, ngày lập; quy trình có đúng với thực tế thực hiện không.
#   limits:
#     - Whom the decree obliges, and for which data, was not read; copies and caches are not asked.
#     - What the papers say; no look at a system shows it.
#   limits_vi:
#     - Chưa đọc được nghị định áp dụng cho chủ thể, dữ liệu nào; không xét bản sao, bộ nhớ đệm.
#     - Nội dung văn bản; không phép đo nào cho biết.
package controls.synchronization.data_risk

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_oldest := input.context.months_ago[format_int(data.params["SY-29"].months, 10)]

_most := input.context.as_of_day - _oldest

_masters contains id if {
	some id in subjects.declared.data_set
	estate.data_sets[id].role == "system_of_record"
}

_assessed[id] := papers.newest(papers.about("risk_report", "data_set", id)) if some id in _masters

_assessed_on(id) := max({estate.evidence[report].date_day | some report in _assessed[id]})

_procedures[id] := papers.newest(papers.about("storage_procedure", "data_set", id)) if some id in _masters

alike[finding.all_exempt(role, set(), {"role"})] := ids if some role, ids in _followers

_followers[d.role] contains d.id if {
	some d in input.inventory.data_sets
	not _masters[d.id]
}

findings contains finding.on(finding.pass(id, papers.aged(ids), {"at_most": _most}, papers.pointers(ids)), {"d1"}) if {
	some id, ids in _assessed
	_assessed_on(id) >= _oldest
}

findings contains finding.on(finding.fail(id, papers.aged(ids), {"at_most": _most}, papers.pointers(ids)), {"d1"}) if {
	some id, ids in _assessed
	_assessed_on(id) < _oldest
}

findings contains finding.on(finding.pass(id, papers.seen(ids), {"present": ["storage_procedure"]}, papers.pointers(ids)), {"d2"}) if some id, ids in _procedures

lacks contains finding.lack(id, code, ids) if {
	some id in _masters
	some kind in ["risk_report", "storage_procedure"]
	some code, ids in papers.flaws(kind, "data_set", id)
}
