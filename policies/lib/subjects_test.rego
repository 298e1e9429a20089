package lib.subjects_test

import data.lib.subjects

_document := {
	"part": "system",
	"inventory": {
		"systems": [{"id": "portal", "kind": "portal", "level": 1, "label": "none", "levelled_under": "nd85", "declared": true}],
		"hosts": [
			{"id": "shared", "declared": true, "system": "portal", "level": 4, "label": "none", "zone_kinds": ["dmz", "servers"]},
			{"id": "own", "declared": true, "system": "portal", "level": 1, "label": "none", "zone_kinds": ["servers"]},
			{"id": "nowhere", "declared": true, "system": "portal", "level": 1, "label": "mat", "zone_kinds": []},
		],
		"endpoints": [{"id": "shared/tcp/443", "host": "shared", "system": "portal"}],
		"zones": [{"id": "z", "level": 4, "label": "none"}],
	},
}

_hosts := {"shared", "own", "nowhere"}

test_an_empty_selector_picks_everybody if {
	subjects.selected({}, "host", _hosts) == _hosts with input as _document
	subjects.selected({"levels": [], "kinds": []}, "zone", {"z"}) == {"z"} with input as _document
}

test_a_machine_is_picked_by_its_own_level_and_label if {
	subjects.selected({"levels": [4]}, "host", _hosts) == {"shared"} with input as _document
	subjects.selected({"levels": [1]}, "host", _hosts) == {"own", "nowhere"} with input as _document
	subjects.selected({"labels": ["mat"]}, "host", _hosts) == {"nowhere"} with input as _document
}

test_kind_and_decree_are_the_owners if {
	subjects.selected({"levelled_under": ["nd85"]}, "host", _hosts) == _hosts with input as _document
	subjects.selected({"levelled_under": ["nd85"], "levels": [4]}, "host", _hosts) == {"shared"} with input as _document
	subjects.selected({"kinds": ["tthc"]}, "host", _hosts) == set() with input as _document
	subjects.selected({"kinds": ["portal"]}, "zone", {"z"}) == set() with input as _document
}

test_a_service_has_the_level_of_its_system_and_a_zone_its_own if {
	subjects.selected({"levels": [1]}, "endpoint", {"shared/tcp/443"}) == {"shared/tcp/443"} with input as _document
	subjects.selected({"levels": [4]}, "zone", {"z"}) == {"z"} with input as _document
	subjects.selected({"levels": [3]}, "zone", {"z"}) == set() with input as _document
}

test_only_in_wants_a_zone_and_no_other_kind if {
	some_hosts := {h.id | some h in _document.inventory.hosts; subjects.only_in(h, "servers")}
	some_hosts == {"own"}
}
