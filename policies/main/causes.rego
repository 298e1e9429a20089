# What is told beside a verdict: why something is unknown or manual (rule 4), how weak the evidence of a fault is (rule 2), and why
# and until when a fail is softened (rule 5).
package main

import data.lib.estate
import data.lib.facts

_causes(id, subject, "unknown") := _unknown_causes(id, subject)

_contradictions(id, subject) := {{"code": "contradicted", "args": [matter, piece]} |
	some list, subjects_ in {"matters": _contradicted[id], "exempt_matters": _contradicted_exempt[id]}
	subjects_[subject]
	some matter, pieces in _against[id][list][subject]
	some piece in pieces
}

_causes(id, subject, "manual") := _paper_causes(id, subject) | _request_causes(id, subject)

# A warning of one duty beside another that nobody knows, or waits for, keeps what is missing for that one.
_causes(id, subject, "warn") := {cause |
	_elsewhere(id, subject, "unknown")
	some cause in _unknown_causes(id, subject)
} | {cause |
	_elsewhere(id, subject, "manual")
	some cause in (_paper_causes(id, subject) | _request_causes(id, subject))
}

_elsewhere(id, subject, status) if {
	some by_status in _at[id]
	by_status[status][subject]
}

_paper_causes(id, subject) := {{"code": "record_missing", "args": [kind]} |
	some place, waiting in _waiting[id]
	waiting[subject]
	some kind in _kinds_at(id, place, subject)
	startswith(kind, "evidence.")
	not _entered(kind, subject)
}

_request_causes(id, _) := set() if count(_others[id]) == 0

_request_causes(id, subject) := {{"code": "request_to", "args": [who]} |
	some place, by_status in _at[id]
	by_status.manual[subject]
	some i in _places[id][place]
	_bound[id][i][subject]
	who := _controls[id].law[i].request_to
} if {
	count(_others[id]) > 0
}

_causes(id, subject, "error") := {{"code": "foreign_subject", "args": [id]} | _foreign[id][subject]} | {{"code": "malformed_finding", "args": [id]} |
	_malformed[id][subject]
}

_causes(_, _, status) := set() if not status in {"unknown", "manual", "error", "warn"}

_unknown_causes(id, subject) := found if {
	lacking := object.get(_lacking, [id, subject], set())
	told := _unless_better_said(_plus(_unsound_causes(id, subject), _silence_causes(id, subject)), lacking)
	found := _plus(_plus(told, lacking), _contradictions(id, subject))
	count(found) > 0
} # what was seen does not cover it

else := {{"code": "incomplete", "args": [need.kind]} | some need in _controls[id].needs}

# What a control says that a pass lacks (`lacks`, made by `finding.lack`); it decides nothing.
_lacking[id][lack.subject] contains {"code": lack.code, "args": lack.args} if {
	some id, control in _controls
	count(_live[id]) > 0
	some lack in data.controls[control.family][control.name].lacks
}

# That a kind does not cover all, or something is not declared, is said already by whoever says what of it is missing.
_unless_better_said(causes, lacking) := causes if {
	count(lacking) == 0
} else := {cause | some cause in causes; not _general[cause.code]}

_general := {"incomplete", "not_declared"}

# What holds has no doubts and no weaknesses, so only subjects with something that does not are asked.
_unsound_causes(id, subject) := _plus(
	{cause |
		_unsound[id][subject]
		some finding in _findings_about(id, subject)
		finding[0] == "pass"
		some cause in _doubts(id, finding)
	},
	_exempt_causes(id, subject),
)

_exempt_causes(id, subject) := set() if not _unsound_exempt[id][subject]

_exempt_causes(id, subject) := causes if {
	_unsound_exempt[id][subject]
	said := [finding | some finding in _findings_about(id, subject); finding[0] == "not_applicable"]
	causes := _of_one_or_many([_exempt_doubts(id, finding) | some finding in said])
}

# Nearly always there is one: whoever gathers the members of a set into another makes OPA's Wasm hash each of them again.
_of_one_or_many(sets) := sets[0] if {
	count(sets) == 1
} else := {member | some set_ in sets; some member in set_}

_exempt_doubts(id, finding) := _plus(
	_plus(_weaknesses(id, finding[4]), _addresses_left_out(id, finding)),
	{{"code": "no_evidence", "args": []} | count(finding[4]) == 0},
)

# What a pass must show beside that.
_doubts(id, finding) := _plus(_exempt_doubts(id, finding), missing | elsewhere) if {
	shown := {_piece_kind(piece) | some piece in finding[4]}
	missing := {{"code": "needed_kind_missing", "args": [kind]} |
		some kind in _needed_for(id, finding)
		not shown[kind]
	}
	elsewhere := {{"code": "needed_place_missing", "args": [kind, place]} |
		some kind in _asked_of(id, finding)
		shown[kind]
		some place in _unseen_grounds(id, finding, kind)
	}
}

_weaknesses(id, evidence) := _of_one_or_many([causes | some piece in evidence; causes := _weaknesses_in[id][piece]])

# By piece, since one look is named by many findings; what carries a pass has no weakness.
_weaknesses_in[id][piece] := {{"code": code, "args": [piece]} | some code in _weaknesses_of(id, piece)} | {{"code": "field_unread", "args": [piece, concat(", ", sort(_unread_of(id, piece)))]} |
	facts.usable[piece]
	count(_unread_of(id, piece)) > 0
} if {
	some id, pieces in _doubtful
	some piece in pieces
}

_weaknesses_of(_, piece) := {"evidence_missing"} if not facts.observation[piece]

_weaknesses_of(id, piece) := ({"evidence_not_ok" | not facts.usable[piece]} | {_not_fresh(piece) |
	not _is_fresh(id, piece)
}) | {"evidence_vantage" | not _is_well_placed(id, piece)} if {
	facts.observation[piece]
}

_silence_causes(id, subject) := set() if _spoken[id][subject]

_silence_causes(id, subject) := ({cause |
	some kind in _controls[id].looks
	some cause in _need_causes(id, kind, _all_seen(subject, kind))
} | {{"code": "record_missing", "args": [kind]} |
	some place, _ in _places[id]
	some kind in _kinds_at(id, place, subject)
	startswith(kind, "evidence.")
	not _entered(kind, subject)
}) | {{"code": "not_declared", "args": []} |
	count(_controls[id].looks) == 0
	every kind in _controls[id].papers {
		_entered(kind, subject)
	}
} if {
	not _spoken[id][subject]
}

# Something was said of it and did not stand: its own causes say why.
_spoken[id] := _plus(_plus(_unsound[id], _unsound_exempt[id]), _plus(_contradicted[id], _contradicted_exempt[id])) if some id, _ in _controls

_need_causes(_, kind, seen) := {{"code": "not_measured", "args": [kind]}} if count(seen) == 0

_need_causes(id, kind, seen) := causes if {
	count(seen) > 0
	unfit := {{"code": "observation", "args": [o, facts.observation[o].state]} |
		some o in seen
		not facts.ok[o]
	}

	# what no need demands may be asked from anywhere else
	misplaced := {{"code": "evidence_vantage", "args": [o]} | _is_needed(id, kind); some o in seen; not _is_well_placed(id, o)}
	stale := {{"code": _not_fresh(o), "args": [o]} |
		some o in seen
		not _is_fresh(id, o)
	}
	found := (unfit | misplaced) | stale
	fit := seen - {cause.args[0] | some cause in found}
	causes := found | {{"code": "incomplete", "args": [kind]} | count(fit) > 0; _is_needed(id, kind)}
}

_all_seen(subject, kind) := {o |
	seen := facts.about[kind] # of most kinds there is nothing at all
	some near in estate.related(subject)
	some o in seen[near]
}

_flags(id, subject, status) := weak | soft if {
	_is_of_a_fault[status]

	# a field that a fault did not need to be there is no weakness of it; one that could not be read may be
	weak := {cause.code |
		count(_doubtful[id]) > 0 # of most controls nothing that anybody named is
		some finding in _findings_about(id, subject)
		_is_of_a_fault[finding[0]]
		some cause in _weaknesses(id, finding[4])
		not _merely_absent(cause)
	}
	soft := {reason |
		status == "warn"
		some i in _broken(id, subject)
		some reason, softened in _softened[id][i]
		softened[subject]
	}
}

_is_of_a_fault := {"fail", "warn"}

_merely_absent(cause) if {
	cause.code == "field_unread"
	not facts.unread[cause.args[0]]
}

_flags(_, _, status) := set() if not _is_of_a_fault[status]

# The first day on which one of the duties that a softened fail breaks hardens. One that no day will harden has none.
_due_days(id, subject, "warn") := {first |
	first := min({day | some i in _broken(id, subject); day := _hardens_on(id, i, subject)})
}

_due_days(_, _, status) := set() if status != "warn"

_hardens_on(id, i, subject) := _last_day(id, i, _softened[id][i], subject) if not _controls[id].law[i].per_system

# Of a duty for each system, on the day of the first of them.
_hardens_on(id, i, body) := min({day |
	some system in _systems_asked(_controls[id].law[i], {body})
	day := _last_day(id, i, _systems_softened[id][i], system)
}) if {
	_controls[id].law[i].per_system
}

_last_day(id, i, by_reason, subject) := max(_days_of(id, i, subject)) if {
	every reason, softened in by_reason {
		_passes_with_a_day(reason, softened, subject)
	}
}

_passes_with_a_day(reason, _, _) if _passing[reason]

_passes_with_a_day(_, softened, subject) if not softened[subject]

_days_of(id, i, subject) := _day_after_due(_controls[id].law[i]) | {day | some [day, inside] in _in_transition[id][i]; inside[subject]}

_day_after_due(entry) := {entry.due_day + 1} if not _is_due(entry)

_day_after_due(entry) := set() if _is_due(entry)
