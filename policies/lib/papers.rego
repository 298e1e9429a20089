# METADATA
# title: Papers entered by number and date, by what they are about
# description: |
#   A paper counts from its date to its last day. One dated after the day of judgement, run out, or refused (its result is "failed") is as
#   good as none.
# scope: package
# schemas:
#   - input: schema.input
package lib.papers

import data.lib.estate
import data.lib.finding

# METADATA
# title: Ids of the papers that hold on the day of judgement, by kind, kind of subject and subject
valid := _valid

_valid[r.kind][r.subject.kind][r.subject.id] contains r.id if {
	some r in input.inventory.evidence
	r.date_day <= input.context.as_of_day
	_holds_still(r)
	not _refused(r)
}

# What a test found is what its paper is for; whoever judges it reads the result.
_refused(r) if {
	r.result == "failed"
	not _tests[r.kind]
}

_tests := {"restore_test", "failover_test", "bridge_test", "rollback_rehearsal", "trial_run", "vulnerability_scan"}

_holds_still(r) if not r.until_day

_holds_still(r) if {
	is_number(r.until_day)
	r.until_day >= input.context.as_of_day
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
