# METADATA
# title: Papers entered by number and date, by what they are about
# description: |
#   A paper counts from its date to its last day, where it can be found (by a number and who issued it) and nothing shows that its issuer
#   may not issue it. One dated after the day of judgement or of the run, run out, or refused (its result is "failed") is as good as none.
# scope: package
# schemas:
#   - input: schema.input
package lib.papers

import data.lib.estate
import data.lib.finding

# METADATA
# title: Ids of the papers that hold on the day of judgement, by kind, kind of subject and subject
valid := _valid

_valid[r.kind][r.subject.kind][subject] contains r.id if {
	some r in input.inventory.evidence
	is_number(r.date_day)
	not _flawed[r.id]
	some subject in estate.named_by_paper[r.id]
}

# METADATA
# title: Why papers of a kind about a subject do not hold, as codes with the ids of the papers
# description: For `finding.lack`; papers without a date say nothing at all.
flaws(kind, subject_kind, subject) := {code: ids |
	some code, papers in object.get(_flaws, [kind, subject_kind, subject], {})
	ids := papers
}

_flaws[r.kind][r.subject.kind][subject][code] contains r.id if {
	some r in input.inventory.evidence
	some code in _flawed[r.id]
	some subject in estate.named_by_paper[r.id]
}

# What a test found wrong is heard, whoever cannot find its minutes.
_flawed[r.id] contains "papers_not_identified" if {
	some r in input.inventory.evidence
	not _is_identified(r)
	not _found_wrong(r)
}

_flawed[r.id] contains "papers_of_others" if {
	some r in input.inventory.evidence
	not _is_entitled(r)
}

_flawed[r.id] contains "papers_of_tomorrow" if {
	some r in input.inventory.evidence
	r.date_day > input.context.as_of_day
}

# Nor has one been written that is dated after the run, whatever later day is asked about.
_flawed[r.id] contains "papers_of_tomorrow" if {
	some r in input.inventory.evidence
	r.date_day > input.context.evaluated_day
}

_flawed[r.id] contains "papers_run_out" if {
	some r in input.inventory.evidence
	not _holds_still(r)
}

_flawed[r.id] contains "papers_refused" if {
	some r in input.inventory.evidence
	r.result == "failed"
	not _tests[r.kind]
}

# No system had a level to approve before.
_flawed[r.id] contains "papers_before_levels" if {
	some r in input.inventory.evidence
	r.kind == "level_approval"
	r.date_day < _levels_since
}

_levels_since := 736146 # 01/7/2016, from when Decree 85/2016/NĐ-CP set levels

_found_wrong(r) if {
	r.result == "failed"
	_tests[r.kind]
	not _all_closed(r)
}

# It says that nothing of what was found is left, which is no fault to hear.
_all_closed(r) if r.items.grave_closed == true

_is_identified(r) if r.identified == true

_is_entitled(r) if r.entitled == true

# What a test found is what its paper is for; whoever judges it reads the result.
_tests := {
	"restore_test", "failover_test", "bridge_test", "rollback_rehearsal", "trial_run", "vulnerability_scan",
	"readiness_minutes", "internal_test", "penetration_test", "data_quality_test", "sandbox_test",
}

_holds_still(r) if not r.until_day

_holds_still(r) if {
	is_number(r.until_day)
	r.until_day >= input.context.as_of_day
	r.until_day >= r.date_day
}

# METADATA
# title: Ids of the valid papers of one kind about one subject
about(kind, subject_kind, subject) := object.get(valid, [kind, subject_kind, subject], set())

# METADATA
# title: The papers among some with the latest date; undefined of none
newest(ids) := {id | some id in ids; estate.evidence[id].date_day == last} if {
	last := max({estate.evidence[id].date_day | some id in ids})
}

# METADATA
# title: Pointers to papers, as evidence of a finding
pointers(ids) := {finding.inv_entry("evidence", id) | some id in ids}

# METADATA
# title: The day on which a system began to run, by its minutes; the last one, where it began again
started[system] := min({_start(id) | some id in newest(ids)}) if some system, ids in object.get(valid, ["go_live", "system"], {})

# METADATA
# title: Days on which a system began to run before that
# description: Two papers that tell of one day, by `event_on` where they say it, are of one start, whenever each was written.
earlier_starts[system] := {day | some id in ids; day := _start(id); day < started[system]} if {
	some system, ids in object.get(valid, ["go_live", "system"], {})
}

_start(id) := estate.evidence[id].event_on_day if is_number(estate.evidence[id].event_on_day)

_start(id) := estate.evidence[id].date_day if not estate.evidence[id].event_on_day

# METADATA
# title: The papers among some that are dated after one day and not after another
dated(ids, after, until) := {id |
	some id in ids
	estate.evidence[id].date_day > after
	estate.evidence[id].date_day <= until
}

# METADATA
# title: The papers among some that say who approved them
approved(ids) := {id | some id in ids; estate.evidence[id].approved == true}

# METADATA
# title: The papers among some with a result, such as "passed"
with_result(ids, result) := {id | some id in ids; estate.evidence[id].result == result}

# METADATA
# title: The papers among some of a test that did not go well, whatever is said to have been closed since
# description: That what it found is gone shows the next test; an entry in the same paper only says so.
failed(ids) := with_result(ids, "failed")

# METADATA
# title: Items of a list that some paper among some is entered not to have
missing(ids, items) := {item |
	some id in ids
	some item in items
	estate.evidence[id].items[item] == false
}

# METADATA
# title: Items of a list of which no paper among some is entered to have them or not
untold(ids, items) := items - {item |
	some id in ids
	some item in items
	is_boolean(estate.evidence[id].items[item])
}

# METADATA
# title: The papers among some of which an item was entered with a value
saying(ids, item, value) := {id | some id in ids; estate.evidence[id].items[item] == value}

# METADATA
# title: Papers as a finding shows them, each by its number and its issuer
shown(ids) := {concat(", ", [paper.number, paper.issuer]) |
	some id in ids
	paper := estate.evidence[id]
}

# METADATA
# title: What a finding says it saw - papers as they are
seen(ids) := {"papers": shown(ids)}

# METADATA
# title: What a finding says it saw - papers, and how long ago the newest of them was written, in days
aged(ids) := {"papers": shown(ids), "days_ago": input.context.as_of_day - max({estate.evidence[id].date_day | some id in ids})}

# METADATA
# title: What a finding says it saw - papers, and what they lack
lacking(ids, items) := {"papers": shown(ids), "missing": items}

# METADATA
# title: What a finding says it saw - papers, and what is wrong about them
faulted(ids, codes) := {"papers": shown(ids), "wrong": codes}

# METADATA
# title: Papers of a kind about a subject of which nothing else can be said than that they have run out
run_out(kind, subject_kind, subject) := {id |
	some id in object.get(_flaws, [kind, subject_kind, subject, "papers_run_out"], set())
	_flawed[id] == {"papers_run_out"}
	estate.evidence[id].until_day >= estate.evidence[id].date_day
}

# METADATA
# title: Papers of a kind about a subject of which nothing else can be said than that their issuer may not issue them
of_others(kind, subject_kind, subject) := {id |
	some id in object.get(_flaws, [kind, subject_kind, subject, "papers_of_others"], set())
	_flawed[id] == {"papers_of_others"}
}
