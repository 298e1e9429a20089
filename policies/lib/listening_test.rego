package lib.listening_test

import data.lib.listening

_socket(port, address) := {"port": port, "address": address, "device": ""}

_look(state, unread, sockets) := {"id": "l", "subject": "h", "vantage": "h", "zone": "dmz", "state": state, "age_seconds": 60, "unread": unread, "data": {"sockets": sockets}}

_document(looks) := {
	"inventory": {"hosts": [{"id": "h", "zones": ["dmz"], "configuration": "ssh"}], "endpoints": [], "zones": []},
	"observations": {
		"listening": looks,
		"ports": [{"id": "p", "subject": "h", "vantage": "probe", "zone": "dmz", "state": "ok", "age_seconds": 60, "data": {"open": ["tcp/80"], "refused": ["tcp/21"], "silent": ["tcp/23", "udp/69"]}}],
	},
}

_whole(sockets) := _document([_look("ok", [], sockets)])

_ports := {"tcp/21", "tcp/22", "tcp/23", "tcp/80", "udp/69"}

test_what_others_reach if {
	every socket in [_socket("tcp/23", "0.0.0.0"), _socket("tcp/23", "*"), _socket("tcp/23", "::"), _socket("tcp/23", "10.0.0.1"), _socket("tcp/23", "fe80::1"), _socket("udp/69", "0.0.0.0"), _socket("udp/32767", "::"), {"port": "tcp/23", "address": "0.0.0.0", "device": "eth0"}] {
		listening.ports == {"h": {socket.port}} with input as _whole([socket])
	}
}

test_a_socket_that_does_not_tell_where_it_listens_shows_nothing if {
	every socket in [{"port": "tcp/23", "device": ""}, {"port": "tcp/23", "address": "0.0.0.0"}] {
		listening.ports == {} with input as _whole([socket])
		listening.whole == {} with input as _whole([socket, _socket("tcp/80", "*")])
		listening.may_run("h", _ports) == {"tcp/22", "tcp/23", "tcp/80", "udp/69"} with input as _whole([socket])
	}
}

test_what_nobody_else_reaches if {
	every socket in [_socket("tcp/23", "127.0.0.1"), _socket("tcp/23", "127.9.0.1"), _socket("tcp/23", "::1"), {"port": "tcp/23", "address": "0.0.0.0", "device": "lo"}, _socket("udp/68", "0.0.0.0"), _socket("udp/546", "fe80::1"), _socket("udp/32768", "0.0.0.0"), _socket("udp/999999", "0.0.0.0")] {
		listening.ports == {} with input as _whole([socket])
	}
}

test_a_port_is_closed_by_refusal_or_by_the_whole_list if {
	listening.may_run("h", _ports) == {"tcp/80"} with input as _whole([_socket("tcp/80", "*")])
	listening.may_run("h", _ports) == {"tcp/80", "tcp/21"} with input as _whole([_socket("tcp/80", "*"), _socket("tcp/21", "*")])
	listening.silent("h", _ports) == set() with input as _whole([])
	listening.may_run("h", _ports) == {"tcp/22", "tcp/23", "tcp/80", "udp/69"} with input as _document([])
	listening.silent("h", _ports) == {"tcp/23", "udp/69"} with input as _document([])
}

test_a_list_that_is_not_whole_shows_what_is_there_and_nothing_else if {
	every look in [_look("partial", ["sockets"], [_socket("tcp/21", "*")]), _look("partial", [], [_socket("tcp/21", "*")]), _look("timeout", [], [_socket("tcp/21", "*")])] {
		listening.may_run("h", _ports) == {"tcp/21", "tcp/22", "tcp/23", "tcp/80", "udp/69"} with input as _document([look])
		listening.who_listed("h", _ports) == {"l"} with input as _document([look])
	}
	moved := object.union(_look("ok", [], []), {"vantage": "g"})
	listening.silent("h", _ports) == {"tcp/23", "udp/69"} with input as _document([moved])
}

test_where_a_list_can_be_had_it_was_read if {
	listening.known("h") with input as _whole([])
	listening.known("h") with input as _document([_look("partial", ["programs"], [])])
	not listening.known("h") with input as _document([])
	not listening.known("h") with input as _document([_look("timeout", [], [])])
	not listening.known("h") with input as _document([_look("parse_error", [], [])])
}

test_where_no_list_can_be_had_none_is_asked_for if {
	every state in ["no_permission", "not_tried", "out_of_scope"] {
		listening.known("h") with input as _document([object.remove(_look(state, [], []), ["data"])])
	}
	closed := object.union(_document([]), {"inventory": {"hosts": [{"id": "h", "zones": ["dmz"], "configuration": "none"}], "endpoints": [], "zones": []}})
	listening.known("h") with input as closed
}

test_zones_that_a_machine_listens_in if {
	document := object.union(_whole([_socket("tcp/22", "10.4.0.5"), _socket("tcp/80", "*"), _socket("tcp/22", "127.0.0.1")]), {"inventory": {
		"hosts": [{"id": "h", "zones": ["dmz", "mgmt"], "configuration": "ssh", "interfaces": [{"network": "n-m", "address": "10.4.0.5"}, {"network": "n-d", "address": "10.1.0.5"}]}],
		"networks": [{"id": "n-m", "zone": "mgmt", "prefixes": []}, {"id": "n-d", "zone": "dmz", "prefixes": []}],
	}})
	listening.zones_of("h", {"tcp/22"}) == {"mgmt"} with input as document
	not listening.zones_of("h", {"tcp/22", "tcp/80"}) with input as document
	not listening.zones_of("h", {"tcp/80"}) with input as document
	not listening.zones_of("h", {"tcp/443"}) with input as document
	not listening.zones_of("g", {"tcp/22"}) with input as document
	every sockets in [[_socket("tcp/22", "10.4.0.5"), _socket("tcp/22", "10.1.0.5")]] {
		listening.zones_of("h", {"tcp/22"}) == {"mgmt", "dmz"} with input as object.union(document, {"observations": {"listening": [_look("ok", [], sockets)]}})
	}
	not listening.zones_of("h", {"tcp/22"}) with input as object.union(document, {"observations": {"listening": [_look("partial", ["sockets"], [_socket("tcp/22", "10.4.0.5")])]}})
	not listening.zones_of("h", {"tcp/22"}) with input as object.union(document, {"observations": {"listening": [_look("ok", [], [_socket("tcp/22", "10.4.0.5"), _socket("tcp/22", "172.16.0.1")])]}})
}
