# METADATA
# title: The constitution - turns findings into verdicts
# description: |
#   Controls say what their evidence shows; only this package says pass. Six rules, each with tests that show it cannot end in a
#   pass. Set operations per control, because a function per control and subject was measured at nearly three times the cost.
# scope: package
# schemas:
#   - input: schema.input
package main

import data.lib.estate
import data.lib.facts
import data.lib.subjects

_seconds_per_day := 86400

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

# Where every clause in force concerns every subject, nobody has to be looked up.
_law(id, _) := _law_of_all[id]

_law(id, subject) := [i | some i, chosen_by in _bound[id]; chosen_by[subject]] if not _law_of_all[id]

_law_of_all[id] := [i | some i in _entries_in_force[id]] if {
	some id, subjects_ in _scope
	every i in _entries_in_force[id] {
		count(_bound[id][i]) == count(subjects_) # a subset of them; comparing sets of this size is quadratic in OPA's Wasm
	}
}

# Rule 4, last sentence: nobody saw this host's ports, so its endpoints cannot be listed and the host stands in for them.
_unlisted_hosts := [verdict |
	some id, control in _controls
	control.subject == "endpoint"
	count(_entries_in_force[id]) > 0
	some host in object.get(subjects.declared, "host", set())
	_unlisted[host]
	verdict := {
		"control": id,
		"kind": "host",
		"subject": host,
		"status": "unknown",
		"findings": [],
		"causes": {{"code": "subjects_not_listed", "args": [host]}},
		"flags": set(),
		"due_days": set(),
		"law": [i | some i in _entries_in_force[id]],
	}
]

# METADATA
# title: The subjects each control of this document must answer for, as [kind, id]
# description: Evaluates no control; used to name the subjects of one whose evaluation was aborted.
# entrypoint: true
scope[id] contains [control.subject, subject] if {
	some id, control in _controls
	some subject in subjects.of(control)
}

_unlisted := {host.id |
	some host in input.inventory.hosts
	host.declared
	not _with_endpoints[host.id]
	count(facts.seen(host.id, "ports") & facts.ok) == 0
}

_with_endpoints := {e.host | some e in input.inventory.endpoints}

_controls[meta.id] := meta if {
	some family, name
	meta := data.catalogue[family][name]
	meta.part == input.part
	_wanted(meta.id)
}

_wanted(_) if not input.context.only

_wanted(id) if input.context.only == id

_scope[id] := subjects.of(control) if some id, control in _controls

# An array: each step through a set makes OPA's Wasm hash the whole finding again.
_raw[id] := [finding | some finding in data.controls[control.family][control.name].findings] if some id, control in _controls

# Rule 6: a finding for a subject the control does not own is an error of the control.
_foreign[id] := object.keys(object.get(_said, id, {})) - _scope[id] if some id, _ in _controls

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

# Rule 1: law in force on the date, and for whom.
_entries_in_force[id] := {i |
	some i, entry in control.law
	entry.from_day <= input.context.as_of_day
	input.context.as_of_day < entry.to_day
} if {
	some id, control in _controls
}

_bound[id][i] := subjects.selected(control.law[i].applies_to, control.subject, _scope[id]) if {
	some id, control in _controls
	some i in _entries_in_force[id]
}

# Gathered subject by subject: `union` would take a set of sets, and OPA's Wasm compares sets in quadratic time.
_live[id] := {subject | some chosen in object.get(_bound, id, {}); some subject in chosen} if some id, _ in _controls

# Rule 5: only a clause that binds, is due, is confirmed and has no transition for the subject leaves a fail a fail.
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

_in_transition[id][i] := subjects.selected(entry.transition.when, control.subject, _scope[id]) if {
	some id, control in _controls
	some i, entry in control.law
	input.context.as_of_day < entry.transition.until_day
}

# Rule 3: what a pass may rest on.
_piece_is_sound(id, piece) if {
	facts.ok[piece]
	_is_fresh(id, piece)
	_is_well_placed(id, piece)
}

_is_fresh(id, piece) if {
	age := facts.observation[piece].age_seconds
	age >= 0
	age <= _controls[id].max_age_days * _seconds_per_day
}

_is_well_placed(id, piece) if not _sources[id][facts.kind_of[piece]]

_is_well_placed(id, piece) if {
	some source in _sources[id][facts.kind_of[piece]]
	facts.from[source][piece]
}

# Where observations of a kind must have been made from; a kind that no need names may come from anywhere.
_sources[id][need.kind] contains need.from if {
	some id, control in _controls
	some need in control.needs
}

_pointer_holds(piece) if {
	startswith(piece, "inv:/")
	path := [replace(replace(token, "~1", "/"), "~0", "~") | some token in split(substring(piece, 5, -1), "/")]
	count(path) >= 2
	entry := estate.keyed[path[0]][path[1]]
	object.get(entry, array.slice(path, 2, count(path)), null) != null
}

_piece_holds(id, piece) if _piece_is_sound(id, piece)

_piece_holds(_, piece) if _pointer_holds(piece)

_needed_kinds(id) := {need.kind |
	some need in _controls[id].needs
	not need.optional
}

_piece_kind(piece) := facts.kind_of[piece]

_piece_kind(piece) := concat("", ["evidence.", estate.evidence[token].kind]) if {
	startswith(piece, "inv:/evidence/")
	token := split(substring(piece, 14, -1), "/")[0]
}

_holds(id, finding) if {
	count(finding.evidence) > 0
	every piece in finding.evidence {
		_piece_holds(id, piece)
	}
	count(_needed_kinds(id) - {_piece_kind(piece) | some piece in finding.evidence}) == 0
}

_unsound[id] := {finding.subject |
	some finding in _raw[id]
	finding.status == "pass"
	not _holds(id, finding)
} if {
	some id, _ in _controls
}

_known_statuses := {"pass", "warn", "fail", "not_applicable"}

_malformed[id] := {finding.subject |
	some finding in _raw[id]
	not _well_formed(finding)
} if {
	some id, _ in _controls
}

_well_formed(finding) if {
	_known_statuses[finding.status]
	is_set(finding.evidence)
	type_name(finding.observed) != ""
	type_name(finding.expected) != ""
}

_statuses[id] := {
	"error": errors,
	"not_in_force": (scope_ - live) - errors,
	"fail": failing & _hard[id],
	"warn": ((failing - _hard[id]) | warning),
	"unknown": (doubtful | (silent - manual)),
	"manual": manual,
	"pass": passing,
	"not_applicable": inapplicable,
} if {
	some id, _ in _controls
	scope_ := _scope[id]
	live := _live[id]
	errors := _foreign[id] | _malformed[id]
	judged := live - errors
	failing := judged & _failed[id]
	warning := (judged & _subjects_with(id, "warn")) - failing
	doubtful := ((judged & _unsound[id]) - failing) - warning
	passing := (((judged & _subjects_with(id, "pass")) - failing) - warning) - doubtful
	inapplicable := ((((judged & _subjects_with(id, "not_applicable")) - failing) - warning) - doubtful) - passing
	silent := ((((judged - failing) - warning) - doubtful) - passing) - inapplicable
	manual := {s | some s in silent; _waits_for_paper(id, s)}
}

# Rule 4: `manual` when papers are needed that nobody entered and nothing else is missing.
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

_source_statuses := {
	"pass": {"pass"},
	"fail": {"fail"},
	"warn": {"warn", "fail"},
	"not_applicable": {"not_applicable"},
	"unknown": {"pass"},
}

_reported(id, subject, status) := [finding |
	some finding in _findings_about(id, subject)
	object.get(_source_statuses, status, set())[finding.status]
]

_causes(id, subject, "unknown") := _unsound_causes(id, subject) | _silence_causes(id, subject)

_causes(id, subject, "manual") := {{"code": "record_missing", "args": [kind]} |
	some kind in _needed_kinds(id)
	startswith(kind, "evidence.")
	not _entered(kind, subject)
}

_causes(id, subject, "error") := {{"code": "foreign_subject", "args": [id]} | _foreign[id][subject]} | {{"code": "malformed_finding", "args": [id]} |
	_malformed[id][subject]
}

_causes(_, _, status) := set() if not status in {"unknown", "manual", "error"}

_unsound_causes(id, subject) := {cause |
	some finding in _findings_about(id, subject)
	finding.status == "pass"
	not _holds(id, finding)
	some cause in _doubts(id, finding)
}

_doubts(id, finding) := (_weaknesses(id, finding.evidence) | {{"code": "needed_kind_missing", "args": [kind]} |
	some kind in (_needed_kinds(id) - {_piece_kind(piece) | some piece in finding.evidence})
}) | {{"code": "no_evidence", "args": []} | count(finding.evidence) == 0}

_weaknesses(id, evidence) := {{"code": code, "args": [piece]} |
	some piece in evidence
	some code in _weaknesses_of(id, piece)
}

_weaknesses_of(_, piece) := {"evidence_missing"} if not _exists(piece)

_weaknesses_of(_, piece) := set() if {
	not facts.observation[piece]
	_pointer_holds(piece)
}

_weaknesses_of(id, piece) := ({"evidence_not_ok" | not facts.ok[piece]} | {"evidence_stale" |
	not _is_fresh(id, piece)
}) | {"evidence_vantage" | not _is_well_placed(id, piece)} if {
	facts.observation[piece]
}

_exists(piece) if facts.observation[piece]

_exists(piece) if _pointer_holds(piece)

_silence_causes(id, subject) := ({cause |
	not _unsound[id][subject]
	some need in _controls[id].needs
	not startswith(need.kind, "evidence.")
	some cause in _need_causes(id, subject, need.kind)
} | {{"code": "record_missing", "args": [kind]} |
	not _unsound[id][subject]
	some kind in _needed_kinds(id)
	startswith(kind, "evidence.")
	not _entered(kind, subject)
}) | {{"code": "not_declared", "args": []} |
	not _unsound[id][subject]
	every need in _controls[id].needs {
		_entered_paper(need.kind, subject)
	}
}

_entered_paper(kind, subject) if {
	startswith(kind, "evidence.")
	_entered(kind, subject)
}

_need_causes(_, subject, kind) := {{"code": "not_measured", "args": [kind]}} if count(_all_seen(subject, kind)) == 0

_need_causes(id, subject, kind) := causes if {
	seen := _all_seen(subject, kind)
	count(seen) > 0
	unfit := {{"code": "observation", "args": [o, facts.observation[o].state]} |
		some o in seen
		not facts.ok[o]
	}
	misplaced := {{"code": "evidence_vantage", "args": [o]} | some o in seen; not _is_well_placed(id, o)}
	stale := {{"code": "evidence_stale", "args": [o]} |
		some o in seen
		not _is_fresh(id, o)
	}
	found := (unfit | misplaced) | stale
	fit := seen - {cause.args[0] | some cause in found}
	causes := found | {{"code": "incomplete", "args": [kind]} | count(fit) > 0; _needed_kinds(id)[kind]}
}

_all_seen(subject, kind) := union({facts.seen(near, kind) | some near in estate.related(subject)})

# Rule 2 lets a fault stand on weak evidence; these flags say that it does. Rule 5's reasons are flags too.
_flags(id, subject, status) := weak | soft if {
	status in {"fail", "warn"}
	evidence := {piece |
		some finding in _findings_about(id, subject)
		finding.status in {"fail", "warn"}
		some piece in finding.evidence
	}
	weak := {cause.code | some cause in _weaknesses(id, evidence)}
	soft := {reason |
		_failed[id][subject]
		status == "warn"
		some i, chosen in _bound[id]
		chosen[subject]
		some reason in _soft_reasons(id, i, subject)
	}
}

_flags(_, _, status) := set() if not status in {"fail", "warn"}

_soft_reasons(id, i, subject) := (({"recommended" | entry.force != "binding"} | {"unconfirmed" |
	not entry.confidence in {"A", "B"}
}) | {"not_yet_due" | not _is_due(entry)}) | {"transition" |
	_in_transition[id][i][subject]
} if {
	entry := _controls[id].law[i]
}

# Day ordinals on which a softened fail becomes a fail.
_due_days(id, subject, "warn") := {day |
	_failed[id][subject]
	some i, chosen in _bound[id]
	chosen[subject]
	some day in _due_of(id, i, subject)
}

_due_days(_, _, status) := set() if status != "warn"

_due_of(id, i, subject) := {entry.due_day | not _is_due(entry)} | {entry.transition.until_day | _in_transition[id][i][subject]} if {
	entry := _controls[id].law[i]
}
