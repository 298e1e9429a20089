# METADATA
# title: The NDOP agent node stands in the DMZ and answers the provincial platform only
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-04
#   title_vi: Nút kết nối NDOP đặt trong vùng DMZ, chỉ nền tảng cấp tỉnh được kết nối tới
#   severity: high
#   part: system
#   subject: host
#   needs:
#     - {kind: ports, from: elsewhere, fields: [left, open, refused, swept]}
#     - {kind: ports, from: same_zone, fields: [open, swept]} # shows that the node lives, without which silence says nothing
#     - {kind: services, from: any, fields: [services]} # so does another way in
#     - {kind: firewall, from: any, optional: true, fields: [pairs]} # walls read whole for a pair of zones stand for a look
#     - {kind: listening, from: self, optional: true, fields: [sockets]} # what it lists is tried too
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-278-2025-nd-cp
#       clause: "Art. 7(3)"
#       force: binding
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#     - id: s1
#       role: support
#       instrument: cv-4856-bca-ttdlqg
#       clause: "Phụ lục 4C"
#       force: recommended
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#   params:
#     place: {type: set, default: [dmz], origin: legal, stricter: fewer}
#     not_around: {type: set, default: [independent_lan, management, national], origin: ours}
#   owner_role: operator
#   rationale: The node speaks for the whole province on the national data platform; whoever reaches it past the provincial platform speaks with that voice.
#   rationale_vi: Nút kết nối đại diện cho toàn tỉnh trên nền tảng dữ liệu quốc gia; ai tới được nút mà không qua nền tảng cấp tỉnh thì nói thay cho tỉnh.
#   remedy: Put the node into the DMZ, permit its port to the machines of the provincial platform by name, administration from the management zone, and close the rest.
#   remedy_vi: Đặt nút trong vùng DMZ, chỉ cho máy của nền tảng cấp tỉnh (nêu đích danh) tới cổng dịch vụ, quản trị từ vùng quản trị, đóng các đường còn lại.
#   check_by_hand: "From an office machine, a server of another system and the Internet run: nmap -sT -Pn -p- ADDRESS of the node; nothing may be open."
#   check_by_hand_vi: "Từ máy văn phòng, máy chủ hệ thống khác và Internet, chạy: nmap -sT -Pn -p- ĐỊA_CHỈ của nút; không cổng nào được mở."
#   limits:
#     - Machines of the node's own zone and of administrators, and whether the province has one node or more.
#     - Ports that nobody declared, met or read in the node's own list.
#     - What a filter between the measuring machine and its gateway keeps from a zone meets the same silence as a wall, where only the machine's own output rules were read.
#   limits_vi:
#     - Máy trong cùng vùng với nút, máy của vùng quản trị, và tỉnh có một hay nhiều nút.
#     - Cổng không kê khai, không ai thấy và không có trong danh sách của chính nút.
#     - Bộ lọc nằm giữa máy đo và cổng mặc định của nó cũng cho kết quả im lặng như tường lửa, nếu chỉ đọc luật chiều ra của chính máy đo.
package controls.connectivity.agent_node_reach

import data.lib.crossing
import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.legs
import data.lib.listening
import data.lib.subjects

_params := data.params["CN-04"]

_place := {kind | some kind in _params.place}

_spared := {kind | some kind in _params.not_around}

# Kinds of zone from which nobody but named machines may get to the node.
_kinds := {kind | some _, kind in facts.zone_kind} - _spared

# A node is a machine of the system of that kind, or one that has the role.
_nodes contains host if some host in (subjects.declared.host & object.get(estate.in_role, "agent_node", set()))

_nodes contains h.id if {
	some h in input.inventory.hosts
	h.declared
	estate.systems[h.system].kind == "ndop_agent"
}

findings contains finding.not_applicable(host, kind, {finding.inv("systems", estate.hosts[host].system, "kind"), finding.inv("hosts", host, "roles")}) if {
	some host in subjects.declared.host
	not _nodes[host]
	kind := estate.systems[estate.hosts[host].system].kind
}

findings contains finding.fail(host, kinds, {"within": _place}, {finding.inv("hosts", host, "zone_kinds")}) if {
	some host in _nodes
	kinds := {kind | some kind in estate.hosts[host].zone_kinds; not _place[kind]}
	count(kinds) > 0
}

# What is open to somebody of another zone whom no line names, with the looks that met it.
_open[host][zone] := found if {
	some host in _nodes
	some zone, ports in crossing.open[host]
	not _spared[crossing.kind_seen_from(zone)]
	found := {port: ids | some port, ids in ports; some id in ids; not _named_for(host, zone, id)[port]}
	count(found) > 0
}

_named_for(host, zone, id) := union({crossing.permitted_by_name(zone, facts.observation[id].vantage, to, host) | some to in facts.zones_of[host]})

findings contains finding.fail(host, {"from": zone, "open": object.keys(found)}, {"within": "permitted_flows"}, {id | some ids in found; some id in ids}) if {
	some host, by_zone in _open
	some zone, found in by_zone
}

# Every port that the node is known to have: by its dossier, by a sweep or its own list, or by its name.
_ports[h.id] contains port if {
	some h in input.inventory.hosts
	some port in h.declared_ports
}

_ports[host] contains port if {
	some host in _nodes
	some port in listening.open_or_listed(host)
}

_ports[host] contains s.port if {
	some o in input.observations.services
	some host in legs.met_on(o.subject)
	some s in o.data.services
}

findings contains finding.pass(host, set(), {"within": "permitted_flows"}, ((shut | facts.sound(host, "services", "any")) | listening.sound(host))) if {
	some host in _nodes
	listening.known(host)
	is_array(estate.hosts[host].declared_ports)
	shut := crossing.shut_to_each(host, _kinds, _ports[host], set())
}

lacks contains finding.lack(host, "zones_not_looked_from", zones) if {
	some host in _nodes
	zones := crossing.not_shut_to(host, _kinds, _ports[host], set())
	count(zones) > 0
}

lacks contains finding.lack(host, "not_seen_at_home", zones) if {
	some host, zones in crossing.unseen_at_home(_nodes)
}
