# METADATA
# title: Who can be judged in this document, and whose they are
# scope: package
# schemas:
#   - input: schema.input
package lib.subjects

# METADATA
# title: Ids of declared subjects by kind
declared := {
	"system": _systems,
	"host": {h.id | some h in input.inventory.hosts; h.declared},
	"endpoint": {e.id | some e in input.inventory.endpoints; _systems[e.system]},
	"organisation": {o.id | some o in input.inventory.organisations; not o.context_only},
	"site": {s.id | some s in input.inventory.sites; not s.context_only},
	"zone": {z.id | input.part == "estate"; some z in input.inventory.zones; not z.context_only},
	"network": {n.id | input.part == "estate"; some n in input.inventory.networks; not n.context_only},
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
# title: The owning system of each subject that has one
system_of := {
	"system": {s.id: s.id | some s in input.inventory.systems},
	"host": {h.id: h.system | some h in input.inventory.hosts},
	"endpoint": {e.id: e.system | some e in input.inventory.endpoints},
	"data_set": {d.id: d.system | some d in input.inventory.data_sets},
	"link": {l.id: l.source | some l in input.inventory.links},
}

# METADATA
# title: Systems a law entry's selector picks; an absent or empty key picks all
selected_systems(selector) := {s.id |
	some s in input.inventory.systems
	_matches(selector, "kinds", s.kind)
	_matches(selector, "levels", object.get(s, "level", 0))
	_matches(selector, "labels", s.label)
	_matches(selector, "levelled_under", object.get(s, "levelled_under", ""))
}

# METADATA
# title: The subjects among some that belong to systems a selector picks; subjects without a system only by an empty selector
selected(selector, _, subjects) := subjects if _empty(selector)

selected(selector, kind, subjects) := {s | some s in subjects; systems[owners[s]]} if {
	not _empty(selector)
	owners := object.get(system_of, kind, {})
	systems := selected_systems(selector)
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
