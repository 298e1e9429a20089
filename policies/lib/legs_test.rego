package lib.legs_test

import data.lib.facts
import data.lib.legs

_card(name, kind, addresses, more) := object.union({"name": name, "kind": kind, "addresses": addresses}, more)

_lo := _card("lo", "loopback", ["127.0.0.1", "::1"], {"carrier": true})

_reading(host, cards) := {"id": concat("/", ["interfaces", host]), "subject": host, "vantage": host, "zone": "z", "state": "ok", "age_seconds": 10, "data": {"interfaces": cards}}

_host(id, address, more) := object.union({"id": id, "zones": ["z"], "domains": ["d"], "configuration": "ssh", "interfaces": [{"network": "n", "address": address}]}, more)

_document := {
	"inventory": {
		"zones": [{"id": "z", "kind": "servers", "domain": "d"}, {"id": "y", "kind": "management", "domain": "d"}, {"id": "net", "kind": "internet", "domain": "d"}, {"id": "x", "kind": "servers", "domain": "other"}],
		"networks": [
			{"id": "n", "zone": "z", "prefixes": ["10.0.0.0/24", "2001:db8::/64"]},
			{"id": "m", "zone": "y", "prefixes": ["10.0.1.0/24"]},
			{"id": "all", "zone": "net", "prefixes": ["0.0.0.0/0"]},
			{"id": "o", "zone": "x", "prefixes": ["192.168.7.0/24"]},
		],
		"hosts": [_host("a", "10.0.0.5", {}), _host("b", "10.0.0.6", {"held_elsewhere": ["10.0.0.100"]}), _host("c", "10.0.0.7", {"configuration": "none"})],
		"endpoints": [{"id": "far/tcp/443", "host": "far", "zones": ["z"], "machine": {"addresses": ["10.0.0.9"], "domains": ["d"], "configuration": "local"}}],
	},
	"observations": {"interfaces": [
		_reading("a", [_lo, _card("eth0", "ethernet", ["10.0.0.5/24", "10.0.0.77/24", "2001:db8::77/64", "10.0.1.5/24", "8.8.4.4/32", "fe80::1/64"], {}), _card("docker0", "bridge", ["172.17.0.1/16", "192.168.7.9/24"], {})]),
		_reading("b", [_lo, _card("eth0", "ethernet", ["10.0.0.6", "10.0.0.100"], {})]),
		_reading("far", [_lo, _card("eth0", "ethernet", ["10.0.0.9", "10.0.0.10"], {})]),
	]},
}

_cards(cards) := object.union(_document, {"observations": {"interfaces": [_reading("a", cards)]}})

test_undeclared_addresses_of_its_own_domain_and_of_the_whole_internet if {
	legs.undeclared == {"a": {"10.0.0.77", "10.0.1.5", "2001:db8::77", "8.8.4.4"}, "far": {"10.0.0.10"}} with input as _document
}

test_a_replaced_reading_tells_no_address_any_more if {
	older := object.union(_reading("b", [_card("eth0", "ethernet", ["10.0.0.66"], {})]), {"id": "old", "age_seconds": 99})
	readings := array.concat(_document.observations.interfaces, [older])
	not legs.undeclared.b with input as object.union(_document, {"observations": {"interfaces": readings}})
}

test_who_can_be_read_and_was if {
	legs.readable == {"a", "b", "far"} with input as _document
	refused := object.union(_reading("a", []), {"state": "no_permission"})
	world := object.union(_document, {"observations": {"interfaces": [refused]}})
	legs.readable == {"b", "far"} with input as world
	legs.offered == {"a", "b", "far"} with input as world
	legs.readings == {"a": {"interfaces/a"}, "b": {"interfaces/b"}, "far": {"interfaces/far"}} with input as _document
	legs.readings == {} with input as _cards([])
}

test_what_was_met_at_an_undeclared_address_was_met_on_the_machine if {
	met := {"id": "s", "subject": "d/10.0.0.77", "vantage": "p", "zone": "z", "state": "ok", "age_seconds": 10, "data": {"open": ["tcp/23"], "refused": ["tcp/80"], "silent": ["tcp/21"], "swept": ["tcp/21", "tcp/23", "tcp/80"]}}
	own := {"id": "o", "subject": "a", "vantage": "p", "zone": "z", "state": "ok", "age_seconds": 10, "data": {"open": [], "refused": ["tcp/21", "tcp/23", "tcp/80"], "silent": [], "swept": ["tcp/21", "tcp/23", "tcp/80"]}}
	document := object.union(_document, {"observations": {"ports": [met, own]}})
	legs.met_as["d/10.0.0.77"] == {"a"} with input as document
	legs.aside == {"s"} with input as document
	facts.open_ports.a == {"tcp/23"} with input as document
	facts.refused_ports.a == {"tcp/80"} with input as document
	facts.silent("a", {"tcp/21", "tcp/80"}) == {"tcp/21"} with input as document
	facts.who_saw("a", {"tcp/23"}) == {"s"} with input as document
	facts.sound("a", "ports", "same_zone") == {"o", "s"} with input as document
}

test_a_card_with_a_carrier_and_no_address_joins_something_unnamed if {
	every kind in ["ethernet", "bridge", "wireless", "other"] {
		legs.unnamed == {"a": {"interfaces/a"}} with input as _cards([_lo, _card("eth0", "ethernet", ["10.0.0.5"], {"carrier": true}), _card("x1", kind, ["fe80::2"], {"carrier": true})])
	}
	legs.unnamed == {"a": {"interfaces/a"}} with input as _cards([_card("x1", "ethernet", [], {})])
	legs.unnamed == {} with input as _cards([_lo, _card("eth0", "ethernet", ["10.0.0.5"], {"carrier": true}), _card("x1", "ethernet", [], {"carrier": false})])
}

test_parts_are_told_by_the_whole if {
	bond := [_card("bond0", "other", ["10.0.0.5"], {"carrier": true}), _card("eth0", "ethernet", [], {"carrier": true, "part_of": "bond0"}), _card("eth1", "ethernet", [], {"carrier": true, "part_of": "bond0"})]
	legs.unnamed == {} with input as _cards(bond)
	bridge := [_card("br0", "bridge", ["10.0.0.5"], {"carrier": true}), _card("eth0", "ethernet", [], {"carrier": true, "part_of": "br0"}), _card("eth1", "ethernet", [], {"carrier": false, "part_of": "br0"})]
	legs.unnamed == {} with input as _cards(bridge)
	two := array.concat(array.slice(bridge, 0, 2), [_card("eth1", "ethernet", [], {"carrier": true, "part_of": "br0"})])
	legs.unnamed == {"a": {"interfaces/a"}} with input as _cards(two)
	nameless := [_card("bond0", "other", [], {"carrier": true}), _card("eth0", "ethernet", [], {"carrier": true, "part_of": "bond0"})]
	legs.unnamed == {"a": {"interfaces/a"}} with input as _cards(nameless)
}

test_of_several_cards_with_addresses_each_has_a_declared_one if {
	legs.unnamed == {"a": {"interfaces/a"}} with input as _cards([_card("eth0", "ethernet", ["10.0.0.5", "10.0.0.8"], {"carrier": true}), _card("eth1", "ethernet", ["10.0.0.9"], {"carrier": true})])
	legs.unnamed == {} with input as _cards([_card("eth0", "ethernet", ["10.0.0.99"], {"carrier": true}), _card("eth1", "ethernet", ["10.0.0.9"], {"carrier": false})])
}

test_a_bridge_without_parts_is_empty if {
	alone := _card("docker0", "bridge", ["172.17.0.1"], {"carrier": false, "part_of": ""})
	card := _card("eth0", "ethernet", ["10.0.0.5"], {"carrier": true, "part_of": ""})
	legs.empty_bridge([card, alone], alone)
	not legs.empty_bridge([card, alone], card)
	not legs.empty_bridge([object.union(card, {"part_of": "docker0"}), alone], alone)
	not legs.empty_bridge([object.remove(card, ["part_of"]), alone], alone)
	not legs.empty_bridge([card, alone], object.union(alone, {"carrier": true}))
	not legs.empty_bridge([card, alone], object.union(alone, {"kind": "ethernet"}))
}
