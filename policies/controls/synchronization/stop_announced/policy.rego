# METADATA
# title: A planned stop of an online service is announced seven working days ahead, with the hour of recovery and a fallback
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SY-27
#   title_vi: Thông báo tạm ngừng dịch vụ trực tuyến trước ít nhất 07 ngày làm việc, nêu thời gian phục hồi, có phương án dự phòng
#   severity: high
#   part: system
#   subject: system
#   needs:
#     - {kind: evidence.outage_notice}
#     - {kind: http, from: any, optional: true, fields: [submission_form]} # shows whom a system serves that says it serves nobody
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 13(1)(a)"
#       force: binding
#       confidence: A
#       addressee: {who: state_body, clause: "13(1)"}
#       condition: {says: "chủ động tạm ngừng cung cấp thông tin và dịch vụ trên môi trường số, trừ trường hợp bất khả kháng", clause: "13(1)"}
#       transition: {none: "91"}
#     - id: d2
#       role: duty
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 13(2)"
#       force: binding
#       confidence: A
#       addressee: {who: state_body, clause: "13(2)"}
#       condition: {says: "trong thời gian tạm ngừng cung cấp thông tin, dịch vụ trên môi trường số", clause: "13(2)"}
#       transition: {none: "91"}
#   params:
#     days: {type: integer, default: 7, unit: day, origin: legal, stricter: higher}
#     past_days: {type: integer, default: 92, unit: day, origin: ours, stricter: higher}
#     calendar: {type: object, table: working_days, origin: legal}
#   observed: {units: {at_least: day}}
#   owner_role: owner
#   gates: [migration]
#   rationale: Who comes to a closed counter unannounced has lost a day; who knows it plans around it.
#   rationale_vi: Người dân không được báo trước sẽ mất công, trễ hạn; biết trước thì chủ động được.
#   remedy: Publish the notice in time with the expected hour of recovery and what serves meanwhile, or put the night later; enter the notice with the day of the stop.
#   remedy_vi: Đăng thông báo đúng hạn, nêu thời gian dự kiến phục hồi và phương án dự phòng, hoặc lùi đêm chuyển; nhập thông báo và ngày tạm ngừng.
#   check_by_hand: Count the working days between the day of the notice and the night; read the hour of recovery and the fallback in it.
#   check_by_hand_vi: Đếm số ngày làm việc từ ngày thông báo đến đêm chuyển; xem thời gian phục hồi và phương án dự phòng trong thông báo.
#   limits:
#     - Stops that are neither a night of the plan nor announced, and force majeure.
#     - That the notice was published, and the fallback works; the paper is believed.
#   limits_vi:
#     - Lần tạm ngừng không phải đêm chuyển và không có thông báo; trường hợp bất khả kháng.
#     - Thông báo đã đăng công khai, phương án dự phòng hoạt động; tin theo văn bản đã nhập.
package controls.synchronization.stop_announced

import data.lib.against
import data.lib.calendar
import data.lib.estate
import data.lib.finding
import data.lib.moves
import data.lib.papers
import data.lib.subjects

_days := data.params["SY-27"].days

_calendar := data.params["SY-27"].calendar

_kinds_online := {"portal", "tthc", "former_service_portal"}

_is_online(system) if system.serves_citizens == true

_is_online(system) if _kinds_online[system.kind]

_online contains id if {
	some id in subjects.declared.system
	_is_online(estate.systems[id])
}

_notices[id] := moves.about("outage_notice", id) if some id in _online

# Days on which a service stops: the night of its move, and what its notices are about.
_stops[id] contains moves.night[id] if {
	some id in _online
	_still_counts(moves.night[id])
}

_stops[id] contains day if {
	some id, notices in _notices
	some notice in notices
	day := estate.evidence[notice].event_on_day
	_still_counts(day)
}

# What lies long behind is mended by nobody.
_still_counts(day) if day >= input.context.as_of_day - data.params["SY-27"].past_days

_about(notices, day) := {notice | some notice in notices; estate.evidence[notice].event_on_day == day}

_ahead(notice, day) := calendar.working_days(_calendar, estate.evidence[notice].date_day, day)

# Notices of each stop that the calendar can count for, and those of them that are in time.
_counted[id][day] := {notice | some notice in _about(_notices[id], day); is_number(_ahead(notice, day))} if {
	some id, days in _stops
	some day in days
}

_timely[id][day] := {notice | some notice in notices; _ahead(notice, day) >= _days} if {
	some id, by_day in _counted
	some day, notices in by_day
}

_late[id] contains day if {
	some id, by_day in _counted
	some day, notices in by_day
	count(notices) > 0
	count(_timely[id][day]) == 0
}

_best(id, day) := max({_ahead(notice, day) | some notice in _counted[id][day]})

_item := {"d1": "recovery_time", "d2": "fallback_ready"}

# The notices that a duty is judged by: the hour of recovery stands in one that is in time, what serves meanwhile in any.
_judged.d1 := _timely

_judged.d2 := _counted

_told_days(id, duty) := {day |
	some day, notices in _judged[duty][id]
	count(notices) > 0
	count(papers.missing(notices, {_item[duty]})) + count(papers.untold(notices, {_item[duty]})) == 0
}

_offline[id] := system.kind if {
	some id in subjects.declared.system
	system := estate.systems[id]
	system.serves_citizens == false
	not _kinds_online[system.kind]
}

findings contains finding.not_applicable(id, kind, {finding.inv("systems", id, "kind"), finding.inv("systems", id, "serves_citizens")}) if some id, kind in _offline

# What is said to serve nobody online and asks people for something is one or the other.
findings contains finding.warn(id, "asks_people", {"equals": "serves_nobody_online"}, looks) if {
	some id, _ in _offline
	looks := against.asks_people[id]
}

findings contains finding.not_applicable(id, "no_stop_planned", {finding.inv_entry("systems", id)}) if {
	some id in _online
	not _stops[id]
	not moves.undecided[id]
	not _to_come[id]
}

_to_come contains id if {
	some id in moves.moving
	not moves.night[id]
}

# Of every stop there is a notice in time that says when the service is back, and one that says what serves meanwhile.
findings contains finding.on(finding.pass(id, papers.seen(notices), {"all_of": {_item[duty]}}, papers.pointers(notices)), {duty}) if {
	some id, days in _stops
	some duty, _ in _item
	_told_days(id, duty) == days
	notices := {notice | some by_day in _judged[duty][id]; some notice in by_day}
}

# A stop that lies behind can be announced no more: it is told.
_broken(id, day, observed, expected, notices) := finding.fail(id, observed, expected, papers.pointers(notices)) if {
	day >= input.context.as_of_day
}

_broken(id, day, observed, expected, notices) := finding.warn(id, observed, expected, papers.pointers(notices)) if {
	day < input.context.as_of_day
}

findings contains finding.on(_broken(id, day, observed, {"at_least": _days}, _counted[id][day]), {"d1"}) if {
	some id, days in _late
	some day in days
	observed := object.union(papers.seen(_counted[id][day]), {"working_days": _best(id, day)})
}

findings contains finding.on(_broken(id, day, papers.lacking(notices, {_item[duty]}), {"all_of": {_item[duty]}}, notices), {duty}) if {
	some duty, by_system in _judged
	some id, by_day in by_system
	some day, notices in by_day
	papers.missing(notices, {_item[duty]}) == {_item[duty]}
}

lacks contains finding.lack(id, "items_not_entered", untold) if {
	some id in _online
	untold := {_item[duty] |
		some duty, by_system in _judged
		some notices in by_system[id]
		count(notices) > 0
		count(papers.untold(notices, {_item[duty]})) > 0
	}
	count(untold) > 0
}

lacks contains finding.lack(id, "stop_not_dated", undated) if {
	some id, notices in _notices
	undated := notices - {notice | some notice in notices; is_number(estate.evidence[notice].event_on_day)}
	count(undated) > 0
}

lacks contains finding.lack(id, "calendar_too_short", uncounted) if {
	some id, notices in _notices
	uncounted := {notice | some notice in notices; some day in _stops[id]; _about(notices, day)[notice]} - {notice |
		some by_day in _counted[id]
		some notice in by_day
	}
	count(uncounted) > 0
}

lacks contains finding.lack(id, code, ids) if {
	some id in _online
	some code, ids in moves.flaws("outage_notice", id)
}

lacks contains finding.lack(id, "move_not_decided", {id}) if {
	some id in _online
	moves.undecided[id]
}
