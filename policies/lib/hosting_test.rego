package lib.hosting_test

import data.lib.hosting

_system(id, hosted) := {"id": id, "declared": true, "hosted_by_company": hosted}

_agreement(id, items) := {
	"id": id, "kind": "hosting_agreement", "subject": {"kind": "system", "id": "away"}, "number": id, "issuer": "TT",
	"identified": true, "entitled": true, "date_day": 739900, "result": "none", "items": items,
}

_document(papers) := {
	"context": {"as_of_day": 739950, "evaluated_day": 739950},
	"inventory": {"systems": [_system("away", true), _system("home", false), {"id": "silent", "declared": true}], "evidence": papers},
}

test_where_a_system_stands_is_said_by_the_dossier_or_by_nobody if {
	hosting.hosted == {"away"} with input as _document([])
	{subject | some [_, subject, _, _, _] in hosting.at_home} == {"home"} with input as _document([])
}

test_an_agreement_is_judged_item_by_item if {
	told := _document([_agreement("a", {"in_vietnam": true, "deletion": false})])
	hosting.of_items("away", {"in_vietnam"})[0] == "pass" with input as told
	hosting.of_items("away", {"in_vietnam", "deletion"})[0] == "fail" with input as told
	not hosting.of_items("away", {"in_vietnam", "audit_log"}) with input as told
	{one.code | some one in hosting.lacking({"in_vietnam", "audit_log"})} == {"items_not_entered"} with input as told
}

test_without_an_agreement_nothing_is_found if {
	not hosting.of_items("away", {"in_vietnam"}) with input as _document([])
}
