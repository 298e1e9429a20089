package lib.levels_test

import data.lib.levels

test_a_declared_host_is_held_to_the_level_of_all_that_runs_on_it if {
	document := {"inventory": {"hosts": [
		{"id": "closed", "declared": true, "level": 3, "level_open": false},
		{"id": "open", "declared": true, "level": 3, "level_open": true},
		{"id": "silent", "declared": true, "level_open": true},
		{"id": "stranger", "declared": false, "level": 3, "level_open": false},
	]}}
	levels.at_least == {"closed": 3, "open": 3} with input as document
	levels.of_host == {"closed": 3} with input as document
	levels.host_evidence.closed == {"inv:/hosts/closed/level"} with input as document
}
