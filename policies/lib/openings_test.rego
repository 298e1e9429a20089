package lib.openings_test

import data.lib.openings

_wall(data_, more) := object.union({"id": "w", "subject": "wifi", "vantage": "fw", "zone": "wifi", "state": "ok", "age_seconds": 9, "data": data_}, more)

_world(walls) := {
	"inventory": {"zones": [
		{"id": "wifi", "kind": "wireless", "domain": "d"},
		{"id": "servers", "kind": "servers", "domain": "d"},
		{"id": "elsewhere", "kind": "servers", "domain": "other"},
	]},
	"observations": {"firewall": walls},
}

test_a_rule_for_everything_opens_every_other_zone_of_the_domain if {
	openings.wholly == {"wifi": {"servers": {"w"}}} with input as _world([_wall({"any_any": true}, {})])
	not openings.wholly.wifi with input as _world([_wall({"any_any": false}, {})])
}

test_a_rule_for_everything_that_a_newer_reading_does_not_have if {
	newer := _wall({"any_any": false}, {"id": "n", "age_seconds": 0})
	not openings.wholly.wifi with input as _world([_wall({"any_any": true}, {}), newer])
}

test_a_rule_towards_a_zone_of_which_the_wall_tells_no_more if {
	rules := [{"to_zone": "servers", "port": "tcp/443"}, {"to_zone": "servers", "port": "udp/514"}]
	openings.ruled == {"wifi": {"servers": {"w": {"tcp/443", "udp/514"}}}} with input as _world([_wall({"rules": rules}, {})])
	told := _wall({"rules": rules, "pairs": [{"to_zone": "servers", "state": "open"}]}, {})
	not openings.ruled.wifi with input as _world([told])
}

test_a_wall_that_says_that_it_is_shut if {
	closed := {"forward_policy": "drop", "any_any": false, "rules": []}
	openings.shut == {"w"} with input as _world([_wall(closed, {})])
	every field in ["forward_policy", "any_any", "rules"] {
		openings.shut == set() with input as _world([_wall(closed, {"state": "partial", "unread": [field]})])
	}
	openings.shut == set() with input as _world([_wall(object.union(closed, {"forward_policy": "accept"}), {})])
	openings.shut == set() with input as _world([_wall(object.union(closed, {"any_any": true}), {})])
}
