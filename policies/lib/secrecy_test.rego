package lib.secrecy_test

import data.lib.secrecy

_document(record, protection) := {
	"context": {"as_of_day": 100},
	"inventory": {
		"systems": [object.union({"id": "s", "label": "mat"}, protection)],
		"hosts": [
			{"id": "h", "declared": true, "system": "s", "label": "mat", "guests": []},
			{"id": "stranger", "declared": false, "system": "s", "label": "mat"},
			{"id": "unsaid", "declared": true, "system": "s", "guests": []},
		],
		"evidence": [object.union({"id": "r", "kind": "cipher_deployment", "identified": true, "entitled": true, "subject": {"kind": "system", "id": "s"}, "date_day": 90}, record)],
	},
}

_protected := {"secret_protection": {"provider": "ban_co_yeu", "record": "r"}}

test_a_host_has_the_grade_that_the_document_says if {
	document := _document({}, {})
	secrecy.label_of_host == {"h": "mat"} with input as document
	secrecy.secret_hosts == {"h"} with input as document
	secrecy.plain_hosts == set() with input as document
}

test_a_host_without_label_is_neither_secret_nor_plain if {
	document := json.remove(_document({}, {}), ["/inventory/hosts/0/label"])
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

_shared(guest, records) := {
	"context": {"as_of_day": 100},
	"inventory": {
		"systems": [object.union({"id": "s", "label": "mat"}, _protected)],
		"hosts": [{"id": "h", "declared": true, "system": "s", "label": "mat", "guests": [guest]}],
		"evidence": array.concat(_document({}, _protected).inventory.evidence, records),
	},
}

_paper_of_guest := {"id": "rg", "kind": "cipher_deployment", "identified": true, "entitled": true, "subject": {"kind": "system", "id": "g"}, "date_day": 90}

test_a_machine_is_covered_when_every_secret_on_it_is if {
	secrecy.covering == {"h": {"r"}, "unsaid": {"r"}} with input as _document({}, _protected)
	secrecy.covering.h == {"r"} with input as _shared({"id": "g", "label": "none"}, [])
	not secrecy.covering.h with input as _shared({"id": "g", "label": "mat"}, [])
	not secrecy.covering.h with input as _shared({"id": "g", "label": "mat", "provider": "ban_co_yeu", "record": "r"}, []) # about another system
}

test_a_guests_own_record_covers_its_machine if {
	guest := {"id": "g", "label": "mat", "provider": "ban_co_yeu", "record": "rg"}
	secrecy.covering.h == {"r", "rg"} with input as _shared(guest, [_paper_of_guest])
}

test_people_draft_at_workstations if {
	secrecy.drafting == {"desk"} with input as {"inventory": {"hosts": [{"id": "desk", "roles": ["secret_docs", "workstation"]}, {"id": "store", "roles": ["secret_docs"]}]}}
	secrecy.drafting == set() with input as _document({}, {})
}
