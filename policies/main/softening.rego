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
_softened[id][i] := _softening(entry, _controls[id].subject, broken) if {
	some id, by_duty in _breaches
	some i, broken in by_duty
	entry := _controls[id].law[i]
	not entry.per_system
}

# A body is softened for where each of its systems is that the duty asks for, by whatever reason each has.
_softened[id][i] := {reason: bodies |
	some reason, systems in by_reason
	bodies := regime.owners_of(systems) - hard
	count(bodies) > 0
} if {
	some id, by_duty in _systems_softened
	some i, by_reason in by_duty
	hard := regime.owners_of(_systems_in_breach[id][i] - {system | some systems in by_reason; some system in systems})
}

_systems_softened[id][i] := _softening(_controls[id].law[i], "system", systems) if {
	some id, by_duty in _systems_in_breach
	some i, systems in by_duty
}

_systems_in_breach[id][i] := _systems_asked(entry, broken) if {
	some id, by_duty in _breaches
	some i, broken in by_duty
	entry := _controls[id].law[i]
	entry.per_system
}

_softening(entry, kind, broken) := {reason: chosen | some reason in _reasons; chosen := _by_reason(reason, entry, kind, broken); count(chosen) > 0}

_reasons := {"recommended", "unconfirmed", "not_yet_due", "transition", "conflict", "unread"}

# Reasons that pass with a day; whoever is softened for another one waits for no day.
_passing := {"not_yet_due", "transition"}

_by_reason("recommended", entry, _, broken) := broken if not entry.binding

_by_reason("recommended", entry, kind, broken) := regime.spared(entry.spares, kind, broken) if {
	entry.binding
	entry.encouraged
}

_by_reason("unconfirmed", entry, _, broken) := broken if not entry.sure

_by_reason("not_yet_due", entry, _, broken) := broken if not _is_due(entry)

_by_reason("transition", entry, kind, broken) := {subject |
	some rule in entry.transitions
	some subject in _inside(rule, kind, broken)
}

_by_reason("conflict", entry, kind, broken) := {subject |
	some when in entry.against
	some subject in regime.shown(when, kind, broken)
}

_by_reason("unread", entry, kind, broken) := {subject |
	some sign, value in entry.unread
	some subject in _under_sign(sign, value, kind, broken)
}

_inside(rule, kind, broken) := regime.shown(rule.when, kind, broken) if input.context.as_of_day < rule.until_day

_under_sign("own_owners", value, kind, subjects_) := regime.foreign(value, kind, subjects_)

_under_sign("levels", value, kind, subjects_) := regime.unnamed(value, kind, subjects_)

_under_sign("since_day", value, kind, subjects_) := regime.older(value, kind, subjects_)

# Subjects, or systems of bodies, inside each transition, with the day on which it ends.
_in_transition[id][i] := [[rule.until_day, _inside(rule, _controls[id].subject, broken)] | some rule in object.get(entry, "transitions", [])] if {
	some id, by_duty in _breaches
	some i, broken in by_duty
	entry := _controls[id].law[i]
	not entry.per_system
}

_in_transition[id][i] := [[rule.until_day, _inside(rule, "system", systems)] | some rule in object.get(_controls[id].law[i], "transitions", [])] if {
	some id, by_duty in _systems_in_breach
	some i, systems in by_duty
}

_is_due(entry) if not entry.due_day

_is_due(entry) if entry.due_day < input.context.as_of_day

_broken(id, subject) := {i | some i, broken in _breaches[id]; broken[subject]}
