# METADATA
# title: Systems of level 4 and 5 on the dedicated network have two channels on two routes, others at least one
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-20
#   title_vi: Hệ thống thông tin cấp độ 4, 5 kết nối Mạng truyền số liệu chuyên dùng tối thiểu 02 kênh theo 02 hướng vật lý, hệ thống khác tối thiểu 01 kênh
#   severity: high
#   part: estate
#   subject: system
#   needs: []
#   law:
#     - id: d1
#       role: duty
#       instrument: tt-06-2026-tt-bkhcn
#       clause: "Art. 5(3)(c)"
#       force: binding
#       confidence: A
#       addressee: {who: carrier, clause: "5(3)(c)"}
#       condition: {says: "cơ quan, tổ chức thuộc mạng truy nhập cấp II", clause: "5(3)"}
#       transition: {none: "17"}
#       applies_to: {on_network: [tslcd]}
#     - id: s1
#       role: support
#       instrument: tt-06-2026-tt-bkhcn
#       clause: "Art. 11(1)(a), 14(1), 14(3)"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "3(2)"}
#       condition: {none: "14(1)"}
#       transition: {none: "17"}
#   params:
#     routes: {type: integer, default: 2, origin: legal, stricter: higher}
#     from_level: {type: integer, default: 4, origin: legal, stricter: lower}
#   observed: {units: {at_least: route}, names: always}
#   owner_role: operator
#   gates: [migration]
#   rationale: What the nation or a province cannot do without must not hang on one fibre; the carrier builds the second one where it is asked to.
#   rationale_vi: Hệ thống cấp độ 4, 5 không được phụ thuộc một tuyến cáp; Cục Bưu điện Trung ương triển khai kênh thứ hai theo nhu cầu đã đăng ký.
#   remedy: Register the need of a second channel on another physical route with the Central Post Office (form 01), stating the level of the system, and enter the circuits with their routes once they are there.
#   remedy_vi: Đăng ký với Cục Bưu điện Trung ương (Mẫu số 01) nhu cầu kênh thứ hai theo hướng vật lý khác, nêu cấp độ hệ thống; khi đã có kênh thì nhập kênh truyền và hướng.
#   check_by_hand: Compare the carrier's drawings of both channels at the place of the system.
#   check_by_hand_vi: Đối chiếu sơ đồ tuyến cáp của hai kênh tại nơi đặt hệ thống do nhà mạng lập.
#   limits:
#     - "Whether two circuits share a duct: routes are as the carrier declared them, and no look at a network shows them."
#     - Whether the body is of access level I, whose main office has two channels for itself (5(2)(a)).
#   limits_vi:
#     - "Hai tuyến cáp có chung cống bể hay không: tuyến lấy theo kê khai của nhà mạng, không phép đo mạng nào cho biết."
#     - Cơ quan có thuộc mạng truy nhập cấp I hay không (trụ sở chính có 02 kênh, điểm a khoản 2 Điều 5).
package controls.connectivity.channels_by_level

import data.lib.estate
import data.lib.finding
import data.lib.subjects

_params := data.params["CN-20"]

_circuits[c.site] contains c.id if some c in input.inventory.circuits

_dedicated[c.site] contains c.id if {
	some c in input.inventory.circuits
	c.network == "tslcd"
}

_routes[c.site] contains c.route if {
	some c in input.inventory.circuits
	c.network == "tslcd"
}

# A circuit whose route nobody entered may be the second one.
_unrouted[c.site] contains c.id if {
	some c in input.inventory.circuits
	c.network == "tslcd"
	object.get(c, "route", "") == ""
}

_wanted[id] := _params.routes if {
	some id in subjects.declared.system
	estate.systems[id].level >= _params.from_level
}

_wanted[id] := 1 if {
	some id in subjects.declared.system
	estate.systems[id].level < _params.from_level
}

# Of a place of which no circuit at all was entered nothing is known.
_routes_of[id] := object.get(_routes, site, set()) if {
	some id, _ in _wanted
	site := estate.systems[id].site
	_circuits[site]
}

_least(id) := count(_routes_of[id]) if _wanted[id] > 1

_least(id) := count(object.get(_dedicated, estate.systems[id].site, set())) if _wanted[id] == 1

_most(id) := count(_routes_of[id]) + count(object.get(_unrouted, estate.systems[id].site, set()))

_pointers(id) := {finding.inv_entry("circuits", c) | some c in _circuits[estate.systems[id].site]} | {finding.inv("systems", id, "level")}

findings contains finding.pass(id, routes, {"at_least": _wanted[id]}, _pointers(id)) if {
	some id, routes in _routes_of
	_least(id) >= _wanted[id]
}

findings contains finding.fail(id, count(routes), {"at_least": _wanted[id]}, _pointers(id)) if {
	some id, routes in _routes_of
	_most(id) < _wanted[id]
}
