# METADATA
# title: Whether anything gets from the machines of a system to the network that a link of it uses, as walls and tries show it
# description: |
#   A zone is shut to another where every machine that joins it to others tells that nothing gets there, and no try was answered there.
#   What was read of neither may be open, so that a way is shut only where walls were read whole all around; a way through other zones,
#   as by a proxy, is one.
# scope: package
# schemas:
#   - input: schema.input
package lib.cut_off

import data.lib.crossing
import data.lib.estate
import data.lib.facts

# METADATA
# title: Links whose network no machine of their source can get to, with the walls that show it
links := _links

_links[l.id] := walls if {
	some l in input.inventory.links
	starts := _standing[l.source]
	targets := _zones_of[l.network]
	reached := graph.reachable(_leads, starts)
	count(reached & targets) == 0
	walls := {wall | some zone in reached; some target in targets; some wall in crossing.walls_read(zone, {target})}
	count(walls) > 0
}

# Zones of all machines of a system; of one that stands nowhere, as far as is known, nothing can be said.
_standing[s.id] := zones if {
	some s in input.inventory.systems
	count(s.machines) > 0
	every machine in s.machines {
		count(machine.zones) > 0
	}
	zones := {zone | some machine in s.machines; some zone in machine.zones}
}

_zones_of.internet contains zone.id if {
	some zone in input.inventory.zones
	zone.kind == "internet"
}

_zones_of.tslcd contains zone.id if {
	some zone in input.inventory.zones
	zone.kind == "tslcd"
}

_zones_of.tslcd contains n.zone if {
	some n in input.inventory.networks
	estate.dedicated[n.id]
}

_leads[zone.id] := others if {
	some zone in input.inventory.zones
	others := {other.id |
		some other in input.inventory.zones
		not _closed[zone.id][other.id]
	}
}

_closed[zone][other] if {
	some zone, by_other in _said_closed
	some other, _ in by_other
	crossing.walls_read(zone, {other})
	not _perhaps[zone][other]
}

_said_closed[o.subject][pair.to_zone] contains o.id if {
	some o in input.observations.firewall
	some pair in o.data.pairs
	pair.state == "closed"
}

# A look that tells of anything that gets there, or of which nobody understood whether it does; and a try that was answered.
_perhaps[o.subject][pair.to_zone] if {
	some o in input.observations.firewall
	facts.standing[o.id]
	some pair in o.data.pairs
	not _is_closed(pair)
}

_perhaps[o.subject][o.data.to_zone] if {
	some o in input.observations.reach
	count(o.data.answered) > 0
}

_is_closed(pair) if pair.state == "closed"
