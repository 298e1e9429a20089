# METADATA
# title: The dedicated network has no way to the Internet
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-24
#   aliases: [HO-06]
#   title_vi: Mạng riêng ảo trên Mạng truyền số liệu chuyên dùng không kết nối Internet
#   severity: high
#   part: estate
#   subject: network
#   needs:
#     - {kind: reach, from: any, fields: [answered, control, ipv4, ipv6, to_zone, tried]}
#     - {kind: firewall, from: any, optional: true, fields: [rules]} # what it lets through is open, whether or not anything answers
#   matters: [{matter: segment_way_out, against: pass}]
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: tt-06-2026-tt-bkhcn
#       clause: "Art. 6(1)(a)"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "2"}
#       condition: {says: "dịch vụ mạng riêng ảo của Mạng truyền số liệu chuyên dùng", clause: "6(1)(a)"}
#       transition: {none: "17"}
#     - id: s1
#       role: support
#       instrument: tt-06-2026-tt-bkhcn
#       clause: "Art. 7(3)"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "2"}
#       condition: {says: "dịch vụ truy nhập Internet chuyên dùng", clause: "7(3)"}
#       transition: {none: "17"}
#   owner_role: operator
#   rationale: A single way out turns the network of all agencies into a part of the Internet, for every agency at once.
#   rationale_vi: Chỉ một lối ra là đủ biến mạng dùng chung của các cơ quan thành một phần của Internet, ảnh hưởng đến mọi cơ quan.
#   remedy: Find the router or host that forwards, remove its route or address translation, and measure again from the segment.
#   remedy_vi: Tìm thiết bị chuyển tiếp ra ngoài, gỡ bỏ định tuyến hoặc chuyển đổi địa chỉ (NAT) và đo lại từ phân đoạn mạng đó.
#   check_by_hand: "From a host of the segment: curl -m 5 https://ADDRESS and dig @ADDRESS must both time out, over IPv4 and IPv6."
#   check_by_hand_vi: "Từ máy trong phân đoạn: curl -m 5 https://ĐỊA_CHỈ và dig @ĐỊA_CHỈ phải không có phản hồi, cả IPv4 và IPv6."
#   limits:
#     - Services that answer to no probe of the ports tried, and ways out through another organisation, or through a machine or firewall whose settings nobody reads.
#     - What a filter between the measuring machine and its gateway keeps from a zone meets the same silence as a wall, where only the machine's own output rules were read.
#     - Ways over UDP, where no rule of a firewall tells them, other than to name servers, TFTP, time servers and SNMP agents that the dossier or `egress_targets` names.
#   limits_vi:
#     - Dịch vụ không trả lời tại các cổng đã thử, và đường ra qua cơ quan khác hoặc qua máy, tường lửa không được đọc cấu hình.
#     - Bộ lọc nằm giữa máy đo và cổng mặc định của nó cũng cho kết quả im lặng như tường lửa, nếu chỉ đọc luật chiều ra của chính máy đo.
#     - Đường đi qua UDP nếu không có luật tường lửa cho thấy, trừ tới máy chủ tên miền, TFTP, máy chủ thời gian, tác nhân SNMP có trong hồ sơ hoặc `egress_targets`.
package controls.connectivity.tslcd_no_internet

import data.lib.crossing
import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.subjects

_networks[id] := estate.networks[id].zone if {
	some id in subjects.declared.network
	estate.dedicated[id]
	not estate.networks[id].service == "internet"
}

# The dedicated network sells a service towards the Internet too (Art. 7(3)); the ban is on its private one.
findings contains finding.not_applicable(id, service, {finding.inv("networks", id, "service")}) if {
	some id in subjects.declared.network
	estate.dedicated[id]
	service := estate.networks[id].service
	service == "internet"
}

findings contains finding.not_applicable(id, kind, {finding.inv("networks", id, "kind")}) if {
	some id in subjects.declared.network
	kind := estate.networks[id].kind
	kind != "tslcd"
	estate.zones[estate.networks[id].zone].kind != "tslcd"
}

_internet contains zone if {
	some zone, kind in facts.zone_kind
	kind == "internet"
}

_looks[zone] contains o.id if {
	some o in input.observations.reach
	zone := o.subject
	_internet[o.data.to_zone]
}

_answered[zone] contains concat(" ", [answer.target, answer.port]) if {
	some o in input.observations.reach
	zone := o.subject
	_internet[o.data.to_zone]
	some answer in o.data.answered
}

# An answer too broken to name its target is still an answer.
_something_answered contains o.subject if {
	some o in input.observations.reach
	_internet[o.data.to_zone]
	count(o.data.answered) > 0
}

# A look counts as "nothing answers" when it finished, was made in the zone itself, tried something, and the probe was seen to work.
_clean[zone][target] contains o.id if {
	some o in input.observations.reach
	zone := o.subject
	target := o.data.to_zone
	facts.ok[o.id]
	o.zone == zone
	o.data.control == true
	count(o.data.tried) > 0
	count(o.data.answered) == 0
}

findings contains finding.fail(id, _answered[zone], {"equals": set()}, _looks[zone]) if {
	some id, zone in _networks
}

# What a wall forwards from the segment to the Internet is a way there, in whatever protocol, and no line of a matrix excuses it.
findings contains finding.fail(id, {concat(" ", [rule.to_zone, rule.port])}, {"equals": set()}, {o.id}) if {
	some id, zone in _networks
	some o in input.observations.firewall
	o.subject == zone
	some rule in o.data.rules
	_internet[rule.to_zone]
}

_tries[zone] := {o | some target in _internet; some o in _clean[zone][target]} if {
	some _, zone in _networks
}

_untried[zone] := crossing.families_needed(zone, _internet) - crossing.families_tried(tries) if {
	some zone, tries in _tries
}

lacks contains finding.lack(id, "families_not_tried", missed) if {
	some id, zone in _networks
	missed := crossing.families_missed(_untried[zone], _tries[zone])
	count(missed) > 0
}

findings contains finding.pass(id, set(), {"equals": set()}, _tries[zone]) if {
	some id, zone in _networks
	not _something_answered[zone]
	count(_internet) > 0
	every target in _internet {
		count(_clean[zone][target]) > 0
	}
	count(_untried[zone]) == 0
}
