package lib.projects_test

import data.lib.projects

_document(systems, papers) := {
	"context": {"as_of_day": 739950, "evaluated_day": 739950},
	"inventory": {"systems": systems, "evidence": papers},
}

_paper(kind, system, day) := {
	"id": concat("-", [kind, system]), "kind": kind, "subject": {"kind": "system", "id": system}, "number": "1", "issuer": "TT",
	"identified": true, "entitled": true, "date_day": day, "result": "none",
}

test_a_project_is_older_by_a_day_that_is_told if {
	told := _document(
		[
			{"id": "decided_before", "declared": true, "invested_on_day": 739797},
			{"id": "decided_on_the_day", "declared": true, "invested_on_day": 739798},
			{"id": "undated", "declared": true},
			{"id": "stranger", "declared": false, "invested_on_day": 739797},
		],
		[],
	)
	projects.under_decree == {"decided_on_the_day", "undated"} with input as told
	{subject | some [_, subject, _, _, _] in projects.older} == {"decided_before"} with input as told
}

test_one_accepted_again_is_of_today if {
	told := _document(
		[{"id": "renewed", "declared": true, "accepted_on_day": 739000}, {"id": "old", "declared": true, "accepted_on_day": 739000}],
		[_paper("acceptance", "renewed", 739900)],
	)
	projects.under_decree == {"renewed"} with input as told
	projects.accepted_on == {"renewed": 739900} with input as told
}
