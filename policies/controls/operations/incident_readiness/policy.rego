# METADATA
# title: A plan and a team for incidents, and drills as often as the level asks
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: IR-02
#   title_vi: Có kế hoạch ứng phó sự cố cập nhật hằng năm, đội ứng cứu có người dự phòng, diễn tập theo cấp độ
#   severity: med
#   part: estate
#   subject: organisation
#   needs:
#     - {kind: evidence.incident_plan, duties: [d1, d2]}
#     - {kind: evidence.incident_team, duties: [d3, d4]}
#     - {kind: evidence.drill, duties: [d5, d6, d7]}
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-330-2026-nd-cp
#       clause: "Art. 21(3)(d)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "2(2)(k)"}
#       condition: {none: "21(3)(d)"}
#       transition: {none: "81(1)"}
#     - id: d2
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "3.15.2.3 b, 4.15.2.3 b, 5.16.2.3 b, 6.17.2.3 b, 7.17.2.3 b"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: unread
#       transition: instrument
#       per: system
#       against: [{instrument: luat-116-2025-qh15, clause: "Art. 10(3)", why: law_over_decree, when: {levels: [1, 2]}}]
#     - id: d3
#       role: duty
#       instrument: nd-330-2026-nd-cp
#       clause: "Art. 21(3)(b)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "2(2)(k)"}
#       condition: {none: "21(3)(b)"}
#       transition: {none: "81(1)"}
#     - id: d4
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "3.15, 4.15, 5.16, 6.17, 7.17"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: unread
#       transition: instrument
#       per: system
#       against: [{instrument: luat-116-2025-qh15, clause: "Art. 10(3)", why: law_over_decree, when: {levels: [1, 2]}}]
#     - id: d5
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "6.17.2.6, 7.17.2.6"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: unread
#       transition: instrument
#       applies_to: {levels: [4, 5]}
#       per: system
#     - id: d6
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "2.2.18, 3.18.2.2"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {says: "hệ thống thông tin lưu trữ cấp độ 3, 4, 5", clause: "2.2.18"}
#       transition: instrument
#       applies_to: {kinds: [archive], levels: [3, 4, 5]}
#       per: system
#     - id: d7
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "5.16.1"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: unread
#       transition: instrument
#       applies_to: {levels: [3]}
#       per: system
#     - id: s1
#       role: support
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 31(3)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {none: "31(3)"}
#       transition: {none: "39(1)"}
#   params:
#     months: {type: integer, default: 12, unit: months, origin: legal, stricter: lower}
#     periodic_months: {type: integer, default: 24, unit: months, origin: ours, stricter: lower}
#   observed: {units: {at_most: day}}
#   owner_role: owner
#   rationale: A plan that was never played is read for the first time in the night of the incident.
#   rationale_vi: Kế hoạch không diễn tập thì đến khi xảy ra sự cố mới đọc lần đầu.
#   remedy: Update the plan every year, set up the team with a deputy, drill once a year where a system of level 4 or an archive of level 3 asks for it, and enter the papers of the body.
#   remedy_vi: Cập nhật kế hoạch hằng năm, thành lập đội có người dự phòng, diễn tập ít nhất 01 lần/năm khi có hệ thống cấp độ 4 hoặc hệ thống lưu trữ cấp độ 3; nhập các văn bản của cơ quan.
#   check_by_hand: Read plan and decision, call the deputy, and look at the minutes of the last drill
#   check_by_hand_vi: Xem kế hoạch, quyết định, gọi thử người dự phòng, xem biên bản diễn tập gần nhất
#   limits:
#     - What was drilled and how well; plans of single systems that no paper of the body covers.
#   limits_vi:
#     - Nội dung, chất lượng diễn tập; kế hoạch riêng của từng hệ thống không có trong văn bản của cơ quan.
package controls.operations.incident_readiness

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_params := data.params["IR-02"]

_owned[s.owner] contains s.id if some s in input.inventory.systems

_unlevelled[o] contains id if {
	some o, ids in _owned
	some id in ids
	not estate.systems[id].level
}

_newest[kind][o] := papers.newest(papers.about(kind, "organisation", o)) if {
	some kind in ["incident_plan", "incident_team", "drill"]
	some o, _ in _owned
}

_day(ids) := max({estate.evidence[id].date_day | some id in ids})

_oldest(months) := input.context.months_ago[format_int(months, 10)]

_most(months) := {"at_most": input.context.as_of_day - _oldest(months)}

findings contains finding.not_applicable(o, "owns_no_system", {finding.inv("organisations", o, "kind")}) if {
	some o in subjects.declared.organisation
	not _owned[o]
}

_kind_of := {"d1": "incident_plan", "d3": "incident_team"}

findings contains finding.on(finding.pass(o, papers.seen(ids), {"present": [kind]}, papers.pointers(ids)), {duty}) if {
	some duty, kind in _kind_of
	some o, ids in _newest[kind]
}

findings contains finding.on(finding.pass(o, papers.aged(ids), _most(_params.months), papers.pointers(ids)), {"d2"}) if {
	some o, ids in _newest.incident_plan
	_day(ids) >= _oldest(_params.months)
}

findings contains finding.on(finding.fail(o, papers.aged(ids), _most(_params.months), papers.pointers(ids)), {"d2"}) if {
	some o, ids in _newest.incident_plan
	_day(ids) < _oldest(_params.months)
}

findings contains finding.on(finding.pass(o, papers.seen(ids), {"all_of": {"has_deputy"}}, papers.pointers(ids)), {"d4"}) if {
	some o, ids in _newest.incident_team
	count(papers.missing(ids, {"has_deputy"})) == 0
	count(papers.untold(ids, {"has_deputy"})) == 0
}

findings contains finding.on(finding.fail(o, papers.lacking(ids, {"has_deputy"}), {"all_of": {"has_deputy"}}, papers.pointers(ids)), {"d4"}) if {
	some o, ids in _newest.incident_team
	count(papers.missing(ids, {"has_deputy"})) > 0
}

# Once a year from level 4 on and for archives; below that level 3 drills from time to time, and nobody says how often. A recent drill
# keeps these duties at whatever level a system is, so that one without level takes no pass away.
findings contains finding.on(finding.pass(o, papers.aged(ids), _most(_params.months), papers.pointers(ids)), {"d5", "d6"}) if {
	some o, ids in _newest.drill
	_day(ids) >= _oldest(_params.months)
}

findings contains finding.on(finding.pass(o, papers.aged(ids), _most(_params.periodic_months), papers.pointers(ids)), {"d7"}) if {
	some o, ids in _newest.drill
	_day(ids) >= _oldest(_params.periodic_months)
}

_at_level_four contains s.owner if {
	some s in input.inventory.systems
	s.level >= 4
}

_with_an_archive contains s.owner if {
	some s in input.inventory.systems
	s.kind == "archive"
	s.level >= 3
}

_at_level_three contains s.owner if {
	some s in input.inventory.systems
	s.level == 3
}

findings contains finding.on(finding.fail(o, papers.aged(ids), _most(_params.months), papers.pointers(ids)), {duty}) if {
	some duty, bodies in {"d5": _at_level_four, "d6": _with_an_archive}
	some o in bodies
	ids := _newest.drill[o]
	_day(ids) < _oldest(_params.months)
}

findings contains finding.on(finding.warn(o, papers.aged(ids), _most(_params.periodic_months), papers.pointers(ids)), {"d7"}) if {
	some o in _at_level_three
	ids := _newest.drill[o]
	_day(ids) < _oldest(_params.periodic_months)
}

lacks contains finding.lack(o, "items_not_entered", {"has_deputy"}) if {
	some o, ids in _newest.incident_team
	count(papers.untold(ids, {"has_deputy"})) > 0
}

lacks contains finding.lack(o, "systems_without_level", ids) if some o, ids in _unlevelled

lacks contains finding.lack(o, code, ids) if {
	some o, _ in _owned
	some kind in ["incident_plan", "incident_team", "drill"]
	some code, ids in papers.flaws(kind, "organisation", o)
}
