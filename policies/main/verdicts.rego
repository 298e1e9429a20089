# The order of statuses over the duties of a control, and rules 2, 4 and 6, which lead to it.
package main

import data.lib.estate
import data.lib.facts

# METADATA
# title: One verdict per control and subject of this document, those of one control, status and law in one row
# description: |
#   Of each subject a row tells its findings, then its causes and the duties that decide, then its flags and due days, as far as its
#   status can have them: to write a whole object for each was a tenth of an evaluation. `auditor/policy/engines/rows.py` makes
#   whole verdicts of rows. Arrays, because hashing every verdict into a set was measured at a fifth of an evaluation.
# entrypoint: true
verdicts := array.concat(array.concat(_settled, _unsettled), array.concat(_unlisted_hosts, _told_together))

_settled_statuses := {"pass", "not_applicable", "not_in_force"}

_open_statuses := {"unknown", "manual", "error"}

_faulty_statuses := {"fail", "warn"}

# A settled verdict has no causes, flags or due days, and meets every duty it cites; most are settled, so nothing is asked for them.
_settled := [row |
	some id, control in _controls
	some status in _settled_statuses
	some [law, chosen] in _by_law(id, _statuses[id][status])
	told := _settled_by(id, status, chosen)
	count(told) > 0
	row := {
		"control": id,
		"kind": control.subject,
		"status": status,
		"law": law,
		"subjects": told,
	}
]

_settled_by(id, status, chosen) := {finding[1]: [[_brief(finding)]] | some finding in _raw[id]; finding[0] == status} if {
	_told_alike[id]
} else := {subject: [_reported(id, subject, status)] | some subject in _alone(id, status, chosen)}

# Of each subject one finding is said, and the law is the same.
_told_alike contains id if {
	some id, _ in _calm
	_law_of_all[id]
}

_unsettled := [row |
	some id, control in _controls
	some status, subjects_ in _statuses[id]
	not _settled_statuses[status]
	some [law, chosen] in _by_law(id, subjects_)
	told := {subject: array.concat([_reported(id, subject, status)], _beside(id, subject, status)) |
		some subject in _alone(id, status, chosen)
	}
	count(told) > 0
	row := {
		"control": id,
		"kind": control.subject,
		"status": status,
		"law": law,
		"subjects": told,
	}
]

# What is told of a subject beside what was found, as far as its status can have it.
_beside(_, _, status) := [] if _settled_statuses[status]

_beside(id, subject, status) := [_causes(id, subject, status), _deciding(id, subject, status)] if _open_statuses[status]

_beside(id, subject, status) := [causes, deciding, flags, days] if {
	_faulty_statuses[status]
	causes := _causes(id, subject, status)
	deciding := _deciding(id, subject, status)
	flags := _flags(id, subject, status)
	days := _due_days(id, subject, status)
}

# Where every clause in force concerns every subject, nobody has to be looked up.
_by_law(id, chosen) := [[_law_of_all[id], chosen]]

_by_law(id, chosen) := [[law, held] |
	some law, concerned in _under_law[id]
	held := chosen & concerned
	count(held) > 0
] if {
	not _law_of_all[id]
}

# Subjects by the clauses in force that concern them, of which a control has few combinations: a row for each of them, and not for each
# subject, was three in a hundred less of what an estate of 300 systems costs.
_under_law[id][_law(id, subject)] contains subject if {
	some id, subjects_ in _scope
	not _law_of_all[id]
	some subject in subjects_
}

# The verdict: an error, else no duty in force, else the worst over the duties.
_statuses[id].error := wrong if {
	some id, wrong in _wrong
	count(wrong) > 0
}

_statuses[id].not_in_force := idle if {
	some id, _ in _controls
	idle := (_scope[id] - _live[id]) - _wrong[id]
	count(idle) > 0
}

_statuses[id][status] := chosen if {
	some id, by_status in _worst
	count(_wrong[id]) == 0
	some status, chosen in by_status
}

_statuses[id][status] := chosen - _wrong[id] if {
	some id, by_status in _worst
	count(_wrong[id]) > 0
	some status, chosen in by_status
}

_wrong[id] := _plus(_foreign[id], _malformed[id]) if some id, _ in _controls

# Controls that told each subject one thing, which settles it and stands: the order of statuses has nothing to choose among. Half of a
# small document's are such; what leads to an order is worked out for the others alone, a twentieth of what that document cost.
_calm[id] := by_status if {
	some id, by_status in _by_status
	all := count(_scope[id])
	count(_raw[id]) + _times_in_groups(id) == all
	_settles_each(by_status, all)
	not _told_apart[id]
	_binds_all[id]
	count(_wrong[id]) == 0
	count(_unsound[id]) == 0
	count(_unsound_exempt[id]) == 0
	count(_contradicted[id]) == 0
	count(_contradicted_exempt[id]) == 0
}

_settles_each({"pass": passed}, all) if count(passed) == all

_settles_each({"not_applicable": exempt}, all) if count(exempt) == all

_settles_each({"pass": passed, "not_applicable": exempt}, all) if {
	count(passed) + count(exempt) == all
	count(passed & exempt) == 0
}

_worst[id] := by_status if some id, by_status in _calm

_worst[id] := by_status if {
	some id, places in _at
	count(places) == 1
	some by_status in places
}

_worst[id] := {status: chosen |
	some i, [status, held] in ordered
	chosen := held - _before(ordered, i)
	count(chosen) > 0
} if {
	some id, places in _at
	count(places) > 1
	count(_met[id]) > 1
	ordered := [[status, _in_any(places, status)] | some status in ["fail", "warn", "unknown", "manual", "pass", "not_applicable"]]
}

# Mostly every place comes to the same.
_worst[id] := {status: _in_any(places, status) | some status in _met[id]} if {
	some id, places in _at
	count(places) > 1
	count(_met[id]) == 1
}

_met[id] := {status | some by_status in places; some status, _ in by_status} if some id, places in _at

_in_any(places, status) := {subject | some by_status in places; some subject in by_status[status]}

_before(ordered, i) := {subject |
	some j, [_, earlier] in ordered
	j < i
	some subject in earlier
}

# Where no finding and no need of a control says which duties it is about, all are alike and stand in one place; else each has its own.
# Duties of somebody else stand apart from the province's: what breaks them can only be requested.
_places[id] := {name: duties |
	some name, duties in {"own": _duties[id] - _others[id], "asked": _others[id]}
	count(duties) > 0
} if {
	some id, _ in _controls
	not _told_apart[id]
	not _calm[id]
}

_places[id] := {format_int(i, 10): {i} | some i in _duties[id]} if some id, _ in _told_apart

# A whole set, which OPA's own engine works out once; of a rule with a key it works out each key's findings again for whoever asks.
# Duties that are judged by papers or looks of their own are never alike, whether anything was said of one or not.
_told_apart := {id |
	some id, findings in _raw
	some finding in findings
	finding[5]
} | {id |
	some id, control in _controls
	control.parted
}

_others[id] := {i | some [i, entry] in entries; entry.duty; entry.request_to} if some id, entries in _in_force

_reach[id][place] := _bound_by_any(id, duties) if {
	some id, places in _places
	some place, duties in places
}

# Status of each subject at each place: the first that holds, in the order of the lists below, as operations on whole sets.
_at[id][place] := {status: chosen | some status, chosen in _of_place(id, place, duties); count(chosen) > 0} if {
	some id, places in _places
	some place, duties in places
}

# The province's own duties: a subject of which nothing was said has no finding at all, so it is in no set before the last two.
_of_place(id, place, duties) := {
	"fail": hard,
	"warn": _minus(_plus(told.fail, told.warn), hard),
	"unknown": _plus(_plus(doubted, exempt_doubted), silent),
	"pass": _minus(told.pass, before_pass),
	"not_applicable": _minus(told.not_applicable, before_exempt),
	"manual": waiting,
} if {
	count(duties & _others[id]) == 0
	told := _told[id][place]
	hard := _hard(id, duties)
	faults := _plus(_plus(hard, told.fail), told.warn)
	doubted := _minus(_plus(_unsound_at(id, place), _contradicted[id] & told.pass), faults)
	before_pass := _plus(faults, doubted)
	passed := _plus(before_pass, told.pass)
	exempt_doubted := _minus(_plus(_unsound_exempt_at(id, place), _contradicted_exempt[id] & told.not_applicable), passed)
	before_exempt := _plus(passed, exempt_doubted)
	waiting := _minus(_minus(_waiting[id][place], before_exempt), told.not_applicable)
	silent := _minus(_minus(_minus(_reach[id][place], told.not_applicable), before_exempt), waiting)
}

# Sets of subjects added and taken away. OPA's Wasm copies both sides and hashes every member anew, and of most controls one is empty.
_plus(one, other) := one if {
	count(other) == 0
} else := other if {
	count(one) == 0
} else := one | other

_minus(one, other) := one if {
	count(other) == 0
} else := one - other

# To request: whatever is not kept, or not known, is for somebody else to answer.
_of_place(id, place, duties) := {
	"pass": told.pass - doubted,
	"not_applicable": (told.not_applicable - passed) - exempt_doubted,
	"manual": ((doubted | exempt_doubted) | silent),
} if {
	count(duties & _others[id]) > 0
	told := _told[id][place]
	doubted := (told.fail | told.warn) | (_unsound_at(id, place) | (_contradicted[id] & told.pass))
	passed := doubted | told.pass
	exempt_doubted := (_unsound_exempt_at(id, place) | (_contradicted_exempt[id] & told.not_applicable)) - passed
	silent := (_reach[id][place] - passed) - (exempt_doubted | told.not_applicable)
}

# Subjects by what is said of them at a place; a rule and no function, so that one subject's verdict does not gather all again.
_told[id][place] := {status: told |
	some status in _known_statuses
	told := _within(id, object.get(_by_status, [id, status], set()), reach)
} if {
	some id, places in _reach
	not _told_apart[id]
	some place, reach in places
}

_told[id][place] := {status: told |
	some status in _known_statuses
	told := _plus({finding[1] | some finding in about; finding[0] == status}, _in_groups_as(id, status)) & reach
} if {
	some id, _ in _told_apart
	some place, reach in _reach[id]
	about := [finding | some finding in _raw[id]; _is_about(id, finding, place)]
}

# Those of some subjects that a place reaches, which are mostly all of them.
_within(id, some_, reach) := some_ if {
	count(reach) == count(_scope[id])
	count(_foreign[id]) == 0
} else := some_ & reach

_unsound_at(id, place) := _within(id, _unsound[id], _reach[id][place]) if not _told_apart[id]

_unsound_at(id, place) := _fallen(id, "pass", place) if _told_apart[id]

_unsound_exempt_at(id, place) := _within(id, _unsound_exempt[id], _reach[id][place]) if not _told_apart[id]

_unsound_exempt_at(id, place) := _fallen(id, "not_applicable", place) if _told_apart[id]

_fallen(id, status, place) := _plus(apart, _unsound_in_groups(id, status)) & _reach[id][place] if {
	apart := {finding[1] |
		some finding in _raw[id]
		finding[0] == status
		_is_about(id, finding, place)
		_falls(id, finding)
	}
}

# A pass passes every duty that applies; any other finding is about the duties it names, and about all where it names none.
_is_about(_, finding, _) if not finding[5]

_is_about(id, finding, place) if {
	some duty in _ids_at[id][place]
	finding[5][duty]
}

_ids_at[id] := {place: [_controls[id].law[i].id | some i in duties] | some place, duties in _places[id]} if some id, _ in _told_apart

# Rule 2. A fail or warn stands whatever the age, state or place of its evidence; what weakens it is told by flags (causes.rego).

# An array: each step through a set makes OPA's Wasm hash the whole finding again. Of a control that binds nobody on this day nothing is
# asked, as nothing that it could say would be heard.
_raw[id] := [finding | some finding in data.controls[control.family][control.name].findings] if {
	some id, control in _controls
	count(_live[id]) > 0
}

# Places of a control's findings by subject, so that one subject's verdict does not walk the findings of all the others.
_said[id][finding[1]] contains i if {
	some id, findings in _raw
	not _told_alike[id]
	some i, finding in findings
}

_findings_about(id, subject) := [_raw[id][i] | some i in _said[id][subject]] if not _told_in_groups[id][subject]

_findings_about(id, subject) := array.concat([_raw[id][i] | some i in _said[id][subject]], _in_groups_about(id, subject)) if {
	_told_in_groups[id][subject]
}

_by_status[id][finding[0]] contains finding[1] if {
	some id, findings in _raw
	some finding in findings
}

# Rule 4. A subject in scope without a finding is `manual` when papers are needed that nobody entered and nothing else is missing,
# else `unknown`; the causes are in causes.rego.

_silent[id][place] := _minus(reach - object.keys(object.get(_said, id, {})), object.get(_told_in_groups, id, set())) if {
	some id, places in _reach
	not _told_apart[id]
	some place, reach in places
}

_silent[id][place] := reach - {subject | some told in _told[id][place]; some subject in told} if {
	some id, _ in _told_apart
	some place, reach in _reach[id]
}

_waiting[id][place] := {subject | some subject in silent; _waits_for_paper(id, _kinds_at(id, place, subject), subject)} if {
	some id, places in _silent
	some place, silent in places
}

# Kinds of evidence that a subject is judged by at a place, where needs name duties those of the ones that bind it.
_kinds_at(id, _, _) := _controls[id].needed if not _controls[id].parted

_kinds_at(id, place, subject) := {need.kind |
	some need in _controls[id].needs
	not need.optional
	_serves(need, {_controls[id].law[i].id | some i in _places[id][place]; _bound[id][i][subject]})
} if {
	_controls[id].parted
}

_waits_for_paper(id, kinds, subject) if {
	papers := {kind | some kind in kinds; startswith(kind, "evidence.")}
	count(papers) > 0
	some paper in papers
	not _entered(paper, subject)
	every kind in {kind | some kind in kinds; not papers[kind]} {
		some near in estate.related(subject)
		some piece in facts.seen(near, kind)
		_piece_is_sound(id, piece)
	}
}

_entered(paper, subject) if {
	papers := estate.evidence_of[substring(paper, 9, -1)]
	some near in estate.related(subject)
	count(papers[near]) > 0
}

# Which duties decide a verdict: those broken, those a warning is about, those not known or waited for.
_deciding(id, subject, "fail") := {i | some i in _broken(id, subject); not _soft[id][i][subject]}

_deciding(id, subject, status) := {i |
	some place, by_status in _at[id]
	by_status[status][subject]
	some i in _places[id][place]
	_bound[id][i][subject]
} if {
	status != "fail"
}

# Rule 6. Several findings for one subject give the worst, which is the order above; a finding for a subject that the control does
# not own, or one that is not well formed, is an `error` of the control.

_foreign[id] := {subject | some subjects in _by_status[id]; some subject in subjects; not _scope[id][subject]} if some id, _ in _controls

_malformed[id] := _plus(_plus(object.get(_citing_oddly_of, id, set()), _malformed_in_groups(id)), {subject |
	some finding in _raw[id]
	not _well_formed(id, finding)
	some subject in _whose(id, finding)
}) if {
	some id, _ in _controls
}

# What no function of `lib.finding` made may be about anybody.
_whose(id, finding) := {finding[1]} if {
	is_array(finding)
} else := _scope[id]

_known_statuses := {"pass", "warn", "fail", "not_applicable"}

_well_formed(id, finding) if {
	_known_statuses[finding[0]]
	_names_duties(id, finding)
	is_set(finding[4])
	type_name(finding[2]) != ""
	type_name(finding[3]) != ""
}

_names_duties(_, finding) if not finding[5]

_names_duties(id, finding) if {
	is_set(finding[5])
	count(finding[5]) > 0
	count(finding[5] - {entry.id | some entry in _controls[id].law; entry.duty}) == 0
}

# Whose findings name evidence in a form that none has: what it comes to is nobody's to guess. Looked for among what leads nowhere.
_citing_oddly_of[id] contains finding[1] if {
	some id in _citing_oddly
	some finding in _raw[id]
	some piece in finding[4]
	not _is_piece(piece)
}

_citing_oddly_of[id] contains subject if {
	some id in _citing_oddly
	some group in _groups[id]
	some piece in group[4]
	not _is_piece(piece)
	some subject in group[1]
}

_citing_oddly contains id if {
	some piece, ids in _naming
	not is_string(piece)
	some id in ids
}

_citing_oddly contains id if {
	count({piece | some piece in _dead_pointers; not _is_piece(piece)}) > 0
	some [piece, id] in _cited
	not _is_piece(piece)
}

_is_piece(piece) if is_string(piece)

_is_piece(piece) if {
	is_array(piece)
	count(piece) > 0
	every part in piece {
		is_string(part)
	}
}

_source_statuses := {
	"pass": {"pass"},
	"fail": {"fail"},
	"warn": {"warn", "fail"},
	"not_applicable": {"not_applicable"},
	"unknown": {"pass", "not_applicable"},
	"manual": {"warn", "fail"},
}

_reported(id, subject, status) := [_brief(finding) |
	some finding in _findings_about(id, subject)
	object.get(_source_statuses, status, set())[finding[0]]
] if {
	not _told_apart[id]
}

# Of duties told apart, what was said of those that decide.
_reported(id, subject, status) := [_brief(finding) |
	some finding in _findings_about(id, subject)
	object.get(_source_statuses, status, set())[finding[0]]
	_decides(id, subject, status, finding)
] if {
	_told_apart[id]
}

# Whose it is the row says.
_brief(finding) := [finding[0], finding[2], finding[3], finding[4]] if not finding[5]

_brief(finding) := [finding[0], finding[2], finding[3], finding[4], finding[5]] if finding[5]

_decides(id, subject, status, finding) if {
	some place, by_status in _at[id]
	by_status[status][subject]
	_is_about(id, finding, place)
}
