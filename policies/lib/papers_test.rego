package lib.papers_test

import data.lib.papers

_document := {"context": {"as_of_day": 100, "evaluated_day": 100}, "inventory": {"evidence": [
	{"id": "old", "identified": true, "entitled": true, "kind": "restore_test", "subject": {"kind": "system", "id": "a"}, "date_day": 10},
	{"id": "new", "identified": true, "entitled": true, "kind": "restore_test", "subject": {"kind": "system", "id": "a"}, "date_day": 90},
	{"id": "planned", "identified": true, "entitled": true, "kind": "restore_test", "subject": {"kind": "system", "id": "a"}, "date_day": 101},
	{"id": "last-day", "identified": true, "entitled": true, "kind": "exception", "subject": {"kind": "link", "id": "l"}, "date_day": 10, "until_day": 100},
	{"id": "run-out", "identified": true, "entitled": true, "kind": "exception", "subject": {"kind": "link", "id": "l"}, "date_day": 10, "until_day": 99},
	{"id": "undated", "identified": true, "entitled": true, "kind": "exception", "subject": {"kind": "link", "id": "l"}},
	{"id": "site-a", "identified": true, "entitled": true, "kind": "restore_test", "subject": {"kind": "site", "id": "a"}, "date_day": 50},
]}}

test_future_papers_do_not_count if {
	papers.about("restore_test", "system", "a") == {"old", "new"} with input as _document
}

test_a_paper_counts_on_its_last_day_and_not_after if {
	papers.about("exception", "link", "l") == {"last-day"} with input as _document
}

test_a_paper_about_a_namesake_of_another_kind_does_not_count if {
	papers.about("restore_test", "site", "a") == {"site-a"} with input as _document
}

test_nothing_entered_is_an_empty_set if {
	papers.about("go_live", "system", "a") == set() with input as _document
}

test_newest_takes_the_latest_date if {
	papers.newest({"old", "new"}) == {"new"} with input as _document
}

test_newest_of_none_is_undefined if {
	not papers.newest(set()) with input as _document
}

_said(more) := {"context": {"as_of_day": 800000, "evaluated_day": 790000}, "inventory": {"evidence": [object.union(
	{"id": "p", "kind": "level_approval", "subject": {"kind": "system", "id": "a"}, "date_day": 739900, "identified": true, "entitled": true},
	more,
)]}}

test_a_paper_that_can_be_found_and_was_issued_by_right_holds if {
	papers.about("level_approval", "system", "a") == {"p"} with input as _said({})
	papers.flaws("level_approval", "system", "a") == {} with input as _said({})
}

test_each_flaw_is_told_by_its_code if {
	flaws := {
		"papers_not_identified": {"identified": false},
		"papers_of_others": {"entitled": false},
		"papers_refused": {"result": "failed"},
		"papers_run_out": {"until_day": 799999},
		"papers_before_levels": {"date_day": 736145},
	}
	every code, more in flaws {
		papers.about("level_approval", "system", "a") == set() with input as _said(more)
		papers.flaws("level_approval", "system", "a") == {code: {"p"}} with input as _said(more)
	}
}

test_a_paper_dated_after_the_run_does_not_count_whatever_day_is_asked_about if {
	papers.flaws("level_approval", "system", "a") == {"papers_of_tomorrow": {"p"}} with input as _said({"date_day": 790001})
	papers.about("level_approval", "system", "a") == {"p"} with input as _said({"date_day": 790000})
}

test_a_paper_that_ends_before_it_begins_never_held if {
	papers.about("level_approval", "system", "a") == set() with input as _said({"until_day": 739800})
}

test_what_nobody_said_of_a_paper_is_not_taken_for_good if {
	document := {"context": {"as_of_day": 100, "evaluated_day": 100}, "inventory": {"evidence": [{"id": "p", "kind": "go_live", "subject": {"kind": "system", "id": "a"}, "date_day": 1}]}}
	papers.about("go_live", "system", "a") == set() with input as document
}

test_what_a_test_found_wrong_is_heard_without_a_number if {
	lost := {"kind": "restore_test", "identified": false, "result": "failed"}
	papers.about("restore_test", "system", "a") == {"p"} with input as _said(lost)
	papers.about("restore_test", "system", "a") == set() with input as _said(object.union(lost, {"result": "passed"}))
}

test_a_test_that_failed_and_left_nothing_open_is_no_fault_to_hear if {
	lost := {"kind": "penetration_test", "identified": false, "result": "failed"}
	papers.about("penetration_test", "system", "a") == {"p"} with input as _said(object.union(lost, {"items": {"grave_closed": false}}))
	papers.about("penetration_test", "system", "a") == set() with input as _said(object.union(lost, {"items": {"grave_closed": true}}))
}

_agreed(items) := {"context": {"as_of_day": 100, "evaluated_day": 100}, "inventory": {"evidence": [
	{"id": "p", "identified": true, "entitled": true, "kind": "hosting_agreement", "subject": {"kind": "system", "id": "a"}, "also": ["b"], "number": "1/HĐ", "issuer": "UBND", "date_day": 90, "items": items},
	{"id": "q", "identified": true, "entitled": true, "kind": "hosting_agreement", "subject": {"kind": "system", "id": "c"}, "number": "2/HĐ", "issuer": "UBND", "date_day": 10, "until_day": 99},
	{"id": "r", "identified": false, "entitled": true, "kind": "hosting_agreement", "subject": {"kind": "system", "id": "c"}, "date_day": 10, "until_day": 99},
	{"id": "s", "identified": true, "entitled": true, "kind": "hosting_agreement", "subject": {"kind": "system", "id": "c"}, "date_day": 80, "until_day": 70},
]}}

test_a_paper_is_about_everything_it_names if {
	every subject in ["a", "b"] {
		papers.about("hosting_agreement", "system", subject) == {"p"} with input as _agreed({})
	}
}

test_an_item_is_there_or_missing_or_told_by_nobody if {
	items := {"one", "two", "three"}
	said := _agreed({"one": true, "two": false})
	papers.missing({"p"}, items) == {"two"} with input as said
	papers.untold({"p"}, items) == {"three"} with input as said
	papers.untold({"q"}, items) == items with input as said
}

test_papers_are_told_by_what_they_say_of_an_item if {
	papers.saying({"p", "q"}, "one", true) == {"p"} with input as _agreed({"one": true, "two": false})
	papers.saying({"p"}, "two", true) == set() with input as _agreed({"two": false})
}

test_papers_of_a_time_lie_after_its_beginning_and_no_later_than_its_end if {
	papers.dated({"p", "q"}, 10, 90) == {"p"} with input as _agreed({})
	papers.dated({"p", "q"}, 9, 89) == {"q"} with input as _agreed({})
}

test_what_ran_out_and_has_no_other_flaw_still_tells_its_end if {
	papers.run_out("hosting_agreement", "system", "c") == {"q"} with input as _agreed({})
}

test_a_finding_names_number_and_issuer if {
	papers.shown({"p", "q"}) == {"1/HĐ, UBND", "2/HĐ, UBND"} with input as _agreed({})
}

test_papers_whose_issuer_is_all_that_is_wrong_are_told_apart if {
	papers.of_others("level_approval", "system", "a") == {"p"} with input as _said({"entitled": false})
	papers.of_others("level_approval", "system", "a") == set() with input as _said({"entitled": false, "identified": false})
	papers.of_others("level_approval", "system", "a") == set() with input as _said({})
}

test_a_test_that_failed_is_one_whatever_was_closed if {
	papers.failed({"a", "b"}) == {"a"} with input as {"inventory": {"evidence": [
		{"id": "a", "result": "failed", "items": {"grave_closed": true}},
		{"id": "b", "result": "passed"},
	]}}
}

_minutes(id, day, more) := object.union({"id": id, "kind": "go_live", "subject": {"kind": "system", "id": "a"}, "date_day": day, "identified": true, "entitled": true}, more)

_of(minutes) := {"context": {"as_of_day": 100, "evaluated_day": 100}, "inventory": {"evidence": minutes}}

test_starts_before_the_newest_one if {
	papers.earlier_starts == {"a": {40, 60}} with input as _of([_minutes("x", 40, {}), _minutes("y", 60, {}), _minutes("z", 90, {})])
	papers.earlier_starts == {"a": set()} with input as _of([_minutes("z", 90, {})])
}

test_two_papers_of_one_start if {
	papers.earlier_starts == {"a": set()} with input as _of([_minutes("x", 80, {}), _minutes("z", 90, {"event_on_day": 80})])
	papers.started == {"a": 80} with input as _of([_minutes("x", 80, {}), _minutes("z", 90, {"event_on_day": 80})])
	papers.earlier_starts == {"a": {80}} with input as _of([_minutes("x", 80, {}), _minutes("z", 90, {"event_on_day": 85})])
}
