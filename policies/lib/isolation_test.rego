package lib.isolation_test

import data.lib.isolation
import data.lib.legs

_loopback := {"name": "lo", "kind": "loopback", "addresses": ["127.0.0.1/8"]}

_document(host, interfaces) := {
	"inventory": {"hosts": [object.union({"id": "h", "declared": true, "zones": ["lan"], "zone_kinds": ["independent_lan"], "domains": []}, host)]},
	"observations": {"interfaces": [{
		"id": "i",
		"subject": "h",
		"vantage": "h",
		"zone": "lan",
		"state": "ok",
		"unread": [],
		"age_seconds": 0,
		"data": {"interfaces": interfaces},
	}]},
}

test_a_machine_of_a_lan_alone_is_known_by_its_own_reading if {
	isolation.alone == {"h": {["hosts", "h", "zone_kinds"], "i"}} with input as _document({}, [_loopback])
}

test_a_list_without_even_a_loopback_was_not_read if {
	not legs.readings.h with input as _document({}, [])
	isolation.alone == {} with input as _document({}, [])
}

test_machines_elsewhere_undeclared_or_leading_out_are_not_alone if {
	isolation.alone == {} with input as _document({"zone_kinds": ["independent_lan", "office"]}, [_loopback])
	isolation.alone == {} with input as _document({"declared": false}, [_loopback])
	isolation.alone == {} with input as _document({}, [_loopback, {"name": "t", "kind": "tunnel", "addresses": []}])
}
