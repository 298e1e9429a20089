package lib.kept_apart_test

import data.lib.kept_apart

_try(answered) := {"id": "t", "subject": "wifi", "vantage": "probe", "zone": "wifi", "state": "ok", "age_seconds": 1, "data": {"to_zone": "servers", "tried": [{"target": "app", "port": "tcp/443"}], "answered": answered, "control": true, "ipv4": true}}

_wall(data_) := {"id": "w", "subject": "wifi", "vantage": "fw", "zone": "wifi", "state": "ok", "age_seconds": 1, "data": data_}

_world(tries, walls) := {
	"part": "estate",
	"inventory": {
		"zones": [
			{"id": "wifi", "kind": "wireless", "domain": "d", "joined_by": ["fw"], "ip_versions": ["v4"]},
			{"id": "servers", "kind": "servers", "domain": "d", "joined_by": ["fw"], "ip_versions": ["v4"]},
			{"id": "elsewhere", "kind": "servers", "domain": "other"},
		],
		"networks": [{"id": "n", "zone": "wifi", "prefixes": ["10.0.0.0/24"]}],
		"flows": [{"id": "f", "from_zone": "wifi", "to_zone": "servers", "ports": ["tcp/80"]}],
	},
	"observations": {"reach": tries, "firewall": walls},
}

test_zones_of_a_kind_are_those_of_the_own_domain if {
	kept_apart.of_kinds("wifi", {"servers", "wireless"}) == {"servers"} with input as _world([], [])
}

test_an_answer_that_a_line_lists_is_none if {
	not kept_apart.unlisted.wifi with input as _world([_try([{"target": "app", "port": "tcp/80"}])], [])
	kept_apart.unlisted.wifi.t == {"app tcp/443"} with input as _world([_try([{"target": "app", "port": "tcp/443"}])], [])
}

test_an_opening_that_a_line_lists_is_none if {
	open_ := [{"port": port, "sources": [], "targets": []} | some port in ["tcp/80", "tcp/22", "icmp"]]
	world := _world([], [_wall({"pairs": [{"to_zone": "servers", "state": "open", "opens": open_}]})])
	kept_apart.opened.wifi.servers.w == {"tcp/22"} with input as world
}

test_a_try_or_a_wall_shows_a_pair if {
	kept_apart.not_shown("wifi", {"servers"}) == {"servers"} with input as _world([], [])
	kept_apart.not_shown("wifi", {"servers"}) == set() with input as _world([_try([])], [])
	kept_apart.not_shown("wifi", {"servers"}) == set() with input as _world([], [_wall({"pairs": [{"to_zone": "servers", "state": "closed"}]})])
	kept_apart.not_shown("wifi", {"servers"}) == {"servers"} with input as _world([_try([{"port": "tcp/1"}])], [])
}

test_what_shows_a_pair if {
	kept_apart.shown("wifi", {"servers"}) == {"t"} with input as _world([_try([])], [])
}

test_a_wall_that_does_not_speak_of_its_pairs if {
	kept_apart.walls_speak("wifi") with input as _world([], [])
	kept_apart.walls_speak("wifi") with input as _world([], [_wall({"pairs": []})])
	not kept_apart.walls_speak("wifi") with input as _world([], [_wall({"any_any": false})])
}

test_a_rule_for_everything_opens_what_no_line_lists if {
	kept_apart.opened.wifi == {"servers": {"w": {"any_any"}}} with input as _world([], [_wall({"any_any": true})])
}

test_a_wall_that_could_not_read_its_pairs_says_that_it_is_shut if {
	unread := {"state": "partial", "unread": ["pairs"]}
	closed := {"forward_policy": "drop", "any_any": false, "rules": []}
	kept_apart.walls_speak("wifi") with input as _world([], [object.union(_wall(closed), unread)])
	not kept_apart.walls_speak("wifi") with input as _world([], [object.union(_wall(object.union(closed, {"forward_policy": "accept"})), unread)])
	kept_apart.walls_speak("wifi") with input as _world([], [_wall({"forward_policy": "accept", "pairs": []})])
}

test_a_replaced_look_at_a_wall_need_not_speak if {
	newer := object.union(_wall({"pairs": []}), {"id": "n", "age_seconds": 0})
	kept_apart.walls_speak("wifi") with input as _world([], [_wall({"any_any": true}), newer])
}

_all := {"port": "", "sources": [], "targets": []}

_opening(opening) := _world([], [_wall({"pairs": [{"to_zone": "servers", "state": "open", "opens": [opening]}]})])

test_a_wall_that_lets_all_of_a_zone_through if {
	kept_apart.all_through == {"wifi": {"servers": {"w"}}} with input as _opening(_all)
	kept_apart.all_through == {"wifi": {"servers": {"w"}}} with input as _world([], [_wall({"any_any": true})])
	every fewer in [{"port": "tcp/80"}, {"sources": ["10.0.0.7"]}, {"targets": ["10.1.0.7"]}] {
		kept_apart.all_through == {} with input as _opening(object.union(_all, fewer))
	}
}
