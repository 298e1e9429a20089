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
#   needs: [{kind: ports, from: elsewhere}]
#   max_age_days: 30
#   law:
#     - instrument: tcvn-14423-2026
#       clause: "x.12.2.2b"
#       force: binding
#       confidence: B
#       transition: {until: 2027-07-01, when: {levelled_under: [nd85]}}
#   params:
#     database_ports: {type: set, table: database_ports, origin: ours}
#     must_look_from: {type: set, default: [internet, dmz, internal], origin: ours}
#   observed: {units: {none: level}}
#   owner_role: operator
#   gates: [migration]
#   rationale: A database that answers the Internet, the DMZ's users or an office lets one weak password give away the whole record set.
#   rationale_vi: Cơ sở dữ liệu truy cập được từ Internet, DMZ hoặc mạng nội bộ thì chỉ một mật khẩu yếu cũng làm lộ toàn bộ dữ liệu.
#   remedy: Permit the database port from the application servers only, on the firewall between zones and in the database's own access list.
#   remedy_vi: Chỉ cho phép cổng cơ sở dữ liệu từ máy chủ ứng dụng, trên tường lửa giữa các vùng và trong danh sách truy cập của cơ sở dữ liệu.
#   check_by_hand: "From an office machine, from the DMZ and from the Internet run: nmap -sT -Pn -p 1433,1521,3306,5432,6379,27017 ADDRESS; none may be open"
#   check_by_hand_vi: "Từ máy mạng nội bộ, từ DMZ và từ Internet, chạy: nmap -sT -Pn -p 1433,1521,3306,5432,6379,27017 ĐỊA_CHỈ; không cổng nào được mở"
package controls.network.database_reach

import data.lib.crossing
import data.lib.estate
import data.lib.finding
import data.lib.levels
import data.lib.subjects

_ports := {port | some port in data.params["NW-03"].database_ports}

_kinds := {kind | some kind in data.params["NW-03"].must_look_from}

_expected := {"none_of": _ports}

_databases := {h.id |
	some h in input.inventory.hosts
	estate.in_role.database[h.id]
	levels.at_least[h.id] >= levels.zoned
}

_open[host][zone] := found if {
	some host in _databases
	some zone, ports in crossing.unlisted[host]
	found := {port | some port, _ in ports} & _ports
	count(found) > 0
}

findings contains finding.not_applicable(h.id, h.roles, {finding.inv("hosts", h.id, "roles")}) if {
	some h in input.inventory.hosts
	h.declared
	is_array(h.roles)
	not estate.in_role.database[h.id]
}

findings contains finding.not_applicable(h.id, levels.of_host[h.id], levels.host_evidence[h.id]) if {
	some h in input.inventory.hosts
	estate.in_role.database[h.id]
	levels.of_host[h.id] < levels.zoned
}

findings contains finding.not_applicable(h.id, "independent_lan", {finding.inv("hosts", h.id, "zone_kinds")}) if {
	some h in input.inventory.hosts
	_databases[h.id]
	subjects.only_in(h, "independent_lan") # nothing routes to it; SS-03 shows whether that holds
}

findings contains finding.fail(host, {"from": zone, "open": ports}, _expected, saw) if {
	some host, by_zone in _open
	some zone, ports in by_zone
	saw := {id | some port in ports; some id in crossing.unlisted[host][zone][port]}
}

findings contains finding.pass(host, set(), _expected, looks) if {
	some host in _databases
	not _open[host]
	crossing.looked_from_every_kind(host, _kinds, _ports)
	looks := crossing.sweeps_from(host, crossing.looked_from(host, crossing.zones_around(host, _kinds), _ports))
}
