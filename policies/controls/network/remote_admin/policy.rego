# METADATA
# title: Nobody administers a host straight from the Internet
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: NW-09
#   title_vi: Không quản trị trực tiếp từ Internet, giới hạn địa chỉ nguồn
#   severity: crit
#   part: system
#   subject: host
#   needs:
#     - {kind: ports, from: elsewhere, fields: [left, open, refused, swept]}
#     - {kind: ports, from: same_zone, fields: [refused, silent]} # shows that the machine lives, without which silence says nothing
#     - {kind: sshd_config, from: self, optional: true, fields: [ports, source_limited]}
#     - {kind: host_filter, from: self, optional: true, fields: [tcp]} # the other means that limits from where SSH lets in
#     - {kind: services, from: any, fields: [services]} # another way in would show there
#     - {kind: interfaces, from: self, optional: true, fields: [interfaces]} # shows that a machine of a LAN has no other leg
#     - {kind: firewall, from: any, optional: true, fields: [pairs]} # walls read whole for a pair of zones stand for a look
#     - {kind: listening, from: self, optional: true, fields: [sockets]} # tells ways in that no sweep meets, and at which addresses
#   matters: [second_door]
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "x.12.2, 5.12.2.5, 6.12.2.5"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: {says: "giới hạn địa chỉ hoặc thiết bị, nếu hỗ trợ", clause: "5.12.2.5"}
#       transition: instrument
#       against: [{instrument: luat-116-2025-qh15, clause: "Art. 10(3)", why: law_over_decree, when: {levels: [1, 2]}}]
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
#     admin_ports: {type: set, table: admin_ports, origin: ours, stricter: more}
#     admin_zones: {type: set, default: [management], origin: ours, stricter: fewer} # who comes from there may be an administrator
#     limit_from_level: {type: integer, default: 2, origin: legal, stricter: lower}
#   owner_role: operator
#   gates: [migration]
#   rationale: Remote administration goes through a VPN, and from level 2 only from listed source addresses; a login open to the world is tried by everyone.
#   rationale_vi: Quản trị từ xa phải qua VPN; từ cấp độ 2 phải giới hạn địa chỉ nguồn. Cổng đăng nhập mở ra Internet sẽ bị dò quét liên tục.
#   remedy: Close the port at the edge, bring administrators in through the VPN, and list their source addresses in the SSH server or the host firewall.
#   remedy_vi: Đóng cổng tại biên, cho người quản trị kết nối qua VPN và khai báo địa chỉ nguồn trong dịch vụ SSH hoặc tường lửa máy chủ.
#   check_by_hand: "From outside run: nmap -sT -Pn -p 22,3389,5900 ADDRESS (none open); on the host run: sshd -T | grep -iE 'allowusers|allowgroups'; grep -i '^match address' /etc/ssh/sshd_config; nft list ruleset"
#   check_by_hand_vi: "Từ Internet, chạy: nmap -sT -Pn -p 22,3389,5900 ĐỊA_CHỈ (không cổng nào mở); trên máy chủ, chạy: sshd -T | grep -iE 'allowusers|allowgroups'; grep -i '^match address' /etc/ssh/sshd_config; nft list ruleset"
#   limits:
#     - Remote administration through a third party's tunnel.
#     - Of a machine whose settings nobody reads, addresses that the inventory does not declare.
#     - What a filter between the measuring machine and its gateway keeps from a zone meets the same silence as a wall, where only the machine's own output rules were read.
#   limits_vi:
#     - Quản trị từ xa qua đường hầm của bên thứ ba.
#     - Với máy không đọc được cấu hình, các địa chỉ không có trong bản kê khai.
#     - Bộ lọc nằm giữa máy đo và cổng mặc định của nó cũng cho kết quả im lặng như tường lửa, nếu chỉ đọc luật chiều ra của chính máy đo.
package controls.network.remote_admin

import data.lib.administration
import data.lib.against
import data.lib.crossing
import data.lib.facts
import data.lib.filters
import data.lib.finding
import data.lib.isolation
import data.lib.levels
import data.lib.listening
import data.lib.subjects

_ports := {port | some port in data.params["NW-09"].admin_ports}

_outside := {"internet"}

# Ports on which a way in for administrators answered by its name, whatever their numbers.
_other_doors := {host: {port | some port, _ in by_port} | some host, by_port in against.doors}

_expected := {"none_of": _ports}

_limited := {"equals": "source_limited"}

_open[host][zone] := found if {
	some host in subjects.declared.host
	by_zone := crossing.open[host]
	some zone, ports in by_zone
	_outside[crossing.kind_seen_from(zone)]
	found := {port | some port, _ in ports} & (administration.ports_of(host, _ports) | object.get(_other_doors, host, set()))
	count(found) > 0
}

_must_limit contains host if {
	some host, level in levels.at_least
	level >= data.params["NW-09"].limit_from_level
}

_need_not contains host if {
	some host, level in levels.of_host
	level < data.params["NW-09"].limit_from_level
}

_admin_zones := {kind | some kind in data.params["NW-09"].admin_zones}

# Readings of an SSH server that lets everybody log in from everywhere, as far as its lists of users say.
_unlimited[o.subject] contains o.id if {
	some o in input.observations.sshd_config
	_must_limit[o.subject]
	o.data.source_limited == false
}

# A filter on the host, or a `Match` block, may limit where they come from: only an answer to somebody who stands in no zone of
# administrators, a neighbour too, shows that no filter does; what a block may change is unread.
_answers_anyone[host][reading] := saw if {
	some host, readings in _unlimited
	some reading in readings
	not facts.unread[reading].source_limited
	ports := administration.ssh_ports(reading)
	saw := {id | some id in facts.who_saw(host, ports); not _admin_zones[crossing.kind_seen_from(facts.observation[id].zone)]}
	count(saw) > 0
}

lacks contains finding.lack(host, "source_limit_not_read", means) if {
	some host, readings in _unlimited
	means := {"host_filter" | not filters.told(host, _ssh_doors(host))} | _blocks(readings)
	count(means) > 0
}

# The ports of the server whose settings were read, or SSH's own; a server on any other is a second door.
_ssh_doors(host) := ports if {
	ports := {port | some reading in facts.seen(host, "sshd_config"); some port in administration.ssh_ports(reading)}
	count(ports) > 0
} else := {"tcp/22"}

_blocks(readings) := {"match_block" | some reading in readings; facts.unread[reading].source_limited}

findings contains finding.not_applicable(host, "independent_lan", pieces) if some host, pieces in isolation.alone

findings contains finding.fail(host, {"from": zone, "open": ports}, _expected, saw) if {
	some host, by_zone in _open
	some zone, ports in by_zone
	saw := {id | some port in ports; some id in crossing.open[host][zone][port]}
}

findings contains finding.fail(host, "any_source", _limited, {reading} | saw) if {
	some host, readings in _answers_anyone
	some reading, saw in readings
}

_closed_outside[h.id] := looks if {
	some h in input.inventory.hosts
	h.declared
	looks := crossing.shut_to_each(h.id, _outside, administration.ports_of(h.id, _ports), _outside)
}

lacks contains finding.lack(host, "zones_not_looked_from", zones) if {
	some host in subjects.declared.host
	zones := crossing.not_shut_to(host, _outside, administration.ports_of(host, _ports), _outside)
	count(zones) > 0
}

lacks contains finding.lack(host, "ports_silent", ports) if {
	some host in subjects.declared.host
	not administration.ssh[host]
	ports := listening.silent(host, {"tcp/22"})
	count(ports) > 0
}

lacks contains finding.lack(host, "not_seen_at_home", zones) if {
	some host, zones in crossing.unseen_at_home(subjects.declared.host)
}

findings contains finding.pass(host, set(), _expected, ((looks | facts.sound(host, "services", "any")) | listening.sound(host))) if {
	some host, looks in _closed_outside
	listening.known(host)
	_no_login_to_limit(host)
}

findings contains finding.pass(host, set(), _expected, (((looks | readings) | facts.sound(host, "services", "any")) | listening.sound(host))) if {
	some host, looks in _closed_outside
	listening.known(host)
	readings := facts.sound(host, "sshd_config", "self")
	count(readings) > 0
	every id in readings {
		facts.observation[id].data.source_limited
	}
}

# The machine's own filter limits it, whatever the server would do.
findings contains finding.pass(host, set(), _expected, (((looks | filters.sound(host)) | facts.sound(host, "services", "any")) | listening.sound(host))) if {
	some host, looks in _closed_outside
	listening.known(host)
	readings := facts.seen(host, "sshd_config") & facts.ok
	readings == {reading | some reading in readings; is_array(facts.observation[reading].data.ports)} # which the filter must limit
	filters.limits(host, _ssh_doors(host))
	count(_met_outside(host)) == 0
}

# Sweeps that met the SSH server from where no administrator stands, whatever the filter says.
_met_outside(host) := {id |
	some id in facts.who_saw(host, _ssh_doors(host))
	not _admin_zones[crossing.kind_seen_from(facts.observation[id].zone)]
}

# It listens on addresses of the administrators' zone alone, and nobody else gets to them.
findings contains finding.pass(host, set(), _expected, (((looks | place) | facts.sound(host, "services", "any")) | listening.sound(host))) if {
	some host, looks in _closed_outside
	place := _kept_to_administrators(host)
}

_kept_to_administrators(host) := crossing.shut_at(host, zones, _others, _ssh_doors(host)) if {
	zones := listening.zones_of(host, _ssh_doors(host))
	every zone in zones {
		_admin_zones[facts.zone_kind[zone]]
	}
}

_others := {kind | some _, kind in facts.zone_kind; not _admin_zones[kind]}

_no_login_to_limit(host) if {
	not administration.ssh[host]
	count(listening.may_run(host, {"tcp/22"})) == 0
}

_no_login_to_limit(host) if _need_not[host]
