# METADATA
# title: Days of the calendar, and working days of Viet Nam, counted over a dated table of days off and days made up for
# scope: package
# schemas:
#   - input: schema.input
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
	_is_worked(off, worked, day)
}) if {
	table.first <= one
	other <= table.last
	off := {day | some day in table.off}
	worked := {day | some day in table.worked}
}

_far(one, other) := min({other, one + _most_days})

_most_days := 40

_is_worked(off, _, day) if {
	not off[day]
	_weekdays[day % 7]
}

_is_worked(_, worked, day) if worked[day]

# The first day of the count of days was a Monday.
_weekdays := {1, 2, 3, 4, 5}

# METADATA
# title: A day of the Gregorian calendar as the number of days since its first, 1 January of the year 1
day_of(year, month, day) := ((((365 * _past(year)) + floor(_past(year) / 4)) - floor(_past(year) / 100)) + floor(_past(year) / 400)) + (_in_year(year, month) + day)

_past(year) := year - 1

# Days of a year before a month of it begins.
_in_year(year, month) := _before[month] + count({1 | month > 2; _is_leap(year)})

_before := {1: 0, 2: 31, 3: 59, 4: 90, 5: 120, 6: 151, 7: 181, 8: 212, 9: 243, 10: 273, 11: 304, 12: 334}

_is_leap(year) if {
	year % 4 == 0
	year % 100 != 0
}

_is_leap(year) if year % 400 == 0

# METADATA
# title: The year of the day of judgement
year := to_number(digits) if {
	digits := substring(input.context.as_of, 0, 4)
	regex.match(`^[0-9]{4}$`, digits)
}
