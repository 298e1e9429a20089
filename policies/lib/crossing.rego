# METADATA
# title: What hosts show to other zones than their own, and what the declared matrix permits
# description: |
#   A flow permits a port from a zone to a zone. Where it names hosts, it permits only them; a probe that is not one of the named
#   senders and still gets an answer has found an opening that no line of the matrix lists.
# scope: package
# schemas:
#   - input: schema.input
package lib.crossing

import data.lib.addresses
import data.lib.estate
import data.lib.facts
import data.lib.legs

# METADATA
# title: Ports of a target that the matrix opens to a vantage of another zone
permitted(from_zone, vantage, to_zone, target) := {port |
	opened := object.get(_flows, [from_zone, to_zone], {})
	some sender in {vantage, _any}
	some receiver in {target, _any}
	some port in object.get(opened, [sender, receiver], set())
}

# Ports by zones, sender and receiver, so that a host's flows are found without walking the others of its zone.
_flows := _flows_by_end

_flows_by_end[f.from_zone][f.to_zone][sender][receiver] contains port if {
	some f in input.inventory.flows
	some sender in _named(f, "from_hosts")
	some receiver in _named(f, "to_hosts")
	some port in f.ports
}

# METADATA
# title: Ports of a target that lines naming the vantage as sender open to it
# description: |
#   What the law keeps from whole zones, no line for a whole zone opens: only one for named senders does.
permitted_by_name(from_zone, vantage, to_zone, target) := {port |
	opened := object.get(_flows, [from_zone, to_zone], {})
	vantage != _any
	some receiver in {target, _any}
	some port in object.get(opened, [vantage, receiver], set())
}

_any := "" # no host has this id

_named(flow, side) := {_any} if count(object.get(flow, side, [])) == 0

_named(flow, side) := {host | some host in flow[side]} if count(object.get(flow, side, [])) > 0

# METADATA
# title: Kind of the zone an observation was made from; `undeclared` for a zone that the inventory does not have
kind_seen_from(zone) := object.get(facts.zone_kind, zone, "undeclared")

# METADATA
# title: Ports seen open on a host from another zone, by host and that zone, with the observation that saw it
open := _open

_open[o.subject][o.zone][port] contains o.id if {
	some o in input.observations.ports
	_from_outside[o.id]
	some port in o.data.open
}

_open[host][o.zone][port] contains o.id if {
	count(legs.met_as) > 0
	some o in input.observations.ports
	_from_outside[o.id]
	some host in legs.met_as[o.subject]
	some port in o.data.open
}

# METADATA
# title: Of those, the ports that no line of the matrix opens to that vantage
unlisted := _unlisted

_unlisted[o.subject][o.zone][port] contains o.id if {
	some o in input.observations.ports
	_from_outside[o.id]
	listed := union({permitted(o.zone, o.vantage, zone, o.subject) | some zone in facts.zones_of[o.subject]})
	some port in ({p | some p in o.data.open} - listed)
}

# Which leg of a machine with several was met is not told, so a flow to any of their zones permits.
_from_outside contains o.id if {
	some o in input.observations.ports
	facts.zones_of[o.subject]
	not facts.at_home[o.subject][o.zone]
}

# METADATA
# title: Finished sweeps of a host from another zone, by host and that zone
sweeps := _sweeps

_sweeps[o.subject][o.zone] contains o.id if {
	some o in input.observations.ports
	facts.ok[o.id]
	_from_outside[o.id]
}

# METADATA
# title: Zones of some kinds in a host's own routing domain; elsewhere its address means another machine or none
zones_around(host, kinds) := {zone.id |
	some zone in input.inventory.zones
	kinds[zone.kind]
	_domains[host][zone.domain]
	not facts.at_home[host][zone.id]
}

_domains := {h.id: {domain | some domain in h.domains} | some h in input.inventory.hosts}

# METADATA
# title: Holds when every zone says its kind and routing domain; a zone that does not might be one that had to be looked from
every_zone_described if {
	every zone in input.inventory.zones {
		is_string(zone.id)
		is_string(zone.kind)
		is_string(zone.domain)
	}
}

# METADATA
# title: Those of some zones from which finished sweeps tried every one of some ports of a host
looked_from(host, zones, ports) := {zone |
	some zone in zones
	count(ports) > 0
	count(ports - object.get(facts.swept_from, [zone, host], set())) == 0
}

# METADATA
# title: Ids of the finished sweeps of a host from some zones
sweeps_from(host, zones) := {id |
	some zone in zones
	some id in object.get(sweeps, [host, zone], set())
}

# METADATA
# title: Ids of the finished sweeps of a host from its own zone
# description: They show that it lives. To a machine that is switched off every port is closed, so that silence elsewhere says nothing.
alive_at_home(host) := facts.sound(host, "ports", "same_zone") & facts.ok

# METADATA
# title: Hosts among some that no finished sweep of their own zone shows alive, by the zones they stand in
unseen_at_home(hosts) := {host: zones |
	some host in hosts
	zones := object.get(facts.zones_of, host, set())
	count(zones) > 0
	count(alive_at_home(host)) == 0
}

# METADATA
# title: Zones and address families in which tries from a zone must have been made, as [zone, family]
# description: |
#   Those in which the zone they start from has a network and a machine of the other one an address: what is closed over IPv4 may be open
#   over IPv6. The Internet has both. Where no address is declared nobody knows of a family, so none is asked for.
families_needed(from_zone, to_zones) := {[zone, family] |
	some family in object.get(_network_families, from_zone, set())
	some zone in to_zones
	_machine_families[zone][family]
}

_network_families[n.zone] contains addresses.family(split(prefix, "/")[0]) if {
	some n in input.inventory.networks
	some prefix in n.prefixes
}

_machine_families[zone.id] contains family if {
	some zone in input.inventory.zones
	some family in zone.ip_versions
}

_machine_families[zone.id] contains family if {
	some zone in input.inventory.zones
	zone.kind == "internet"
	some family, _ in _tried_over
}

_tried_over := {"v4": "ipv4", "v6": "ipv6"}

# METADATA
# title: Zones and address families that some tries went to, as [zone, family]
families_tried(tries) := {[zone, family] |
	some id in tries
	zone := facts.observation[id].data.to_zone
	some family, field in _tried_over
	facts.told(id, field) == true
}

# METADATA
# title: Of pairs of a zone and a family that were not tried, those whose zone was tried over another family, in words
families_missed(pairs, tries) := {concat(" ", pair) | some pair in pairs; tried[pair[0]]} if {
	tried := {facts.observation[id].data.to_zone | some id in tries}
}

# METADATA
# title: What sweeps met in other zones that no line of the matrix opens to them, by look
# description: |
#   A sweep tries more of a machine than the tries at what its dossier lists. The document of the estate has those sweeps alone that met
#   something of the kind, and its systems say in which zones their machines stand.
met_beyond := _met_beyond

_met_beyond[o.id] := {"zones": zones, "ports": ports} if {
	some o in input.observations.ports
	zones := _standing[o.subject]
	count(zones) > 0
	not zones[o.zone]
	listed := union({permitted(o.zone, o.vantage, zone, o.subject) | some zone in zones})
	ports := {port | some port in o.data.open; not listed[port]}
	count(ports) > 0
}

_standing[machine.id] := {zone | some zone in machine.zones} if {
	some system in input.inventory.systems
	some machine in system.machines
}

# METADATA
# title: Usable tries to reach a zone from some others, each made in its own by a probe that works
tries_into(zones, target) := {id |
	some zone in zones
	some id in _tries_into(zone, target)
}

# METADATA
# title: Those of some zones from which nobody tried to reach another, or not over an IP version that both have
not_tried_into(zones, target) := {zone |
	some zone in zones
	count(_tries_into(zone, target)) == 0
} | {zone |
	some zone in zones
	count(families_needed(zone, {target}) - families_tried(_tries_into(zone, target))) > 0
}

_tries_into(zone, target) := {id |
	some id in facts.sound(zone, "reach", "any")
	facts.observation[id].zone == zone
	facts.observation[id].data.to_zone == target
	facts.told(id, "control") == true
	count(facts.told(id, "tried")) > 0
}

# METADATA
# title: Holds for a forwarding rule that permits more than the lines of the matrix between its two zones list together
# description: |
#   A rule is read as zones and a port; which hosts it is for is not compared, so a line for some hosts lists it. A rule for any
#   port, or towards any zone, is listed by nothing, and one towards addresses beyond a zone also by a line to the Internet. ICMP,
#   which no line can list and without which no network works (RFC 4890), is let be.
rule_is_wider(_, rule) if rule.port == ""

rule_is_wider(_, rule) if {
	rule.to_zone == ""
	rule.port != _icmp
}

rule_is_wider(zone, rule) if {
	rule.to_zone != zone
	rule.port != _icmp
	not _listed[zone][rule.to_zone][rule.port]
	not _listed_beyond(zone, rule)
}

_icmp := "icmp"

# METADATA
# title: Ports that a wall opens to every address of another zone while lines list machines of it alone, each with that zone
# description: A zone that has one address is that machine.
opened_whole(zone, wall) := {[pair.to_zone, opening.port] |
	some pair in wall.pairs
	some opening in pair.opens
	opening.targets == []
	_listed[zone][pair.to_zone][opening.port]
	not _listed_to_all[zone][pair.to_zone][opening.port]
	_has_several[pair.to_zone]
}

_has_several contains n.zone if {
	some n in input.inventory.networks
	some prefix in n.prefixes
	not endswith(prefix, "/32")
	not endswith(prefix, "/128")
}

_listed_to_all[f.from_zone][f.to_zone] contains port if {
	some f in input.inventory.flows
	count(f.to_hosts) == 0
	some port in f.ports
}

_listed_beyond(zone, rule) if {
	rule.beyond == true
	some internet, kind in facts.zone_kind
	kind == "internet"
	_listed[zone][internet][rule.port]
}

# METADATA
# title: Holds for a rule that tells a sender who is none of those whom lines between its zones name for its port
# description: Of senders who are not told, or lines that name nobody with an address, nothing can be compared.
lets_in_others(zone, rule) if {
	named := {address |
		some receiver, by_port in _senders[zone][rule.to_zone]
		some address in by_port[rule.port]
	}
	count(named) > 0
	some word in split(rule.source, " ")
	word != "…"
	not named[word]
}

# METADATA
# title: Zones to which nothing gets from a zone but what rules tell, and the looks at its walls that show it
# description: |
#   Every machine of the zone that has a leg in another one tells what it forwards, and understood it whole for the pair. What joins the
#   zones and is no declared machine is seen by nobody.
walled(zone) := {target: walls |
	joining := object.get(_joining, zone, set())
	some target in _answered_pairs[zone]
	walls := {id | some machine in joining; some id in object.get(_read_pair, [zone, machine, target], set())}
	count(walls) > 0
	every machine in joining {
		count(object.get(_read_pair, [zone, machine, target], set())) > 0
	}
}

_joining[zone.id] contains machine if {
	some zone in input.inventory.zones
	some machine in zone.joined_by
}

_joining[zone] contains machine.id if {
	some system in input.inventory.systems
	some machine in system.machines
	count(machine.zones) > 1
	some zone in machine.zones
}

_answered_pairs[zone] contains target if {
	some zone, by_machine in _read_pair
	some _, by_target in by_machine
	some target, _ in by_target
}

_read_pair[o.subject][o.vantage][pair.to_zone] contains o.id if {
	some o in input.observations.firewall
	facts.usable[o.id]
	some pair in facts.told(o.id, "pairs")
	_read_whole[pair.state]
}

_read_whole := {"closed", "open"}

# METADATA
# title: Zones among some from which nothing gets to some ports of a host past the walls, with the looks that show it
# description: |
#   What a wall opens to senders whom a line of the matrix names, from a zone of a kind that lines count for, is no way in: the
#   addresses that it is for must all be theirs. `to` are the zones in which the host is reached.
barred(zones, host, to, ports, never) := {zone: walls |
	not legs.undeclared[host]
	count(to) > 0
	count(ports) > 0
	some zone in zones
	walls := walls_read(zone, to)
	count(_let_through(zone, host, to, ports, never)) == 0
}

# METADATA
# title: Looks at the walls between a zone and some others, where every machine that joins it to them tells all that gets through
walls_read(zone, to) := walls if {
	joining := object.get(_joining, zone, set())
	count(joining) > 0
	every machine in joining {
		every target in to {
			count(object.get(_told_pair, [zone, machine, target], set())) > 0
		}
	}
	walls := {id | some machine in joining; some target in to; some id in _told_pair[zone][machine][target]}
}

# Looks that tell everything that gets from a zone to another by a machine. An older look of the same is replaced.
_told_pair[o.subject][o.vantage][pair.to_zone] contains o.id if {
	some o in input.observations.firewall
	facts.usable[o.id]
	facts.standing[o.id]
	some pair in facts.told(o.id, "pairs")
	_tells_all(pair)
}

_tells_all(pair) if pair.state == "closed"

_tells_all(pair) if {
	pair.state == "open"
	count(pair.opens) > 0
}

# Ports among some that walls let through from a zone to a host, beside what lines for named senders open to these.
_let_through(zone, host, to, ports, never) := {port |
	some target in to
	some opening in object.get(_openings, [zone, target], set())
	_leads_to(opening, host)
	some port in _ports_of_opening(opening.port, ports)
	not _for_named(zone, target, host, port, opening, never)
}

_openings[o.subject][pair.to_zone] contains opening if {
	some o in input.observations.firewall
	facts.standing[o.id]
	some pair in o.data.pairs
	some opening in pair.opens
}

_leads_to(opening, _) if not _names_targets(opening)

_leads_to(opening, host) if {
	some target in opening.targets
	may_have(target, host)
}

_names_targets(opening) if count(opening.targets) > 0

# METADATA
# title: Holds where an end of a wall's rule may have an address of a host
# description: What is no prefix and no address, as a range or the sign that there are more, may have any.
may_have(target, _) if {
	not addresses.length(target)
	not addresses.family(target)
}

may_have(target, host) if object.get(estate.addresses, host, set())[target]

may_have(target, host) if {
	some address in object.get(estate.addresses, host, set())
	addresses.inside(address, target)
}

_ports_of_opening("", ports) := ports

_ports_of_opening(port, ports) := ports & {port} if {
	port != ""
	not contains(port, "-")
}

_ports_of_opening(range_, ports) := {port |
	ends := split(range_, "-")
	protocol := substring(range_, 0, 4)
	first := facts.number_of(ends[0])
	last := facts.number_of(concat("", [protocol, ends[1]]))
	some port in ports
	startswith(port, protocol)
	number := facts.number_of(port)
	first <= number
	number <= last
} if {
	contains(range_, "-")
}

_for_named(zone, target, host, port, opening, never) if {
	not never[kind_seen_from(zone)]
	count(opening.sources) > 0
	named := {address |
		some receiver in {host, _any}
		some address in object.get(_senders, [zone, target, receiver, port], set())
	}
	every source in opening.sources {
		named[source]
	}
}

_senders := _addresses_of_senders

_addresses_of_senders[f.from_zone][f.to_zone][receiver][port] contains address if {
	some f in input.inventory.flows
	some address in f.from_addresses
	some receiver in _named(f, "to_hosts")
	some port in f.ports
}

# METADATA
# title: Evidence that none of some ports of a host can be reached from any zone of some kinds around it
# description: |
#   From each a finished sweep, or walls that were read whole for the pair, and a sweep from the host's own zone that shows it alive: to
#   a machine that is switched off every port is closed, and silence tells nothing about what runs.
shut_to_each(host, kinds, ports, never) := evidence if {
	every_zone_described
	around := zones_around(host, kinds)
	count(around) > 0
	walls := _closed_zones(host, around, ports, never)
	looked := looked_from(host, around, ports)
	count((around - looked) - object.keys(walls)) == 0
	home := alive_at_home(host)
	count(home) > 0
	evidence := (sweeps_from(host, looked) | home) | {id | some _, ids in walls; some id in ids}
}

_closed_zones(host, around, ports, never) := barred(around - looked_from(host, around, ports), host, object.get(facts.zones_of, host, set()), ports, never)

# METADATA
# title: Evidence that nobody in any zone of some kinds, the host's own among them, gets to some of its ports at its addresses in some zones
shut_at(host, to, kinds, ports) := evidence if {
	every_zone_described
	around := zones_around(host, kinds)
	count(around) > 0
	looked := {zone | some zone in looked_from(host, around, ports); count(_open_to(host, zone, ports)) == 0}
	walls := barred(around - looked, host, to, ports, kinds)
	count((around - looked) - object.keys(walls)) == 0
	evidence := sweeps_from(host, looked) | {id | some _, ids in walls; some id in ids}
}

_open_to(host, zone, ports) := {port | some port, _ in object.get(open, [host, zone], {}); ports[port]}

# METADATA
# title: Zones of some kinds around a host from which neither a finished sweep tried all of some ports nor walls keep them
not_shut_to(host, kinds, ports, never) := (around - looked_from(host, around, ports)) - object.keys(_closed_zones(host, around, ports, never)) if {
	around := zones_around(host, kinds)
}

_listed := _listed_ports

_listed_ports[f.from_zone][f.to_zone] contains port if {
	some f in input.inventory.flows
	some port in f.ports
}
