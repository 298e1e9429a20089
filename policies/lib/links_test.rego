package lib.links_test

import data.lib.links

_record(id, subject, until) := {"id": id, "identified": true, "entitled": true, "kind": "exception", "subject": subject, "date_day": 10, "until_day": until}

_document := {
	"context": {"as_of_day": 100},
	"inventory": {
		"links": [
			{"id": "own", "source": "s", "exception": "e-own"},
			{"id": "by-system", "source": "s", "exception": "e-system"},
			{"id": "run-out", "source": "s", "exception": "e-old"},
			{"id": "endless", "source": "s", "exception": "e-endless"},
			{"id": "borrowed", "source": "t", "exception": "e-own"},
			{"id": "dangling", "source": "s", "exception": "nowhere"},
			{"id": "none", "source": "s"},
		],
		"evidence": [
			_record("e-own", {"kind": "link", "id": "own"}, 100),
			_record("e-system", {"kind": "system", "id": "s"}, 200),
			_record("e-old", {"kind": "link", "id": "run-out"}, 99),
			{"id": "e-endless", "identified": true, "entitled": true, "kind": "exception", "subject": {"kind": "link", "id": "endless"}, "date_day": 10},
		],
	},
}

test_only_a_named_unexpired_exception_of_the_link_or_its_system_covers if {
	links.exception == {"own": "e-own", "by-system": "e-system"} with input as _document
}

test_as_often_as_the_cycle_is_told if {
	links.pause({"seconds": 86400, "hours": 24, "days": 2}, 1440) == 1440
	links.pause({"seconds": 90000, "hours": 25, "days": 1}, 1440) == 1440
	links.pause({"seconds": 90000, "hours": 25, "days": 2}, 1440) == 1500
	links.pause({"seconds": 5000, "hours": 1, "days": 1}, 60) == 60
	links.pause({"seconds": 5000, "hours": 2, "days": 0}, 60) == 83
	links.pause({"seconds": 5000, "hours": 1, "days": 0}, 90) == 83
}

test_mandatory_is_what_goes_to_another_body if {
	rows := [
		{"id": "a", "mandatory": true, "crosses_owners": true},
		{"id": "b", "mandatory": true, "crosses_owners": false},
		{"id": "c", "mandatory": false, "crosses_owners": false},
		{"id": "d", "mandatory": true},
		{"id": "e", "crosses_owners": true},
	]
	links.mandatory == {"a"} with input as {"inventory": {"links": rows}}
	links.not_mandatory == {"mandatory": {"c"}, "crosses_owners": {"b"}} with input as {"inventory": {"links": rows}}
}
