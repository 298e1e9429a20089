# The order of statuses, and the three rules that lead to it.
package main

import data.lib.estate
import data.lib.facts

# METADATA
# title: One verdict per control and subject of this document
# description: An array, because hashing every verdict into a set was measured at a fifth of an evaluation.
# entrypoint: true
verdicts := array.concat(array.concat(_settled, _open), _unlisted_hosts)

_settled_statuses := {"pass", "not_applicable", "not_in_force"}

# A settled verdict has no causes, flags or due days; most are settled, so nothing is asked for them.
_settled := [verdict |
	some id, control in _controls
	some status in _settled_statuses
	some subject in _statuses[id][status]
	verdict := {
		"control": id,
		"kind": control.subject,
		"subject": subject,
		"status": status,
		"findings": _reported(id, subject, status),
		"causes": [],
		"flags": [],
		"due_days": [],
		"law": _law(id, subject),
	}
]

_open := [verdict |
	some id, control in _controls
	some status, chosen in _statuses[id]
	not _settled_statuses[status]
	some subject in chosen
	verdict := {
		"control": id,
		"kind": control.subject,
		"subject": subject,
		"status": status,
		"findings": _reported(id, subject, status),
		"causes": _causes(id, subject, status),
		"flags": _flags(id, subject, status),
		"due_days": _due_days(id, subject, status),
		"law": _law(id, subject),
	}
]

# The first of these sets that holds a subject gives its verdict. A subject of which nothing was said has no finding at all, so it
# is in no set before the last two.
_ordered[id] := [
	["error", (_foreign[id] | _malformed[id])],
	["not_in_force", _scope[id] - _live[id]],
	["fail", _failed[id] & _hard[id]],
	["warn", (_failed[id] | _subjects_with(id, "warn"))],
	["unknown", (_unsound[id] | _contradicted[id])],
	["pass", _subjects_with(id, "pass")],
	["unknown", (_unsound_exempt[id] | _contradicted_exempt[id])],
	["not_applicable", _subjects_with(id, "not_applicable")],
	["manual", _waiting[id]],
	["unknown", _silent[id]],
] if {
	some id, _ in _controls
}

_statuses[id][status] contains subject if {
	some id, ordered in _ordered
	some i, [status, chosen] in ordered
	count(chosen) > 0
	some subject in (chosen - _before(ordered, i))
}

_before(ordered, i) := {subject |
	some j, [_, earlier] in ordered
	j < i
	some subject in earlier
}

# Rule 2. A fail or warn stands whatever the age, state or place of its evidence; what weakens it is told by flags (causes.rego).

# An array: each step through a set makes OPA's Wasm hash the whole finding again.
_raw[id] := [finding | some finding in data.controls[control.family][control.name].findings] if some id, control in _controls

# Places of a control's findings by subject, so that one subject's verdict does not walk the findings of all the others.
_said[id][finding.subject] contains i if {
	some id, findings in _raw
	some i, finding in findings
}

_findings_about(id, subject) := [_raw[id][i] | some i in object.get(_said, [id, subject], set())]

_failed[id] := _subjects_with(id, "fail") if some id, _ in _controls

_by_status[id][finding.status] contains finding.subject if {
	some id, findings in _raw
	some finding in findings
}

_subjects_with(id, status) := object.get(_by_status, [id, status], set()) & _scope[id]

# Rule 4. A subject in scope without a finding is `manual` when papers are needed that nobody entered and nothing else is missing,
# else `unknown`; the causes are in causes.rego.

_silent[id] := _live[id] - object.keys(object.get(_said, id, {})) if some id, _ in _controls

_waiting[id] := {subject | some subject in _silent[id]; _waits_for_paper(id, subject)} if some id, _ in _controls

_waits_for_paper(id, subject) if {
	papers := {kind | some kind in _needed_kinds(id); startswith(kind, "evidence.")}
	count(papers) > 0
	some paper in papers
	not _entered(paper, subject)
	measured := _needed_kinds(id) - papers
	every kind in measured {
		some near in estate.related(subject)
		some piece in facts.seen(near, kind)
		_piece_is_sound(id, piece)
	}
}

_entered(paper, subject) if {
	some near in estate.related(subject)
	count(estate.evidence_of[substring(paper, 9, -1)][near]) > 0
}

# Rule 5. A fail becomes `warn`, with reason and day, unless a clause in force for the subject binds, is due, is confirmed (A or B)
# and has no transition for it. Today over all clauses together, not clause by clause.

_hard[id] := {subject |
	some i, chosen in object.get(_bound, id, {})
	_may_fail(control.law[i])
	some subject in (chosen - object.get(_in_transition, [id, i], set()))
} if {
	some id, control in _controls
}

_may_fail(entry) if {
	entry.force == "binding"
	entry.confidence in {"A", "B"}
	_is_due(entry)
}

_is_due(entry) if not entry.due_day

_is_due(entry) if entry.due_day < input.context.as_of_day

# Rule 6. Several findings for one subject give the worst, which is the order above; a finding for a subject that the control does
# not own, or one that is not well formed, is an `error` of the control.

_foreign[id] := object.keys(object.get(_said, id, {})) - _scope[id] if some id, _ in _controls

_malformed[id] := {finding.subject |
	some finding in _raw[id]
	not _well_formed(finding)
} if {
	some id, _ in _controls
}

_known_statuses := {"pass", "warn", "fail", "not_applicable"}

_well_formed(finding) if {
	_known_statuses[finding.status]
	is_set(finding.evidence)
	type_name(finding.observed) != ""
	type_name(finding.expected) != ""
}

_source_statuses := {
	"pass": {"pass"},
	"fail": {"fail"},
	"warn": {"warn", "fail"},
	"not_applicable": {"not_applicable"},
	"unknown": {"pass", "not_applicable"},
}

_reported(id, subject, status) := [finding |
	some finding in _findings_about(id, subject)
	object.get(_source_statuses, status, set())[finding.status]
]
