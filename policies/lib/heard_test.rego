package lib.heard_test

import data.lib.heard

_endpoint(port, purpose) := {"id": concat("/", ["h", port]), "host": "h", "port": port, "purpose": purpose}

_document := {
	"inventory": {
		"hosts": [{"id": "h", "zones": ["z"]}],
		"endpoints": [_endpoint(p, "other") | some p in ["tcp/1", "tcp/2", "tcp/3", "tcp/4", "tcp/5", "udp/6"]],
	},
	"observations": {
		"services": [{"id": "s", "subject": "h", "vantage": "v", "zone": "z", "state": "ok", "data": {"services": [
			{"port": "tcp/1", "name": "ssh", "tls": false},
			{"port": "tcp/2", "name": "http", "tls": false},
			{"port": "tcp/3", "name": "", "tls": true},
		]}}],
		"ports": [{"id": "p", "subject": "h", "vantage": "v", "zone": "z", "state": "ok", "data": {"open": ["tcp/1", "tcp/2", "tcp/3"], "refused": ["tcp/4"], "silent": ["tcp/5"], "swept": ["tcp/1", "tcp/2", "tcp/3", "tcp/4", "tcp/5"]}}],
	},
}

test_what_was_heard_or_found_closed_is_no_web_server if {
	heard.not_web == {"h/tcp/1": {"s"}, "h/tcp/3": {"s"}, "h/tcp/4": {"p"}, "h/udp/6": set()} with input as _document
}

test_what_answered_http_once_is_one if {
	spoken := object.union(_document, {"observations": {"http": [{"id": "x", "subject": "h/tcp/1", "data": {"status": 400}}]}})
	not heard.not_web["h/tcp/1"] with input as spoken
}

test_tls_is_told_by_the_look_at_the_service if {
	heard.not_tls == {"h/tcp/1": {"s"}, "h/tcp/2": {"s"}, "h/tcp/4": {"p"}, "h/udp/6": set()} with input as _document
}

test_a_udp_service_that_was_heard_rests_on_that_look if {
	heard_udp := object.union(_document, {"observations": {"services": [{"id": "u", "subject": "h", "vantage": "v", "zone": "z", "state": "ok", "data": {"services": [{"port": "udp/6", "name": "ntp", "tls": false}]}}]}})
	heard.not_web["h/udp/6"] == {"u"} with input as heard_udp
	heard.not_tls["h/udp/6"] == {"u"} with input as heard_udp
}

test_the_name_of_a_service_is_told_by_a_look_at_services_alone if {
	spoken := object.union(_document, {"observations": {"tls": [{"id": "t", "subject": "h/tcp/5", "state": "ok", "data": {"offered": ["TLSv1.3"]}}]}})
	heard.by_name == {"h/tcp/1": {"s"}, "h/tcp/2": {"s"}, "h/tcp/3": {"s"}, "h/tcp/4": {"p"}, "h/udp/6": set()} with input as spoken
}

test_a_look_that_broke_off_tells_no_name if {
	cut := [object.union(o, {"state": "partial"}) | some o in _document.observations.services]
	heard.by_name == {"h/tcp/4": {"p"}, "h/udp/6": set()} with input as object.union(_document, {"observations": {"services": cut}})
}
