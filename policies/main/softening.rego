# Rule 5. A broken duty hardens for a subject unless one of the reasons below softens it; a fail of duties that are all softened is a
# `warn`.
package main

import data.lib.regime

_hard(id, duties) := {subject | some i in duties; some subject in (_breaches[id][i] - _soft[id][i])}

# Subjects that break each of the province's duties; the rest of this rule is about them alone.
_breaches[id][i] := broken if {
	some id, places in _told
	some place, told in places
	count(told.fail) > 0
	some i in (_places[id][place] - _others[id])
	broken := told.fail & _bound[id][i]
	count(broken) > 0
}

_soft[id][i] := {subject | some softened in _softened[id][i]; some subject in softened} if {
	some id, by_duty in _breaches
	some i, _ in by_duty
}

# Subjects by duty and by the reason for which a breach of it is a warning today.
_softened[id][i] := {reason: chosen | some reason in _reasons; chosen := _by_reason(reason, id, i); count(chosen) > 0} if {
	some id, by_duty in _breaches
	some i, _ in by_duty
}

_reasons := {"recommended", "unconfirmed", "not_yet_due", "transition", "conflict", "unread"}

# Reasons that pass with a day; whoever is softened for another one waits for no day.
_passing := {"not_yet_due", "transition"}

_by_reason("recommended", id, i) := _breaches[id][i] if not _controls[id].law[i].binding

_by_reason("recommended", id, i) := regime.spared(entry.spares, _controls[id].subject, _breaches[id][i]) if {
	entry := _controls[id].law[i]
	entry.binding
	entry.encouraged
}

_by_reason("unconfirmed", id, i) := _breaches[id][i] if not _controls[id].law[i].sure

_by_reason("not_yet_due", id, i) := _breaches[id][i] if not _is_due(_controls[id].law[i])

_by_reason("transition", id, i) := {subject |
	some rule in _controls[id].law[i].transitions
	some subject in _inside(rule, id, i)
}

_by_reason("conflict", id, i) := {subject |
	some when in _controls[id].law[i].against
	some subject in regime.shown(when, _controls[id].subject, _breaches[id][i])
}

_by_reason("unread", id, i) := {subject |
	some sign, value in _controls[id].law[i].unread
	some subject in _under_sign(sign, value, _controls[id].subject, _breaches[id][i])
}

_inside(rule, id, i) := regime.shown(rule.when, _controls[id].subject, _breaches[id][i]) if input.context.as_of_day < rule.until_day

_under_sign("own_owners", value, kind, subjects_) := regime.foreign(value, kind, subjects_)

_under_sign("levels", value, kind, subjects_) := regime.unnamed(value, kind, subjects_)

_under_sign("since_day", value, kind, subjects_) := regime.older(value, kind, subjects_)

_is_due(entry) if not entry.due_day

_is_due(entry) if entry.due_day < input.context.as_of_day

_broken(id, subject) := {i | some i, broken in _breaches[id]; broken[subject]}
