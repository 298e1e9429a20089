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
	"organisation": {o.id | some o in input.inventory.organisations},
	"site": {s.id | some s in input.inventory.sites},
	"zone": {z.id | input.part == "estate"; some z in input.inventory.zones},
	"network": {n.id | input.part == "estate"; some n in input.inventory.networks},
	"link": {l.id | some l in input.inventory.links},
	"data_set": {d.id | some d in input.inventory.data_sets},
	"wave": {w.id | some w in input.inventory.waves},
	"task": {t.id | some t in input.inventory.tasks},
	"reported_figure": {r.id | some r in input.inventory.reported},
}

# METADATA
# title: The list of the inventory in which subjects of each kind stand
list := {
	"system": "systems",
	"host": "hosts",
	"endpoint": "endpoints",
	"organisation": "organisations",
	"site": "sites",
	"zone": "zones",
	"network": "networks",
	"link": "links",
	"data_set": "data_sets",
	"wave": "waves",
	"task": "tasks",
	"reported_figure": "reported",
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
