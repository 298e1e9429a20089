# METADATA
# title: Observations, indexed once per document
# description: |
#   Rules here are cached for one evaluation, so a document's observations are walked once and every control reads the index.
#   What is looked up by key is a complete rule (`index := _index`): OPA's own interpreter evaluates a partial rule again for
#   every key, so that a lookup for each host would walk all of them. Nothing here judges.
# scope: package
# schemas:
#   - input: schema.input
package lib.facts

import data.lib.legs

# METADATA
# title: Every observation by its id
observation := {o.id: o | some list in input.observations; some o in list}

# METADATA
# title: Ids of observations by kind and subject, whatever their state
about := _about

_about[kind][o.subject] contains o.id if {
	some kind, list in input.observations
	some o in list
}

_about[kind][host] contains o.id if {
	count(legs.met_as) > 0
	some kind, list in input.observations
	some o in list
	some host in legs.met_as[o.subject]
}

# METADATA
# title: Ids of the observations that finished
ok := {o.id | some list in input.observations; some o in list; o.state == "ok"}

# METADATA
# title: Ids of observations that no newer finished look of the same kind, subject and vantage replaces
# description: A counter-fact among them still holds. A look dated in the future replaces nothing.
standing := {id | some id, _ in observation; not _replaced[id]}

_replaced contains o.id if {
	some kind, list in input.observations
	some o in list
	newest := min(_ages[kind][o.subject][o.vantage])
	newest < o.age_seconds
}

_ages := _ages_of_looks

_ages_of_looks[kind][o.subject][o.vantage] contains o.age_seconds if {
	some kind, list in input.observations
	some o in list
	o.state == "ok"
	o.age_seconds >= 0
}

# METADATA
# title: Fields of its kind that each observation could not read whole
unread := {o.id: {field | some field in o.unread} | some list in input.observations; some o in list; count(o.unread) > 0}

# METADATA
# title: Ids of the observations that finished, or that say which fields they could not read
# description: Whether one of these carries a pass depends on the fields its control judges by; policies/main decides.
usable := ok | {o.id | some list in input.observations; some o in list; o.state == "partial"; unread[o.id]}

# METADATA
# title: Every zone that each host and endpoint has a leg in
zones_of := _zones_of

_zones_of[h.id] := {zone | some zone in h.zones} if some h in input.inventory.hosts

_zones_of[e.id] := {zone | some zone in e.zones} if some e in input.inventory.endpoints

_zones_of[subject] := {zone | some h in input.inventory.hosts; hosts[h.id]; some zone in h.zones} if some subject, hosts in legs.met_as

# METADATA
# title: The zone in which each host and endpoint is among its neighbours, as a set
# description: |
#   A machine with legs in several zones joins them, so it is nobody's neighbour: a look from any of them is one over a border.
at_home := {subject: zones | some subject, zones in zones_of; count(zones) == 1}

# METADATA
# title: The machine of each host and endpoint
machine_of := _machine_of

_machine_of[h.id] := h.id if some h in input.inventory.hosts

_machine_of[e.id] := e.host if some e in input.inventory.endpoints

# METADATA
# title: Ids of observations by where they were made from, seen from their subject
# description: "`self` is the subject's own machine, `same_zone` a zone it has a leg in, `elsewhere` over a border, `any` everywhere."
from := {"self": _from_self, "same_zone": _from_same_zone, "elsewhere": _from_elsewhere, "any": object.keys(observation)}

# A machine of another owner that a system runs on has no row here; what it says of itself is named by itself.
_from_self := {id | some id, o in observation; o.vantage == object.get(machine_of, o.subject, o.subject)}

_from_same_zone := {id | some id, o in observation; zones_of[o.subject][o.zone]}

_from_elsewhere := {id | some id, o in observation; zones_of[o.subject]; not at_home[o.subject][o.zone]}

# METADATA
# title: Ids of what was seen of a subject, finished or not; enough to name a fault
seen(subject, kind) := object.get(about, [kind, subject], set())

# METADATA
# title: Ids of usable observations of a subject made from a source; what a pass may rest on
sound(subject, kind, source) := (seen(subject, kind) & usable) & object.get(from, source, set())

# METADATA
# title: Data of the usable observations of a subject made from a source
sound_data(subject, kind, source) := {observation[id].data | some id in sound(subject, kind, source)}

# METADATA
# title: Data of everything learnt of a subject, finished or not
seen_data(subject, kind) := {observation[id].data | some id in seen(subject, kind)}

# METADATA
# title: What one look told under a field; undefined where it did not tell the field, or could not read it whole
told(id, field) := value if {
	value := observation[id].data[field]
	value != null
	not unread[id][field]
}

# METADATA
# title: Everything that some looks list under a field; undefined where one of them did not tell it whole, or there is no look
# description: Of this an empty set is a proof, since each look told the whole list. `policy check` knows it by its name.
told_by_each(ids, field) := {entry | some id in ids; some entry in told(id, field)} if {
	count(ids) > 0
	every id in ids {
		is_array(told(id, field))
	}
}

# METADATA
# title: Ports seen open on a host, from anywhere
open_ports := _open_ports

_open_ports[o.subject] contains port if {
	some o in input.observations.ports
	some port in o.data.open
}

_open_ports[host] contains port if {
	count(legs.met_as) > 0
	some o in input.observations.ports
	some host in legs.met_as[o.subject]
	some port in o.data.open
}

# METADATA
# title: Ports seen open on a host by kind of the zone they were seen from
open_from := _open_from

_open_from[kind][o.subject] contains port if {
	some o in input.observations.ports
	kind := zone_kind[o.zone]
	some port in o.data.open
}

# METADATA
# title: Ports tried on a host by a finished sweep from the host's own zone
swept_ports := _swept_ports

_swept_ports[host] := {port | some id in ids; some port in observation[id].data.swept} if some host, ids in _sweeps_at_home

_sweeps_at_home[host] contains id if {
	some host, ids in _told_at_home
	some id in ids
	is_array(observation[id].data.swept)
}

_told_at_home[o.subject] contains o.id if {
	some o in input.observations.ports
	ok[o.id]
	zones_of[o.subject][o.zone]
	is_array(o.data.open) # a sweep that does not say what it found has found nothing closed
}

# METADATA
# title: Ports of a host seen open, from anywhere; undefined where no finished sweep from its own zone told what it found
# description: Of this an empty set is a proof, as far as that sweep tried the ports. For a fault, `open_ports` is enough.
found_open(host) := object.get(open_ports, host, set()) if swept_ports[host]

# METADATA
# title: Ports that a host itself refused in a finished sweep from its own zone, and that nobody saw open; nothing takes packets there
# description: Silence proves nothing of the kind, whatever it shows of what can be reached.
refused_ports := _refused_ports

_refused_ports[host] := (refused - object.get(open_ports, host, set())) - _not_refused_aside(host, refused) if {
	some host, ids in _told_at_home
	refused := {port | some id in ids; some port in observation[id].data.refused}
}

_not_refused_aside(host, _) := set() if not _sweeps_aside[host]

_not_refused_aside(host, refused) := {port | some look in _sweeps_aside[host]; some port in (refused - object.get(_refused_by, look, set()))}

# Finished sweeps, from their own zone, of addresses that its dossier does not list; by each a port must be refused as well.
_sweeps_aside[host] contains o.id if {
	count(legs.met_as) > 0
	some o in input.observations.ports
	some host in legs.met_as[o.subject]
	ok[o.id]
	zones_of[o.subject][o.zone]
}

_refused_by[o.id] contains port if {
	some o in input.observations.ports
	legs.aside[o.id]
	some port in o.data.refused
}

# METADATA
# title: Those of some ports that nobody saw refused by the host, or open; for each, something may run there
not_refused(host, ports) := (ports - object.get(refused_ports, host, set())) - object.get(open_ports, host, set())

# METADATA
# title: Those of some ports that a finished sweep from the host's own zone met with silence alone
silent(host, ports) := not_refused(host, ports) & object.get(_silent_ports, host, set())

_silent_ports[o.subject] contains port if {
	some o in input.observations.ports
	ok[o.id]
	zones_of[o.subject][o.zone]
	some port in o.data.silent
}

_silent_ports[host] contains port if {
	count(legs.met_as) > 0
	some o in input.observations.ports
	some host in legs.met_as[o.subject]
	some port in o.data.silent
}

# METADATA
# title: Ports of a host about which finished sweeps from each zone learnt what they are from there
# description: |
#   What was open, what was refused, and of the silent ports those whose packets are shown to have left the vantage: a vantage whose own
#   filter holds them back meets silence everywhere.
swept_from := _swept_from

# A set for each host made at once: adding ports one by one to sets three levels deep costs more than all that is done with them.
_swept_from[zone] := {host: {port | some id in ids; some field in _learnt; some port in observation[id].data[field]} | some host, ids in by_host} if {
	some zone, by_host in _sweeps_from
}

_learnt := {"open", "refused", "left"}

_sweeps_from[o.zone][o.subject] contains o.id if {
	some o in input.observations.ports
	ok[o.id]
	is_array(o.data.open)
	is_array(o.data.swept)
	is_array(o.data.left)
}

# METADATA
# title: The kind of each zone
zone_kind := {z.id: z.kind | some z in input.inventory.zones}

# METADATA
# title: The kind of each observation
kind_of := {o.id: kind | some kind, list in input.observations; some o in list}

# METADATA
# title: Ids of the sweeps that saw a port of a host open, from anywhere
saw_open := _saw_open

_saw_open[o.subject][port] contains o.id if {
	some o in input.observations.ports
	some port in o.data.open
}

_saw_open[host][port] contains o.id if {
	count(legs.met_as) > 0
	some o in input.observations.ports
	some host in legs.met_as[o.subject]
	some port in o.data.open
}

# METADATA
# title: Ids of the sweeps that saw any of some ports of a host open
who_saw(host, ports) := {id | some port in ports; some id in saw_open[host][port]}

# METADATA
# title: Ports of a host behind which a finished look heard what stands there, with those looks
# description: By a look at its services, or by one that spoke SSH, TLS or HTTP with it; from any zone, since a port says the same.
met_ports := _met_ports

_met_ports[host][s.port] contains o.id if {
	some o in input.observations.services
	ok[o.id]
	some host in legs.met_on(o.subject)
	some s in o.data.services
}

_met_ports[e.host][e.port] contains o.id if {
	some kind in ["ssh", "tls", "http"]
	some o in input.observations[kind]
	ok[o.id]
	e := _endpoint[o.subject]
}

_endpoint := {e.id: e | some e in input.inventory.endpoints}

# METADATA
# title: The number of a port; undefined for what is none
number_of(port) := to_number(digits) if {
	digits := substring(port, 4, -1)
	regex.match(`^[0-9]{1,5}$`, digits)
}
