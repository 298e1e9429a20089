# METADATA
# title: Terminals of the dedicated network are managed and monitored by secure means
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-25
#   aliases: [HO-10]
#   title_vi: Thiết bị đầu cuối Mạng truyền số liệu chuyên dùng quản trị có xác thực, mã hóa và giám sát được
#   severity: med
#   part: system
#   subject: host
#   needs:
#     - {kind: services, from: any, fields: [services]} # a way in for administrators answers by its name
#     - {kind: ports, from: same_zone, fields: [open, refused, silent, swept]} # one in the open may stand where nobody heard it
#     - {kind: snmp, from: any, optional: true, fields: [answered]} # it can be monitored
#     - {kind: logging, from: self, optional: true, fields: [remote_targets]} # or sends its logs
#     - {kind: ssh, from: any, optional: true, fields: [protocol]} # a way in under encryption, met from elsewhere
#     - {kind: listening, from: self, optional: true, fields: [sockets]} # what it lists itself is closed or open
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: tt-06-2026-tt-bkhcn
#       clause: "Phụ lục I, điểm c, đ mục 1, 2"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "2"}
#       condition: {says: "thiết bị đầu cuối mạng truy nhập cấp I, cấp II; hỗ trợ, tức là có khả năng", clause: "Phụ lục I"}
#       transition: {none: "17"}
#   params:
#     plain_ports: {type: set, default: [tcp/23, tcp/80], origin: ours, stricter: more}
#   owner_role: operator
#   rationale: Whoever can read the password of the terminal on the wire owns every line behind it; one that nobody can monitor fails without a word.
#   rationale_vi: Nếu mật khẩu quản trị thiết bị đầu cuối bị đọc trên đường truyền, toàn bộ kết nối phía sau bị chiếm quyền; thiết bị không giám sát được thì hỏng mà không ai biết.
#   remedy: Turn Telnet and plain HTTP off, turn SSH or HTTPS and SNMPv3 or Syslog on, or ask for a terminal that can do both.
#   remedy_vi: Tắt Telnet, HTTP không mã hóa; bật SSH hoặc HTTPS, SNMPv3 hoặc Syslog; nếu thiết bị không hỗ trợ thì đề nghị thay thiết bị.
#   check_by_hand: "From its own network run: nmap -sV -p 22,23,80,443 ADDRESS; nmap -sU -p 161 ADDRESS; and read its label for VLAN and IPv6."
#   check_by_hand_vi: "Từ cùng mạng, chạy: nmap -sV -p 22,23,80,443 ĐỊA_CHỈ; nmap -sU -p 161 ĐỊA_CHỈ; xem nhãn, tài liệu thiết bị về VLAN và IPv6."
#   limits:
#     - Ports by number, VLAN, IPv6 and updating from a distance, which Annex I asks of a terminal too; its label and manual tell.
#     - A terminal that the inventory does not call one.
#   limits_vi:
#     - Số cổng, VLAN, IPv6 và cập nhật từ xa mà Phụ lục I cũng yêu cầu; xem nhãn, tài liệu thiết bị.
#     - Thiết bị đầu cuối mà bản kê khai không ghi vai trò này.
package controls.connectivity.terminal_equipment

import data.lib.against
import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.heard
import data.lib.legs
import data.lib.listening
import data.lib.logs
import data.lib.subjects

_plain_ports := {port | some port in data.params["CN-25"].plain_ports}

_terminals := subjects.declared.host & object.get(estate.in_role, "tslcd_terminal", set())

_secure := {"all_of": {"encrypted_management", "monitoring"}}

_open_expected := {"none_of": {"plain_management"}}

findings contains finding.not_applicable(host, roles, {finding.inv("hosts", host, "roles")}) if {
	some host in subjects.declared.host
	roles := estate.hosts[host].roles
	not _terminals[host]
}

# Ways in that carry passwords in the open, whoever met them: by their names, or by their ports. That they are closed is our reading of a
# text that asks what the terminal supports.
_plain[host][port] contains id if {
	some host in _terminals
	some port, ids in object.get(against.insecure, host, {})
	some id in ids
}

_plain[host][port] contains id if {
	some host in _terminals
	some port in (listening.open_or_listed(host) & _plain_ports)
	not _encrypted_ports[host][port]
	some id in (facts.who_saw(host, {port}) | listening.who_listed(host, {port}))
}

_plain[host][s.port] contains o.id if {
	some o in input.observations.services
	some host in (legs.met_on(o.subject) & _terminals)
	some s in o.data.services
	heard.web_names[s.name]
	s.tls == false
}

# Ways in under encryption, with the looks that met them.
_encrypted[host] contains o.id if {
	some o in input.observations.services
	host := o.subject
	some s in o.data.services
	_is_encrypted(s)
}

_encrypted[e.host] contains o.id if {
	some o in input.observations.ssh
	e := estate.endpoints[o.subject]
	o.data.protocol == "2.0"
}

_encrypted_ports[o.subject] contains s.port if {
	some o in input.observations.services
	some s in o.data.services
	s.tls == true
}

_is_encrypted(service) if service.name == "ssh"

_is_encrypted(service) if {
	heard.web_names[service.name]
	service.tls == true
}

_monitored[o.subject] contains o.id if {
	some o in input.observations.snmp
	count(o.data.answered) > 0
}

_monitored[o.subject] contains o.id if {
	some o in input.observations.logging
	count(logs.sent_away(o.id)) > 0
}

findings contains finding.warn(host, object.keys(by_port), _open_expected, ids) if {
	some host, by_port in _plain
	ids := {id | some by_id in by_port; some id in by_id}
}

# It was asked on every port, and answers administrators in the open only.
findings contains finding.fail(host, object.keys(by_port), _secure, ids) if {
	some host, by_port in _plain
	not _encrypted[host]
	listening.known(host)
	count(listening.may_run(host, {"tcp/22", "tcp/443"})) == 0
	ids := {id | some by_id in by_port; some id in by_id} | facts.sound(host, "ports", "same_zone")
}

findings contains finding.pass(host, {"encrypted_management", "monitoring"}, _secure, pieces) if {
	some host in _terminals
	listening.known(host)
	count(listening.may_run(host, _plain_ports) - object.get(_encrypted_ports, host, set())) == 0
	met := _encrypted[host] & facts.usable
	count(met) > 0
	watched := _monitored[host] & facts.usable
	count(watched) > 0
	heard_of := facts.sound(host, "services", "any")
	is_set(facts.told_by_each(heard_of, "services"))
	pieces := ((met | watched) | (heard_of | facts.sound(host, "ports", "same_zone"))) | listening.sound(host)
}

lacks contains finding.lack(host, "terminal_not_shown", {"encrypted_management"}) if {
	some host in _terminals
	not _encrypted[host]
}

lacks contains finding.lack(host, "terminal_not_shown", {"monitoring"}) if {
	some host in _terminals
	not _monitored[host]
}

lacks contains finding.lack(host, "ports_silent", ports) if {
	some host in _terminals
	ports := listening.silent(host, _plain_ports)
	count(ports) > 0
}
