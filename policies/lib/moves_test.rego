package lib.moves_test

import data.lib.moves

_paper(id, kind, subject, day) := {"id": id, "kind": kind, "subject": subject, "date_day": day, "identified": true, "entitled": true, "number": "1/BB", "issuer": "UBND"}

_document := {"context": {"as_of_day": 100, "evaluated_day": 100}, "inventory": {
	"systems": [
		{"id": "went", "declared": true, "moves": true, "decision": "migrate"},
		{"id": "goes", "declared": true, "moves": true, "decision": "migrate"},
		{"id": "some-day", "declared": true, "moves": true, "decision": "migrate"},
		{"id": "stays", "declared": true, "moves": false, "decision": "retain_idc"},
		{"id": "nobody-knows", "declared": true},
	],
	"waves": [{"id": "w1", "date_day": 100, "systems": ["went"]}, {"id": "w2", "date_day": 101, "systems": ["goes"]}],
	"evidence": [
		_paper("of-the-wave", "safety_plan", {"kind": "wave", "id": "w2"}, 50),
		_paper("of-the-system", "safety_plan", {"kind": "system", "id": "goes"}, 60),
		_paper("first-start", "go_live", {"kind": "system", "id": "went"}, 40),
		_paper("start-there", "go_live", {"kind": "system", "id": "went"}, 100),
		_paper("started", "go_live", {"kind": "system", "id": "some-day"}, 70),
	],
}}

test_who_moves_who_stays_and_of_whom_nobody_knows if {
	moves.moving == {"went", "goes", "some-day"} with input as _document
	moves.undecided == {"nobody-knows"} with input as _document
	{subject | some [_, subject, _, _, _] in moves.staying} == {"stays"} with input as _document
}

test_a_night_has_come_on_its_day if {
	moves.gone == {"went"} with input as _document
}

test_what_must_come_before_is_in_time_until_the_night_or_until_today_without_one if {
	moves.last_day("goes") == 101 with input as _document
	moves.last_day("some-day") == 100 with input as _document
}

test_a_system_ran_since_its_last_start_before_the_night if {
	moves.ran_since("went") == 40 with input as _document
	moves.ran_since("some-day") == 70 with input as _document
	moves.ran_since("goes") == 0 with input as _document
}

test_papers_about_a_wave_are_about_its_systems if {
	moves.about("safety_plan", "goes") == {"of-the-wave", "of-the-system"} with input as _document
	moves.about("safety_plan", "went") == set() with input as _document
}
