package lib.regime_test

import data.lib.regime

# `old` of a department, level 3 by the old decree, built in 2024 (day 738886); `new` of the Party, level 2, approved anew; `bare` says nothing.
_systems := [
	{"id": "old", "regime": {"kind": "archive", "level": 3, "levelled_under": "nd85", "owners": ["department"], "networks": ["lan"], "built_day": 738886, "used_day": 738900, "since_day": 738886, "started_day": 738900}},
	{"id": "new", "regime": {"kind": "portal", "level": 2, "levelled_under": "nd85", "owners": ["party"], "networks": ["tslcd"], "approved_day": 739900, "last_approved_day": 739900, "since_day": 739900, "invested_day": 739600}},
	{"id": "bare", "regime": {"kind": "portal", "owners": [], "networks": []}},
]

_input := {"inventory": {
	"systems": _systems,
	"hosts": [{"id": "own", "system": "old", "guests": []}, {"id": "shared", "system": "old", "guests": [{"id": "new"}]}],
	"endpoints": [{"id": "own/tcp/443", "system": "old"}],
	"data_sets": [{"id": "records", "system": "old"}],
	"links": [{"id": "inner", "source": "old", "target_owner": "so"}, {"id": "outer", "source": "old", "target_owner": "firm"}],
	"zones": [{"id": "z", "systems": ["old"]}, {"id": "both", "systems": ["old", "new"]}, {"id": "empty", "systems": []}],
	"networks": [{"id": "n", "systems": ["old"]}],
	"waves": [{"id": "w", "systems": ["old", "new"]}],
	"organisations": [{"id": "so", "kind": "department"}, {"id": "firm", "kind": "enterprise"}],
	"sites": [{"id": "idc", "organisation": "so"}],
}}

_all := {"old", "new", "bare"}

_shown(selector) := picked if picked := regime.shown(selector, "system", _all) with input as _input

_about(selector) := picked if picked := regime.about(selector, "system", _all) with input as _input

test_what_softens_is_shown if {
	_shown({}) == _all
	_shown({"levels": [3]}) == {"old"}
	_shown({"kinds": ["archive"], "built_before_day": 739000}) == {"old"}
	_shown({"used_before_day": 739000}) == {"old"}
	_shown({"on_network": ["tslcd"]}) == {"new"}
	_shown({"owners": ["party"]}) == {"new"}
	_shown({"under_investment_before_day": 739700}) == {"new"}
	_shown({"under_investment_before_day": 739600}) == set()
}

test_a_paper_contradicts_what_is_declared_of_the_time_before if {
	_shown({"levelled_under": ["nd85"]}) == {"old", "new"}
	_shown({"levelled_under": ["nd85"], "approved_before_day": 739850}) == {"old"}
	_shown({"levelled_under": ["nd85"], "approved_before_day": 739901}) == {"old", "new"}
}

test_what_burdens_falls_unless_the_contrary_is_shown if {
	_about({}) == _all
	_about({"levels": [3]}) == {"old", "bare"}
	_about({"owners": ["party"]}) == {"new", "bare"}
	_about({"started_since_day": 739000}) == {"new", "bare"}
	_about({"approved_since_day": 739901}) == {"old", "bare"}
}

_subjects := {"host": {"own", "shared"}, "endpoint": {"own/tcp/443"}, "data_set": {"records"}, "link": {"inner"}, "zone": {"z", "both", "empty"}, "network": {"n"}, "wave": {"w"}}

test_every_kind_of_subject_has_the_regime_of_its_systems if {
	found := {kind: regime.shown({"levelled_under": ["nd85"], "approved_before_day": 739850}, kind, all) | some kind, all in _subjects} with input as _input
	found == {"host": {"own"}, "endpoint": {"own/tcp/443"}, "data_set": {"records"}, "link": {"inner"}, "zone": {"z"}, "network": {"n"}, "wave": set()}
}

# What several systems share is held to the highest level among them.
test_the_level_of_a_place_is_the_highest_there if {
	high := {kind: regime.shown({"levels": [3]}, kind, all) | some kind, all in _subjects} with input as _input
	high == {"host": {"own", "shared"}, "endpoint": {"own/tcp/443"}, "data_set": {"records"}, "link": {"inner"}, "zone": {"z", "both"}, "network": {"n"}, "wave": {"w"}}
	low := {kind: regime.shown({"levels": [2]}, kind, all) | some kind, all in _subjects} with input as _input
	every found in low {
		count(found) == 0
	}
}

test_bodies_by_the_systems_they_own if {
	owning := {"inventory": {"systems": [{"id": "s", "owner": "so"}, {"id": "t", "owner": "so"}, {"id": "u", "owner": "firm"}, {"id": "bare"}]}}
	regime.owned_by({"so", "none"}) == {"s", "t"} with input as owning
	regime.owners_of({"t", "u", "bare"}) == {"so", "firm"} with input as owning
}

test_whom_a_text_spares if {
	regime.spared(["party"], "system", _all) == {"new"} with input as _input
	regime.spared(["party"], "host", {"own", "shared"}) == set() with input as _input
	regime.spared(["department", "party"], "host", {"own", "shared"}) == {"own", "shared"} with input as _input
	regime.spared(["party"], "site", {"idc"}) == set() with input as _input
	regime.spared(["enterprise"], "organisation", {"so", "firm"}) == {"firm"} with input as _input
}

test_signs_that_something_unread_might_spare if {
	regime.foreign(["department"], "system", _all) == {"new"} with input as _input
	regime.foreign(["department"], "link", {"inner", "outer"}) == {"outer"} with input as _input
	regime.older(739000, "system", _all) == {"old"} with input as _input
	regime.unnamed([3], "system", _all) == {"new", "bare"} with input as _input
}
