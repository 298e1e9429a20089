# METADATA
# title: Penetration tests by programme, from outside and inside, as often as the level asks
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: VM-02
#   title_vi: Kiểm thử xâm nhập theo chương trình được duyệt, từ bên ngoài và bên trong, theo chu kỳ của cấp độ
#   severity: high
#   part: system
#   subject: system
#   needs:
#     - {kind: evidence.test_programme, duties: [d1]}
#     - {kind: evidence.penetration_test, duties: [d2, d3]}
#   matters: [{matter: nothing_runs, against: pass}]
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "5.18.2.1, 6.18.2.1, 7.18.2.1"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(4)-(5)", instrument: luat-116-2025-qh15}
#       condition: unread
#       transition: instrument
#       applies_to: {levels: [3, 4, 5]}
#     - id: d2
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "6.18.2.2, 6.18.2.5, 7.18.2.2, 7.18.2.5"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(4)-(5)", instrument: luat-116-2025-qh15}
#       condition: unread
#       transition: instrument
#       applies_to: {levels: [4, 5]}
#     - id: d3
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "6.16.2.9 b"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(4)-(5)", instrument: luat-116-2025-qh15}
#       condition: {says: "trước khi vận hành chính thức", clause: "6.16.2.9 b"}
#       transition: instrument
#       applies_to: {levels: [4, 5], started_since: 2026-08-19}
#     - id: s1
#       role: support
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 27(3)(a), 32(5)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {none: "27(3)"}
#       transition: {none: "39(1)"}
#   params:
#     months: {type: object, table: penetration_test_months, unit: months, origin: legal, stricter: lower}
#   observed: {units: {at_most: day}}
#   owner_role: operator
#   rationale: A scan finds what is known; only somebody who tries shows how far the rest leads.
#   rationale_vi: Rà quét chỉ phát hiện lỗ hổng đã biết; kiểm thử xâm nhập mới cho thấy kẻ tấn công đi được đến đâu.
#   remedy: Have the programme approved, test from outside and from inside in the time of the level and before the start of operation, close what was found, and enter programme and reports.
#   remedy_vi: Phê duyệt chương trình kiểm thử, kiểm thử từ bên ngoài và bên trong đúng chu kỳ và trước khi vận hành, khắc phục tồn tại; nhập chương trình, báo cáo.
#   check_by_hand: Read the last reports for their day, from where they tested and what is still open
#   check_by_hand_vi: Xem báo cáo kiểm thử gần nhất, ngày, vị trí kiểm thử và tồn tại chưa khắc phục
#   limits:
#     - How well was tested; day, place and rest are judged as they were entered.
#     - How often level 3 tests by its own programme, of which the standard names no time.
#   limits_vi:
#     - Chất lượng kiểm thử; ngày, vị trí, phần còn tồn tại lấy theo kê khai.
#     - Tần suất theo chương trình của hệ thống cấp độ 3, tiêu chuẩn không ấn định.
package controls.operations.penetration_tested

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_places := {"from_outside", "from_inside"}

_programme[id] := papers.newest(papers.about("test_programme", "system", id)) if some id in subjects.declared.system

_tests[id] := papers.about("penetration_test", "system", id) if some id in subjects.declared.system

_oldest[id] := input.context.months_ago[format_int(data.params["VM-02"].months[format_int(estate.systems[id].level, 10)], 10)] if {
	some id in subjects.declared.system
}

# The newest test from each place.
_last[id][place] := papers.newest({test | some test in tests; estate.evidence[test].items[place] == true}) if {
	some id, tests in _tests
	some place in _places
}

_day(ids) := max({estate.evidence[id].date_day | some id in ids})

_most(id) := input.context.as_of_day - _oldest[id]

findings contains finding.on(finding.pass(id, papers.seen(ids), {"present": ["test_programme"]}, papers.pointers(ids)), {"d1"}) if {
	some id, ids in _programme
	papers.approved(ids) == ids
}

findings contains finding.on(finding.fail(id, papers.aged(ids), {"at_most": _most(id)}, papers.pointers(ids)), {"d2"}) if {
	some id, by_place in _last
	some ids in by_place
	_day(ids) < _oldest[id]
}

findings contains finding.on(finding.pass(id, papers.aged(ids), {"at_most": _most(id)}, papers.pointers(ids)), {"d2"}) if {
	some id, by_place in _last
	_is_tested_everywhere(id)
	ids := {test | some tests in by_place; some test in tests}
	count(papers.missing(ids, {"grave_closed"})) == 0
	count(papers.untold(ids, {"grave_closed"})) == 0
	count(papers.failed(ids)) == 0
}

_is_tested_everywhere(id) if {
	every place in _places {
		_day(_last[id][place]) >= _oldest[id]
	}
}

# What a test found and nobody closed; how long that may take the text that was read does not say.
findings contains finding.on(finding.warn(id, papers.lacking(ids, {"grave_closed"}), {"all_of": {"grave_closed"}}, papers.pointers(ids)), {"d2"}) if {
	some id, by_place in _last
	some ids in by_place
	count(papers.missing(ids, {"grave_closed"})) > 0
}

_started[id] := papers.started[id] if some id in subjects.declared.system

_before[id] := {test | some test in tests; estate.evidence[test].date_day <= _started[id]} if some id, tests in _tests

# Tests of before an earlier start, which are none of what starts now.
_of_an_earlier_start[id] contains test if {
	some id, ids in _before
	some test in ids
	some day in papers.earlier_starts[id]
	estate.evidence[test].date_day <= day
}

_of_this_start[id] := ids - object.get(_of_an_earlier_start, id, set()) if some id, ids in _before

findings contains finding.on(finding.pass(id, papers.seen(ids), {"none_of": {"only_after_the_start"}}, papers.pointers(ids)), {"d3"}) if {
	some id, ids in _of_this_start
	count(ids) > 0
	count(papers.failed(papers.newest(ids))) == 0
}

lacks contains finding.lack(id, "papers_out_of_time", earlier) if {
	some id, earlier in _of_an_earlier_start
	count(_of_this_start[id]) == 0
}

findings contains finding.on(finding.fail(id, papers.faulted(tests, {"only_after_the_start"}), {"none_of": {"only_after_the_start"}}, papers.pointers(tests)), {"d3"}) if {
	some id, ids in _before
	count(ids) == 0
	tests := _tests[id]
	count(tests) > 0
	_started[id]
}

lacks contains finding.lack(id, "papers_not_approved", ids - papers.approved(ids)) if {
	some id, ids in _programme
	count(ids - papers.approved(ids)) > 0
}

lacks contains finding.lack(id, "places_not_tested", open) if {
	some id, tests in _tests
	count(tests) > 0
	open := {place | some place in _places; not _last[id][place]}
	count(open) > 0
}

lacks contains finding.lack(id, "items_not_entered", untold) if {
	some id, by_place in _last
	some ids in by_place
	untold := papers.untold(ids, {"grave_closed"})
	count(untold) > 0
}

lacks contains finding.lack(id, "failed_and_not_repeated", failed) if {
	some id, by_place in _last
	failed := papers.failed({test | some tests in by_place; some test in tests} | papers.newest(_of_this_start[id]))
	count(failed) > 0
}

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.system
	some kind in ["test_programme", "penetration_test"]
	some code, ids in papers.flaws(kind, "system", id)
}
