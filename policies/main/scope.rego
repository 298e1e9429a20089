# METADATA
# title: The constitution - turns findings into verdicts
# description: |
#   Controls say what their evidence shows; only this package says pass. Its rules stand in five files as headings: scope (1, and
#   the end of 4), soundness (3 and 7), softening (5), verdicts (2, 4, 6, and the order of statuses) and causes (what is told
#   beside a verdict), each with tests that show it cannot end in a pass. Set operations per control, because a function per control and
#   subject was measured at nearly three times the cost.
# scope: package
# schemas:
#   - input: schema.input
package main

import data.lib.facts
import data.lib.regime
import data.lib.subjects

_controls[meta.id] := meta if {
	some family, name
	meta := data.catalogue[family][name]
	meta.part == input.part
	_wanted(meta.id)
}

_wanted(_) if not input.context.only

_wanted(id) if input.context.only == id

# METADATA
# title: The subjects each control of this document must answer for, as [kind, id]
# description: Evaluates no control; used to name the subjects of one whose evaluation was aborted.
# entrypoint: true
scope[id] contains [control.subject, subject] if {
	some id, control in _controls
	some subject in subjects.of(control)
}

# Machines that stand in for endpoints that nobody could list are answered for too.
scope[id] contains ["host", host] if {
	some id, control in _controls
	control.subject == "endpoint"
	count(_duties[id]) > 0
	some host in object.get(subjects.declared, "host", set())
	_unlisted[host]
}

_scope[id] := subjects.of(control) if some id, control in _controls

# Rule 1. Where no duty in force on `as_of` addresses this subject, the verdict is `not_in_force`. A support is cited beside a duty.

_entries_in_force[id] := {i |
	some i, entry in control.law
	entry.from_day <= input.context.as_of_day
	input.context.as_of_day < entry.to_day
} if {
	some id, control in _controls
}

_duties[id] := {i | some i in entries; _controls[id].law[i].duty} if some id, entries in _entries_in_force

_bound[id][i] := _addressed(entry, control.subject, regime.about(object.get(entry, "applies_to", {}), control.subject, _scope[id])) if {
	some id, control in _controls
	some i in _entries_in_force[id]
	entry := control.law[i]
}

_addressed(entry, _, subjects_) := subjects_ if not _leaves_out(entry)

_addressed(entry, kind, subjects_) := subjects_ - regime.spared(entry.spares, kind, subjects_) if _leaves_out(entry)

_leaves_out(entry) if {
	entry.spares
	not entry.encouraged
}

_live[id] := _bound_by_any(id, _duties[id]) if some id, _ in _controls

# Mostly one of them binds everybody. Otherwise they are gathered subject by subject: `union` would take a set of sets, and OPA's Wasm
# compares sets in quadratic time.
_bound_by_any(id, duties) := _scope[id] if {
	some i in duties
	count(_bound[id][i]) == count(_scope[id]) # a subset of it
} else := {subject | some i in duties; some subject in _bound[id][i]}

_law(id, subject) := [i | some i, chosen_by in _bound[id]; chosen_by[subject]]

_law_of_all[id] := [i | some i in _entries_in_force[id]] if {
	some id, subjects_ in _scope
	every i in _entries_in_force[id] {
		count(_bound[id][i]) == count(subjects_) # a subset of them; comparing sets of this size is quadratic in OPA's Wasm
	}
}

# Rule 4, its end. Where the list of subjects itself was not measured (a host whose ports nobody saw, so that its endpoints cannot
# be listed), the declared parent stands in as one `unknown`.

_unlisted_hosts := [row |
	some id, control in _controls
	control.subject == "endpoint"
	count(_duties[id]) > 0
	row := {
		"control": id,
		"kind": "host",
		"status": "unknown",
		"law": [i | some i in _entries_in_force[id]],
		"subjects": {host: [[], {{"code": "subjects_not_listed", "args": [host]}}, set()] |
			some host in object.get(subjects.declared, "host", set())
			_unlisted[host]
		},
	}
	count(row.subjects) > 0
]

_unlisted := {host.id |
	some host in input.inventory.hosts
	host.declared
	not _with_endpoints[host.id]
	count(facts.seen(host.id, "ports") & facts.ok) == 0
}

_with_endpoints := {e.host | some e in input.inventory.endpoints}
