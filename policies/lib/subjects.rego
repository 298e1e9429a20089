# METADATA
# title: Who can be judged in this document, and whose they are
# scope: package
# schemas:
#   - input: schema.input
package lib.subjects

import data.lib.estate

# METADATA
# title: Ids of declared subjects by kind
declared := {
	"system": _systems,
	"host": {h.id | some h in input.inventory.hosts; h.declared},
	"endpoint": {e.id | some e in input.inventory.endpoints; _systems[e.system]},
	"organisation": {o.id | some o in input.inventory.organisations},
	"site": {s.id | some s in input.inventory.sites},
	"zone": {z.id | input.part == "estate"; some z in input.inventory.zones},
	"network": {n.id | input.part == "estate"; some n in input.inventory.networks},
	"link": {l.id | some l in input.inventory.links},
	"data_set": {d.id | some d in input.inventory.data_sets},
	"wave": {w.id | some w in input.inventory.waves},
}

_systems := {s.id | some s in input.inventory.systems; s.declared}

_undeclared := {"host": {h.id | some h in input.inventory.hosts; not h.declared}}

# METADATA
# title: Subjects a control must answer for
of(control) := object.get(declared, control.subject, set()) if not control.undeclared

of(control) := object.get(declared, control.subject, set()) | object.get(_undeclared, control.subject, set()) if {
	control.undeclared
}

# METADATA
# title: Holds when a machine has a leg in some zone and all its zones are of one kind
only_in(host, kind) if {
	count(host.zone_kinds) > 0
	every one in host.zone_kinds {
		one == kind
	}
}

# METADATA
# title: The owning system of each subject that has one
system_of := {
	"system": {s.id: s.id | some s in input.inventory.systems},
	"host": {h.id: h.system | some h in input.inventory.hosts},
	"endpoint": {e.id: e.system | some e in input.inventory.endpoints},
	"data_set": {d.id: d.system | some d in input.inventory.data_sets},
	"link": {l.id: l.source | some l in input.inventory.links},
}

# METADATA
# title: The subjects among some that a law entry's selector picks; an absent or empty key picks all
# description: |
#   Kind of system and decree of the level are those of the owning system. Level and label are those of the place itself where the
#   subject is a machine, a network or a zone: the highest of what runs or stands there, so that a guest counts as much as the owner.
selected(selector, _, subjects) := subjects if _empty(selector)

selected(selector, kind, subjects) := {s |
	some s in subjects
	_owned_as_selected(selector, kind, s)
	at := _place(kind, s)
	_matches(selector, "levels", object.get(at, "level", 0))
	_matches(selector, "labels", object.get(at, "label", ""))
} if {
	not _empty(selector)
}

_place(kind, subject) := _standing[kind][subject] if {
	_standing[kind][subject]
} else := _standing.system[_owner(kind, subject)] if {
	_standing.system[_owner(kind, subject)]
} else := {}

_owner(kind, subject) := object.get(system_of, [kind, subject], "")

# Where no kind and no decree is asked for, nobody needs to own the subject.
_owned_as_selected(selector, _, _) if {
	count(object.get(selector, "kinds", [])) == 0
	count(object.get(selector, "levelled_under", [])) == 0
}

_owned_as_selected(selector, kind, subject) if {
	count(object.get(selector, "kinds", [])) + count(object.get(selector, "levelled_under", [])) > 0
	system := estate.systems[_owner(kind, subject)]
	_matches(selector, "kinds", system.kind)
	_matches(selector, "levelled_under", object.get(system, "levelled_under", ""))
}

# Level and label that count for each subject that has its own.
_standing := {
	"system": {s.id: s | some s in input.inventory.systems},
	"host": {h.id: h | some h in input.inventory.hosts},
	"network": {n.id: n | some n in input.inventory.networks},
	"zone": {z.id: z | some z in input.inventory.zones},
}

_empty(selector) if {
	every values in selector {
		count(values) == 0
	}
}

_matches(selector, key, _) if count(object.get(selector, key, [])) == 0

_matches(selector, key, value) if {
	some wanted in selector[key]
	wanted == value
}
