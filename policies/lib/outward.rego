# METADATA
# title: What walls let from machines to the Internet
# scope: package
# schemas:
#   - input: schema.input
package lib.outward

import data.lib.addresses
import data.lib.crossing
import data.lib.facts

# METADATA
# title: Zones that stand for the Internet
internet := {zone | some zone, kind in facts.zone_kind; kind == "internet"}

# METADATA
# title: Ports on which walls let each zone to every address of the Internet, by the looks at them
# description: A rule that names addresses it leads to is somebody's choice; one that names none, or all, is nobody's.
anywhere := _anywhere

_anywhere[o.subject][o.id] contains opening if {
	some o in input.observations.firewall
	facts.standing[o.id]
	some pair in o.data.pairs
	internet[pair.to_zone]
	some opening in pair.opens
	_to_all(opening.targets)
}

_to_all(targets) if targets == []

_to_all(targets) if {
	some target in targets
	endswith(target, "/0")
}

# METADATA
# title: Of some openings the ports on which a host surely may go, in any protocol where it is the empty one
surely(openings, host) := {opening.port | some opening in openings; _sends(opening, host)}

_sends(opening, _) if opening.sources == []

_sends(opening, host) if {
	some source in opening.sources
	addresses.length(source)
	crossing.may_have(source, host)
}

_sends(opening, host) if {
	some source in opening.sources
	addresses.family(source)
	crossing.may_have(source, host)
}

# METADATA
# title: Of some openings the ports on which a host may be let go, as far as their senders are told
perhaps(openings, host) := {opening.port | some opening in openings; _may_send(opening, host)}

_may_send(opening, _) if opening.sources == []

_may_send(opening, host) if {
	some source in opening.sources
	crossing.may_have(source, host)
}

# METADATA
# title: Looks that show that nothing gets from any of some zones to the Internet but what walls tell
read(zones) := walls if {
	count(zones) > 0
	count(internet) > 0
	every zone in zones {
		crossing.walls_read(zone, internet)
	}
	walls := {id | some zone in zones; some id in crossing.walls_read(zone, internet)}
}

# METADATA
# title: Holds where every look at the walls of some zones tells what they let through
speak(zones) if {
	looks := {look | some zone in zones; some look in facts.seen(zone, "firewall")}
	looks == {look | some look in looks; is_array(facts.observation[look].data.pairs)}
}
