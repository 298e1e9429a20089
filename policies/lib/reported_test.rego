package lib.reported_test

import data.lib.reported

_input := {
	"context": {"as_of_day": 100, "evaluated_day": 99},
	"inventory": {"reported": [
		{"id": "past", "figure": "it_staff", "value": 10, "unit": "count", "as_of_day": 90},
		{"id": "run", "figure": "it_staff", "value": 10, "unit": "count", "as_of_day": 99},
		{"id": "after", "figure": "data_created", "value": 10, "unit": "permille", "as_of_day": 100},
		{"id": "asked", "figure": "data_created", "value": 10, "unit": "permille", "as_of_day": 101},
		{"id": "none", "figure": "data_created", "value": 10, "unit": "permille"},
	]},
}

# A figure speaks of its day, which is no later than the run's nor than the day of the law.
test_days if {
	found := reported.days_ago with input as _input
	found == {"past": 10, "run": 1}
	untold := reported.without_day with input as _input
	untold == {"none"}
	later := reported.of_tomorrow with input as _input
	later == {"after", "asked"}
}

test_a_share_is_rounded_down if {
	reported.share(2, 3) == 666
	reported.share(3, 3) == 1000
	reported.share(0, 3) == 0
}

# Only a share is rounded.
test_bounds if {
	reported.differs({"unit": "count", "value": 5}, {"least": 6, "most": 6}, 1)
	reported.differs({"unit": "count", "value": 5}, {"least": 3, "most": 4}, 1)
	not reported.differs({"unit": "count", "value": 5}, {"least": 5, "most": 5}, 1)
	not reported.differs({"unit": "permille", "value": 5}, {"least": 6, "most": 6}, 1)
	not reported.differs({"unit": "permille", "value": 5}, {"least": 3, "most": 4}, 1)
	reported.differs({"unit": "permille", "value": 5}, {"least": 7, "most": 9}, 1)
	reported.differs({"unit": "permille", "value": 5}, {"least": 1, "most": 3}, 1)
}

test_what_is_seen if {
	one := reported.seen(reported.figures.past, {"least": 3, "most": 3}) with input as _input
	one == {"reported": 10, "counted": 3, "days_ago": 10}
	two := reported.seen(reported.figures.past, {"least": 3, "most": 4}) with input as _input
	two == {"reported": 10, "counted_least": 3, "counted_most": 4, "days_ago": 10}
}

# Of a figure without its day nothing is seen.
test_nothing_is_seen_without_a_day if {
	found := {id |
		some id, r in reported.figures
		reported.seen(r, {"least": 3, "most": 3})
	} with input as _input
	found == {"past", "run"}
}

test_others_are_told_by_their_kind if {
	told := json.marshal(reported.others({"it_staff"})) with input as _input
	every id in ["after", "asked", "none"] {
		contains(told, json.marshal(["reported", id, "figure"]))
	}
	every id in ["past", "run"] {
		not contains(told, json.marshal(["reported", id, "figure"]))
	}
}
