# METADATA
# title: A machine that holds state secrets is joined to no network but an independent LAN
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SS-02
#   title_vi: Máy tính chứa bí mật nhà nước chỉ kết nối mạng LAN độc lập
#   severity: crit
#   part: system
#   subject: host
#   needs:
#     - {kind: interfaces, from: self, fields: [interfaces]}
#     - {kind: routes, from: self, fields: [default, proxy, routes]}
#     - {kind: egress, from: self, fields: [reached]}
#   matters: [{matter: covered_label, against: not_applicable}, {matter: way_out, against: pass}, {matter: foreign_route, against: pass}, {matter: unnamed_link, against: pass}]
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: luat-117-2025-qh15
#       clause: "Art. 5(2)"
#       force: binding
#       confidence: B
#       addressee: {who: anyone, clause: "1"}
#       condition: {says: "trừ trường hợp lưu giữ bí mật nhà nước theo pháp luật về cơ yếu và pháp luật khác có liên quan", clause: "5(2)"}
#       transition: unread
#       continues: {instrument: luat-29-2018-qh14, clause: "5"}
#   observed: {names: always}
#   owner_role: operator
#   gates: [migration]
#   rationale: Law 117/2025 lets a machine that holds state secrets be joined to an independent LAN only, unless cipher law covers the way they are kept.
#   rationale_vi: Luật số 117/2025/QH15 chỉ cho phép máy tính chứa bí mật nhà nước kết nối mạng LAN độc lập, trừ trường hợp thực hiện theo quy định của pháp luật về cơ yếu.
#   remedy: Take the machine off every other network (cables, second cards, tunnels), or, where secrets are kept and not drafted, have the Government Cipher Committee deploy its protection and enter the record.
#   remedy_vi: Ngắt máy khỏi mọi mạng khác (cáp, card mạng thứ hai, đường hầm), hoặc, với máy chỉ lưu giữ chứ không soạn thảo bí mật nhà nước, đề nghị Ban Cơ yếu Chính phủ triển khai sản phẩm mật mã và nhập hồ sơ triển khai.
#   check_by_hand: "On the machine itself run: ip -brief address; compare each address with the prefixes of the independent LAN in the dossier"
#   check_by_hand_vi: "Trên chính máy đó, chạy: ip -brief address; đối chiếu từng địa chỉ với dải địa chỉ của mạng LAN độc lập trong hồ sơ"
#   limits:
#     - A card that was unplugged or off while it was looked for, and what lies behind a cable whose far end has a range of the LAN.
#   limits_vi:
#     - Card mạng bị rút hoặc tắt lúc đo, và mạng ở đầu kia sợi cáp nếu dùng cùng dải địa chỉ với mạng LAN.
package controls.state_secrets.only_independent_lan

import data.lib.addresses
import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.legs
import data.lib.secrecy

_only := {"within": "independent_lan"}

# Independent LANs reuse private ranges, so only a prefix of the machine's own routing domain can speak for it.
_own[h.id] contains prefix if {
	some h in input.inventory.hosts
	some n in input.inventory.networks
	n.kind == "independent_lan"
	some domain in h.domains
	domain == estate.zones[n.zone].domain
	some prefix in n.prefixes
}

_any contains prefix if {
	some n in input.inventory.networks
	n.kind == "independent_lan"
	some prefix in n.prefixes
}

# Addresses of interfaces that are up and join the machine to something, by observation.
_joined[o.subject][o.id] contains address if {
	some o in input.observations.interfaces
	secrecy.secret_hosts[o.subject]
	some interface in o.data.interfaces
	some address in legs.addresses_of(interface)
}

# What has an address elsewhere and no carrier joins the machine to nothing today, and will when somebody plugs it in.
findings contains finding.warn(o.subject, found, _only, {o.id}) if {
	some o in input.observations.interfaces
	secrecy.secret_hosts[o.subject]
	found := {address |
		some interface in o.data.interfaces
		interface.carrier == false
		not legs.empty_bridge(o.data.interfaces, interface)
		some text in interface.addresses
		address := addresses.bare(text)
		not addresses.local_only(address)
		_outside(address)
	}
	count(found) > 0
}

_outside(address) if {
	addresses.family(address)
	count({prefix | some prefix in _any; addresses.inside(address, prefix)}) == 0
}

_within(host, address) if {
	some prefix in _own[host]
	addresses.inside(address, prefix)
}

_breach[host] contains {"observed": found, "evidence": {id}} if {
	some host, by_observation in _joined
	some id, joined in by_observation
	found := {address | some address in joined; _outside(address)}
	count(found) > 0
}

_breach[h.id] contains {"observed": {interface.network}, "evidence": {finding.inv("networks", interface.network, "kind")}} if {
	some h in input.inventory.hosts
	secrecy.secret_hosts[h.id]
	some interface in h.interfaces
	estate.networks[interface.network].kind != "independent_lan"
}

# A mobile modem joins the telephone network, a tunnel a network at its other end, whatever address it shows.
_breach[o.subject] contains {"observed": found, "evidence": {o.id}} if {
	some o in input.observations.interfaces
	secrecy.secret_hosts[o.subject]
	found := {interface.name | some interface in o.data.interfaces; _outward[interface.kind]}
	count(found) > 0
}

_outward := {"cellular", "tunnel"}

# A radio that is up and joined to nothing is no connection yet.
findings contains finding.warn(o.subject, radios, {"none_of": {"wireless"}}, {o.id}) if {
	some o in input.observations.interfaces
	secrecy.secret_hosts[o.subject]
	radios := {interface.name | some interface in o.data.interfaces; interface.kind == "wireless"}
	count(radios) > 0
}

_covered[host] := {finding.inv("evidence", record, "kind") | some record in records} if some host, records in secrecy.covering

findings contains secrecy.plain_hosts[_]

findings contains finding.fail(host, breach.observed, _only, breach.evidence) if {
	some host, breaches in _breach
	not _covered[host]
	some breach in breaches
}

findings contains finding.pass(host, "cipher_deployment", _only, _looks(host) | papers) if {
	some host, _ in _breach
	papers := _covered[host]
	not secrecy.drafting[host]
}

# The exception is for keeping; whether it is for more where people draft the law on cipher says, which nobody here has read so far.
lacks contains finding.lack(host, "exception_for_keeping", records) if {
	some host, _ in _breach
	secrecy.drafting[host]
	records := secrecy.covering[host]
}

_looks(host) := (facts.sound(host, "interfaces", "self") | facts.sound(host, "routes", "self")) | facts.sound(host, "egress", "self")

findings contains finding.pass(host, joined, _only, _looks(host)) if {
	some host in secrecy.secret_hosts
	readings := facts.sound(host, "interfaces", "self")
	count(readings) > 0
	every id in readings {
		_whole(facts.observation[id].data.interfaces)
	}
	joined := {address | some id in readings; some address in _joined[host][id]}
	every address in joined {
		_within(host, address)
	}
}

# A list without even the loopback was not read, and what is no address lies nowhere.
_whole(interfaces) if {
	count(interfaces) > 0
	every interface in interfaces {
		is_string(interface.kind)
		is_array(interface.addresses)
		every text in interface.addresses {
			addresses.family(addresses.bare(text))
		}
	}
}
