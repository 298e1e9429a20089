package lib.crossing_test

import data.lib.crossing

_sweep(id, vantage, zone, state, data_) := {"id": id, "subject": "db", "vantage": vantage, "zone": zone, "state": state, "data": data_}

_document(sweeps) := {
	"inventory": {
		"zones": [
			{"id": "database", "kind": "database", "domain": "province"},
			{"id": "dmz", "kind": "dmz", "domain": "province"},
			{"id": "office", "kind": "internal", "domain": "province"},
			{"id": "office-2", "kind": "internal", "domain": "province"},
			{"id": "lab", "kind": "internal", "domain": "elsewhere"},
		],
		"hosts": [{"id": "db", "zones": ["database"], "domains": ["province"]}, {"id": "gw", "zones": ["database", "dmz"], "domains": ["province"]}],
		"endpoints": [],
		"flows": [
			{"id": "any", "from_zone": "office", "to_zone": "database", "from_hosts": [], "to_hosts": [], "ports": ["tcp/443"]},
			{"id": "named", "from_zone": "dmz", "to_zone": "database", "from_hosts": ["web"], "to_hosts": ["db"], "ports": ["tcp/5432"]},
		],
	},
	"observations": {"ports": sweeps},
}

test_a_flow_permits_only_whom_it_names if {
	document := _document([])
	crossing.permitted("office", "probe", "database", "db") == {"tcp/443"} with input as document
	crossing.permitted("dmz", "web", "database", "db") == {"tcp/5432"} with input as document
	crossing.permitted("dmz", "probe", "database", "db") == set() with input as document
	crossing.permitted("dmz", "web", "database", "other") == set() with input as document
	crossing.permitted("database", "db", "dmz", "web") == set() with input as document
}

test_unlisted_openings_name_their_sweep if {
	document := _document([
		_sweep("a", "probe", "office", "ok", {"open": ["tcp/443", "tcp/5432"], "swept": ["tcp/5432"], "left": ["tcp/5432"]}),
		_sweep("b", "web", "dmz", "partial", {"open": ["tcp/5432"], "swept": ["tcp/5432"], "left": ["tcp/5432"]}),
		_sweep("c", "probe", "database", "ok", {"open": ["tcp/22"], "swept": ["tcp/22"], "left": ["tcp/22"]}),
	])
	crossing.unlisted == {"db": {"office": {"tcp/5432": {"a"}}}} with input as document
	crossing.open == {"db": {"office": {"tcp/443": {"a"}, "tcp/5432": {"a"}}, "dmz": {"tcp/5432": {"b"}}}} with input as document
	crossing.sweeps == {"db": {"office": {"a"}}} with input as document
}

test_looking_counts_only_finished_sweeps_that_say_what_they_found if {
	document := _document([
		_sweep("a", "probe", "office", "ok", {"open": [], "swept": ["tcp/1", "tcp/2"], "left": ["tcp/1", "tcp/2"]}),
		_sweep("b", "probe", "dmz", "partial", {"open": [], "swept": ["tcp/1", "tcp/2"], "left": ["tcp/1", "tcp/2"]}),
		_sweep("c", "probe", "office-2", "ok", {"swept": ["tcp/1", "tcp/2"], "left": ["tcp/1", "tcp/2"]}),
	])
	zones := {"office", "office-2", "dmz"}
	crossing.looked_from("db", zones, {"tcp/1", "tcp/2"}) == {"office"} with input as document
	crossing.looked_from("db", zones, {"tcp/1", "tcp/3"}) == set() with input as document
	crossing.looked_from("db", zones, set()) == set() with input as document
	crossing.sweeps_from("db", {"office"}) == {"a"} with input as document
}

test_every_zone_around_must_be_looked_from if {
	document := _document([_sweep("a", "probe", "office", "ok", {"open": [], "swept": ["tcp/1"], "left": ["tcp/1"]})])
	crossing.not_shut_to("db", {"internal", "dmz"}, {"tcp/1"}, set()) == {"office-2", "dmz"} with input as document
	both := _document([_sweep("a", "probe", "office", "ok", {"open": [], "swept": ["tcp/1"], "left": ["tcp/1"]}), _sweep("b", "probe-2", "office-2", "ok", {"open": [], "swept": ["tcp/1"], "left": ["tcp/1"]})])
	crossing.not_shut_to("db", {"internal", "dmz"}, {"tcp/1"}, set()) == {"dmz"} with input as both
	crossing.not_shut_to("db", {"internal"}, {"tcp/1"}, set()) == set() with input as both
}

test_silence_elsewhere_needs_life_at_home if {
	far := _sweep("a", "probe", "dmz", "ok", {"open": [], "swept": ["tcp/1"], "left": ["tcp/1"]})
	home := _sweep("h", "probe-2", "database", "ok", {"open": ["tcp/1"], "swept": ["tcp/1"], "left": ["tcp/1"]})
	crossing.shut_to_each("db", {"dmz"}, {"tcp/1"}, set()) == {"a", "h"} with input as _document([far, home])
	every sweeps in [[far], [home], [far, object.union(home, {"state": "partial"})], [far, object.union(home, {"zone": "office"})]] {
		not crossing.shut_to_each("db", {"dmz"}, {"tcp/1"}, set()) with input as _document(sweeps)
	}
	crossing.unseen_at_home({"db", "gw"}) == {"db": {"database"}, "gw": {"database", "dmz"}} with input as _document([far])
	crossing.unseen_at_home({"db", "stranger"}) == {} with input as _document([home])
}

test_a_machine_that_joins_zones_is_at_home_in_none if {
	document := _document([
		object.union(_sweep("a", "probe", "dmz", "ok", {"open": ["tcp/22"], "swept": ["tcp/22"], "left": ["tcp/22"]}), {"subject": "gw"}),
		object.union(_sweep("b", "probe", "office", "ok", {"open": ["tcp/22", "tcp/443"], "swept": ["tcp/22"], "left": ["tcp/22"]}), {"subject": "gw"}),
	])
	crossing.open == {"gw": {"dmz": {"tcp/22": {"a"}}, "office": {"tcp/22": {"b"}, "tcp/443": {"b"}}}} with input as document
	crossing.unlisted == {"gw": {"dmz": {"tcp/22": {"a"}}, "office": {"tcp/22": {"b"}}}} with input as document
	crossing.zones_around("gw", {"internal", "dmz"}) == {"office", "office-2", "dmz"} with input as document
}

test_zones_of_another_domain_are_not_around if {
	crossing.zones_around("db", {"internal"}) == {"office", "office-2"} with input as _document([])
	crossing.kind_seen_from("nowhere") == "undeclared" with input as _document([])
}

test_families_are_those_of_both_ends if {
	tries := [
		{"id": "a", "subject": "office", "zone": "office", "data": {"to_zone": "dmz", "ipv4": true, "ipv6": false}},
		{"id": "b", "subject": "office", "zone": "office", "data": {"to_zone": "out", "ipv4": true, "ipv6": true}},
		{"id": "c", "subject": "office", "zone": "office", "data": {"to_zone": "dmz", "ipv4": true, "ipv6": true}, "unread": ["ipv6"]},
	]
	document := {
		"inventory": {
			"zones": [
				{"id": "office", "kind": "internal", "ip_versions": []},
				{"id": "dmz", "kind": "dmz", "ip_versions": ["v4", "v6"]},
				{"id": "inside", "kind": "servers", "ip_versions": ["v4"]},
				{"id": "out", "kind": "internet", "ip_versions": []},
			],
			"networks": [
				{"id": "n", "zone": "office", "prefixes": ["10.2.0.0/24", "2001:db8:2::/64"]},
				{"id": "m", "zone": "inside", "prefixes": ["10.3.0.0/24"]},
			],
		},
		"observations": {"reach": tries},
	}
	needed := {["dmz", "v4"], ["dmz", "v6"], ["inside", "v4"], ["out", "v4"], ["out", "v6"]}
	crossing.families_needed("office", {"dmz", "inside", "out"}) == needed with input as document
	crossing.families_needed("inside", {"dmz", "out"}) == {["dmz", "v4"], ["out", "v4"]} with input as document
	crossing.families_needed("dmz", {"out"}) == set() with input as document
	tried := {["dmz", "v4"], ["out", "v4"], ["out", "v6"]}
	crossing.families_tried({"a", "b", "c"}) == tried with input as document
	crossing.families_missed(needed - tried, {"a", "b", "c"}) == {"dmz v6"} with input as document
}

test_what_a_sweep_met_beyond_the_lines if {
	document := {
		"inventory": {
			"flows": [{"from_zone": "a", "to_zone": "b", "from_hosts": ["probe"], "to_hosts": [], "ports": ["tcp/1"]}],
			"systems": [{"machines": [{"id": "h", "zones": ["b"]}, {"id": "n", "zones": ["a"]}]}],
		},
		"observations": {"ports": [
			{"id": "listed", "subject": "h", "vantage": "probe", "zone": "a", "data": {"open": ["tcp/1"]}},
			{"id": "more", "subject": "h", "vantage": "probe", "zone": "a", "data": {"open": ["tcp/1", "tcp/2"]}},
			{"id": "other", "subject": "h", "vantage": "x", "zone": "a", "data": {"open": ["tcp/1"]}},
			{"id": "neighbour", "subject": "n", "vantage": "probe", "zone": "a", "data": {"open": ["tcp/2"]}},
			{"id": "stranger", "subject": "d/192.0.2.1", "vantage": "probe", "zone": "a", "data": {"open": ["tcp/2"]}},
		]},
	}
	crossing.met_beyond == {"more": {"zones": {"b"}, "ports": {"tcp/2"}}, "other": {"zones": {"b"}, "ports": {"tcp/1"}}} with input as document
}

_wall(vantage, subject, pairs, unread) := {
	"id": concat("/", ["firewall", subject, vantage]),
	"subject": subject,
	"vantage": vantage,
	"zone": subject,
	"state": "ok",
	"unread": unread,
	"data": {"pairs": pairs},
}

_joined(walls) := object.union(_document([]), {
	"inventory": {"systems": [{"id": "s", "machines": [
		{"id": "gw", "zones": ["dmz", "database"]},
		{"id": "gw-2", "zones": ["dmz", "office"]},
		{"id": "web", "zones": ["dmz"]},
	]}]},
	"observations": {"firewall": walls},
})

test_walls_stand_for_a_try_where_each_was_read_whole if {
	one := _wall("gw", "dmz", [{"to_zone": "database", "state": "open"}, {"to_zone": "office", "state": "closed"}], [])
	other := _wall("gw-2", "dmz", [{"to_zone": "database", "state": "unread"}, {"to_zone": "office", "state": "closed"}], [])
	unread := _wall("gw-2", "dmz", [{"to_zone": "office", "state": "closed"}], ["pairs"])

	crossing.walled("dmz") == {"office": {one.id, other.id}} with input as _joined([one, other])
	crossing.walled("office") == {} with input as _joined([one, other])
	crossing.walled("dmz") == {} with input as _joined([one])
	crossing.walled("dmz") == {} with input as _joined([one, unread])
}

test_a_rule_beyond_a_zone_may_be_listed_to_the_internet if {
	document := object.union(_document([]), {"inventory": {
		"zones": [{"id": "dmz", "kind": "dmz", "domain": "province"}, {"id": "net", "kind": "internet", "domain": "province"}],
		"flows": [{"id": "out", "from_zone": "dmz", "to_zone": "net", "ports": ["tcp/443"]}],
	}})
	not crossing.rule_is_wider("dmz", {"to_zone": "office", "port": "tcp/443", "beyond": true}) with input as document
	crossing.rule_is_wider("dmz", {"to_zone": "office", "port": "tcp/443"}) with input as document
	crossing.rule_is_wider("dmz", {"to_zone": "office", "port": "tcp/80", "beyond": true}) with input as document
	not crossing.rule_is_wider("dmz", {"to_zone": "office", "port": "icmp"}) with input as document
	crossing.rule_is_wider("dmz", {"to_zone": "", "port": "tcp/80"}) with input as document
	crossing.rule_is_wider("dmz", {"to_zone": "", "port": ""}) with input as document
}

_estate := {
	"zones": [
		{"id": "database", "kind": "database", "domain": "province"},
		{"id": "dmz", "kind": "dmz", "domain": "province", "joined_by": ["gw"]},
		{"id": "office", "kind": "internal", "domain": "province", "joined_by": ["gw", "gw-2"]},
		{"id": "far", "kind": "internet", "domain": "province", "joined_by": []},
	],
	"hosts": [{"id": "db", "zones": ["database"], "domains": ["province"], "interfaces": [{"network": "n", "address": "10.3.0.5"}, {"network": "n", "address": "2001:db8::5"}]}],
	"endpoints": [],
	"flows": [{"from_zone": "dmz", "to_zone": "database", "from_hosts": ["web"], "to_hosts": ["db"], "ports": ["tcp/5432"], "from_addresses": ["10.1.0.5", "10.1.0.6"]}],
}

_open_pair(openings) := {"to_zone": "database", "state": "open", "opens": [{"port": port, "sources": sources, "targets": targets} | some [port, sources, targets] in openings]}

_behind(looks) := {"inventory": _estate, "observations": {"ports": [], "firewall": looks}}

_barred_by(pair) := zones if {
	zones := crossing.barred({"dmz"}, "db", {"database"}, {"tcp/5432", "tcp/5433", "udp/53"}, {"internet"}) with input as _behind([_wall("gw", "dmz", [pair], [])])
}

test_what_walls_keep if {
	every openings in [
		[["tcp/5432", ["10.1.0.5"], []]],
		[["tcp/5432", ["10.1.0.5", "10.1.0.6"], ["10.3.0.5"]]],
		[["tcp/443", [], []], ["icmp", [], []], ["sctp/5432", [], []], ["other protocols", [], []]],
		[["tcp/5434-65535", [], []], ["tcp/1-5431", [], []], ["udp/5432-5433", [], []], ["sctp/1-65535", [], []]],
		[["", [], ["10.3.0.6", "2001:db8::/128"]]],
		[["tcp/5432", [], ["10.3.0.8/29"]]],
	] {
		_barred_by(_open_pair(openings)) == {"dmz": {"firewall/dmz/gw"}}
	}
	_barred_by({"to_zone": "database", "state": "closed", "opens": []}) == {"dmz": {"firewall/dmz/gw"}}
}

test_what_walls_let_through if {
	every opening in [
		["tcp/5432", [], []],
		["tcp/5432", ["10.1.0.5", "10.1.0.7"], []],
		["tcp/5432", ["10.1.0.5", "…"], []],
		["tcp/5433", ["10.1.0.5"], []],
		["tcp/5432-5433", ["10.1.0.5"], []],
		["tcp/1-5432", [], []],
		["udp/1-53", [], []],
		["", ["10.1.0.5"], []],
		["tcp/5432", [], ["10.3.0.5"]],
		["tcp/5432", [], ["10.3.0.0/29", "10.3.9.9"]],
		["tcp/5432", [], ["2001:db8::/64"]],
		["tcp/5432", [], ["10.3.0.1-10.3.0.4"]],
		["tcp/5432", [], ["10.3.0.9", "…"]],
	] {
		_barred_by(_open_pair([opening])) == {}
	}
	_barred_by({"to_zone": "database", "state": "open"}) == {}
	_barred_by({"to_zone": "database", "state": "unread", "opens": []}) == {}
	_barred_by({"to_zone": "office", "state": "closed", "opens": []}) == {}
}

test_every_machine_that_joins_a_zone_must_tell if {
	shut := {"to_zone": "database", "state": "closed", "opens": []}
	one := _wall("gw", "office", [shut], [])
	other := _wall("gw-2", "office", [shut], [])
	asked := {"office", "far"}
	crossing.barred(asked, "db", {"database"}, {"tcp/1"}, set()) == {} with input as _behind([one])
	crossing.barred(asked, "db", {"database"}, {"tcp/1"}, set()) == {"office": {"firewall/office/gw", "firewall/office/gw-2"}} with input as _behind([one, other])
	crossing.barred(asked, "db", {"database", "dmz"}, {"tcp/1"}, set()) == {} with input as _behind([one, other])
	crossing.barred(asked, "db", set(), {"tcp/1"}, set()) == {} with input as _behind([one, other])
	unread := object.union(other, {"state": "partial", "unread": ["pairs"]})
	crossing.barred(asked, "db", {"database"}, {"tcp/1"}, set()) == {} with input as _behind([one, unread])
}

test_no_line_counts_for_some_kinds_of_zone if {
	look := _wall("gw", "dmz", [_open_pair([["tcp/5432", ["10.1.0.5"], []]])], [])
	crossing.barred({"dmz"}, "db", {"database"}, {"tcp/5432"}, {"dmz"}) == {} with input as _behind([look])
	crossing.barred({"dmz"}, "other", {"database"}, {"tcp/5432"}, set()) == {"dmz": {"firewall/dmz/gw"}} with input as _behind([_wall("gw", "dmz", [_open_pair([["tcp/5432", [], ["10.3.0.5"]]])], [])])
	crossing.barred({"dmz"}, "other", {"database"}, {"tcp/5432"}, set()) == {} with input as _behind([look])
}
