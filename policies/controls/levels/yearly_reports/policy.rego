# METADATA
# title: The yearly reports on cyber security are sent before 20 and 25 December
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: LV-10
#   title_vi: Gửi báo cáo hằng năm về an ninh mạng trước ngày 20/12 (đơn vị vận hành) và trước ngày 25/12 (chủ quản)
#   severity: med
#   part: estate
#   subject: organisation
#   needs:
#     - {kind: evidence.operator_report, duties: [d1]}
#     - {kind: evidence.annual_report, duties: [d2]}
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 35(3), 35(4)(a)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {says: "đơn vị chuyên trách về an ninh mạng, đơn vị vận hành hệ thống thông tin", clause: "35(4)(a)"}
#       transition: {none: "39(1)"}
#     - id: d2
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 35(3), 35(4)(b)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {none: "35(4)(b)"}
#       transition: {none: "39(1)"}
#     - id: s1
#       role: support
#       instrument: luat-116-2025-qh15
#       clause: "Art. 10(1)(đ)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "10(3)-(5)"}
#       condition: {none: "10(3)"}
#       transition: {none: "45"}
#   params:
#     first_year: {type: integer, default: 2026, origin: term, stricter: lower}
#   observed: {units: {at_most: day}}
#   owner_role: owner
#   rationale: The ministry plans its checks from these reports; one that comes late or not at all leaves the body among those of which nothing is known.
#   rationale_vi: Báo cáo hằng năm là căn cứ để Bộ Công an tổng hợp, kiểm tra; gửi chậm hoặc không gửi là vi phạm chế độ báo cáo.
#   remedy: Close the figures on 14 December, send the operator's report to the owner by 19 December and the owner's to the Ministry of Public Security by 24 December, and enter number and date of both, and that they were sent there.
#   remedy_vi: Chốt số liệu ngày 14/12, gửi báo cáo của đơn vị vận hành chậm nhất ngày 19/12, báo cáo của chủ quản gửi Bộ Công an chậm nhất ngày 24/12; nhập số, ngày và việc đã gửi đúng nơi nhận của hai báo cáo.
#   check_by_hand: Find both reports in the register of outgoing documents and compare the days on which they were sent
#   check_by_hand_vi: Tra sổ văn bản đi, đối chiếu ngày gửi của hai báo cáo
#   limits:
#     - The day of sending; the date of the report stands for it.
#     - The report of a specialised unit that operates no system of another body.
#   limits_vi:
#     - Ngày gửi thực tế; lấy theo ngày của báo cáo.
#     - Báo cáo của đơn vị chuyên trách không vận hành hệ thống của cơ quan khác.
package controls.levels.yearly_reports

import data.lib.finding
import data.lib.papers
import data.lib.subjects
import data.lib.yearly

# Before which day of December each report is sent: on the day itself it is late.
_before := {"d1": 20, "d2": 25}

_kind := {"d1": "operator_report", "d2": "annual_report"}

# Who owes each report: whoever runs a system of another body reports to its owner, and the owner to the ministry.
_owes := {
	"d1": {s.operator | some s in input.inventory.systems; s.operator != s.owner},
	"d2": {s.owner | some s in input.inventory.systems},
}

# Systems that leave open who owes a report: whoever runs them does not show.
_open := {"d1": {s.id | some s in input.inventory.systems; not s.operator}, "d2": set()}

_idle := {"d1": "operates_for_nobody", "d2": "owns_no_system"}

_period[duty] := yearly.period(day) if some duty, day in _before

# The first reports are of the year in which the decree began.
_is_due(duty) if _period[duty] >= data.params["LV-10"].first_year

_reports[duty][o] := yearly.reports(_kind[duty], o, _period[duty]) if {
	some duty, bodies in _owes
	_is_due(duty)
	some o in bodies
}

_late_on(duty) := yearly.december(_period[duty], _before[duty])

_in_time[duty][o] := {id | some id in ids; yearly.day_of(id) < _late_on(duty)} if {
	some duty, by_body in _reports
	some o, ids in by_body
}

# Days by which the earliest report of the period missed the last day on which it was in time.
_missed(duty, ids) := (min({yearly.day_of(id) | some id in ids}) - _late_on(duty)) + 1

findings contains finding.on(finding.not_applicable(o, "not_due_yet", {finding.inv("organisations", o, "kind")}), {duty}) if {
	some o in subjects.declared.organisation
	some duty, _ in _before
	not _is_due(duty)
}

findings contains finding.on(finding.not_applicable(o, _idle[duty], {finding.inv("organisations", o, "kind")}), {duty}) if {
	some o in subjects.declared.organisation
	some duty, bodies in _owes
	_is_due(duty)
	count(_open[duty]) == 0
	not bodies[o]
}

# A report that went to somebody else has not been sent to whom each is owed.
_asked := {"addressee_reached"}

_arrived[duty][o] := papers.saying(ids, "addressee_reached", true) if {
	some duty, by_body in _in_time
	some o, ids in by_body
}

findings contains finding.on(finding.pass(o, papers.seen(ids), {"at_most": 0}, papers.pointers(ids)), {duty}) if {
	some duty, by_body in _arrived
	some o, ids in by_body
	count(ids) > 0
}

findings contains finding.on(finding.fail(o, papers.lacking(ids, _asked), {"all_of": _asked}, papers.pointers(ids)), {duty}) if {
	some duty, by_body in _in_time
	some o, ids in by_body
	count(ids) > 0
	papers.saying(ids, "addressee_reached", false) == ids
}

findings contains finding.on(finding.fail(o, {"papers": papers.shown(ids), "days_late": _missed(duty, ids)}, {"at_most": 0}, papers.pointers(ids)), {duty}) if {
	some duty, by_body in _reports
	some o, ids in by_body
	count(ids) > 0
	count(_in_time[duty][o]) == 0
}

lacks contains finding.lack(o, "items_not_entered", _asked) if {
	some duty, by_body in _in_time
	some o, ids in by_body
	count(ids) > 0
	count(_arrived[duty][o]) == 0
	count(ids - papers.saying(ids, "addressee_reached", false)) > 0
}

lacks contains finding.lack(o, "papers_of_other_periods", others) if {
	some duty, by_body in _reports
	some o, ids in by_body
	others := papers.about(_kind[duty], "organisation", o) - ids
	count(ids) == 0
	count(others) > 0
}

lacks contains finding.lack(o, code, ids) if {
	some duty, bodies in _owes
	some o in bodies
	some code, ids in papers.flaws(_kind[duty], "organisation", o)
}
