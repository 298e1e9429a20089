package lib.calendar_test

import data.lib.calendar

# 739952 is Wednesday 2 December 2026.
_table := {"first": 739900, "last": 740100, "off": [739958], "worked": [739962]}

test_the_day_of_the_notice_and_of_the_stop_do_not_count if {
	calendar.working_days(_table, 739952, 739954) == 1
	calendar.working_days(_table, 739952, 739953) == 0
	calendar.working_days(_table, 739952, 739952) == 0
}

test_a_notice_after_the_stop_gives_no_day if {
	calendar.working_days(_table, 739960, 739952) == 0
}

test_weekends_and_days_off_rest_and_a_saturday_made_up_for_does_not if {
	calendar.working_days(_table, 739952, 739957) == 2 # Thursday, Friday
	calendar.working_days(_table, 739952, 739959) == 3 # Monday too, Tuesday is off
	calendar.working_days(_table, 739959, 739964) == 3 # Thursday, Friday and the Saturday
}

test_the_table_says_nothing_of_days_beyond_it if {
	not calendar.working_days(_table, 739899, 739952)
	not calendar.working_days(_table, 739952, 740101)
}

test_a_long_time_is_walked_no_further_than_asked if {
	calendar.working_days(_table, 739952, 740100) == 28
}

test_days_of_the_calendar_are_counted_from_its_first if {
	calendar.day_of(1, 1, 1) == 1
	calendar.day_of(2026, 12, 2) == 739952
	calendar.day_of(2027, 1, 31) == 740012
	calendar.day_of(2028, 2, 29) == 740406
	calendar.day_of(2028, 3, 1) == 740407
	calendar.day_of(2100, 3, 1) == calendar.day_of(2100, 2, 28) + 1
	calendar.day_of(2000, 3, 1) == calendar.day_of(2000, 2, 28) + 2
}

test_the_year_is_that_of_the_day_of_judgement if {
	calendar.year == 2027 with input.context.as_of as "2027-01-30"
	not calendar.year with input.context.as_of as "27-01-30"
}
