# METADATA
# title: From level 4 nothing goes both ways between the core and networks of low trust
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: NW-13
#   title_vi: Từ cấp độ 4, giữa vùng lõi và mạng kém tin cậy chỉ truyền một chiều
#   severity: high
#   part: estate
#   subject: zone
#   needs:
#     - {kind: reach, from: any, optional: true, fields: [answered, control, ipv4, ipv6, to_zone, tried]} # what was tried, both ways
#     - {kind: firewall, from: any, optional: true, fields: [pairs]} # a wall that was read whole for a pair stands for a try
#   matters: [{matter: wider_rule, against: pass}]
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "6.12.2, 7.12.2"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: {says: "từ cấp độ 4", clause: "6.12.2"}
#       transition: instrument
#     - id: s1
#       role: support
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 30(1)-(2)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {none: "30(2)"}
#       transition: {rules: [luat-116-2025-qh15/level-kept, nd-331-2026-nd-cp/measures]}
#   params:
#     from_level: {type: integer, default: 4, origin: legal, stricter: lower}
#     core: {type: set, default: [servers, database, management, device_management], origin: term, stricter: more}
#     low_trust: {type: set, default: [internet, wireless], origin: term, stricter: more}
#   observed: {units: {none: level}}
#   owner_role: operator
#   rationale: A connection that is answered goes both ways, whoever opened it and whatever firewall let it through; what came in may be led from outside, what went out brings something back.
#   rationale_vi: Kết nối có trả lời là hai chiều, dù bên nào mở và tường lửa nào cho qua; mã độc lọt vào có thể bị điều khiển từ ngoài, dữ liệu gửi ra có thể kéo theo dữ liệu vào.
#   remedy: Put a one-way gateway (data diode) between the core and the Internet or wireless, or take the way away; let what must come in go through a zone between.
#   remedy_vi: Lắp thiết bị truyền một chiều giữa vùng lõi với Internet, mạng không dây, hoặc gỡ đường nối; dữ liệu cần đưa vào phải qua vùng trung gian.
#   check_by_hand: "From the Internet and from wireless run: nmap -sT -Pn -p 22,80,443,1433,3306,3389,5432 ADDRESS of the core; from the core: curl -m 5 https://203.0.113.10/ - neither gets an answer."
#   check_by_hand_vi: "Từ Internet và mạng không dây, chạy: nmap -sT -Pn -p 22,80,443,1433,3306,3389,5432 ĐỊA_CHỈ vùng lõi; từ vùng lõi: curl -m 5 https://203.0.113.10/ - cả hai đều không được trả lời."
#   limits:
#     - Whether what lies between is a one-way device; a pass shows that nothing which was tried, or is let through, goes both ways.
#     - Ways by zones between, and networks of control systems that no zone of the inventory names.
#     - What a filter between the measuring machine and its gateway keeps from a zone meets the same silence as a wall, where only the machine's own output rules were read.
#   limits_vi:
#     - Ở giữa có đúng là thiết bị một chiều hay không; đạt chỉ cho thấy các kết nối đã thử hoặc được cho qua đều không đi hai chiều.
#     - Đường vòng qua vùng trung gian và mạng điều khiển công nghiệp không có trong bản kê khai.
#     - Bộ lọc nằm giữa máy đo và cổng mặc định của nó cũng cho kết quả im lặng như tường lửa, nếu chỉ đọc luật chiều ra của chính máy đo.
package controls.network.one_way_gateway

import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.kept_apart
import data.lib.openings

_from_level := data.params["NW-13"].from_level

_core_kinds := {kind | some kind in data.params["NW-13"].core}

_low_kinds := {kind | some kind in data.params["NW-13"].low_trust}

_expected := {"none_of": {"two_way"}}

_core := {zone.id | some zone in input.inventory.zones; _core_kinds[zone.kind]}

_bound := {id | some id in _core; estate.zones[id].level >= _from_level}

findings contains finding.not_applicable(zone.id, zone.kind, {finding.inv("zones", zone.id, "kind")}) if {
	some zone in input.inventory.zones
	not _core[zone.id]
}

findings contains finding.not_applicable(id, zone.level, {finding.inv("zones", id, "level")}) if {
	some id in _core
	zone := estate.zones[id]
	zone.level < _from_level
	zone.level_open == false # a system of which nobody knows the level may be one of the clause
}

_low(id) := kept_apart.of_kinds(id, _low_kinds)

# Whoever was answered sent and received, from whichever side the connection began.
_answered[zone][other] contains o.id if {
	some o in input.observations.reach
	count(o.data.answered) > 0
	some [zone, other] in [[o.subject, o.data.to_zone], [o.data.to_zone, o.subject]]
}

# A wall that opens a port of TCP, or any, to whoever begins a connection lets the answers back.
_opened[zone][other] contains o.id if {
	some o in input.observations.firewall
	facts.standing[o.id]
	some pair in o.data.pairs
	some opening in pair.opens
	not startswith(opening.port, "udp/")
	opening.port != "icmp"
	some [zone, other] in [[o.subject, pair.to_zone], [pair.to_zone, o.subject]]
}

_opened[zone][other] contains id if {
	some from_zone, by_target in openings.wholly
	some to_zone, ids in by_target
	some [zone, other] in [[from_zone, to_zone], [to_zone, from_zone]]
	some id in ids
}

findings contains finding.fail(id, {"with": other, "by": way}, _expected, looks) if {
	some id in _bound
	some other in _low(id)
	some way, met in {"answer": _answered, "rule": _opened}
	looks := met[id][other]
}

findings contains finding.pass(id, set(), _expected, shown) if {
	some id in _bound
	others := _low(id)
	count(_not_shown(id, others)) == 0
	every zone in others | {id} {
		kept_apart.walls_speak(zone)
	}
	every other in others {
		not _ruled(id, other)
		not _ruled(other, id)
	}
	shown := kept_apart.shown(id, others) | {look | some other in others; some look in kept_apart.shown(other, {id})}
}

# A rule that a line of the matrix lists goes both ways as any other does.
_ruled(zone, other) if {
	some ports in openings.ruled[zone][other]
	some port in ports
	not startswith(port, "udp/")
	port != "icmp"
}

_not_shown(id, others) := kept_apart.not_shown(id, others) | {other |
	some other in others
	count(kept_apart.not_shown(other, {id})) > 0
}

lacks contains finding.lack(id, "zones_not_tried", missed) if {
	some id in _bound
	missed := _not_shown(id, _low(id))
	count(missed) > 0
}
