package lib.tls_test

import data.lib.tls

_endpoints := [
	{"id": "declared", "tls": true, "purpose": "web", "services": []},
	{"id": "named", "tls": false, "purpose": "web", "services": ["https"]},
	{"id": "seen", "tls": false, "purpose": "other", "services": []},
	{"id": "plain", "host": "h", "port": "tcp/22", "tls": false, "purpose": "ssh", "services": ["ssh"]},
	{"id": "untold", "host": "h", "port": "tcp/23", "tls": false, "purpose": "ssh", "services": []},
	{"id": "mystery", "tls": false, "purpose": "unknown", "services": []},
	{"id": "bare", "purpose": "web", "services": []},
	{"id": "strange", "host": "h", "port": "tcp/22", "tls": false, "purpose": "ssh", "services": ["ssh"], "system": "undeclared"},
]

_document := {
	"inventory": {"systems": [{"id": "a", "declared": true}], "endpoints": [object.union({"system": "a"}, e) | some e in _endpoints]},
	"observations": {"services": [{"id": "s1", "subject": "h", "state": "ok", "data": {"services": [{"port": "tcp/22", "name": "ssh", "tls": false}]}}], "tls": [
		{"id": "o1", "subject": "seen", "data": {"offered": ["TLSv1.2"]}},
		{"id": "o2", "subject": "plain", "data": {"offered": []}},
		{"id": "o3", "subject": "mystery"},
	]},
}

test_declared_named_or_seen_endpoints_speak_tls if {
	tls.speaking == {"declared", "named", "seen"} with input as _document
}

test_only_what_is_known_to_be_plain_is_plain if {
	tls.plain == {{"s1"}: {"plain"}} with input as _document
}
