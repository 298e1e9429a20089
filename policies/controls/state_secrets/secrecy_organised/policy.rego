# METADATA
# title: Bodies have a regulation on state secrets, somebody in charge of it, and report on it
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SS-21
#   title_vi: Có quy chế bảo vệ bí mật nhà nước, người làm công tác bảo vệ bí mật nhà nước và chế độ báo cáo
#   severity: med
#   part: estate
#   subject: organisation
#   needs:
#     - {kind: evidence.secrecy_regulation, duties: [d1]}
#     - {kind: evidence.secrecy_officer, duties: [d2]}
#     - {kind: evidence.secrecy_report, duties: [d3]}
#   law:
#     - id: d1
#       role: duty
#       instrument: luat-117-2025-qh15
#       clause: "toàn văn"
#       force: binding
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#     - id: d2
#       role: duty
#       instrument: luat-117-2025-qh15
#       clause: "toàn văn"
#       force: binding
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#     - id: d3
#       role: duty
#       instrument: nd-63-2026-nd-cp
#       clause: "toàn văn"
#       force: binding
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#     - id: s1
#       role: support
#       instrument: luat-29-2018-qh14
#       clause: "Art. 24-25"
#       force: binding
#       confidence: A
#       addressee: unread
#       condition: unread
#       transition: unread
#   params:
#     report_months: {type: integer, default: 12, unit: month, origin: ours, stricter: lower}
#     spared: {type: set, default: [enterprise, ministry, national, other], origin: term, stricter: fewer}
#   observed: {units: {at_most: day}}
#   owner_role: owner
#   rationale: Rules nobody wrote and people nobody named protect no secret; the report is how a leader learns of it before a leak does.
#   rationale_vi: Không có quy chế, không có người phụ trách thì không ai bảo vệ bí mật nhà nước; báo cáo giúp người đứng đầu biết tình hình trước khi xảy ra lộ, mất.
#   remedy: Issue the regulation under the law of 2025, name by decision who is in charge, report every year, and enter the three papers.
#   remedy_vi: Ban hành quy chế theo Luật năm 2025, quyết định phân công người làm công tác bảo vệ bí mật nhà nước, báo cáo hằng năm; nhập đủ ba văn bản.
#   check_by_hand: Lay the regulation beside the law in force, ask whether the person named still holds the post, and read the last report.
#   check_by_hand_vi: Đối chiếu quy chế với luật hiện hành, xác nhận người được phân công còn giữ nhiệm vụ, xem báo cáo gần nhất.
#   limits:
#     - Which articles of the law of 2025 and of its decree ask for these was not read; of the law of 2018 they were Art. 24 and 25.
#     - What the papers say, and whether the person still works there. No look at a network shows any of it.
#     - That a report is made once a year is ours.
#   limits_vi:
#     - Chưa đọc được điều của Luật năm 2025 và nghị định về các nội dung này (Luật năm 2018 là Điều 24, 25).
#     - Nội dung văn bản, người được phân công còn công tác hay không. Không phép đo mạng nào cho biết.
#     - Chu kỳ báo cáo một năm là của công cụ.
package controls.state_secrets.secrecy_organised

import data.lib.finding
import data.lib.papers
import data.lib.subjects

_params := data.params["SS-21"]

_kind := {"d1": "secrecy_regulation", "d2": "secrecy_officer", "d3": "secrecy_report"}

_spared := {kind | some kind in _params.spared}

_owners := {s.owner | some s in input.inventory.systems}

_asked contains o.id if {
	some o in input.inventory.organisations
	_owners[o.id]
	not _spared[o.kind]
}

_expected(duty) := {"present": [_kind[duty]]}

_newest[duty][id] := papers.newest(papers.about(kind, "organisation", id)) if {
	some duty, kind in _kind
	some id in _asked
}

_in_force := 739676 # 01/3/2026, first day of the law of 2025

# One written under the law of 2018 may go on; nobody has read whether it does.
_current[id] := papers.dated(ids, _in_force - 1, input.context.as_of_day) if some id, ids in _newest.d1

findings contains finding.not_applicable(o.id, "owns_no_system", {finding.inv("organisations", o.id, "kind")}) if {
	some o in input.inventory.organisations
	not _owners[o.id]
}

findings contains finding.not_applicable(o.id, o.kind, {finding.inv("organisations", o.id, "kind")}) if {
	some o in input.inventory.organisations
	_spared[o.kind]
}

findings contains finding.on(finding.pass(id, papers.seen(ids), _expected("d1"), papers.pointers(ids)), {"d1"}) if {
	some id, ids in _current
	count(ids) > 0
}

findings contains finding.on(finding.pass(id, papers.seen(ids), _expected("d2"), papers.pointers(ids)), {"d2"}) if some id, ids in _newest.d2

_since := input.context.months_ago[format_int(_params.report_months, 10)]

_recent[id] := papers.dated(ids, _since - 1, input.context.as_of_day) if some id, ids in _newest.d3

_most := input.context.as_of_day - _since

findings contains finding.on(finding.pass(id, papers.aged(ids), {"at_most": _most}, papers.pointers(ids)), {"d3"}) if {
	some id, ids in _recent
	count(ids) > 0
}

# How often is our own measure.
findings contains finding.on(finding.warn(id, papers.aged(ids), {"at_most": _most}, papers.pointers(ids)), {"d3"}) if {
	some id, ids in _newest.d3
	count(_recent[id]) == 0
}

lacks contains finding.lack(id, "papers_out_of_time", ids) if {
	some id, ids in _newest.d1
	count(_current[id]) == 0
}

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.organisation
	some kind in _kind
	some code, ids in papers.flaws(kind, "organisation", id)
}
