# METADATA
# title: Databases answer only the zones that the matrix opens to them
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: NW-03
#   title_vi: Máy chủ cơ sở dữ liệu chỉ truy cập được từ vùng được phép
#   severity: crit
#   part: system
#   subject: host
#   needs:
#     - {kind: ports, from: elsewhere, fields: [left, open, refused, swept]}
#     - {kind: ports, from: same_zone, fields: [refused, silent]} # shows that the machine lives; one that refuses is no database
#     - {kind: services, from: any, fields: [services]} # a database answers there by its name
#     - {kind: interfaces, from: self, optional: true, fields: [interfaces]} # shows that a machine of a LAN has no other leg
#     - {kind: firewall, from: any, optional: true, fields: [pairs]} # walls read whole for a pair of zones stand for a look
#     - {kind: listening, from: self, optional: true, fields: [sockets]} # a database of the machine's own list is one, whoever is kept from it
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "x.12.2.2b"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: unread
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
#     database_ports: {type: set, table: database_ports, origin: ours, stricter: more}
#     never_from: {type: set, default: [internet, wireless], origin: term, stricter: more}
#     service_names: {type: set, default: [postgresql, mysql, mysqlx, ms-sql-s, ms-sql-m, oracle, oracle-tns, oracle-db, redis, mongodb, ibm-db2, ibm-db2-admin, drda, sybase, sybase-asa, firebird, informix, maxdb, cassandra, cassandra-native, couchdb, elasticsearch, memcached, memcache, riak-pbc], origin: term, stricter: more}
#     must_look_from: {type: set, default: [internet, dmz, internal, wireless, wan], origin: ours, stricter: more}
#   observed: {units: {none: level}}
#   owner_role: operator
#   gates: [migration]
#   rationale: A database that answers the Internet, the DMZ's users or an office lets one weak password give away the whole record set.
#   rationale_vi: Cơ sở dữ liệu truy cập được từ Internet, DMZ hoặc mạng nội bộ thì chỉ một mật khẩu yếu cũng làm lộ toàn bộ dữ liệu.
#   remedy: Permit the database port from the application servers only, on the firewall between zones and in the database's own access list.
#   remedy_vi: Chỉ cho phép cổng cơ sở dữ liệu từ máy chủ ứng dụng, trên tường lửa giữa các vùng và trong danh sách truy cập của cơ sở dữ liệu.
#   check_by_hand: "From an office machine, from the DMZ and from the Internet run: nmap -sT -Pn -p 1433,1521,3306,5432,6379,27017 ADDRESS; none may be open"
#   check_by_hand_vi: "Từ máy mạng nội bộ, từ DMZ và từ Internet, chạy: nmap -sT -Pn -p 1433,1521,3306,5432,6379,27017 ĐỊA_CHỈ; không cổng nào được mở"
#   limits:
#     - A forwarder on another machine that a rule lets through.
#     - Of a machine whose settings nobody reads, addresses that the inventory does not declare.
#     - What a filter between the measuring machine and its gateway keeps from a zone meets the same silence as a wall, where only the machine's own output rules were read.
#   limits_vi:
#     - Máy khác chuyển tiếp mà quy tắc cho phép.
#     - Với máy không đọc được cấu hình, các địa chỉ không có trong bản kê khai.
#     - Bộ lọc nằm giữa máy đo và cổng mặc định của nó cũng cho kết quả im lặng như tường lửa, nếu chỉ đọc luật chiều ra của chính máy đo.
package controls.network.database_reach

import data.lib.crossing
import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.isolation
import data.lib.legs
import data.lib.levels
import data.lib.listening
import data.lib.programs
import data.lib.subjects

_ports := {port | some port in data.params["NW-03"].database_ports}

_kinds := {kind | some kind in data.params["NW-03"].must_look_from}

_expected := {"none_of": _ports}

_senders_never := {kind | some kind in data.params["NW-03"].never_from}

# A database is what is declared as one, or answers as one: a role adds machines and takes none away.
_is_database[host] contains host if some host in estate.in_role.database

_is_database[e.host] contains e.id if {
	some e in input.inventory.endpoints
	e.purpose == "database"
}

_is_database[host] contains port if {
	some host, ports in facts.open_ports
	some port in (ports & _ports)
}

_is_database[host] contains port if {
	some host, ports in listening.ports
	some port in (ports & _ports)
}

_is_database[host] contains port if {
	some host, ports in _answers
	some port in ports
}

_names := {name | some name in data.params["NW-03"].service_names}

_databases := {host |
	some host in subjects.declared.host
	_is_database[host]
	levels.at_least[host] >= levels.zoned
}

# Openings that no line for the very machine that met them lists; towards the Internet and wireless no line counts.
_open[host][zone] := found if {
	some host in _databases
	some zone, ports in crossing.open[host]
	found := {port | some port, ids in ports; some id in ids; not _listed(host, zone, id)[port]} & _ports_of(host)
	count(found) > 0
}

_ports_of(host) := _listed_ports_of(host) | {port | some port in _answers[host]}

# What the dossier calls a database is one, on whatever port.
_listed_ports_of(host) := (_ports | object.get(_declared_databases, host, set())) | object.get(_listens, host, set())

_declared_databases[e.host] contains e.port if {
	some e in input.inventory.endpoints
	e.purpose == "database"
}

_answers[host] contains s.port if {
	some o in input.observations.services
	some host in legs.met_on(o.subject)
	some s in o.data.services
	_names[s.name]
}

_answers[host] contains port if {
	some host, ports in _listens
	some port in ports
}

# Ports on which a machine itself lists the program of a database; each is one that must have been tried.
_listens[host] contains port if {
	some host, by_port in programs.services
	some port, by_name in by_port
	some name, _ in by_name
	_names[name]
}

_listed(_, zone, _) := set() if _senders_never[crossing.kind_seen_from(zone)]

_listed(host, zone, id) := union({crossing.permitted_by_name(zone, facts.observation[id].vantage, to, host) | some to in facts.zones_of[host]}) if {
	not _senders_never[crossing.kind_seen_from(zone)]
}

# The look that could have met a database there was made from its own zone, and met none; nor does the machine list one.
findings contains finding.not_applicable(h.id, h.roles, (((facts.sound(h.id, "ports", "same_zone") | {finding.inv("hosts", h.id, "roles")}) | named) | listening.sound(h.id))) if {
	some h in input.inventory.hosts
	h.declared
	is_array(h.roles)
	not _is_database[h.id]
	count(_ports) > 0
	listening.known(h.id)
	count(listening.may_run(h.id, _ports)) == 0
	named := facts.sound(h.id, "services", "any")
	count(named) > 0
}

findings contains finding.not_applicable(host, levels.of_host[host], levels.host_evidence[host]) if {
	some host in subjects.declared.host
	_is_database[host]
	levels.of_host[host] < levels.zoned
}

findings contains finding.not_applicable(host, "independent_lan", pieces) if {
	some host, pieces in isolation.alone
	_databases[host]
}

findings contains finding.fail(host, {"from": zone, "open": ports}, _expected, saw) if {
	some host, by_zone in _open
	some zone, ports in by_zone
	saw := {id | some port in ports; some id in crossing.open[host][zone][port]; not _listed(host, zone, id)[port]}
}

findings contains finding.pass(host, set(), _expected, ((looks | facts.sound(host, "services", "any")) | listening.sound(host))) if {
	some host in _databases
	listening.known(host)
	looks := crossing.shut_to_each(host, _kinds, _listed_ports_of(host), _senders_never)
}

lacks contains finding.lack(host, "zones_not_looked_from", zones) if {
	some host in _databases
	zones := crossing.not_shut_to(host, _kinds, _listed_ports_of(host), _senders_never)
	count(zones) > 0
}

# Behind a silent port a database may stand.
lacks contains finding.lack(host, "ports_silent", ports) if {
	some host in subjects.declared.host
	not _is_database[host]
	ports := listening.silent(host, _ports)
	count(ports) > 0
}

lacks contains finding.lack(host, "not_seen_at_home", zones) if {
	some host, zones in crossing.unseen_at_home(_databases)
}
