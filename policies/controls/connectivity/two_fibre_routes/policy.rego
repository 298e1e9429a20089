# METADATA
# title: The data centre is reached by two fibres on two routes, and failover was tested
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-18
#   aliases: [HO-08, CN-19]
#   title_vi: Trung tâm dữ liệu có tối thiểu 02 kênh cáp quang theo 02 hướng vật lý, đã kiểm tra chuyển đổi dự phòng
#   severity: high
#   part: estate
#   subject: site
#   needs:
#     - {kind: evidence.failover_test, duties: [d2]}
#   law:
#     - id: d1
#       role: duty
#       instrument: tt-06-2026-tt-bkhcn
#       clause: "Art. 5(4)(a)"
#       force: recommended
#       confidence: A
#       addressee: {who: carrier, clause: "5(4)(a)"}
#       condition: {none: "5(4)(a)"}
#       transition: {none: "17"}
#     - id: d2
#       role: duty
#       instrument: qd-1562-2025-qd-ttg
#       clause: "toàn văn"
#       force: recommended
#       confidence: B
#       addressee: unread
#       condition: unread
#       transition: unread
#     - id: d3
#       role: duty
#       instrument: tt-06-2026-tt-bkhcn
#       clause: "Art. 5(4)(b)"
#       force: binding
#       confidence: A
#       addressee: {who: provider, clause: "5(4)(b)"}
#       condition: {says: "trung tâm dữ liệu đặt tại doanh nghiệp", clause: "5(4)(b)"}
#       transition: {none: "17"}
#       applies_to: {owners: [enterprise]}
#     - id: s1
#       role: support
#       instrument: tt-06-2026-tt-bkhcn
#       clause: "Art. 14(1), 14(3)"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "2"}
#       condition: {none: "14(1)"}
#       transition: {none: "17"}
#   params:
#     routes: {type: integer, default: 2, origin: legal, stricter: higher}
#     test_months: {type: integer, default: 12, unit: month, origin: ours, stricter: lower}
#   observed: {units: {at_least: route, at_most: day}, names: always}
#   owner_role: operator
#   gates: [migration]
#   rationale: One excavator must not be able to cut a province off; two fibres in one trench are one fibre, and a spare that was never tried may not work.
#   rationale_vi: Một sự cố đứt cáp không được làm gián đoạn toàn tỉnh; hai sợi chung một tuyến chỉ như một, kênh dự phòng chưa thử có thể không hoạt động.
#   remedy: Register the need of a second channel on another physical route, and of redundancy, with the carrier of the dedicated network (TT 06/2026 Art. 11, 14(3)); an enterprise that hosts deploys it itself. Then test failover and enter the minutes with date and result.
#   remedy_vi: Đăng ký nhu cầu kênh thứ hai theo hướng vật lý khác và yêu cầu dự phòng với đơn vị cung cấp Mạng truyền số liệu chuyên dùng (Điều 11, khoản 3 Điều 14 Thông tư số 06/2026/TT-BKHCN); doanh nghiệp cho đặt trung tâm dữ liệu tự triển khai. Sau đó kiểm tra chuyển đổi dự phòng và nhập biên bản gồm ngày, kết quả.
#   check_by_hand: Compare the providers' route drawings of both channels, then read the minutes of the last failover test.
#   check_by_hand_vi: Đối chiếu sơ đồ tuyến cáp của hai kênh do nhà cung cấp lập, sau đó xem biên bản kiểm tra chuyển đổi dự phòng gần nhất.
#   limits:
#     - "Whether two circuits share a duct: routes are as the carrier declared them."
#   limits_vi:
#     - "Hai tuyến cáp có chung cống bể hay không: tuyến lấy theo kê khai của nhà mạng."
package controls.connectivity.two_fibre_routes

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_params := data.params["CN-18"]

_centres contains s.id if {
	some s in input.inventory.sites
	subjects.declared.site[s.id]
	s.kind == "data_centre"
}

# Premises on which a data centre's own system stands are one, whatever they are called.
_centres contains system.site if {
	some system in input.inventory.systems
	system.kind == "idc"
	subjects.declared.site[system.site]
}

findings contains finding.not_applicable(s.id, s.kind, {finding.inv("sites", s.id, "kind")}) if {
	some s in input.inventory.sites
	subjects.declared.site[s.id]
	s.kind != "data_centre"
	not _centres[s.id]
}

_circuits[c.site] contains c.id if some c in input.inventory.circuits

# The duty is about the dedicated network: an Internet line does not stand in for one of its channels.
_fibres[site] := {c |
	some c in input.inventory.circuits
	c.site == site
	c.medium == "fibre"
	c.network == "tslcd"
} if {
	some site in _centres
	count(_circuits[site]) > 0
}

_routes[site] := {c.route | some c in fibres; c.route != ""} if some site, fibres in _fibres

_unrouted[site] := {c.id | some c in fibres; object.get(c, "route", "") == ""} if some site, fibres in _fibres

_pointers(site) := {finding.inv_entry("circuits", c) | some c in _circuits[site]}

# d1 is the carrier's, who can only be asked; d3 that of a company in whose centre the province keeps its systems.
_channels := {"d1", "d3"}

findings contains finding.on(finding.fail(site, count(routes), {"at_least": _params.routes}, _pointers(site)), _channels) if {
	some site, routes in _routes
	count(routes) + count(_unrouted[site]) < _params.routes # a fibre whose route nobody entered may be the second one
}

findings contains finding.on(finding.pass(site, routes, {"at_least": _params.routes}, _pointers(site) | papers.pointers(_tests[site])), _channels) if {
	some site, routes in _routes
	count(routes) >= _params.routes
}

# d2: that the second channel takes over was tried, which nobody but the province can do and no clause that was read asks for.
_tests[site] := papers.newest(papers.about("failover_test", "site", site)) if some site in _centres

_results(tests) := {estate.evidence[t].result | some t in tests}

_day(tests) := max({estate.evidence[t].date_day | some t in tests})

_since := input.context.months_ago[format_int(_params.test_months, 10)]

findings contains finding.on(finding.fail(site, "failed", {"equals": "passed"}, papers.pointers(tests)), {"d2"}) if {
	some site, tests in _tests
	_results(tests).failed
}

# How old a test may be is our own measure, so an old one is something to mend and not a breach.
findings contains finding.on(finding.warn(site, input.context.as_of_day - _day(tests), {"at_most": input.context.as_of_day - _since}, papers.pointers(tests)), {"d2"}) if {
	some site, tests in _tests
	_results(tests) == {"passed"}
	_day(tests) < _since
}

findings contains finding.on(finding.pass(site, _routes[site], {"at_least": _params.routes}, _pointers(site) | papers.pointers(tests)), {"d2"}) if {
	some site, tests in _tests
	count(_unrouted[site]) == 0
	_results(tests) == {"passed"}
	_day(tests) >= _since
}

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.site
	some code, ids in papers.flaws("failover_test", "site", id)
}
