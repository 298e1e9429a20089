package lib.estate_test

import data.lib.estate

_document := {
	"part": "system",
	"inventory": {
		"systems": [{"id": "s"}],
		"hosts": [{"id": "h", "system": "s", "roles": ["web", "database"]}, {"id": "g", "system": "s"}],
		"endpoints": [{"id": "h/tcp/1", "host": "h", "system": "s"}],
		"evidence": [
			{"id": "e1", "kind": "go_live", "subject": {"kind": "system", "id": "s"}},
			{"id": "e2", "kind": "go_live", "subject": {"kind": "system", "id": "s"}},
		],
	},
	"observations": {},
}

test_the_system_of_a_system_document if {
	estate.system.id == "s" with input as _document
	not estate.system with input as object.union(_document, {"part": "estate"})
}

test_things_are_found_by_id if {
	estate.hosts.h.system == "s" with input as _document
	estate.keyed.hosts.g.system == "s" with input as _document
	not estate.hosts.nobody with input as _document
}

test_hosts_by_role if {
	estate.in_role.database.h with input as _document
	not estate.in_role.database.g with input as _document
	not estate.in_role.mail with input as _document
}

test_papers_by_kind_and_subject if {
	estate.evidence_of.go_live.s == {"e1", "e2"} with input as _document
}

test_what_bears_on_a_subject if {
	estate.related("s") == {"s", "h", "g", "h/tcp/1"} with input as _document
	estate.related("h") == {"h", "h/tcp/1"} with input as _document
	estate.related("h/tcp/1") == {"h/tcp/1", "h"} with input as _document
	estate.related("nobody") == {"nobody"} with input as _document
}

test_parts_of_the_dedicated_network_by_kind_or_by_zone if {
	estate.dedicated == {"a", "b"} with input as {"inventory": {
		"zones": [{"id": "t", "kind": "tslcd"}, {"id": "s", "kind": "servers"}],
		"networks": [{"id": "a", "zone": "t", "kind": "lan"}, {"id": "b", "zone": "s", "kind": "tslcd"}, {"id": "c", "zone": "s", "kind": "lan"}],
	}}
}

test_addresses_that_the_dossier_tells if {
	estate.addresses == {"h": {"10.0.0.1", "2001:db8::1"}, "g": set()} with input as {"inventory": {"hosts": [
		{"id": "h", "interfaces": [{"address": "10.0.0.1"}, {"address": "2001:db8::1"}]},
		{"id": "g", "interfaces": []},
	]}}
}
