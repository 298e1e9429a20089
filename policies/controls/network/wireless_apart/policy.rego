# METADATA
# title: Wireless is a zone of its own that reaches no server but where the matrix says so
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: NW-08
#   title_vi: Mạng không dây là vùng riêng, không tự do truy cập máy chủ
#   severity: high
#   part: estate
#   subject: zone
#   needs:
#     - {kind: reach, from: any, optional: true, fields: [answered, control, ipv4, ipv6, to_zone, tried]} # what was tried from there
#     - {kind: firewall, from: any, optional: true, fields: [pairs]} # a wall that was read whole for a pair stands for a try
#     - {kind: interfaces, from: self, optional: true, fields: [interfaces]} # a radio may have joined another zone
#   matters: [{matter: wider_rule, against: pass}]
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "x.12.2.2b"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: {says: "vùng không dây: nếu có", clause: "5.12.2.2b"}
#       transition: instrument
#     - id: s1
#       role: support
#       instrument: qcvn-12-2026-bca
#       clause: "3.13.2.1.7"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {none: "1.1-1.2"}
#       transition: instrument
#     - id: s2
#       role: support
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 30(1)-(2)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {none: "30(2)"}
#       transition: {rules: [luat-116-2025-qh15/level-kept, nd-331-2026-nd-cp/measures]}
#   params:
#     inner: {type: set, default: [servers, database, management, device_management], origin: term, stricter: more}
#   owner_role: operator
#   rationale: Whoever stands in the street is in the wireless network; a zone of its own keeps that from being in the server room.
#   rationale_vi: Người đứng ngoài trụ sở cũng ở trong vùng phủ sóng; vùng mạng riêng giúp họ không vào được vùng máy chủ.
#   remedy: Give wireless a network of its own behind the firewall, close what no line of the matrix lists, and take radios off the networks of offices and servers.
#   remedy_vi: Tách mạng không dây thành vùng riêng sau tường lửa, đóng kết nối ngoài ma trận, gỡ card không dây khỏi mạng văn phòng và máy chủ.
#   check_by_hand: "Join the wireless network and run: nmap -sT -Pn -p 22,80,443,445,1433,3306,3389,5432 ADDRESS of servers; only what the matrix lists may answer."
#   check_by_hand_vi: "Kết nối mạng không dây và chạy: nmap -sT -Pn -p 22,80,443,445,1433,3306,3389,5432 ĐỊA_CHỈ máy chủ; chỉ cổng có trong ma trận được trả lời."
#   limits:
#     - A wireless network that no zone of the inventory names, but for radios of machines whose own cards were read.
#     - What a filter between the measuring machine and its gateway keeps from a zone meets the same silence as a wall, where only the machine's own output rules were read.
#   limits_vi:
#     - Mạng không dây không có trong bản kê khai, trừ card không dây của máy được đọc cấu hình.
#     - Bộ lọc nằm giữa máy đo và cổng mặc định của nó cũng cho kết quả im lặng như tường lửa, nếu chỉ đọc luật chiều ra của chính máy đo.
package controls.network.wireless_apart

import data.lib.addresses
import data.lib.finding
import data.lib.kept_apart
import data.lib.legs

_inner := {kind | some kind in data.params["NW-08"].inner}

_expected := {"within": "permitted_flows"}

_wireless := {zone.id | some zone in input.inventory.zones; zone.kind == "wireless"}

findings contains finding.not_applicable(zone.id, zone.kind, {finding.inv("zones", zone.id, "kind")}) if {
	some zone in input.inventory.zones
	zone.kind != "wireless"
}

# A radio that has an address in a network of another zone has joined it: wireless is no zone of its own there.
findings contains finding.fail(n.zone, {interface.name}, {"none_of": {"wireless"}}, {o.id}) if {
	some o in input.observations.interfaces
	some interface in o.data.interfaces
	interface.kind == "wireless"
	some address in legs.addresses_of(interface)
	some n in input.inventory.networks
	not _wireless[n.zone]
	_is_local[n.zone]
	some prefix in n.prefixes
	addresses.inside(address, prefix)
}

# What stands for the whole Internet holds every address, and independent LANs have the same ranges.
_is_local := {zone.id | some zone in input.inventory.zones; not _of_others[zone.kind]}

_of_others := {"internet", "national", "independent_lan"}

findings contains finding.fail(zone, {"to": target, "answered": answers}, _expected, {id}) if {
	some zone in _wireless
	some id, answers in kept_apart.unlisted[zone]
	target := kept_apart.target_of(id)
	kept_apart.of_kinds(zone, _inner)[target]
}

findings contains finding.fail(zone, {"to": target, "open": ports}, _expected, {id}) if {
	some zone in _wireless
	some target in kept_apart.of_kinds(zone, _inner)
	some id, ports in kept_apart.opened[zone][target]
}

findings contains finding.pass(zone, set(), _expected, kept_apart.shown(zone, targets)) if {
	some zone in _wireless
	targets := kept_apart.of_kinds(zone, _inner)
	count(targets) > 0
	count(kept_apart.not_shown(zone, targets)) == 0
	kept_apart.walls_speak(zone)
}

lacks contains finding.lack(zone, "zones_not_tried", missed) if {
	some zone in _wireless
	missed := kept_apart.not_shown(zone, kept_apart.of_kinds(zone, _inner))
	count(missed) > 0
}
