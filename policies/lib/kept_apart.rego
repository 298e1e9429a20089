# METADATA
# title: Zones that are to be kept apart from others, as tries and walls show it
# description: |
#   A pair of zones is shown by a finished try from the one into the other over every IP version that both have, or by walls that were
#   read whole for the pair. What answers, or is let through, must be listed by the matrix.
# scope: package
# schemas:
#   - input: schema.input
package lib.kept_apart

import data.lib.crossing
import data.lib.estate
import data.lib.facts
import data.lib.openings

# METADATA
# title: Answers of other zones on ports that no line of the matrix opens to a vantage, by zone and look
unlisted := _unlisted

_unlisted[o.subject][o.id] contains concat(" ", [answer.target, answer.port]) if {
	some o in input.observations.reach
	some answer in o.data.answered
	is_string(answer.port)
	permitted := crossing.permitted(o.subject, o.vantage, o.data.to_zone, answer.target)
	not permitted[answer.port]
}

# METADATA
# title: The zone that a try went to
target_of(id) := facts.observation[id].data.to_zone

# METADATA
# title: Ports that walls let from a zone into another and no line of the matrix lists between them, by zone, target and look
opened := _opened

_opened[o.subject][pair.to_zone][o.id] contains opening.port if {
	some o in input.observations.firewall
	facts.standing[o.id]
	some pair in o.data.pairs
	is_string(pair.to_zone)
	some opening in pair.opens
	is_string(opening.port)
	not _listed[o.subject][pair.to_zone][opening.port]
	opening.port != "icmp"
}

# METADATA
# title: Looks at walls that let every sender of a zone to every address of another by every port, by both zones
all_through := _all_through

_all_through[o.subject][pair.to_zone] contains o.id if {
	some o in input.observations.firewall
	facts.standing[o.id]
	some pair in o.data.pairs
	some opening in pair.opens
	opening.port == ""
	opening.sources == []
	opening.targets == []
}

_all_through[zone][other] contains id if {
	some zone, by_other in openings.wholly
	some other, ids in by_other
	some id in ids
}

# No line lists everything.
_opened[zone][other][id] contains "any_any" if {
	some zone, by_other in openings.wholly
	some other, ids in by_other
	some id in ids
}

_listed[f.from_zone][f.to_zone] contains port if {
	some f in input.inventory.flows
	some port in f.ports
}

# METADATA
# title: Zones of some kinds in the routing domain of a zone, but that one
of_kinds(zone, kinds) := {other.id |
	some other in input.inventory.zones
	kinds[other.kind]
	other.domain == estate.zones[zone].domain
	other.id != zone
}

# METADATA
# title: Those of some zones of which neither a try nor walls show what gets there from a zone
not_shown(zone, targets) := {target |
	some target in targets
	not crossing.walls_read(zone, {target})
	crossing.not_tried_into({zone}, target)[zone]
} | {target |
	some target in targets
	some id in crossing.tries_into({zone}, target)
	not _legible[id]
}

# A try that does not say what answered, or says it in words that name no target, has shown nothing closed.
_legible contains o.id if {
	some o in input.observations.reach
	is_array(o.data.answered)
	every answer in o.data.answered {
		is_string(answer.target)
		is_string(answer.port)
	}
}

# METADATA
# title: Holds where every look at the walls of a zone tells what they let through, or says that it could not read it
# description: One that could not read it must say that its wall lets through what its rules say and no more.
walls_speak(zone) if {
	looks := facts.seen(zone, "firewall") & facts.standing
	looks == {look | some look in looks; _speaks_of_pairs(look)}
}

_speaks_of_pairs(look) if is_array(facts.observation[look].data.pairs)

_speaks_of_pairs(look) if {
	facts.unread[look].pairs
	openings.shut[look]
}

# METADATA
# title: The tries and walls that show what gets from a zone into some others
shown(zone, targets) := {id | some target in targets; some id in crossing.tries_into({zone}, target)} | {id |
	some target in targets
	some id in crossing.walls_read(zone, {target})
}
