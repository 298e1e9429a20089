package lib.filters_test

import data.lib.filters

_span(first, last, limited) := {"first": first, "last": last, "sources": [], "limited": limited}

_look(id, vantage, state, spans) := {"id": id, "subject": "h", "vantage": vantage, "zone": "dmz", "state": state, "age_seconds": 60, "unread": [], "data": {"tcp": spans}}

_document(looks) := {"inventory": {"hosts": [{"id": "h", "zones": ["dmz"]}], "endpoints": [], "zones": []}, "observations": {"host_filter": looks}}

_limiting := [_span(1, 21, false), _span(22, 22, true), _span(23, 65535, false)]

test_each_port_must_be_limited if {
	document := _document([_look("f", "h", "ok", _limiting)])
	filters.limits("h", {"tcp/22"}) with input as document
	not filters.limits("h", {"tcp/22", "tcp/2222"}) with input as document
	not filters.limits("h", {"udp/22"}) with input as document
	not filters.limits("h", set()) with input as document
	filters.told("h", {"tcp/22", "tcp/80"}) with input as document
}

test_by_every_reading if {
	open := [_span(1, 65535, false)]
	not filters.limits("h", {"tcp/22"}) with input as _document([_look("f", "h", "ok", _limiting), _look("g", "h", "ok", open)])
	not filters.limits("h", {"tcp/22"}) with input as _document([_look("f", "probe", "ok", _limiting)])
	not filters.limits("h", {"tcp/22"}) with input as _document([_look("f", "h", "partial", _limiting)])
	not filters.limits("h", {"tcp/22"}) with input as _document([])
}

test_what_nobody_understands_is_not_told if {
	document := _document([_look("f", "h", "ok", [object.remove(_span(1, 65535, true), ["limited"])])])
	not filters.limits("h", {"tcp/22"}) with input as document
	not filters.told("h", {"tcp/22"}) with input as document
}
