# METADATA
# title: Cards and addresses of machines as their own settings tell them, against what is declared
# description: |
#   A dossier that leaves an address out hides whatever answers there, and one that leaves a card out hides the network behind it. What
#   nobody may read on a machine tells nothing here: it is then known by its declared addresses alone.
# scope: package
# schemas:
#   - input: schema.input
package lib.legs

import data.lib.addresses
import data.lib.estate
import data.lib.facts

# METADATA
# title: Kinds of look at machines and their services that say at which addresses they were made
by_address := {"http", "http_versions", "incident_contacts", "ntp", "ports", "services", "snmp", "ssh", "tls"}

# METADATA
# title: Hosts whose settings can be read, as their dossier says and no reader denies
# description: |
#   A reader denies it who was not let in, has no permission, or knows no program of the machine. Its undeclared addresses are then as
#   unknown as those of a machine that offers nothing, which limits say; a reading that broke, or that nobody made, is no denial.
readable := (_offered - _closed_to_readers) | (_offered & object.keys(_readings))

# METADATA
# title: Machines whose dossier or service offers a reading of their settings, whether or not a reader was let in
offered := _offered

_offered := {h.id | some h in input.inventory.hosts; _readable[h.configuration]} | {e.host |
	some e in input.inventory.endpoints
	_readable[e.machine.configuration]
}

_closed_to_readers contains o.subject if {
	some o in input.observations.interfaces
	_nobody_may[o.state]
}

_nobody_may := {"no_permission", "not_tried", "out_of_scope"}

_readable := {"local", "ssh"}

# METADATA
# title: Ids of the usable readings of each machine's own interfaces
# description: One that lists none at all, not even the loopback, or something that is no address, did not read them and shows nothing.
readings := _readings

_readings[o.subject] contains o.id if {
	some o in input.observations.interfaces
	facts.usable[o.id]
	facts.from.self[o.id]
	cards := facts.told(o.id, "interfaces")
	count(cards) > 0
	every card in cards {
		_legible(card.addresses)
	}
}

_legible(texts) if {
	is_array(texts)
	every text in texts {
		_address_in[text]
	}
}

# Each text is looked at once: to tell an address from what is none costs most of a reading, and all machines have the same loopback.
_address_in := {text: address |
	some text in {text | some o in input.observations.interfaces; some interface in o.data.interfaces; some text in interface.addresses}
	address := addresses.bare(text)
	addresses.family(address)
}

_outward := {text: address | some text, address in _address_in; not addresses.local_only(address)}

# METADATA
# title: Addresses that a machine's own settings tell and its dossier does not, at which others can reach it, by host
# description: |
#   Those in a network of its own routing domain, whatever its zone, and those that the whole Internet can send to. Private addresses of
#   no declared network (of containers, of links between parts of one machine) are reached by nobody else. What another machine is
#   declared to have is looked at there.
undeclared := _undeclared

# METADATA
# title: Addresses that the dossier tells of each machine, and those among its own that it tells of another
declared := _declared

_undeclared[host] := strays if {
	some host, measured in _measured
	strays := {address | some address in (measured - object.get(_declared, host, set())); _reached(host, address)}
	count(strays) > 0
}

# METADATA
# title: Addresses that each machine's own settings tell, but those of its own links alone
measured := _measured

_measured[o.subject] contains address if {
	some o in input.observations.interfaces
	facts.standing[o.id]
	some interface in o.data.interfaces
	some text in interface.addresses
	address := _outward[text]
}

_declared[host] contains address if {
	some host, told in estate.addresses
	some address in told
}

_declared[h.id] contains address if {
	some h in input.inventory.hosts
	some address in h.held_elsewhere
}

# Of a machine that another system owns and this one has services on, the rows of these tell.
_declared[e.host] contains address if {
	some e in input.inventory.endpoints
	some address in e.machine.addresses
}

# So do systems of the machines they stand on, whoever owns these.
_declared[machine.id] contains address if {
	some s in input.inventory.systems
	some machine in s.machines
	some address in machine.addresses
}

_reached(_, address) if addresses.public(address)

_reached(host, address) if {
	some domain in _domains[host]
	some prefix in _prefixes[domain]
	addresses.inside(address, prefix)
}

_domains[h.id] := {domain | some domain in h.domains} if some h in input.inventory.hosts

_domains[e.host] := {domain | some domain in told} if {
	some e in input.inventory.endpoints
	told := e.machine.domains
}

# What stands for the whole Internet holds private addresses too.
_prefixes[zone.domain] contains prefix if {
	some zone in input.inventory.zones
	zone.kind != "internet"
	some prefix in _prefixes_in[zone.id]
}

_prefixes_in[n.zone] contains prefix if {
	some n in input.inventory.networks
	some prefix in n.prefixes
}

# METADATA
# title: Hosts by the name under which looks know one of their undeclared addresses, as somebody's of whom the dossier says nothing
# description: What was met there was met on them. Hardly any document has one, so that whoever walks all looks for it counts these first.
met_as := _met_as

_met_as[concat("/", [domain, address])] contains host if {
	some host, strays in _undeclared
	some domain in _domains[host]
	some address in strays
}

# METADATA
# title: The machines that a look at a host is about - the one it names, or those on which it met an undeclared address
met_on(subject) := met_as[subject]

met_on(subject) := {subject} if not met_as[subject]

# METADATA
# title: Ids of the looks at such addresses; each speaks for its own address and for no other
aside := {o.id |
	count(met_as) > 0
	some list in input.observations
	some o in list
	met_as[o.subject]
}

# METADATA
# title: Cards of machines that join them to a network nobody names, with the readings that tell them, by host
# description: |
#   A card with a carrier is joined to something. It is accounted for by an address of its own; as the only live port of a bridge, or as a
#   part of a bond, by that one's. Of several that have addresses, each must have one that the dossier tells, where it tells any:
#   independent LANs have the same ranges, so that an address in one's own says little. A reading that does not tell of a carrier does
#   not tell that there is none.
unnamed := _unnamed

_unnamed[o.subject] contains o.id if {
	some o in input.observations.interfaces
	facts.standing[o.id]
	some interface in o.data.interfaces
	_unaccounted(o.data.interfaces, interface)
}

_unnamed[o.subject] contains o.id if {
	some o in input.observations.interfaces
	facts.standing[o.id]
	told := _declared[o.subject]
	count(told) > 0
	count({interface.name | some interface in o.data.interfaces; count(addresses_of(interface)) > 0}) > 1
	some interface in o.data.interfaces
	bears := addresses_of(interface)
	count(bears) > 0
	count(bears & told) == 0
}

_unaccounted(interfaces, interface) if {
	joined(interface)
	count(addresses_of(interface)) == 0
	not _counted_with_another(interfaces, interface)
}

# METADATA
# title: Holds for a card that is joined to something, as far as is told
joined(interface) if {
	not _own(interface)
	not _without_carrier(interface)
}

_own(interface) if interface.kind == "loopback"

_without_carrier(interface) if interface.carrier == false

# METADATA
# title: Holds for a bridge to which nothing is joined, as those of containers are where none runs
# description: No cable can be plugged into it. A card that does not tell of what it is a part may be a part of it.
empty_bridge(interfaces, interface) if {
	interface.kind == "bridge"
	interface.carrier == false
	every other in interfaces {
		is_string(other.part_of)
		other.part_of != interface.name
	}
}

# METADATA
# title: Addresses with which a live card stands in a network
addresses_of(interface) := {address |
	joined(interface)
	some text in interface.addresses
	address := _outward[text]
}

_counted_with_another(interfaces, interface) if {
	some whole in interfaces
	whole.name == interface.part_of
	whole.kind != "bridge"
}

_counted_with_another(interfaces, interface) if {
	some whole in interfaces
	whole.name == interface.part_of
	count({port.name | some port in interfaces; port.part_of == whole.name; joined(port)}) == 1
}
