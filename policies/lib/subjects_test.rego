package lib.subjects_test

import data.lib.subjects

_document := {
	"part": "system",
	"inventory": {
		"systems": [
			{"id": "s", "declared": true, "kind": "portal", "level": 3, "label": "none", "levelled_under": "nd85"},
			{"id": "t", "declared": true, "kind": "mail", "label": "mat"},
			{"id": "u", "declared": false, "kind": "mail", "label": "none"},
		],
		"hosts": [{"id": "h", "declared": true, "system": "s", "level": 3}, {"id": "x", "declared": false, "system": "u"}],
		"endpoints": [{"id": "h/tcp/1", "system": "s"}, {"id": "x/tcp/1", "system": "u"}],
		"organisations": [{"id": "o"}],
		"sites": [{"id": "here"}],
		"zones": [{"id": "z"}],
		"networks": [{"id": "m"}],
		"links": [{"id": "l", "source": "s"}],
		"data_sets": [{"id": "d", "system": "t"}],
		"waves": [{"id": "w"}],
	},
	"observations": {},
}

test_declared_things_are_judged if {
	declared := subjects.declared with input as _document
	declared.system == {"s", "t"}
	declared.host == {"h"}
	declared.endpoint == {"h/tcp/1"}
	declared.organisation == {"o"}
	declared.site == {"here"}
	declared.link == {"l"}
	declared.data_set == {"d"}
	declared.wave == {"w"}
}

test_zones_and_networks_belong_to_the_estate if {
	system := subjects.declared with input as _document
	count(system.zone | system.network) == 0
	estate := subjects.declared with input as object.union(_document, {"part": "estate"})
	estate.zone == {"z"}
	estate.network == {"m"}
}

test_a_control_answers_for_undeclared_hosts_only_if_it_says_so if {
	subjects.of({"subject": "host"}) == {"h"} with input as _document
	subjects.of({"subject": "host", "undeclared": true}) == {"h", "x"} with input as _document
	subjects.of({"subject": "system", "undeclared": true}) == {"s", "t"} with input as _document
	subjects.of({"subject": "nothing"}) == set() with input as _document
}
