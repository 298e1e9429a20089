package lib.papers_test

import data.lib.papers

_document := {"context": {"as_of_day": 100}, "inventory": {"evidence": [
	{"id": "old", "kind": "restore_test", "subject": {"kind": "system", "id": "a"}, "date_day": 10},
	{"id": "new", "kind": "restore_test", "subject": {"kind": "system", "id": "a"}, "date_day": 90},
	{"id": "planned", "kind": "restore_test", "subject": {"kind": "system", "id": "a"}, "date_day": 101},
	{"id": "last-day", "kind": "exception", "subject": {"kind": "link", "id": "l"}, "date_day": 10, "until_day": 100},
	{"id": "run-out", "kind": "exception", "subject": {"kind": "link", "id": "l"}, "date_day": 10, "until_day": 99},
	{"id": "undated", "kind": "exception", "subject": {"kind": "link", "id": "l"}},
	{"id": "site-a", "kind": "restore_test", "subject": {"kind": "site", "id": "a"}, "date_day": 50},
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
