# METADATA
# title: Between zones everything is closed that the matrix does not open
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: NW-02
#   title_vi: Tường lửa giữa các vùng mạng chặn mặc định
#   severity: crit
#   part: estate
#   subject: zone
#   needs:
#     - {kind: firewall, from: any, fields: [any_any, forward_policy, rules]}
#     - {kind: firewall, from: any, optional: true, fields: [pairs]} # a wall that was read whole for a pair stands for a try
#     - {kind: reach, from: any, fields: [answered, control, ipv4, ipv6, to_zone, tried]}
#   matters: [{matter: wider_rule, against: pass}]
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "x.12.2, 5.12.2.4d"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: unread
#       transition: {rules: [luat-116-2025-qh15/level-kept, luat-116-2025-qh15/means-in-use, nd-331-2026-nd-cp/measures]}
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
#     other_peoples_kinds: {type: set, default: [internet, national, independent_lan], origin: ours, stricter: fewer}
#     from_level: {type: integer, default: 3, origin: legal, stricter: lower}
#     database_ports: {type: set, table: database_ports, origin: ours, stricter: more}
#     never_from: {type: set, default: [internet, wireless], origin: term, stricter: more}
#   owner_role: operator
#   gates: [migration]
#   rationale: From level 3 traffic in and out is refused unless a line of the approved matrix permits it; one accepting default opens every zone behind it.
#   rationale_vi: Từ cấp độ 3, lưu lượng vào, ra bị chặn mặc định, chỉ cho phép theo ma trận đã phê duyệt; một luật cho phép mặc định làm mở toàn bộ các vùng phía sau.
#   remedy: Set the forward policy to drop, remove any-any rules, and close each opening that no line of the matrix lists, or have the line approved.
#   remedy_vi: Đặt chính sách chuyển tiếp là chặn, gỡ luật cho phép tất cả và đóng các kết nối ngoài ma trận, hoặc trình phê duyệt bổ sung ma trận.
#   check_by_hand: "On the firewall run: nft list ruleset (or the maker's command); look at the forward policy and for rules without addresses and ports; then scan one zone from another"
#   check_by_hand_vi: "Trên tường lửa, chạy: nft list ruleset (hoặc lệnh của hãng); xem chính sách forward và các luật không giới hạn địa chỉ, cổng; sau đó quét thử từ vùng này sang vùng khác"
#   limits:
#     - Ports that were not tried, and ways that open only at certain times.
#     - ICMP, which no line of a matrix lists.
#     - What a filter between the measuring machine and its gateway keeps from a zone meets the same silence as a wall, where only the machine's own output rules were read.
#     - Ways over UDP, where no rule of a firewall tells them, other than to name servers, TFTP, time servers and SNMP agents that the dossier or `egress_targets` names.
#   limits_vi:
#     - Cổng chưa thử, và đường chỉ mở vào thời điểm nhất định.
#     - ICMP, vì ma trận luồng không liệt kê giao thức này.
#     - Bộ lọc nằm giữa máy đo và cổng mặc định của nó cũng cho kết quả im lặng như tường lửa, nếu chỉ đọc luật chiều ra của chính máy đo.
#     - Đường đi qua UDP nếu không có luật tường lửa cho thấy, trừ tới máy chủ tên miền, TFTP, máy chủ thời gian, tác nhân SNMP có trong hồ sơ hoặc `egress_targets`.
package controls.network.default_deny

import data.lib.crossing
import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.subjects

_other_peoples := {kind | some kind in data.params["NW-02"].other_peoples_kinds}

_closed := {"equals": "drop"}

_listed := {"within": "permitted_flows"}

_judged contains zone.id if {
	some zone in input.inventory.zones
	subjects.declared.zone[zone.id]
	not _other_peoples[zone.kind]
}

# Routing domains with a system for which default deny is asked; a system without level or site may be one.
_strict_domains contains zone.domain if {
	some zone in input.inventory.zones
	some s in input.inventory.systems
	_asks(s)
	_may_stand_at(s, zone.site)
}

_asks(system) if system.level >= data.params["NW-02"].from_level

_asks(system) if not system.level

_may_stand_at(system, site) if system.site == site

_may_stand_at(system, _) if not system.site

_strict contains id if {
	some id in _judged
	_strict_domains[estate.zones[id].domain]
}

_broken(id, observed, expected, evidence) := finding.fail(id, observed, expected, evidence) if _strict[id]

_broken(id, observed, expected, evidence) := finding.warn(id, observed, expected, evidence) if not _strict[id]

findings contains finding.not_applicable(zone.id, zone.kind, {finding.inv("zones", zone.id, "kind")}) if {
	some zone in input.inventory.zones
	subjects.declared.zone[zone.id]
	_other_peoples[zone.kind]
}

findings contains _broken(o.subject, o.data.forward_policy, _closed, {o.id}) if {
	some o in input.observations.firewall
	_judged[o.subject]
	o.data.forward_policy != "drop"
}

findings contains _broken(o.subject, "any_any", _closed, {o.id}) if {
	some o in input.observations.firewall
	_judged[o.subject]
	o.data.any_any
}

# What a wall lets through beside the matrix is broken whether or not anything there answers.
findings contains _broken(o.subject, {"to": rule.to_zone, "port": rule.port}, _listed, {o.id}) if {
	some o in input.observations.firewall
	_judged[o.subject]
	some rule in o.data.rules
	crossing.rule_is_wider(o.subject, rule)
}

# Nor does a line for some machines list a wall's opening to every address of their zone.
findings contains _broken(o.subject, {"to": target, "port": port}, _listed, {o.id}) if {
	some o in input.observations.firewall
	_judged[o.subject]
	some [target, port] in crossing.opened_whole(o.subject, o.data)
}

# A line opens nothing that the law closes: a database to wireless, or to a whole zone (NW-03).
_database_ports := {port | some port in data.params["NW-02"].database_ports}

_databases contains zone.id if {
	some zone in input.inventory.zones
	zone.kind == "database"
}

_never_from contains zone.id if {
	some zone in input.inventory.zones
	some kind in data.params["NW-02"].never_from
	zone.kind == kind
}

_permitted(from_zone, vantage, to_zone, target) := lines if {
	not _databases[to_zone]
	lines := crossing.permitted(from_zone, vantage, to_zone, target)
}

_permitted(from_zone, vantage, to_zone, target) := (lines - _database_ports) | named if {
	_databases[to_zone]
	lines := crossing.permitted(from_zone, vantage, to_zone, target)
	named := _named(from_zone, vantage, to_zone, target)
}

_named(from_zone, _, _, _) := set() if _never_from[from_zone]

_named(from_zone, vantage, to_zone, target) := crossing.permitted_by_name(from_zone, vantage, to_zone, target) if {
	not _never_from[from_zone]
}

findings contains _broken(o.subject, {"to": rule.to_zone, "port": rule.port}, _listed, {o.id}) if {
	some o in input.observations.firewall
	_judged[o.subject]
	some rule in o.data.rules
	_databases[rule.to_zone]
	_database_ports[rule.port]
	not _listed_for(o.subject, rule)
	rule.to_zone != o.subject
}

# A line for some senders lists a rule, whose own senders must be theirs, where it tells them and they have addresses.
_listed_for(zone, rule) if {
	_for_somebody[zone][rule.to_zone][rule.port]
	not crossing.lets_in_others(zone, rule)
}

_for_somebody[f.from_zone][f.to_zone] contains port if {
	some f in input.inventory.flows
	count(f.from_hosts) > 0
	not _never_from[f.from_zone]
	some port in f.ports
}

# Answers of another zone on ports that no line of the matrix opens to this vantage.
_unlisted[o.id] contains answer if {
	some o in input.observations.reach
	o.subject != o.data.to_zone
	some answer in o.data.answered
	port := answer.port
	permitted := _permitted(o.subject, o.vantage, o.data.to_zone, answer.target)
	not permitted[port]
}

findings contains _broken(o.subject, {"to": o.data.to_zone, "answered": answers}, _listed, {o.id}) if {
	some id, answers in _unlisted
	o := facts.observation[id]
	_judged[o.subject]
}

# Zones that must be tried from each judged one: those of its routing domain in which a machine stands, and the Internet.
_around := _zones_around

_zones_around[id] contains zone.id if {
	some id in _judged
	domain := estate.zones[id].domain
	some zone in input.inventory.zones
	zone.domain == domain
	zone.id != id
	_reachable_in_principle(zone)
}

_reachable_in_principle(zone) if zone.kind == "internet"

_reachable_in_principle(zone) if {
	not _not_ours[zone.kind]
	not _empty[zone.id]
}

_not_ours := {"national", "independent_lan"}

# A zone counts as empty only where every system says on which machines it stands.
_empty := {zone.id | some zone in input.inventory.zones} - _populated if {
	every system in input.inventory.systems {
		is_array(system.machines)
	}
} else := set()

_populated contains zone if {
	some system in input.inventory.systems
	some machine in system.machines
	some zone in machine.zones
}

_legible(data_) if {
	is_string(data_.to_zone)
	is_array(data_.answered)
	every answer in data_.answered {
		is_string(answer.target)
		is_string(answer.port)
	}
}

_tries[id] := {try | some try in facts.sound(id, "reach", "any"); facts.observation[try].zone == id} if some id in _judged

lacks contains finding.lack(id, "zones_not_tried", zones) if {
	some id, tries in _tries
	zones := _to_try[id] - {facts.observation[try].data.to_zone | some try in tries}
	count(zones) > 0
}

# Each zone is covered by a try at it, or by walls that were read whole for the pair.
_to_try[id] := object.get(_around, id, set()) - object.keys(crossing.walled(id)) if some id in _judged

_untried[id] := crossing.families_needed(id, _to_try[id]) - crossing.families_tried(tries) if {
	some id, tries in _tries
}

lacks contains finding.lack(id, "families_not_tried", missed) if {
	some id, pairs in _untried
	missed := crossing.families_missed(pairs, _tries[id])
	count(missed) > 0
}

# What a wall opens between zones it tells pair by pair, or says that it could not be read.
_speaks_of_pairs(wall) if is_array(facts.observation[wall].data.pairs)

_speaks_of_pairs(wall) if facts.unread[wall].pairs

findings contains finding.pass(id, "drop", _closed, walls | tries) if {
	some id in _judged
	walls := facts.sound(id, "firewall", "any")
	count(walls) > 0
	every wall in walls {
		facts.observation[wall].data.forward_policy == "drop"
		facts.observation[wall].data.any_any == false
	}
	walls == {wall | some wall in walls; _speaks_of_pairs(wall)}
	crossing.every_zone_described
	tries := _tries[id]
	count(tries) > 0
	count(_to_try[id] - {facts.observation[try].data.to_zone | some try in tries}) == 0
	count(_untried[id]) == 0
	every try in tries {
		facts.observation[try].data.control
		count(facts.observation[try].data.tried) > 0
		_legible(facts.observation[try].data)
		not _unlisted[try]
	}
}
