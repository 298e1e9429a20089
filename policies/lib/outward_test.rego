package lib.outward_test

import data.lib.outward

_opening(port, sources, targets) := {"port": port, "sources": sources, "targets": targets}

_world(openings) := {
	"inventory": {
		"zones": [{"id": "net", "kind": "internet", "joined_by": ["fw"]}, {"id": "dmz", "kind": "dmz", "joined_by": ["fw"]}],
		"hosts": [{"id": "web", "interfaces": [{"address": "10.0.0.5"}]}],
	},
	"observations": {"firewall": [{
		"id": "w",
		"subject": "dmz",
		"vantage": "fw",
		"zone": "dmz",
		"state": "ok",
		"age_seconds": 1,
		"data": {"pairs": [{"to_zone": "net", "state": "open", "opens": openings}]},
	}]},
}

test_a_rule_to_no_address_in_particular_leads_anywhere if {
	some targets in [[], ["0.0.0.0/0"], ["::/0"]]
	opening := _opening("tcp/443", [], targets)
	{opening} == outward.anywhere.dmz.w with input as _world([opening])
}

test_a_rule_to_one_address_leads_there if {
	not outward.anywhere.dmz with input as _world([_opening("tcp/443", [], ["203.0.113.9"])])
}

test_whom_a_rule_is_for if {
	every sources, surely in {[]: true, ["10.0.0.5"]: true, ["10.0.0.0/24"]: true, ["10.0.0.6"]: false, ["…"]: false} {
		found := outward.surely({_opening("tcp/443", sources, [])}, "web") with input as _world([])
		found == {"tcp/443"} == surely
	}
}

test_whom_a_rule_may_be_for if {
	outward.perhaps({_opening("tcp/443", ["…"], [])}, "web") == {"tcp/443"} with input as _world([])
	outward.perhaps({_opening("tcp/443", ["10.0.0.6"], [])}, "web") == set() with input as _world([])
}

test_walls_that_were_read if {
	outward.read({"dmz"}) == {"w"} with input as _world([_opening("tcp/443", [], [])])
	not outward.read({"dmz", "lan"}) with input as _world([])
	not outward.read(set()) with input as _world([])
}

test_walls_that_do_not_say_what_they_open if {
	outward.speak({"dmz"}) with input as _world([])
	not outward.speak({"dmz"}) with input as {"inventory": {}, "observations": {"firewall": [{"id": "w", "subject": "dmz", "vantage": "fw", "zone": "dmz", "state": "ok", "age_seconds": 1, "data": {}}]}}
}
