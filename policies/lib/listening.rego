# METADATA
# title: What machines themselves say they listen on
# description: |
#   A port is shown to be closed by the machine in two ways only: it refused the port, or its own whole list of sockets has none there
#   that others can reach. A socket of the loopback is reached by nobody else; one behind a filter is there all the same. Of UDP, what
#   clients hold looks like a server's: from port 32768 on (ip(7)), and of the clients that ask for an address (RFC 2131, RFC 8415).
# scope: package
# schemas:
#   - input: schema.input
package lib.listening

import data.lib.addresses
import data.lib.facts
import data.lib.legs

# METADATA
# title: Ids of the usable readings that told all sockets of a machine, by host
# description: One that does not tell where each of them listens shows of no port that nobody can reach it.
whole := _whole

_whole[o.subject] contains o.id if {
	some o in input.observations.listening
	facts.usable[o.id]
	facts.from.self[o.id]
	sockets := facts.told(o.id, "sockets")
	is_array(sockets)
	every socket in sockets {
		is_string(socket.address)
		is_string(socket.device)
	}
}

# METADATA
# title: Ids of what a pass rests on where a machine lists its own sockets
sound(host) := facts.sound(host, "listening", "self")

# METADATA
# title: Holds where the list of a machine was read, or cannot be had
# description: |
#   It can be had where the settings of the machine can be read and no reader of sockets was turned away. What is settled without it then
#   might be undone by it.
known(host) if _whole[host]

known(host) if sound(host) != set() # what could not be read of it is held against the verdict by policies/main

known(host) if not _offered[host]

_offered := {host | some host in legs.readable; not _turned_away[host]}

_turned_away contains o.subject if {
	some o in input.observations.listening
	_nobody_may[o.state]
}

_nobody_may := {"no_permission", "not_tried", "out_of_scope"}

# METADATA
# title: Ids of the readings by host and port with a socket that others can reach, finished or not
taken := _taken

_taken[host][socket.port] contains o.id if {
	some o in input.observations.listening
	facts.standing[o.id]
	host := o.subject
	some socket in o.data.sockets
	reached(socket)
}

# METADATA
# title: Ports of a machine with a socket that others can reach, by its own list
ports := {host: {port | some port, _ in by_port} | some host, by_port in _taken}

# METADATA
# title: Zones of the addresses that a machine listens at on some ports; undefined where it is any address, or one of no declared network
zones_of(host, some_ports) := zones if {
	count(whole[host]) > 0
	bound := {socket.address |
		some id in whole[host]
		some socket in facts.observation[id].data.sockets
		some_ports[socket.port]
		reached(socket)
	}
	count(bound) > 0
	every address in bound {
		count(_zones_at[host][address]) > 0
	}
	zones := {zone | some address in bound; some zone in _zones_at[host][address]}
}

# By the leg that the dossier gives the address to; one that stands for all addresses is nobody's leg.
_zones_at[h.id][leg.address] contains n.zone if {
	some h in input.inventory.hosts
	some leg in h.interfaces
	some n in input.inventory.networks
	n.id == leg.network
}

# METADATA
# title: Ids of the readings that list any of some ports of a machine
who_listed(host, some_ports) := {id | some port in some_ports; some id in _taken[host][port]}

# METADATA
# title: Ports of a machine that are open, as somebody met them or as it lists them itself
open_or_listed(host) := object.get(facts.open_ports, host, set()) | object.get(ports, host, set())

# METADATA
# title: Those of some ports behind which something runs on a machine, or may run
# description: What somebody met open and what it lists itself, and all that it neither refused nor left out of its whole list.
may_run(host, some_ports) := (facts.not_refused(host, some_ports) - _absent(host, some_ports)) | (some_ports & open_or_listed(host))

# METADATA
# title: Those of some ports that were met with silence, and of which the machine told nothing
silent(host, some_ports) := facts.silent(host, some_ports) - _absent(host, some_ports)

_absent(host, some_ports) := some_ports - object.get(ports, host, set()) if _whole[host]

else := set()

# METADATA
# title: Holds for a socket, or a program's, that others than the machine itself can send to, and that is no client's
reached(socket) if {
	address := socket.address
	not addresses.loopback(address)
	socket.device != "lo"
	_serves(socket.port)
}

_serves(port) if startswith(port, "tcp/")

_serves(port) if {
	startswith(port, "udp/")
	not _clients[port]
	facts.number_of(port) < 32768
}

_clients := {"udp/68", "udp/546"}
