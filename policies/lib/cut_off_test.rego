package lib.cut_off_test

import data.lib.cut_off

_wall(zone, pairs) := {"id": concat("-", ["w", zone]), "subject": zone, "vantage": "fw", "zone": "servers", "state": "ok", "age_seconds": 1, "data": {"pairs": [{"to_zone": other, "state": state, "opens": [{"port": "tcp/443"}]} |
	some other, state in pairs
]}}

_world(machines, walls, tries) := {
	"part": "estate",
	"inventory": {
		"zones": [
			{"id": "internet", "kind": "internet", "domain": "d", "joined_by": ["fw"]},
			{"id": "servers", "kind": "servers", "domain": "d", "joined_by": ["fw"]},
			{"id": "dmz", "kind": "dmz", "domain": "d", "joined_by": ["fw"]},
			{"id": "wan", "kind": "internal", "domain": "d", "joined_by": ["fw"]},
		],
		"networks": [{"id": "n", "zone": "wan", "kind": "tslcd"}],
		"systems": [{"id": "s", "machines": machines}],
		"links": [{"id": "out", "source": "s", "network": "internet"}, {"id": "dedicated", "source": "s", "network": "tslcd"}, {"id": "inner", "source": "s", "network": "lan"}],
	},
	"observations": {"firewall": walls, "reach": tries},
}

_app := [{"id": "app", "zones": ["servers"]}]

_shut := {"internet": "closed", "dmz": "closed", "wan": "closed"}

test_a_zone_that_is_shut_all_around if {
	cut_off.links == {"out": {"w-servers"}, "dedicated": {"w-servers"}} with input as _world(_app, [_wall("servers", _shut)], [])
}

test_a_way_through_another_zone_is_one if {
	through := object.union(_shut, {"dmz": "open"})
	cut_off.links == {} with input as _world(_app, [_wall("servers", through)], [])
	all_ := {"w-servers", "w-dmz"}
	cut_off.links == {"out": all_, "dedicated": all_} with input as _world(_app, [_wall("servers", through), _wall("dmz", _shut)], [])
}

test_what_is_not_read_may_be_open if {
	cut_off.links == {} with input as _world(_app, [], [])
	cut_off.links == {} with input as _world(_app, [_wall("servers", {"internet": "closed", "wan": "closed"})], [])
	cut_off.links == {} with input as _world(_app, [_wall("servers", object.union(_shut, {"wan": "unread", "internet": "unread"}))], [])
}

test_a_try_that_was_answered_is_a_way if {
	answered := {"id": "t", "subject": "servers", "vantage": "probe", "zone": "servers", "state": "ok", "age_seconds": 1, "data": {"to_zone": "internet", "answered": [{"target": "d/203.0.113.9", "port": "tcp/443"}]}}
	cut_off.links == {} with input as _world(_app, [_wall("servers", _shut)], [answered])
}

test_a_machine_in_the_network_itself_or_nowhere if {
	there := [{"id": "gw", "zones": ["internet"]}]
	not cut_off.links.out with input as _world(array.concat(_app, there), [_wall("servers", _shut)], [])
	cut_off.links == {} with input as _world(array.concat(_app, [{"id": "lost", "zones": []}]), [_wall("servers", _shut)], [])
	cut_off.links == {} with input as _world([], [_wall("servers", _shut)], [])
}
