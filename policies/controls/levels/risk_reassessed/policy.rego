# METADATA
# title: Risks are assessed again after changes and grave incidents, and a level below them is raised
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: LV-20
#   title_vi: Đánh giá lại rủi ro khi có thay đổi, sự cố nghiêm trọng; đề xuất nâng cấp độ khi rủi ro cao hơn; lưu giữ hồ sơ đánh giá rủi ro
#   severity: med
#   part: system
#   subject: system
#   needs: [{kind: evidence.risk_report}]
#   matters: [{matter: nothing_runs, against: pass}]
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 10(5)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {says: "kết quả đánh giá rủi ro an ninh mạng cho thấy mức độ rủi ro cao hơn so với cấp độ đã được xác định", clause: "10(5)"}
#       transition: {none: "39(1)"}
#     - id: d2
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 10(2)(b)-(d)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {says: "khi có thay đổi về chức năng, phạm vi phục vụ, đối tượng sử dụng, loại thông tin hoặc công nghệ; mở rộng, tích hợp, kết nối, chia sẻ dữ liệu; sự cố nghiêm trọng hoặc có nguy cơ cao", clause: "10(2)(b)-(d)"}
#       transition: {none: "39(1)"}
#     - id: d3
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 10(2)(a), 10(6)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {none: "10(6)"}
#       transition: {none: "39(1)"}
#   owner_role: owner
#   rationale: A level is as good as the assessment behind it; after a change or an attack that one speaks of another system.
#   rationale_vi: Cấp độ chỉ đúng khi đánh giá rủi ro còn đúng; sau thay đổi, sự cố thì đánh giá cũ không còn phản ánh hệ thống.
#   remedy: Assess the risks again after each change and grave incident, propose the higher level where they are above it, keep the file, and enter report, change and approval with their days.
#   remedy_vi: Đánh giá lại rủi ro sau mỗi thay đổi, sự cố nghiêm trọng; đề xuất cấp độ cao hơn nếu rủi ro cao hơn; lưu hồ sơ; nhập báo cáo, hồ sơ thay đổi, quyết định cùng ngày.
#   check_by_hand: Compare the day of the last risk report with the changes and incidents since, and its conclusion with the level
#   check_by_hand_vi: Đối chiếu ngày báo cáo rủi ro gần nhất với các thay đổi, sự cố sau đó và kết luận với cấp độ
#   limits:
#     - Changes that nobody entered, and what the report says of the risks.
#     - What an assessment in the record of a change found of the level.
#   limits_vi:
#     - Thay đổi không được nhập; nội dung đánh giá rủi ro trong báo cáo.
#     - Kết luận về cấp độ của đánh giá rủi ro nằm trong hồ sơ thay đổi.
package controls.levels.risk_reassessed

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_decree := 739847 # 19/8/2026, when Decree 331/2026/NĐ-CP began

_reports[id] := papers.newest(papers.about("risk_report", "system", id)) if some id in subjects.declared.system

_day(ids) := max({estate.evidence[id].date_day | some id in ids})

# Opinions and approvals of a level since the report: the owner has proposed one.
_proposed[id] contains paper if {
	some id, reports in _reports
	some kind in ["level_appraisal", "level_approval"]
	some paper in papers.about(kind, "system", id)
	estate.evidence[paper].date_day > _day(reports)
}

_is_above(ids) if {
	some id in ids
	estate.evidence[id].items.above_level == true
}

findings contains finding.on(finding.fail(id, papers.faulted(reports, {"above_level"}), {"none_of": {"above_level"}}, papers.pointers(reports)), {"d1"}) if {
	some id, reports in _reports
	_is_above(reports)
	not _proposed[id]
}

findings contains finding.on(finding.pass(id, papers.seen(reports | _proposed[id]), {"none_of": {"above_level"}}, papers.pointers(reports | _proposed[id])), {"d1"}) if {
	some id, reports in _reports
	_is_above(reports)
}

findings contains finding.on(finding.pass(id, papers.seen(reports), {"none_of": {"above_level"}}, papers.pointers(reports)), {"d1"}) if {
	some id, reports in _reports
	papers.missing(reports, {"above_level"}) == {"above_level"}
	count(papers.untold(reports, {"above_level"})) == 0
	not _is_above(reports)
}

# Changes whose own record assessed no risks, by the day of the change or of its record, and grave incidents by that of finding.
_events[id][paper] := day if {
	some id in subjects.declared.system
	some paper in object.get(estate.evidence_of, ["change_record", id], set())
	not _assessed_itself[paper]
	day := object.get(estate.evidence[paper], "event_on_day", estate.evidence[paper].date_day)
}

_events[id][paper] := floor(estate.evidence[paper].incident.found_at_minute / 1440) if {
	some id in subjects.declared.system
	some paper in object.get(estate.evidence_of, ["incident", id], set())
	_is_grave[paper]
}

# The decree asks for one assessment when something changes; before the change or after it, but in a record that can be found.
_assessed_itself contains paper if {
	some id in subjects.declared.system
	some paper in papers.about("change_record", "system", id)
	some item in ["risk_before", "risk_after"]
	estate.evidence[paper].items[item] == true
}

_is_grave contains r.id if {
	some r in input.inventory.evidence
	some key in ["grave", "alarming"]
	r.incident[key] == true
}

# Of an incident that nobody called grave or alarming it is known that it was neither where both are entered.
_unweighed[id] contains paper if {
	some id, _ in _reports
	some paper in object.get(estate.evidence_of, ["incident", id], set())
	not _is_grave[paper]
	not _is_light[paper]
	not _of_another_time[paper]
}

_of_another_time contains paper if {
	some id, reports in _reports
	some paper in object.get(estate.evidence_of, ["incident", id], set())
	floor(estate.evidence[paper].incident.found_at_minute / 1440) <= _day(reports)
}

_is_light contains r.id if {
	some r in input.inventory.evidence
	r.incident.grave == false
	r.incident.alarming == false
}

_of_another_time contains paper if {
	some paper, record in estate.evidence
	floor(record.incident.found_at_minute / 1440) > input.context.as_of_day
}

# What came since the report and under the decree; what is only planned has not come.
_later[id] := {paper |
	some paper, day in object.get(_events, id, {})
	day > newest
	day >= _decree
	day <= input.context.as_of_day
} if {
	some id, reports in _reports
	newest := _day(reports)
}

findings contains finding.on(finding.fail(id, papers.faulted(reports, {"changed_since"}), {"none_of": {"changed_since"}}, papers.pointers(reports | later)), {"d2"}) if {
	some id, later in _later
	reports := _reports[id]
	some paper in later
	estate.evidence[paper].kind == "change_record"
}

# By which day after an incident the decree does not say.
findings contains finding.on(finding.warn(id, papers.faulted(reports, {"incident_since"}), {"none_of": {"incident_since"}}, papers.pointers(reports | later)), {"d2"}) if {
	some id, later in _later
	reports := _reports[id]
	some paper in later
	estate.evidence[paper].kind == "incident"
}

findings contains finding.on(finding.pass(id, papers.seen(reports), {"none_of": {"changed_since", "incident_since"}}, papers.pointers(reports)), {"d2"}) if {
	some id, later in _later
	count(later) == 0
	not _unweighed[id]
	reports := _reports[id]
}

lacks contains finding.lack(id, "gravity_not_known", incidents) if some id, incidents in _unweighed

findings contains finding.on(finding.pass(id, papers.seen(reports), {"present": ["risk_report"]}, papers.pointers(reports)), {"d3"}) if {
	some id, reports in _reports
}

lacks contains finding.lack(id, "items_not_entered", {"above_level"}) if {
	some id, reports in _reports
	count(papers.untold(reports, {"above_level"})) > 0
}

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.system
	some code, ids in papers.flaws("risk_report", "system", id)
}
