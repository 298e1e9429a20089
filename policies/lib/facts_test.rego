package lib.facts_test

import data.lib.facts

_look(id, subject, vantage, zone, state, open) := {
	"id": id,
	"subject": subject,
	"vantage": vantage,
	"zone": zone,
	"state": state,
	"data": {"open": open, "swept": ["tcp/1", "tcp/2"], "left": ["tcp/1", "tcp/2"]},
}

_document := {
	"inventory": {
		"zones": [{"id": "in", "kind": "servers"}, {"id": "out", "kind": "internet"}],
		"hosts": [{"id": "h", "zones": ["in"]}],
		"endpoints": [{"id": "h/tcp/1", "host": "h", "zones": ["in"]}],
	},
	"observations": {
		"ports": [
			_look("own", "h", "h", "in", "ok", ["tcp/1"]),
			_look("near", "h", "probe", "in", "ok", []),
			_look("far", "h", "far", "out", "partial", ["tcp/2"]),
		],
		"tls": [{"id": "tls", "subject": "h/tcp/1", "vantage": "probe", "zone": "in", "state": "ok", "data": {}}],
	},
}

test_observations_are_found_by_id_kind_and_subject if {
	facts.observation.far.zone == "out" with input as _document
	facts.kind_of.tls == "tls" with input as _document
	facts.seen("h", "ports") == {"own", "near", "far"} with input as _document
	facts.seen("h", "tls") == set() with input as _document
	facts.ok == {"own", "near", "tls"} with input as _document
}

test_where_from if {
	facts.from.self == {"own"} with input as _document
	facts.from.same_zone == {"own", "near", "tls"} with input as _document
	facts.from.elsewhere == {"far"} with input as _document
	facts.from.any == {"own", "near", "far", "tls"} with input as _document
}

test_a_pass_rests_on_finished_looks_from_the_right_place if {
	facts.sound("h", "ports", "same_zone") == {"own", "near"} with input as _document
	facts.sound("h", "ports", "elsewhere") == set() with input as _document
	facts.sound("h", "ports", "nowhere") == set() with input as _document
}

test_a_port_open_once_is_open if {
	facts.open_ports.h == {"tcp/1", "tcp/2"} with input as _document
	facts.who_saw("h", {"tcp/1", "tcp/2"}) == {"own", "far"} with input as _document
	facts.open_from.internet.h == {"tcp/2"} with input as _document
}

_told(id, zone, state, data_) := {"id": id, "subject": "h", "vantage": "probe", "zone": zone, "state": state, "data": data_}

test_only_a_refusal_at_home_shows_that_nothing_runs if {
	looks := [
		_told("near", "in", "ok", {"open": ["tcp/1"], "refused": ["tcp/2"], "silent": ["tcp/3"], "swept": ["tcp/1", "tcp/2", "tcp/3"], "left": ["tcp/1", "tcp/2", "tcp/3"]}),
		_told("half", "in", "partial", {"open": [], "refused": ["tcp/4"], "silent": ["tcp/5"], "swept": ["tcp/4", "tcp/5"], "left": ["tcp/4", "tcp/5"]}),
		_told("far", "out", "ok", {"open": [], "refused": ["tcp/6"], "silent": ["tcp/6"], "swept": ["tcp/6"], "left": ["tcp/6"]}),
		_told("old", "in", "ok", {"open": [], "swept": ["tcp/7"], "left": ["tcp/7"]}),
	]
	document := object.union(_document, {"observations": {"ports": looks}})
	ports := {"tcp/1", "tcp/2", "tcp/3", "tcp/4", "tcp/5", "tcp/6", "tcp/7"}
	facts.refused_ports == {"h": {"tcp/2"}} with input as document
	facts.not_refused("h", ports) == {"tcp/3", "tcp/4", "tcp/5", "tcp/6", "tcp/7"} with input as document
	facts.silent("h", ports) == {"tcp/3"} with input as document
	facts.not_refused("nowhere", {"tcp/2"}) == {"tcp/2"} with input as document
	facts.silent("nowhere", {"tcp/3"}) == set() with input as document
}

test_only_finished_sweeps_tried_a_port if {
	facts.swept_from["in"].h == {"tcp/1", "tcp/2"} with input as _document
	not facts.swept_from.out.h with input as _document
}

_told_document := {"observations": {"egress": [
	{"id": "whole", "state": "ok", "data": {"reached": ["a"], "tried": [], "control": false}},
	{"id": "cut", "state": "partial", "data": {"reached": []}, "unread": ["reached"]},
	{"id": "bare", "state": "ok", "data": {"control": null}},
	{"id": "nothing", "state": "timeout"},
]}}

test_what_a_look_told_whole_is_told if {
	facts.told("whole", "reached") == ["a"] with input as _told_document
	facts.told("whole", "control") == false with input as _told_document
}

test_what_a_look_did_not_tell_whole_is_nothing if {
	every look, field in {"cut": "reached", "bare": "control", "nothing": "reached", "unknown": "reached"} {
		not facts.told(look, field) with input as _told_document
	}
}

test_only_lists_that_each_look_told_are_one_list if {
	facts.told_by_each({"whole"}, "reached") == {"a"} with input as _told_document
	facts.told_by_each({"whole"}, "tried") == set() with input as _told_document
	every looks in [set(), {"cut"}, {"whole", "cut"}, {"whole", "bare"}, {"whole", "nothing"}] {
		not facts.told_by_each(looks, "reached") with input as _told_document
	}
	not facts.told_by_each({"whole"}, "control") with input as _told_document
}
