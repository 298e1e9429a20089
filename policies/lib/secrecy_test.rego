package lib.secrecy_test

import data.lib.secrecy

_document(record, protection) := {
	"context": {"as_of_day": 100},
	"inventory": {
		"systems": [object.union({"id": "s", "label": "mat"}, protection)],
		"hosts": [
			{"id": "h", "declared": true, "system": "s"},
			{"id": "stranger", "declared": false, "system": "s"},
			{"id": "orphan", "declared": true, "system": "gone"},
		],
		"evidence": [object.union({"id": "r", "kind": "cipher_deployment", "subject": {"kind": "system", "id": "s"}, "date_day": 90}, record)],
	},
}

_protected := {"secret_protection": {"provider": "ban_co_yeu", "record": "r"}}

test_a_host_has_its_systems_grade if {
	document := _document({}, {})
	secrecy.label_of_host == {"h": "mat"} with input as document
	secrecy.secret_hosts == {"h"} with input as document
	secrecy.plain_hosts == set() with input as document
}

test_a_system_without_label_has_neither_secret_nor_plain_hosts if {
	document := json.remove(_document({}, {}), ["/inventory/systems/0/label"])
	secrecy.secret_hosts == set() with input as document
	secrecy.plain_hosts == set() with input as document
}

test_a_deployment_in_force_covers if {
	secrecy.covered == {"s": "r"} with input as _document({}, _protected)
	secrecy.covered == {"s": "r"} with input as _document({"until_day": 100}, _protected)
}

test_nothing_else_covers if {
	every record in [
		{"kind": "other"},
		{"date_day": 101},
		{"until_day": 99},
		{"subject": {"kind": "system", "id": "another"}},
		{"subject": {"kind": "link", "id": "s"}},
		{"id": "other"},
	] {
		secrecy.covered == {} with input as _document(record, _protected)
	}
	secrecy.covered == {} with input as _document({}, {"secret_protection": {"provider": "civil", "record": "r"}})
	secrecy.covered == {} with input as _document({}, {})
}
