# METADATA
# title: Incidents are reported within 72 hours, grave ones told within 24, alarming ones at once
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: IR-01
#   title_vi: Báo cáo sự cố trong 72 giờ, thông báo ban đầu sự cố nghiêm trọng trong 24 giờ, báo cáo ngay sự cố có dấu hiệu xâm phạm an ninh quốc gia
#   severity: high
#   part: system
#   subject: system
#   needs: [{kind: evidence.incident}]
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 31(2)(d)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {none: "31(2)(d)"}
#       transition: {none: "39(1)"}
#     - id: d2
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 31(2)(d)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {says: "sự cố an ninh mạng nghiêm trọng", clause: "31(2)(d)"}
#       transition: {none: "39(1)"}
#     - id: d3
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 31(2)(d)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {says: "sự cố có dấu hiệu xâm phạm an ninh quốc gia, trật tự, an toàn xã hội hoặc gây gián đoạn nghiêm trọng hoạt động của hệ thống thông tin", clause: "31(2)(d)"}
#       transition: {none: "39(1)"}
#     - id: d4
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "2.2.18.2, 3.18.2.2.4"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {says: "chủ quản hệ thống thông tin cấp độ 3, 4, 5", clause: "2.2.18.2"}
#       transition: instrument
#       applies_to: {kinds: [archive], levels: [3, 4, 5]}
#     - id: s1
#       role: support
#       instrument: luat-116-2025-qh15
#       clause: "Art. 40(1)(c)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "40(1)"}
#       condition: {none: "40(1)(c)"}
#       transition: {none: "45"}
#     - id: s2
#       role: support
#       instrument: nd-330-2026-nd-cp
#       clause: "Art. 21(2), 21(3)(c)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "2(2)(k)"}
#       condition: {none: "21(2)"}
#       transition: {none: "81(1)"}
#   params:
#     at_once_minutes: {type: integer, default: 60, unit: minutes, origin: ours, stricter: lower}
#     log_months: {type: integer, default: 3, unit: months, origin: ours, stricter: higher}
#   observed: {units: {at_most: hour}}
#   owner_role: owner
#   rationale: The first hours decide whether an attack reaches the next system; only who is told of it can warn the others.
#   rationale_vi: Những giờ đầu quyết định việc ngăn chặn lây lan; chậm báo cáo thì cơ quan chức năng không thể cảnh báo, hỗ trợ.
#   remedy: Tell the cyber force of the Ministry of Public Security first and report within 72 hours, write down the hours, and enter each incident with them; where there was none, keep and enter the log that says so.
#   remedy_vi: Thông báo ngay cho lực lượng chuyên trách của Bộ Công an, báo cáo trong 72 giờ; nhập hồ sơ từng sự cố với các mốc thời gian; không có sự cố thì nhập sổ theo dõi.
#   check_by_hand: Compare the hours in the log of incidents with those of the reports as they were sent
#   check_by_hand_vi: Đối chiếu thời điểm trong sổ theo dõi sự cố với thời điểm gửi thông báo, báo cáo
#   limits:
#     - Incidents that nobody entered; hours and gravity are believed as they were entered.
#     - Closing reports, and what a report says.
#   limits_vi:
#     - Sự cố không được nhập; thời điểm, mức độ lấy theo kê khai.
#     - Báo cáo kết thúc và nội dung báo cáo.
package controls.operations.incidents_reported

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_params := data.params["IR-01"]

_decree := 739847 # 19/8/2026, when Decree 331/2026/NĐ-CP began

_regulation := 739798 # 01/7/2026, when QCVN 12:2026/BCA began

# Minutes from finding an incident to what each duty asks for. Whatever was told first is a first notice, the report too.
_report_minutes := 4320

_notice_minutes := 1440

# Records of incidents, whatever is wrong about them: an incident is one, whoever can find its record.
_entered[id] := object.get(estate.evidence_of, ["incident", id], set()) if some id in subjects.declared.system

_found(record) := estate.evidence[record].incident.found_at_minute

_held[id] := papers.about("incident", "system", id) if some id in subjects.declared.system

_since(day, records) := {record | some record in records; _found(record) >= day * 1440}

_reported(record) := minute - _found(record) if {
	minute := estate.evidence[record].incident.reported_at_minute
	_has_come(minute)
}

_told(record) := min({minute |
	some key in ["noticed_at_minute", "reported_at_minute"]
	minute := estate.evidence[record].incident[key]
	_has_come(minute)
}) - _found(record)

# What is said to be told after the run has not been told.
_has_come(minute) if minute < (input.context.evaluated_day + 1) * 1440

# Incidents that each duty is about, by system.
_asked.d1[id] := _since(_decree, records) if some id, records in _held

_asked.d2[id] := _since(_decree, records) if some id, records in _held

_asked.d3[id] := _since(_decree, records) if some id, records in _held

_asked.d4[id] := _since(_regulation, records) if {
	some id, records in _held
	estate.systems[id].kind == "archive"
	estate.systems[id].level >= 3
}

_is_late("d1", record) if _reported(record) > _report_minutes

_is_late("d2", record) if {
	estate.evidence[record].incident.grave == true
	_told(record) > _notice_minutes
}

_is_late("d4", record) if _told(record) > _notice_minutes

_is_met("d1", record) if _reported(record) <= _report_minutes

_is_met("d2", record) if estate.evidence[record].incident.grave == false

_is_met("d2", record) if _told(record) <= _notice_minutes

_is_met("d3", record) if estate.evidence[record].incident.alarming == false

_is_met("d3", record) if _told(record) <= _params.at_once_minutes

_is_met("d4", record) if _reported(record) <= _notice_minutes

# A first notice shares what is known; the regulation asks for the report as well, which the decree tells apart from a notice.
_only_noticed(record) if {
	_told(record) <= _notice_minutes
	_reported(record) > _notice_minutes
}

_is_slow(record) if {
	estate.evidence[record].incident.alarming == true
	_told(record) > _params.at_once_minutes
}

_taken("d1", record) := _reported(record)

_taken(duty, record) := _told(record) if duty != "d1"

_hours := {"d1": 72, "d2": 24, "d4": 24}

_seen(duty, records) := {"papers": papers.shown(records), "hours": ceil(max({_taken(duty, record) | some record in records}) / 60)}

findings contains finding.on(finding.fail(id, _seen(duty, late), {"at_most": _hours[duty]}, papers.pointers(late)), {duty}) if {
	some duty, _ in _hours
	some id, records in _asked[duty]
	late := {record | some record in records; _is_late(duty, record)}
	count(late) > 0
}

# At once is no number: what took longer than ours is a reason to ask.
findings contains finding.on(finding.warn(id, _seen("d3", slow), {"at_most": ceil(_params.at_once_minutes / 60)}, papers.pointers(slow)), {"d3"}) if {
	some id, records in _asked.d3
	slow := {record | some record in records; _is_slow(record)}
	count(slow) > 0
}

findings contains finding.on(finding.warn(id, {"papers": papers.shown(late), "hours": ceil(max({_reported(record) | some record in late}) / 60)}, {"at_most": 24}, papers.pointers(late)), {"d4"}) if {
	some id, records in _asked.d4
	late := {record | some record in records; _only_noticed(record)}
	count(late) > 0
}

findings contains finding.on(finding.pass(id, papers.seen(records), {"at_most": _bound[duty]}, papers.pointers(records)), {duty}) if {
	some duty, by_system in _asked
	some id, records in by_system
	count(records) > 0
	records == {record | some record in records; _is_met(duty, record)}
	count(_entered[id] - _held[id]) == 0
}

_bound := object.union(_hours, {"d3": ceil(_params.at_once_minutes / 60)})

# A log that says so until lately, and no record that says otherwise. Of days still to come none can tell.
_quiet[id] := logs if {
	some id in subjects.declared.system
	count(_entered[id]) == 0
	logs := papers.newest(papers.about("incident_log", "system", id))
	every log in logs {
		estate.evidence[log].items.no_incident == true
		_lasts_until(log) >= input.context.months_ago[format_int(_params.log_months, 10)]
		_lasts_until(log) <= input.context.evaluated_day
	}
}

_lasts_until(log) := estate.evidence[log].event_on_day

findings contains finding.not_applicable(id, "no_incident", papers.pointers(logs)) if some id, logs in _quiet

lacks contains finding.lack(id, "hours_not_entered", open) if {
	some id, records in _asked.d1
	open := {record | some record in records; not _reported(record)}
	count(open) > 0
}

lacks contains finding.lack(id, "gravity_not_entered", open) if {
	some id, records in _asked.d1
	open := {record | some record in records; some key, most in _weighty; _told(record) > most; not _is_weighed(record, key)}
	count(open) > 0
}

# From which hour on it matters what an incident was, in minutes.
_weighty := {"grave": _notice_minutes, "alarming": _params.at_once_minutes}

_is_weighed(record, key) if is_boolean(estate.evidence[record].incident[key])

lacks contains finding.lack(id, "incidents_before_the_decree", older) if {
	some id, records in _held
	older := {record | some record in records; _found(record) < _decree * 1440}
	count(older) > 0
}

lacks contains finding.lack(id, "hours_not_entered", blank) if {
	some id, records in _held
	blank := {record | some record in records; not _found(record)}
	count(blank) > 0
}

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.system
	some kind in ["incident", "incident_log"]
	some code, ids in papers.flaws(kind, "system", id)
}
