package lib.time_servers_test

import data.lib.time_servers

_document(more) := {
	"part": "system",
	"inventory": object.union(
		{
			"zones": [{"id": "dmz", "kind": "dmz"}],
			"systems": [{"id": "s", "declared": true}],
			"hosts": [{"id": "h", "declared": true, "system": "s", "zones": ["dmz"], "roles": [], "configuration": "none"}, {"id": "x", "declared": false, "zones": ["dmz"], "roles": [], "configuration": "none"}],
			"endpoints": [],
		},
		more,
	),
	"observations": {"ports": []},
}

_sweep(host, open, refused) := {"id": concat("/", ["ports", host]), "subject": host, "vantage": "p", "zone": "dmz", "state": "ok", "age_seconds": 60, "unread": [], "data": {"open": open, "refused": refused, "silent": [], "left": [], "swept": ["udp/123"]}}

_swept(looks) := object.union(_document({}), {"observations": {"ports": looks}})

test_a_role_or_a_service_makes_a_giver if {
	time_servers.givers == {"h"} with input as _document({"hosts": [{"id": "h", "declared": true, "roles": ["time_server"], "zones": ["dmz"]}]})
	time_servers.givers == {"h"} with input as _document({"endpoints": [{"id": "h/udp/123", "host": "h", "purpose": "ntp", "zones": ["dmz"]}]})
	time_servers.givers == set() with input as _document({"endpoints": [{"id": "h/udp/53", "host": "h", "purpose": "dns", "zones": ["dmz"]}]})
}

test_a_port_that_was_seen_open_makes_one_of_a_declared_machine if {
	time_servers.givers == {"h"} with input as _swept([_sweep("h", ["udp/123"], []), _sweep("x", ["udp/123"], [])])
}

test_a_machine_that_refused_gives_none if {
	time_servers.gives_none("h") with input as _swept([_sweep("h", [], ["udp/123"])])
	not time_servers.gives_none("h") with input as _swept([_sweep("h", ["udp/123"], [])])
	not time_servers.gives_none("h") with input as _swept([_sweep("h", [], [])])
	time_servers.shown("h") == {"ports/h"} with input as _swept([_sweep("h", [], ["udp/123"])])
}
