package lib.apart_test

import data.lib.against
import data.lib.apart

_answer(subject, vantage, offset, age) := {"id": concat("/", [subject, vantage]), "subject": subject, "vantage": vantage, "zone": "z", "state": "ok", "age_seconds": age, "data": {"stratum": 3, "leap": 0, "offset_ms": offset, "delay_ms": 3, "reference": "192.0.2.1"}}

_of(answers) := {"inventory": {"hosts": []}, "observations": {"ntp": answers}}

test_one_clock_alone_is_held_against_nothing if {
	apart.against_which == {} with input as _of([_answer("a", "v", 5000, 60)])
	apart.against_which == {} with input as _of([_answer("a", "v", 5000, 60), _answer("b", "w", 5000, 60)])
}

test_two_that_agree_are_held_against_one_of_them if {
	pair := [_answer("a", "v", 5000, 60), _answer("b", "v", 5040, 60)]
	apart.against_which == {"a/v": "b/v", "b/v": "b/v"} with input as _of(pair)
	apart.least_ms == {"a/v": 35, "b/v": 0} with input as _of(pair)
	apart.most_ms == {"a/v": 45, "b/v": 5} with input as _of(pair)
	apart.against_which == {} with input as _of([_answer("a", "v", 5000, 60), _answer("b", "v", 5056, 60)])
	apart.least_ms == {"a/v": 50, "b/v": 0} with input as _of([_answer("a", "v", 5000, 60), _answer("b", "v", 5055, 60)])
}

test_of_three_two_that_agree_tell_how_far_off_the_third_is if {
	apart.least_ms == {"a/v": 3998, "b/v": 0, "c/v": 4} with input as _of([_answer("a", "v", 4003, 60), _answer("b", "v", 0, 60), _answer("c", "v", -9, 60)])
	apart.against_which == {} with input as _of([_answer("a", "v", 4003, 60), _answer("b", "v", 0, 60), _answer("c", "v", -4000, 60)])
	even := [_answer("a", "v", 0, 60), _answer("b", "v", 1, 60), _answer("c", "v", 900, 60), _answer("d", "v", 901, 60)]
	apart.against_which == {} with input as _of(even)
}

test_a_clock_that_follows_nobody_is_held_against_nothing_and_nothing_against_it if {
	free := object.union(_answer("b", "v", 5000, 60), {"data": {"reference": "127.127.1.1"}})
	apart.against_which == {} with input as _of([_answer("a", "v", 5000, 60), free])
}

test_answers_of_one_sitting_are_compared_with_what_the_clock_may_run_meanwhile if {
	apart.least_ms == {"a/v": 49, "b/v": 0} with input as _of([_answer("a", "v", 5000, 60), _answer("b", "v", 5055, 660)])
	apart.against_which == {} with input as _of([_answer("a", "v", 5000, 60), _answer("b", "v", 5000, 661)])
}

test_a_machine_that_answers_at_several_addresses_counts_once if {
	twice := object.union(_answer("a", "v", 5000, 60), {"id": "a/v/10.0.0.1"})
	apart.against_which == {} with input as _of([_answer("a", "v", 5000, 60), twice, _answer("b", "v", 0, 60)])
}

test_a_vantage_that_is_far_from_a_clock_speaks_where_nothing_tells_which_is_wrong if {
	against.by_matter.apart_clock.host == {"a": {"a/v"}} with input as _of([_answer("a", "v", 1001, 60)])
	against.by_matter.apart_clock.host == {"a": {"a/v"}} with input as _of([_answer("a", "v", -1001, 60)])
	against.by_matter.apart_clock.host == {} with input as _of([_answer("a", "v", 1000, 60)])
	against.by_matter.apart_clock.host == {} with input as _of([_answer("a", "v", 5000, 60), _answer("b", "v", 5001, 60)])
}
