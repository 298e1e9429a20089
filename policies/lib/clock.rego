# METADATA
# title: How hosts keep time
# description: Faults and offsets come from everything seen, finished or not; a control decides what a pass may rest on.
# scope: package
# schemas:
#   - input: schema.input
package lib.clock

import data.lib.against
import data.lib.apart
import data.lib.estate
import data.lib.facts

# METADATA
# title: "What is wrong with a host's time client: no_service, no_servers, not_synchronised, self_source, ring"
faults := _faults

_faults[o.subject] contains fault if {
	some o in input.observations.time_config
	some fault in problems[o.id]
}

_faults[host] contains "ring" if some host, _ in closed_rings

# METADATA
# title: Readings of the machines that a host follows round and round, where none of them names anybody else as a server
# description: |
#   Its own are among them. Such a machine follows nobody, whatever it says of being in step. One whose ring has a server outside may
#   follow that one an hour later, and a server under another name than a machine's id may be any machine: that is only spoken against.
closed_rings := _closed_rings

_closed_rings[h.id] := looks if {
	some h in input.inventory.hosts
	count(h.time_ring) > 0
	ring := {h.id} | {machine | some machine in h.time_ring}
	count(ring) > 1
	looks := {id | some machine in ring; some id in _readings_of[machine]}
	names := ring | {address | some machine in ring; some address in estate.addresses[machine]}
	every machine in ring {
		looks_ := object.get(_readings_of, machine, set())
		_names_only(names | _next_in(h.time_ring, machine, looks_), looks_)
	}
}

# Whom each machine of a ring of several follows now is the next in it, which may stand in the dossier of another system.
_next_in(ring, machine, looks) := {facts.observation[id].data.source |
	count(ring) > 1
	some member in ring
	member == machine
	some id in looks
}

_readings_of[o.subject] contains o.id if {
	some o in input.observations.time_config
	facts.standing[o.id]
	facts.usable[o.id]
}

_names_only(names, looks) if {
	every server in facts.told_by_each(looks, "servers") {
		_named_by(names, server)
	}
}

_named_by(names, server) if names[server]

_named_by(_, server) if against.follows_itself(server)

# METADATA
# title: The same by observation
problems := _problems

_problems[o.id] contains "no_service" if {
	some o in input.observations.time_config
	o.data.service == "none"
}

_problems[o.id] contains "no_servers" if {
	some o in input.observations.time_config
	o.data.service != "none"
	count(o.data.servers) == 0
	_told(o.data)
	not _follows(o.data)
}

_problems[o.id] contains "not_synchronised" if {
	some o in input.observations.time_config
	o.data.synchronised == false
}

_problems[o.id] contains "self_source" if {
	some o in input.observations.time_config
	against.follows_itself(o.data.source)
}

_told(data_) if {
	is_boolean(data_.synchronised)
	is_string(data_.source)
}

# A client in step with a source has a server, wherever the reader did not find it named.
_follows(data_) if {
	data_.synchronised == true
	data_.source != ""
	not against.follows_itself(data_.source)
}

# METADATA
# title: Distances in milliseconds between a host's clock and a reference, as its own client and others measured them
offsets_ms := _offsets_ms

_offsets_ms[o.subject] contains abs(o.data.offset_ms) if some o in input.observations.time_config

# What a vantage measured tells of its own clock too, unless it is held against what it measured of others.
_offsets_ms[o.subject] contains apart.least_ms[o.id] if some o in input.observations.ntp

# What is surely between the clocks, however badly the look went.
_offsets_ms[o.subject] contains max({0, abs(o.data.offset_ms) - o.data.within_ms}) if {
	some o in input.observations.own_clock
	_is_told(o)
}

_is_told(o) if {
	is_number(o.data.offset_ms)
	not against.unfit_reference[o.id]
}

# METADATA
# title: The most milliseconds by which a machine's own time may be off, by each look that held it against a time server
at_most_ms := _at_most_ms

_at_most_ms[o.subject] contains abs(o.data.offset_ms) + o.data.within_ms if some o in input.observations.own_clock

# METADATA
# title: Hosts whose client follows nobody though their own time was held against a time server; what the client says means nothing
told_otherwise := {host | some host, _ in against.free_clock; against.compared[host]}

# METADATA
# title: Ids of the observations an offset is known from
measured := _measured

_measured[o.subject] contains o.id if {
	some o in input.observations.time_config
	is_number(o.data.offset_ms)
}

_measured[o.subject] contains id if {
	some o in input.observations.ntp
	some id in {o.id, apart.against_which[o.id]}
}

_measured[o.subject] contains o.id if {
	some o in input.observations.own_clock
	_is_told(o)
}
