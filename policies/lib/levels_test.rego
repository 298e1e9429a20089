package lib.levels_test

import data.lib.levels

test_a_declared_host_is_held_to_its_systems_level if {
	document := {"inventory": {
		"systems": [{"id": "a", "level": 3}, {"id": "b"}],
		"hosts": [
			{"id": "h1", "declared": true, "system": "a"},
			{"id": "h2", "declared": true, "system": "b"},
			{"id": "h3", "declared": false, "system": "a"},
		],
	}}
	levels.of_system == {"a": 3} with input as document
	levels.of_host == {"h1": 3} with input as document
	levels.host_evidence.h1 == {"inv:/systems/a/level"} with input as document
}
