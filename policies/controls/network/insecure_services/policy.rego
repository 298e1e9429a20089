# METADATA
# title: Insecure remote services are closed
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: NW-05
#   title_vi: Tắt dịch vụ quản trị từ xa không an toàn
#   severity: high
#   part: system
#   subject: host
#   needs:
#     - {kind: ports, from: same_zone, fields: [open, refused, silent, swept]} # a refusal of each forbidden port; silence shows no stopped service
#     - {kind: services, from: same_zone, fields: [services]}
#     - {kind: snmp, from: same_zone, optional: true, fields: [answered, mapped, seen_by, tried]}
#     - {kind: listening, from: self, optional: true, fields: [sockets]} # the machine's own list, where it can be had
#   matters: [insecure_service]
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "3.5.2.1b, 4.5.2.1c, 5.12.2.4a"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: unread
#       transition: instrument
#       applies_to: {levels: [3, 4, 5]}
#     - id: d2
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "3.5.2.1b, 4.5.2.1c"
#       force: recommended
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: unread
#       transition: instrument
#       applies_to: {levels: [0, 1, 2]}
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
#     forbidden: {type: set, default: [tcp/21, tcp/23, udp/69, tcp/512, tcp/513, tcp/514], origin: ours, stricter: more}
#     snmp_versions: {type: set, default: [v1, v2c], origin: ours, stricter: more}
#   owner_role: operator
#   gates: [migration]
#   rationale: Telnet, FTP, the r-services, TFTP and SNMP before version 3 carry passwords and commands that anyone on the path can read.
#   rationale_vi: Telnet, FTP, các dịch vụ r, TFTP và SNMP trước phiên bản 3 truyền mật khẩu, câu lệnh dưới dạng đọc được trên đường truyền.
#   remedy: Stop and remove the service, or replace it with SSH, SFTP or SNMPv3; then close the port on the host's own firewall.
#   remedy_vi: Dừng và gỡ dịch vụ, hoặc thay bằng SSH, SFTP, SNMPv3; sau đó đóng cổng trên tường lửa của máy chủ.
#   check_by_hand: "From a machine of the same zone run: nmap -sT -p 21,23,512-514 ADDRESS; snmpget -v2c -c public ADDRESS sysDescr.0; on the machine run: ss -tulpn"
#   check_by_hand_vi: "Từ một máy cùng vùng mạng, chạy: nmap -sT -p 21,23,512-514 ĐỊA_CHỈ; snmpget -v2c -c public ĐỊA_CHỈ sysDescr.0; trên máy chủ, chạy: ss -tulpn"
#   limits:
#     - Which versions of SMB a file server speaks; version 1 on tcp/445 is asked for by no reader.
#     - Services on ports that were not swept, unless another look or the machine's own list names them; programs of other names than the usual ones; SNMP with a community that is neither `public` nor among those the owner entered.
#     - Of a machine whose settings nobody reads, addresses that the inventory does not declare.
#   limits_vi:
#     - Máy chủ chia sẻ tệp dùng phiên bản SMB nào; chưa có công cụ đọc phiên bản 1 tại cổng tcp/445.
#     - Dịch vụ tại cổng chưa quét, trừ khi phép đo khác hoặc danh sách của chính máy chủ nêu tên; chương trình mang tên khác thường lệ; SNMP với chuỗi cộng đồng không phải `public` và không nằm trong các chuỗi chủ quản đã nhập.
#     - Với máy không đọc được cấu hình, các địa chỉ không có trong bản kê khai.
package controls.network.insecure_services

import data.lib.against
import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.listening
import data.lib.programs
import data.lib.subjects

_forbidden := {p | some p in data.params["NW-05"].forbidden}

_old_snmp := {v | some v in data.params["NW-05"].snmp_versions}

_open[host] := open if {
	some host in subjects.declared.host
	open := (listening.open_or_listed(host) & _forbidden) - (object.get(_log_ports, host, set()) | object.get(_undecided, host, set()))
	count(open) > 0 # seen once, from anywhere, is enough
}

# A declared log port behind which no finished look heard anything may be either: neither a fault nor sound. So may one that nobody
# met, and of which the machine does not tell the program.
_undecided[e.host] contains e.port if {
	some e in _declared_logs
	not _listened[e.host]
	not _named[e.host][e.port]
	not _log_ports[e.host][e.port]
}

_undecided[e.host] contains port if {
	some e in _declared_logs
	some port in (({e.port} - object.get(facts.open_ports, e.host, set())) - object.get(programs.told, e.host, set()))
}

_listened contains e.host if {
	some e in _declared_logs
	some look in facts.sound_data(e.host, "services", "same_zone")
	is_array(look.services)
}

_named[e.host][e.port] contains name if {
	some e in _declared_logs
	some name in _names(facts.seen_data(e.host, "services"), e.port)
	name != ""
}

_named[e.host][e.port] contains name if {
	some e in _declared_logs
	some name in programs.at(e.host, e.port)
	name != "syslog"
}

# TCP 514 has two owners: the remote shell, and the log protocol on a collector. It counts as the latter where the dossier says so
# and a finished look at the service, which a collector never answers, found nothing else there; or where the machine's own list says so.
_log_ports[e.host] contains e.port if some e in _log_endpoints

_declared_logs contains e if {
	some e in input.inventory.endpoints
	e.declared
	e.port == "tcp/514"
	e.purpose == "syslog"
	estate.in_role.log_collector[e.host]
}

_log_endpoints contains e if {
	some e in _declared_logs
	_names(facts.sound_data(e.host, "services", "same_zone"), e.port)[""]
	not _named[e.host][e.port]
}

_log_endpoints contains e if {
	some e in _declared_logs
	programs.at(e.host, e.port).syslog
	not _named[e.host][e.port]
}

_names(looks, port) := {s.name | some look in looks; some s in look.services; s.port == port}

_log_evidence[e.host] contains id if {
	some e in _log_endpoints
	id := finding.inv("endpoints", e.id, "purpose")
}

_answered[host] := versions if {
	some host in subjects.declared.host
	versions := {v | some data_ in facts.seen_data(host, "snmp"); some v in data_.answered} & _old_snmp
	count(versions) > 0
}

_old_snmp_names := {concat("/", ["snmp", v]) | some v in _old_snmp}

_expected := {"none_of": (_forbidden | _old_snmp_names)} # without the brackets this would be a comprehension

findings contains finding.fail(host, open, _expected, facts.who_saw(host, open) | listening.who_listed(host, open)) if some host, open in _open

findings contains finding.fail(host, observed, _expected, facts.seen(host, "snmp")) if {
	some host, versions in _answered
	observed := {concat("/", ["snmp", v]) | some v in versions}
}

# A service known by its name on a port where nobody would look for it by number.
_by_name[host] := found if {
	some host in subjects.declared.host
	found := {concat(" ", [name, port]) | some port, names in _names_at[host]; not _forbidden[port]; some name in names}
	count(found) > 0
}

_names_on(host) := {name | some names in _names_at[host]; some name in names}

_names_at[host][s.port] contains s.name if {
	some host, by_port in against.insecure
	some port, ids in by_port
	some id in ids
	some s in facts.observation[id].data.services
	s.port == port
}

_names_at[host][port] contains name if {
	some host, by_port in against.insecure
	some port, _ in by_port
	some name in programs.at(host, port)
	against.plain_names[name]
}

findings contains finding.fail(host, found, {"none_of": (against.plain_names | _names_on(host))}, ids) if {
	some host, found in _by_name
	ids := {id | some port, ids in against.insecure[host]; not _forbidden[port]; some id in ids}
}

# Every port that is open was asked what stands behind it, or the machine tells the program; so it does of one that a filter hides.
_met(host) if {
	opened := facts.found_open(host) | object.get(listening.ports, host, set())
	unmet := (opened - object.keys(object.get(facts.met_ports, host, {}))) - _told(host)
	count({port | some port in unmet; startswith(port, "tcp/")}) == 0
}

_told(host) := object.get(programs.told, host, set()) - object.get(against.veiled, host, set())

lacks contains finding.lack(host, "listed_not_heard", unheard) if {
	some host in subjects.declared.host
	unmet := (object.get(listening.ports, host, set()) - object.keys(object.get(facts.met_ports, host, {}))) - _told(host)
	unheard := {port | some port in unmet; startswith(port, "tcp/")} | (object.get(_agents, host, set()) - {_snmp_port})
	count(unheard) > 0
}

findings contains finding.pass(host, set(), _expected, looks) if {
	some host, services in _may_run
	count(services) == 0
	not _undecided[host]
	_met(host)
	_snmp_known(host)
	_agents_told(host)
	listening.known(host)
	own := facts.sound(host, "snmp", "same_zone") | listening.sound(host)
	seen := (facts.sound(host, "ports", "same_zone") | facts.sound(host, "services", "same_zone")) | own
	looks := seen | object.get(_log_evidence, host, set())
}

# Forbidden services that the host itself did not refuse, by a scan that finished, from its own zone, nor left out of its own list.
_may_run[host] := listening.may_run(host, _forbidden) - (object.get(_log_ports, host, set()) | object.get(_undecided, host, set())) if some host in subjects.declared.host

# An SNMP agent is known to speak only what it should when it answered so, to those as well whom its owner entered; that there is none,
# when the host refused its port. One that is silent may answer other communities, or other askers.
_snmp_known(host) if {
	looks := facts.sound(host, "snmp", "same_zone")
	count(looks) > 0
	mapped := facts.told_by_each(looks, "mapped")
	count(mapped & _old_snmp) == 0
	every look in looks {
		count(facts.observation[look].data.answered) > 0
		some who in facts.observation[look].data.seen_by
		_insiders[who]
	}
}

# Every look from another zone that heard anything says to what the agent answered.
_agents_told(host) if {
	looks := {look | some look in facts.seen(host, "snmp"); _spoke[facts.observation[look].state]} - facts.sound(host, "snmp", "same_zone")
	looks == {look | some look in looks; is_array(facts.observation[look].data.answered)}
}

_spoke := {"ok", "partial"}

# Version 3 answers whoever discovers it, also beside a community that `public` does not guess.
_insiders := {"entered", "own_table"}

_discovered[host] contains answer if {
	some host in subjects.declared.host
	some answer in facts.sound_data(host, "snmp", "same_zone")
	count(answer.answered) > 0
}

lacks contains finding.lack(host, "snmp_public_only", {_snmp_port}) if {
	some host, answers in _discovered
	some answer in answers
	count({who | some who in answer.seen_by} - _insiders) == count(answer.seen_by)
}

lacks contains finding.lack(host, "snmp_maps_old", mapped) if {
	some host, answers in _discovered
	mapped := {version | some answer in answers; some version in answer.mapped} & _old_snmp
	count(mapped) > 0
}

_snmp_known(host) if {
	count(listening.may_run(host, {_snmp_port})) == 0
	not _agents[host]
}

_agents[host] contains port if {
	some host, by_port in programs.services
	some port, by_name in by_port
	by_name.snmp
}

_snmp_port := "udp/161"

_without_answer[host] := listening.silent(host, _forbidden) | _silent_agent(host) if some host in subjects.declared.host

_silent_agent(host) := set() if {
	_snmp_known(host)
} else := listening.silent(host, {_snmp_port})

lacks contains finding.lack(host, "ports_silent", ports) if {
	some host, ports in _without_answer
	count(ports) > 0
}

lacks contains finding.lack(host, "ports_not_tried", ports) if {
	some host, _ in facts.about.ports
	ports := _may_run[host] - _without_answer[host]
	count(ports) > 0
}
