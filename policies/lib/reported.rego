# METADATA
# title: Figures that reports state, held against what can be counted again
# description: |
#   What is counted again lies between two bounds: what is shown to count, and that with what nobody told of. A figure outside of them
#   differs; one between them agrees only where both are one. Shares are whole permille, rounded down.
# scope: package
# schemas:
#   - input: schema.input
package lib.reported

import data.lib.finding

# METADATA
# title: Reported figures by id
figures := {r.id: r | some r in input.inventory.reported}

# METADATA
# title: How many days ago the day was that a figure speaks of; undefined of one that tells no day, or one still to come
days_ago[id] := input.context.as_of_day - r.as_of_day if {
	some id, r in figures
	is_number(r.as_of_day)
	r.as_of_day <= input.context.as_of_day
	r.as_of_day <= input.context.evaluated_day
}

# METADATA
# title: Figures that tell no day, which can be held against nothing
without_day := {id | some id, r in figures; not r.as_of_day}

# METADATA
# title: Figures of a day still to come, later than the day of the law or than the run
of_tomorrow := {id |
	some id, r in figures
	is_number(r.as_of_day)
	not days_ago[id]
}

# METADATA
# title: Findings of not being concerned, for the figures that a control has nothing to say of
others(kinds) := {finding.not_applicable(id, r.figure, {finding.inv("reported", id, "figure")}) |
	some id, r in figures
	not kinds[r.figure]
}

# METADATA
# title: A part of a whole in permille, rounded down
share(part, whole) := floor((part * 1000) / whole)

# METADATA
# title: Holds when a figure lies outside of the bounds of what was counted again, by more than a tolerance in permille for a share
differs(r, counted, tolerance) if r.value + _slack(r, tolerance) < counted.least

differs(r, counted, tolerance) if r.value - _slack(r, tolerance) > counted.most

_slack(r, tolerance) := tolerance if {
	r.unit == "permille"
} else := 0

# METADATA
# title: What a finding says it saw - the figure, what was counted again, and how long ago the day of the figure was
seen(r, counted) := {"reported": r.value, "counted": counted.least, "days_ago": days_ago[r.id]} if {
	counted.least == counted.most
} else := {"reported": r.value, "counted_least": counted.least, "counted_most": counted.most, "days_ago": days_ago[r.id]}

# METADATA
# title: What a control of reported figures expects
expected := {"equals": "counted_again"}

# METADATA
# title: Pointer to a figure, as evidence of a finding
pointer(id) := finding.inv_entry("reported", id)
