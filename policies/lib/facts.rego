# METADATA
# title: Observations, indexed once per document
# description: |
#   Complete rules and partial rules here are cached for one evaluation, so a document's observations are walked once and every
#   control reads the index. Nothing here judges.
# scope: package
# schemas:
#   - input: schema.input
package lib.facts

# METADATA
# title: Every observation by its id
observation[o.id] := o if {
	some list in input.observations
	some o in list
}

# METADATA
# title: Ids of observations by kind and subject, whatever their state
about[kind][o.subject] contains o.id if {
	some kind, list in input.observations
	some o in list
}

# METADATA
# title: Ids of the observations that finished
ok contains o.id if {
	some list in input.observations
	some o in list
	o.state == "ok"
}

# METADATA
# title: The zone of each host and endpoint
zone_of[h.id] := h.zone if some h in input.inventory.hosts

zone_of[e.id] := e.zone if some e in input.inventory.endpoints

_host_of[h.id] := h.id if some h in input.inventory.hosts

_host_of[e.id] := e.host if some e in input.inventory.endpoints

# METADATA
# title: Ids of observations by where they were made from, seen from their subject
# description: "`self` is the subject's own machine, `same_zone` its zone, `elsewhere` any other zone, `any` everywhere."
from.self contains o.id if {
	some list in input.observations
	some o in list
	o.vantage == _host_of[o.subject]
}

from.same_zone contains o.id if {
	some list in input.observations
	some o in list
	o.zone == zone_of[o.subject]
}

from.elsewhere contains o.id if {
	some list in input.observations
	some o in list
	o.zone != zone_of[o.subject]
}

from.any contains o.id if {
	some list in input.observations
	some o in list
}

# METADATA
# title: Ids of what was seen of a subject, finished or not; enough to name a fault
seen(subject, kind) := object.get(about, [kind, subject], set())

# METADATA
# title: Ids of finished observations of a subject made from a source; what a pass may rest on
sound(subject, kind, source) := (seen(subject, kind) & ok) & object.get(from, source, set())

# METADATA
# title: Data of the finished observations of a subject made from a source
sound_data(subject, kind, source) := {observation[id].data | some id in sound(subject, kind, source)}

# METADATA
# title: Data of everything learnt of a subject, finished or not
seen_data(subject, kind) := {observation[id].data | some id in seen(subject, kind)}

# METADATA
# title: Ports seen open on a host, from anywhere
open_ports[o.subject] contains port if {
	some o in input.observations.ports
	some port in o.data.open
}

# METADATA
# title: Ports seen open on a host by kind of the zone they were seen from
open_from[kind][o.subject] contains port if {
	some o in input.observations.ports
	kind := zone_kind[o.zone]
	some port in o.data.open
}

# METADATA
# title: Ports tried on a host by a finished sweep from the host's own zone
swept_ports[o.subject] contains port if {
	some o in input.observations.ports
	ok[o.id]
	o.zone == zone_of[o.subject]
	is_array(o.data.open) # a sweep that does not say what it found has found nothing closed
	some port in o.data.swept
}

# METADATA
# title: Ports tried on a host by a finished sweep from each other zone
swept_from[o.zone][o.subject] contains port if {
	some o in input.observations.ports
	ok[o.id]
	is_array(o.data.open)
	some port in o.data.swept
}

# METADATA
# title: The kind of each zone
zone_kind[z.id] := z.kind if some z in input.inventory.zones

# METADATA
# title: The kind of each observation
kind_of[o.id] := kind if {
	some kind, list in input.observations
	some o in list
}

# METADATA
# title: Ids of the sweeps that saw a port of a host open, from anywhere
saw_open[o.subject][port] contains o.id if {
	some o in input.observations.ports
	some port in o.data.open
}

# METADATA
# title: Ids of the sweeps that saw any of some ports of a host open
who_saw(host, ports) := {id | some port in ports; some id in saw_open[host][port]}
