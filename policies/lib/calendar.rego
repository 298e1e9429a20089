# METADATA
# title: Working days of Viet Nam, counted over a dated table of days off and days made up for
# scope: package
package lib.calendar

# METADATA
# title: How many working days lie between two days, neither of them counted
# description: |
#   Undefined where the table does not reach over both. No more than forty days are walked, since no rule asks for more working days
#   than lie in them, however the feasts fall.
working_days(table, one, other) := count({day |
	some day in numbers.range(one + 1, _far(one, other))
	day < other
	day > one
	_is_worked(table, day)
}) if {
	table.first <= one
	other <= table.last
}

_far(one, other) := min({other, one + _most_days})

_most_days := 40

_is_worked(table, day) if {
	count({off | some off in table.off; off == day}) == 0
	_weekdays[day % 7]
}

_is_worked(table, day) if {
	some worked in table.worked
	worked == day
}

# The first day of the count of days was a Monday.
_weekdays := {1, 2, 3, 4, 5}
