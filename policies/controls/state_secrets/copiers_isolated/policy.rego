# METADATA
# title: Machines that copy, scan or print state secrets stand in an independent LAN alone
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SS-15
#   title_vi: Máy sao, chụp, quét, in bí mật nhà nước không kết nối Internet, mạng viễn thông
#   severity: high
#   part: system
#   subject: host
#   needs:
#     - {kind: interfaces, from: self, fields: [interfaces]}
#     - {kind: routes, from: self, fields: [default, proxy, routes]}
#     - {kind: egress, from: self, fields: [reached]}
#     - {kind: listening, from: self, optional: true, fields: [sockets]} # shows that a machine of a secret LAN prints for nobody
#     - {kind: ports, from: same_zone, optional: true, fields: [open, refused, silent]} # so does one that refuses printing
#   matters: [{matter: covered_label, against: not_applicable}, {matter: foreign_route, against: pass}]
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-63-2026-nd-cp
#       clause: máy, thiết bị sao, chụp bí mật nhà nước
#       force: binding
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#       continues: {instrument: nd-26-2020-nd-cp, clause: "Art. 3(4)"}
#     - id: s1
#       role: support
#       instrument: luat-117-2025-qh15
#       clause: "Art. 5(2)"
#       force: binding
#       confidence: B
#       addressee: {who: anyone, clause: "1"}
#       condition: {says: "trừ trường hợp lưu giữ bí mật nhà nước theo pháp luật về cơ yếu và pháp luật khác có liên quan", clause: "5(2)"}
#       transition: unread
#       continues: {instrument: luat-29-2018-qh14, clause: "5"}
#   params:
#     print_ports: {type: set, default: [tcp/515, tcp/631, tcp/9100], origin: ours, stricter: more}
#   owner_role: operator
#   rationale: A copier keeps what it copied; one that stands in an office network, or phones its maker, takes it out of the house.
#   rationale_vi: Máy sao, in, quét lưu lại nội dung đã xử lý; máy đặt trong mạng văn phòng hoặc tự kết nối về nhà sản xuất sẽ đưa nội dung ra ngoài.
#   remedy: Take the machine off the office network, take out its modem, radio and proxy, and leave it in the independent LAN or on no network.
#   remedy_vi: Ngắt máy khỏi mạng văn phòng, gỡ modem, sóng không dây và proxy; chỉ để máy trong mạng LAN độc lập hoặc không nối mạng.
#   check_by_hand: Look at the cables and radios of the machine, print its network settings page, and compare each address with the prefixes of the independent LAN.
#   check_by_hand_vi: Kiểm tra dây mạng, sóng không dây của máy, in trang cấu hình mạng và đối chiếu từng địa chỉ với dải địa chỉ của mạng LAN độc lập.
#   limits:
#     - What is on the disk of the machine, and who takes it away for repair.
#     - A copier without a network that the inventory does not list.
#   limits_vi:
#     - Nội dung trên ổ đĩa của máy và việc mang máy đi sửa chữa.
#     - Máy sao không nối mạng mà bản kê khai không có.
package controls.state_secrets.copiers_isolated

import data.lib.against
import data.lib.crossing
import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.isolation
import data.lib.listening
import data.lib.secrecy
import data.lib.subjects

_print_ports := {port | some port in data.params["SS-15"].print_ports}

_alone := {"within": "independent_lan"}

# A copier is what its dossier calls one; of the machines that hold secrets, also what prints: a role adds machines and takes none away.
_copiers contains host if some host in (subjects.declared.host & object.get(estate.in_role, "secret_copy", set()))

_copiers contains host if {
	some host in secrecy.secret_hosts
	count(listening.open_or_listed(host) & _print_ports) > 0
}

findings contains finding.not_applicable(host, roles, {finding.inv("hosts", host, "roles"), finding.inv("hosts", host, "label")}) if {
	some host, label in secrecy.label_of_host
	label == "none"
	roles := estate.hosts[host].roles
	not _copiers[host]
}

# The look that could have met a printer was made, and met none.
findings contains finding.not_applicable(host, roles, ((facts.sound(host, "ports", "same_zone") | listening.sound(host)) | {finding.inv("hosts", host, "roles")})) if {
	some host in secrecy.secret_hosts
	roles := estate.hosts[host].roles
	not _copiers[host]
	listening.known(host)
	count(listening.may_run(host, _print_ports)) == 0
}

lacks contains finding.lack(host, "ports_silent", ports) if {
	some host in secrecy.secret_hosts
	not _copiers[host]
	ports := listening.silent(host, _print_ports)
	count(ports) > 0
}

findings contains finding.fail(host, kinds, _alone, {finding.inv("hosts", host, "zone_kinds")}) if {
	some host in _copiers
	kinds := {kind | some kind in estate.hosts[host].zone_kinds; kind != "independent_lan"}
	count(kinds) > 0
}

# A way out of the machine, or an address in a network outside its own.
findings contains finding.fail(host, {matter}, _alone, looks) if {
	some host in _copiers
	some matter in ["way_out", "second_leg"]
	looks := against.by_matter[matter].host[host]
}

# Somebody in another network got through to it.
findings contains finding.fail(host, {"from": zone, "open": {port | some port, _ in ports}}, _alone, looks) if {
	some host in _copiers
	some zone, ports in crossing.open[host]
	crossing.kind_seen_from(zone) != "independent_lan"
	looks := {id | some ids in ports; some id in ids}
}

# Each sweep of it says what it met open.
findings contains finding.pass(host, {"independent_lan"}, _alone, isolation.alone[host] | own) if {
	some host in _copiers
	sweeps := facts.seen(host, "ports")
	sweeps == {sweep | some sweep in sweeps; is_array(facts.observation[sweep].data.open)}
	own := facts.sound(host, "routes", "self") | facts.sound(host, "egress", "self")
}
