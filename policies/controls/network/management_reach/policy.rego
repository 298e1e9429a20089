# METADATA
# title: Administration ports answer the management zone only
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: NW-04
#   title_vi: Cổng quản trị chỉ truy cập được từ vùng quản trị
#   severity: crit
#   part: system
#   subject: host
#   needs:
#     - {kind: ports, from: elsewhere, fields: [left, open, refused, swept]}
#     - {kind: ports, from: same_zone, fields: [open, swept]} # shows that the machine lives, without which silence says nothing
#     - {kind: services, from: any, fields: [services]} # so does another way in
#     - {kind: interfaces, from: self, optional: true, fields: [interfaces]} # shows that a machine of a LAN has no other leg
#     - {kind: firewall, from: any, optional: true, fields: [pairs]} # walls read whole for a pair of zones stand for a look
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "6.12.2.5-6.12.2.6"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: unread
#       transition: instrument
#       applies_to: {levels: [4, 5]}
#     - id: d2
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "5.12.2.2b, 5.12.2.5"
#       force: recommended
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: {says: "giới hạn địa chỉ hoặc thiết bị, nếu hỗ trợ; không đòi vùng quản trị riêng", clause: "5.12.2.5"}
#       transition: instrument
#     - id: s1
#       role: support
#       instrument: tcvn-14423-2026
#       clause: "x.13.2.3b"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: unread
#       transition: instrument
#     - id: s2
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
#     allowed_from: {type: set, default: [management], origin: ours, stricter: fewer}
#     must_look_from: {type: set, default: [internal, internet, wireless, wan], origin: ours, stricter: more}
#   observed: {units: {none: level}}
#   owner_role: operator
#   gates: [migration]
#   rationale: From level 3 administration comes from a zone of its own, so that a stolen office machine cannot reach a login of any server.
#   rationale_vi: Từ cấp độ 3, hoạt động quản trị phải thực hiện từ vùng quản trị riêng, để máy trạm bị chiếm quyền không tiếp cận được đăng nhập quản trị máy chủ.
#   remedy: Permit the administration ports from the management zone only, on the firewall between zones and on the host.
#   remedy_vi: Chỉ cho phép cổng quản trị từ vùng quản trị, trên tường lửa giữa các vùng và trên máy chủ.
#   check_by_hand: "From an office machine and from the Internet run: nmap -sT -Pn -p 22,3389,5900 ADDRESS; nmap -sU -Pn -p 161 ADDRESS; none may be open"
#   check_by_hand_vi: "Từ máy mạng nội bộ và từ Internet, chạy: nmap -sT -Pn -p 22,3389,5900 ĐỊA_CHỈ; nmap -sU -Pn -p 161 ĐỊA_CHỈ; không cổng nào được mở"
#   limits:
#     - Administration through a web page on a port that serves the public too.
#     - Of a machine whose settings nobody reads, addresses that the inventory does not declare.
#     - What a filter between the measuring machine and its gateway keeps from a zone meets the same silence as a wall, where only the machine's own output rules were read.
#   limits_vi:
#     - Quản trị qua trang web trên cổng cũng phục vụ người dân.
#     - Với máy không đọc được cấu hình, các địa chỉ không có trong bản kê khai.
#     - Bộ lọc nằm giữa máy đo và cổng mặc định của nó cũng cho kết quả im lặng như tường lửa, nếu chỉ đọc luật chiều ra của chính máy đo.
package controls.network.management_reach

import data.lib.administration
import data.lib.against
import data.lib.crossing
import data.lib.facts
import data.lib.finding
import data.lib.isolation
import data.lib.levels

_ports := {port | some port in data.params["NW-04"].admin_ports}

_allowed := {kind | some kind in data.params["NW-04"].allowed_from}

_kinds := {kind | some kind in data.params["NW-04"].must_look_from}

# Ports on which a way in for administrators answered by its name, whatever their numbers.
_other_doors := {host: {port | some port, _ in by_port} | some host, by_port in against.doors}

# All of them must be closed, those of which only the machine's own list tells too: no sweep by the numbers of the table tries them.
_doors(host) := administration.ports_of(host, _ports) | object.get(_other_doors, host, set())

_expected := {"within": _allowed}

_held contains host if {
	some host, level in levels.at_least
	level >= levels.zoned
}

_open[host][zone] := found if {
	some host in _held
	some zone, ports in crossing.open[host]
	not _allowed[crossing.kind_seen_from(zone)]
	found := {port | some port, _ in ports} & _doors(host)
	count(found) > 0
}

findings contains finding.not_applicable(host, level, levels.host_evidence[host]) if {
	some host, level in levels.of_host
	level < levels.zoned
}

findings contains finding.not_applicable(host, "independent_lan", pieces) if {
	some host, pieces in isolation.alone
	_held[host]
}

findings contains finding.fail(host, {"from": zone, "open": ports}, _expected, saw) if {
	some host, by_zone in _open
	some zone, ports in by_zone
	saw := {id | some port in ports; some id in crossing.open[host][zone][port]}
}

# No line of the matrix lets anybody administer from such a zone, so that what a wall opens to senders it names counts as well.
findings contains finding.pass(host, set(), _expected, looks | facts.sound(host, "services", "any")) if {
	some host in _held
	not _open[host]
	looks := crossing.shut_to_each(host, _kinds, _doors(host), _kinds)
}

lacks contains finding.lack(host, "zones_not_looked_from", zones) if {
	some host in _held
	zones := crossing.not_shut_to(host, _kinds, _doors(host), _kinds)
	count(zones) > 0
}

lacks contains finding.lack(host, "not_seen_at_home", zones) if {
	some host, zones in crossing.unseen_at_home(_held)
}
