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

_in_force[id] := [[i, entry] |
	some i, entry in control.law
	entry.from_day <= today
	today < entry.to_day
] if {
	today := input.context.as_of_day
	some id, control in _controls
}

_duties[id] := {i | some [i, entry] in entries; entry.duty} if some id, entries in _in_force

# Subjects by the entry that binds them.
_bound[id] := {i: bound | some [i, entry] in entries; bound := _addressed(entry, kind, _scope[id])} if {
	some id, entries in _in_force
	kind := _controls[id].subject
}

_addressed(entry, kind, subjects_) := subjects_ if {
	not entry.applies_to
	not entry.per_system
	not _leaves_out(entry)
} else := concerned - regime.spared(entry.spares, kind, concerned) if {
	_leaves_out(entry)
	concerned := _concerned(entry, kind, subjects_)
} else := _concerned(entry, kind, subjects_)

_concerned(entry, kind, subjects_) := regime.about(object.get(entry, "applies_to", {}), kind, subjects_) if not entry.per_system

_concerned(entry, _, bodies) := regime.owners_of(_systems_asked(entry, bodies)) if entry.per_system

# Systems of some bodies that a duty asks each of them for.
_systems_asked(entry, bodies) := regime.about(object.get(entry, "applies_to", {}), "system", regime.owned_by(bodies))

_leaves_out(entry) if {
	entry.spares
	not entry.encouraged
}

# Entries that bind everybody. What binds is a subset, so that counting tells; comparing sets of this size is quadratic in OPA's Wasm.
_binding_each[id] := {i | some i, bound in bounds; count(bound) == all} if {
	some id, bounds in _bound
	all := count(_scope[id])
}

_binds_all contains id if {
	some id, duties in _duties
	some i in duties
	_binding_each[id][i]
}

_live[id] := _bound_by_any(id, _duties[id]) if some id, _ in _controls

# Mostly one of them binds everybody. Otherwise they are gathered subject by subject: `union` would take a set of sets, and OPA's Wasm
# compares sets in quadratic time.
_bound_by_any(id, duties) := _scope[id] if {
	some i in duties
	_binding_each[id][i]
} else := {subject | some i in duties; some subject in _bound[id][i]}

_law(id, subject) := [i | some i, chosen_by in _bound[id]; chosen_by[subject]]

# Where each entry binds everybody or nobody.
_law_of_all[id] := law if {
	some id, bounds in _bound
	law := [i | some i, bound in bounds; count(bound) > 0]
	count(law) == count(_binding_each[id])
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
		"law": [i | some [i, _] in _in_force[id]],
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
