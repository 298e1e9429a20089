package lib.yearly_test

import data.lib.yearly

# 739964 is 14 December 2026.
_on(as_of, day) := {"context": {"as_of": as_of, "as_of_day": day, "evaluated_day": day}}

test_days_of_december if {
	yearly.closing(2026) == 739964
	yearly.december(2026, 20) == 739970
}

test_a_report_is_late_from_its_day_on if {
	yearly.period(20) == 2025 with input as _on("2026-12-19", 739969)
	yearly.period(20) == 2026 with input as _on("2026-12-20", 739970)
	yearly.period(20) == 2026 with input as _on("2027-01-01", 739982)
}

_report(more) := object.union(_on("2027-01-31", 740012), {"inventory": {"evidence": [object.union(
	{"id": "r", "kind": "annual_report", "subject": {"kind": "organisation", "id": "o"}, "identified": true, "entitled": true},
	more,
)]}})

test_a_report_that_names_no_period_is_of_the_one_before_its_date if {
	yearly.reports("annual_report", "o", 2026) == {"r"} with input as _report({"date_day": 739964})
	yearly.reports("annual_report", "o", 2026) == set() with input as _report({"date_day": 739963})
	yearly.reports("annual_report", "o", 2025) == {"r"} with input as _report({"date_day": 739963})
}

test_a_report_is_of_the_period_it_names if {
	late := _report({"date_day": 740012, "event_on_day": 739964})
	yearly.reports("annual_report", "o", 2026) == {"r"} with input as late
	yearly.reports("annual_report", "o", 2025) == set() with input as late
}

test_a_report_tells_no_figures_of_days_to_come if {
	yearly.reports("annual_report", "o", 2026) == set() with input as _report({"date_day": 739963, "event_on_day": 739964})
}
