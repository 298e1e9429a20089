# METADATA
# title: Moves of systems - whether one goes on elsewhere, in which night, and since when it has run
# description: |
#   What a decision means is told by the inventory's join (`moves`, `ends`). A night is the day of a wave; one of the past has been.
# scope: package
# schemas:
#   - input: schema.input
package lib.moves

import data.lib.estate
import data.lib.finding
import data.lib.papers

# METADATA
# title: Systems that, by the decision about them, go on at another place
moving := {s.id | some s in input.inventory.systems; s.declared; s.moves == true}

# METADATA
# title: Findings for the systems that no decision moves
staying contains finding.not_applicable(s.id, s.decision, {finding.inv("systems", s.id, "decision")}) if {
	some s in input.inventory.systems
	s.declared
	s.moves == false
}

# METADATA
# title: Systems about which nothing is decided
undecided := {s.id | some s in input.inventory.systems; s.declared} - {s.id |
	some s in input.inventory.systems
	is_boolean(s.moves)
}

# METADATA
# title: The last night in which each system moves
night[system] := max(days) if {
	some system, days in _nights
}

_nights[system] contains w.date_day if {
	some w in input.inventory.waves
	some system in w.systems
}

# METADATA
# title: The waves in which each system moves, by their ids
waves_of[system] contains w.id if {
	some w in input.inventory.waves
	some system in w.systems
}

# METADATA
# title: Ids of the valid papers of a kind about a system, or about a wave in which it moves
about(kind, system) := papers.about(kind, "system", system) | {id |
	some wave in object.get(waves_of, system, set())
	some id in papers.about(kind, "wave", wave)
}

# METADATA
# title: Why papers of a kind about a system, or about a wave in which it moves, do not hold; as `papers.flaws` tells it
flaws(kind, system) := object.union(papers.flaws(kind, "system", system), {code: ids |
	some wave in object.get(waves_of, system, set())
	some code, ids in papers.flaws(kind, "wave", wave)
})

# METADATA
# title: Systems whose night has come - what was due before it is late
gone := {system | some system, day in night; day <= input.context.as_of_day}

# METADATA
# title: The last day on which something that must come before the move is in time
last_day(system) := night[system] if {
	night[system]
} else := input.context.as_of_day

# METADATA
# title: The day since which a system has run where it ran before its move, 0 where no paper tells it
ran_since(system) := max({0} | {day |
	some id in papers.about("go_live", "system", system)
	day := estate.evidence[id].date_day
	_before_the_night(system, day)
})

_before_the_night(system, day) if day < night[system]

_before_the_night(system, _) if not night[system]
