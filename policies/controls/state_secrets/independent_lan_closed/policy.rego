# METADATA
# title: An independent LAN stays on one premises and joins no other network
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SS-03
#   title_vi: Mạng LAN độc lập chỉ trong một trụ sở, không kết nối mạng khác
#   severity: crit
#   part: estate
#   subject: network
#   needs:
#     - {kind: reach, from: any, fields: [answered, control, ipv4, ipv6, to_zone, tried]}
#     - {kind: firewall, from: any, optional: true, fields: [rules]} # what it lets through joins the LAN, whether or not anything answers
#   matters: [{matter: lan_way_out, against: pass}, {matter: unnamed_link, against: pass}]
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: luat-117-2025-qh15
#       clause: "Art. 2, 5(2)"
#       force: binding
#       confidence: B
#       addressee: {who: anyone, clause: "1"}
#       condition: {says: "trừ trường hợp lưu giữ bí mật nhà nước theo pháp luật về cơ yếu và pháp luật khác có liên quan", clause: "5(2)"}
#       transition: unread
#       continues: {instrument: luat-29-2018-qh14, clause: "5"}
#   params:
#     other_peoples_kinds: {type: set, default: [national], origin: ours, stricter: fewer}
#   owner_role: operator
#   gates: [migration]
#   rationale: By definition an independent LAN lies in one premises and has no link to the Internet, a telecommunication network or a network that leaves the premises; one such link ends every exception that rests on it.
#   rationale_vi: Theo định nghĩa, mạng LAN độc lập nằm trong một trụ sở, không kết nối Internet, mạng viễn thông hoặc mạng có kết nối ra ngoài trụ sở; chỉ một kết nối như vậy là mất căn cứ áp dụng ngoại lệ.
#   remedy: Find and remove the link (second router leg, trunk, tunnel, wireless bridge); members on another premises need a LAN of their own or cipher protection.
#   remedy_vi: Tìm và gỡ bỏ kết nối (cổng định tuyến thứ hai, trunk, đường hầm, cầu không dây); thành viên ở trụ sở khác phải có mạng LAN độc lập riêng hoặc bảo vệ bằng mật mã cơ yếu.
#   check_by_hand: "From a machine of the LAN try the gateway, a public address, an office address and a dedicated-network address (ping, tcp/443): none may answer; follow the uplink cable of the switch"
#   check_by_hand_vi: "Từ một máy trong mạng, thử tới cổng mặc định, một địa chỉ công cộng, một địa chỉ mạng nội bộ, một địa chỉ mạng truyền số liệu chuyên dùng (ping, tcp/443): không địa chỉ nào được trả lời; kiểm tra dây uplink của thiết bị chuyển mạch"
#   limits:
#     - Cables and radios that no measured zone leads to, and ways in from a zone whose own ranges hold the addresses of the LAN, or into a LAN that declares no TCP service.
#     - What a filter between the measuring machine and its gateway keeps from a zone meets the same silence as a wall, where only the machine's own output rules were read.
#     - Ways over UDP, where no rule of a firewall tells them, other than to name servers, TFTP, time servers and SNMP agents that the dossier or `egress_targets` names.
#   limits_vi:
#     - Cáp và sóng vô tuyến không dẫn đến vùng đã đo; đường vào từ vùng có dải địa chỉ trùng với mạng LAN, hoặc vào mạng LAN không khai báo dịch vụ TCP nào.
#     - Bộ lọc nằm giữa máy đo và cổng mặc định của nó cũng cho kết quả im lặng như tường lửa, nếu chỉ đọc luật chiều ra của chính máy đo.
#     - Đường đi qua UDP nếu không có luật tường lửa cho thấy, trừ tới máy chủ tên miền, TFTP, máy chủ thời gian, tác nhân SNMP có trong hồ sơ hoặc `egress_targets`.
package controls.state_secrets.independent_lan_closed

import data.lib.addresses
import data.lib.against
import data.lib.crossing
import data.lib.estate
import data.lib.facts
import data.lib.finding

_other_peoples := {kind | some kind in data.params["SS-03"].other_peoples_kinds}

_closed := {"equals": "closed"}

_default_domain := "province"

_lan contains n.id if {
	some n in input.inventory.networks
	n.kind == "independent_lan"
}

_zone[id] := estate.networks[id].zone if some id in _lan

_site[id] := estate.zones[zone].site if some id, zone in _zone

_domain[id] := estate.zones[zone].domain if some id, zone in _zone

# What stands in the zone of an independent LAN is one, whatever its own kind is entered as.
findings contains finding.not_applicable(n.id, n.kind, {finding.inv("networks", n.id, "kind")}) if {
	some n in input.inventory.networks
	n.kind != "independent_lan"
	kind := estate.zones[n.zone].kind
	kind != "independent_lan"
}

findings contains finding.fail(id, {"to": target, "answered": o.data.answered}, _closed, {o.id}) if {
	some id, zone in _zone
	some o in input.observations.reach
	o.subject == zone
	target := o.data.to_zone
	not _same_premises(id, target)
	count(o.data.answered) > 0
}

findings contains finding.fail(id, {"from": o.subject, "answered": o.data.answered}, _closed, {o.id}) if {
	some id, zone in _zone
	some o in input.observations.reach
	o.data.to_zone == zone
	not _same_premises(id, o.subject)
	count(o.data.answered) > 0
}

# What a wall forwards joins the LAN with another network, whether or not anything there answers.
findings contains finding.fail(id, {"to": target, "port": rule.port}, _closed, {o.id}) if {
	some id, zone in _zone
	some o in input.observations.firewall
	o.subject == zone
	some rule in o.data.rules
	target := rule.to_zone
	not _same_premises(id, target)
}

findings contains finding.fail(id, {"from": o.subject, "port": rule.port}, _closed, {o.id}) if {
	some id, zone in _zone
	some o in input.observations.firewall
	some rule in o.data.rules
	rule.to_zone == zone
	not _same_premises(id, o.subject)
}

# A routing domain of its own is what makes a LAN one LAN; the province's common domain says nothing.
findings contains finding.fail(id, {"sites": sites}, _closed, pointers) if {
	some id, domain in _domain
	domain != _default_domain
	members := {other | some other, of in _domain; of == domain}
	sites := {_site[other] | some other in members}
	count(sites) > 1
	pointers := {finding.inv("zones", _zone[other], "site") | some other in members}
}

findings contains finding.fail(id, {"sites": {source, target}}, _closed, {finding.inv("links", link.id, "network")}) if {
	some link in input.inventory.links
	link.network == "independent_lan"
	source := estate.systems[link.source].site
	target := estate.systems[link.target].site
	source != target
	some id, site in _site
	site in {source, target}
}

# Members that a LAN is declared to have: systems with a machine in its zone.
_members[id] contains s.id if {
	some id, zone in _zone
	some s in input.inventory.systems
	_machine_in(s, zone)
}

_machine_in(system, zone) if {
	some machine in system.machines
	some one in machine.zones
	one == zone
}

# A machine of it with a leg in a network outside joins the two.
findings contains finding.fail(id, {"to": other}, _closed, {finding.inv("systems", system, "machines")}) if {
	some id, members in _members
	some system in members
	some machine in estate.systems[system].machines
	zones := {zone | some zone in machine.zones}
	zones[_zone[id]]
	some other in zones
	not _same_premises(id, other)
}

# So does one that was met joined to what lies outside.
findings contains finding.fail(id, {"from": machine}, _closed, looks) if {
	some id, by_machine in against.joins_outside
	some machine, looks in by_machine
}

# So does a member on other premises than all of its machines.
findings contains finding.fail(id, {"sites": {site, _site[id]}}, _closed, {finding.inv("systems", system, "site"), finding.inv("zones", _zone[id], "site")}) if {
	some id, members in _members
	some system in members
	site := estate.systems[system].site
	sites := {estate.zones[zone].site | some machine in estate.systems[system].machines; some zone in machine.zones}
	not sites[site]
}

# The law bars what leads out of the premises: every zone must be tried but another inner LAN of the same house.
_targets[id] := {zone.id |
	some zone in input.inventory.zones
	not _other_peoples[zone.kind]
	not _same_premises(id, zone.id)
	not _means_here(id, zone.id)
} if {
	some id in _lan
}

# Independent LANs reuse private ranges: an address over there then means a machine, or none, in here, and cannot be tried.
_means_here(id, zone) if {
	prefixes := {prefix | some n in input.inventory.networks; n.zone == zone; some prefix in n.prefixes}
	count(prefixes) > 0
	every prefix in prefixes {
		some own in estate.networks[id].prefixes
		addresses.covers(own, prefix)
	}
}

_same_premises(id, zone) if zone == _zone[id]

_same_premises(id, zone) if {
	estate.zones[zone].kind == "independent_lan"
	estate.zones[zone].site == _site[id]
}

_tries[id] := {o |
	some o in facts.sound(_zone[id], "reach", "any")
	facts.observation[o].zone == _zone[id]
	targets[facts.observation[o].data.to_zone]
} if {
	some id, targets in _targets
}

_untried[id] := crossing.families_needed(_zone[id], targets) - crossing.families_tried(_tries[id]) if {
	some id, targets in _targets
}

lacks contains finding.lack(id, "families_not_tried", missed) if {
	some id, pairs in _untried
	missed := crossing.families_missed(pairs, _tries[id])
	count(missed) > 0
}

# Ways in are as barred as ways out: from each of these zones somebody must have tried the LAN's own services, where it has any. From one
# whose own ranges have the LAN's addresses nobody can: they mean a machine over there.
_ways_in[id] := {zone | some zone in targets; not _means_there(id, zone)} if {
	some id, targets in _targets
	_has_services(id)
}

_ways_in[id] := set() if {
	some id, _ in _targets
	not _has_services(id)
}

_has_services(id) if {
	some machine in _machines[id]
	some port in machine.declared_ports
	startswith(port, "tcp/")
}

_has_services(id) if {
	some machine in _machines[id]
	_untold(machine)
}

_untold(machine) if not machine.declared_ports

_machines[id] contains machine if {
	some id, members in _members
	some system in members
	some machine in estate.systems[system].machines
	some zone in machine.zones
	zone == _zone[id]
}

_means_there(id, zone) if {
	own := estate.networks[id].prefixes
	count(own) > 0
	around := {prefix | some n in input.inventory.networks; estate.zones[n.zone].domain == estate.zones[zone].domain; some prefix in n.prefixes}
	every prefix in own {
		some other in around
		addresses.covers(other, prefix)
	}
}

lacks contains finding.lack(id, "zones_not_looked_from", zones) if {
	some id, sources in _ways_in
	zones := crossing.not_tried_into(sources, _zone[id])
	count(zones) > 0
}

findings contains finding.pass(id, "closed", _closed, tries | crossing.tries_into(_ways_in[id], _zone[id])) if {
	some id, targets in _targets
	crossing.every_zone_described
	count(targets) > 0
	count(crossing.not_tried_into(_ways_in[id], _zone[id])) == 0
	tries := _tries[id]
	count(tries) > 0
	every target in targets {
		some o in tries
		facts.observation[o].data.to_zone == target
	}
	count(_untried[id]) == 0
	every o in tries {
		data_ := facts.observation[o].data
		data_.control
		count(data_.tried) > 0
	}
}
