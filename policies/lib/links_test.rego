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
