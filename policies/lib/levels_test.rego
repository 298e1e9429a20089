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
	levels.host_evidence.closed == {["hosts", "closed", "level"]} with input as document
}

test_people_are_counted_of_both_kinds if {
	levels.people({"personal_data": {"kind": "basic", "subjects": 7}}) == 7
	levels.people({"personal_data": {"kind": "sensitive", "subjects": 0, "basic": 5, "sensitive": 3}}) == 8
	levels.people({"personal_data": {"kind": "sensitive", "subjects": 20, "basic": 5, "sensitive": 3}}) == 20
	not levels.people({"id": "silent"})
}

test_a_system_serves_people_by_its_word_or_its_kind if {
	levels.serves({"kind": "application", "serves_citizens": true})
	levels.serves({"kind": "portal", "serves_citizens": false})
	not levels.serves({"kind": "application", "serves_citizens": false})
	not levels.serves({"kind": "application"})
}
