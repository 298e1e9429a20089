# METADATA
# title: Servers of level 4 and above reach the Internet only where a rule lets them
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: NW-11
#   title_vi: Máy chủ từ cấp độ 4 chỉ kết nối ra Internet theo luật cho phép
#   severity: high
#   part: system
#   subject: host
#   needs:
#     - {kind: egress, from: self, optional: true, fields: [control, ipv4, ipv6, reached, tried]} # the machine tried by itself
#     - {kind: firewall, from: any, optional: true, fields: [pairs]} # or the walls of its zones were read whole
#     - {kind: interfaces, from: self, optional: true, fields: [interfaces]} # shows its families and every line of its own, where it can be read
#   matters: [{matter: own_line, against: pass}, {matter: second_leg, against: pass}, {matter: unnamed_link, against: pass}]
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "6.12.2.4g"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: unread
#       transition: instrument
#       applies_to: {levels: [4, 5]}
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
#   owner_role: operator
#   rationale: Whoever gets into a server fetches tools and sends data out the way the server may go by itself; one that may go nowhere stops both.
#   rationale_vi: Kẻ tấn công chiếm được máy chủ sẽ tải công cụ và gửi dữ liệu ra theo đường máy chủ được phép đi; hạn chế kết nối ra ngăn được cả hai.
#   remedy: Refuse connections from the server's zone to the Internet, and open single addresses and ports for what it needs, such as updates from a mirror inside.
#   remedy_vi: Chặn kết nối từ vùng máy chủ ra Internet; chỉ mở địa chỉ, cổng cụ thể khi cần, ví dụ cập nhật từ máy chủ trung gian nội bộ.
#   check_by_hand: "On the server run: curl -m 5 https://ADDRESS of a site outside, over IPv4 and IPv6; it must fail. On the firewall look for rules from its zone to any address."
#   check_by_hand_vi: "Trên máy chủ, chạy: curl -m 5 https://ĐỊA_CHỈ bên ngoài, cả IPv4 và IPv6; phải không kết nối được. Trên tường lửa, xem luật từ vùng của máy chủ ra mọi địa chỉ."
#   limits:
#     - A proxy that the server may use, and what it lets through.
#     - Where only the machine tried, targets other than those that `egress_targets` names.
#   limits_vi:
#     - Máy chủ trung gian (proxy) được phép dùng và nội dung nó cho đi qua.
#     - Nếu chỉ thử từ chính máy chủ, các đích khác với danh sách `egress_targets`.
package controls.network.restricted_egress

import data.lib.addresses
import data.lib.facts
import data.lib.finding
import data.lib.isolation
import data.lib.legs
import data.lib.levels
import data.lib.outward

_from_level := data.params["NW-11"].from_level

_expected := {"none_of": {"any_address"}}

_held := {host | some host, level in levels.at_least; level >= _from_level}

findings contains finding.not_applicable(host, "independent_lan", pieces) if {
	some host, pieces in isolation.alone
}

# A place outside that nobody chose for it answered the machine itself.
findings contains finding.fail(host, reached, _expected, {o.id}) if {
	some o in input.observations.egress
	host := o.subject
	_held[host]
	reached := {place | some place in o.data.reached}
	count(reached) > 0
}

# A wall lets the machine, or its whole zone, to every address of the Internet.
findings contains finding.fail(host, {"from": zone, "open": ports}, _expected, {wall}) if {
	some host in _held
	some zone in facts.zones_of[host]
	some wall, openings in outward.anywhere[zone]
	ports := outward.surely(openings, host)
	count(ports) > 0
}

# What was tried is every family that the machine has an address of, by its dossier or its own settings.
_field := {"v4": "ipv4", "v6": "ipv6"}

_families[host] contains _field[addresses.family(address)] if {
	some told in [legs.declared, legs.measured]
	some host, known in told
	some address in known
}

# Its own cards were read, or nobody may read them.
_cards[host] := legs.readings[host] if some host in _held

_cards[host] := set() if {
	some host in _held
	not legs.readable[host]
	not legs.readings[host]
}

findings contains finding.pass(host, set(), _expected, tries | cards) if {
	some host in _held
	cards := _cards[host]
	outward.speak(facts.zones_of[host])
	tries := facts.sound(host, "egress", "self")
	tries == {id | some id in tries; facts.told(id, "control") == true}
	count(facts.told_by_each(tries, "tried")) > 0
	is_set(facts.told_by_each(tries, "reached"))
	every field in _families[host] {
		some id in tries
		facts.told(id, field) == true
	}
}

# The walls around each of its zones were read whole; what the machine itself met outside, it tells.
findings contains finding.pass(host, set(), _expected, walls | cards) if {
	some host in _held
	cards := _cards[host]
	looks := facts.seen(host, "egress")
	looks == {id | some id in looks; is_array(facts.observation[id].data.reached)}
	walls := outward.read(facts.zones_of[host])
	not _perhaps[host]
}

# Rules to every address of which nobody knows whom they are for.
_perhaps contains host if {
	some host, zones in facts.zones_of
	some zone in zones
	some openings in outward.anywhere[zone]
	count(outward.perhaps(openings, host)) > 0
}

lacks contains finding.lack(host, "way_out_not_shown_shut", facts.zones_of[host]) if some host in _held
