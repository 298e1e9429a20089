# METADATA
# title: How hosts are administered from a distance
# scope: package
# schemas:
#   - input: schema.input
package lib.administration

import data.lib.facts
import data.lib.listening
import data.lib.programs

# METADATA
# title: Hosts with an SSH server, declared, seen or told by their own lists
ssh := ((_declared_purpose | _seen_service) | (_declared_port | _seen_port)) | (_listed_port | _listed_program)

_listed_port := {host | some host, ports in listening.ports; ports["tcp/22"]}

_listed_program := {host | some host, by_port in programs.services; some by_name in by_port; by_name.ssh}

_declared_purpose := {e.host | some e in input.inventory.endpoints; e.purpose == "ssh"}

_seen_service := {e.host | some e in input.inventory.endpoints; some "ssh" in e.services}

_declared_port := {h.id | some h in input.inventory.hosts; some "tcp/22" in h.declared_ports}

_seen_port := {host | some host, ports in facts.open_ports; ports["tcp/22"]}

# METADATA
# title: Ports of the SSH server whose settings a look read; one that does not tell them speaks of the standard one (RFC 4251)
ssh_ports(reading) := ports if {
	ports := {port | some port in facts.observation[reading].data.ports}
	count(ports) > 0
} else := {"tcp/22"}

# METADATA
# title: Hosts with any other administration port, declared or seen
other(host, ports) if {
	some port in host.declared_ports
	ports[port]
}

other(host, ports) if {
	some port in listening.open_or_listed(host.id)
	ports[port]
}

# METADATA
# title: Ports that the dossier declares to be for administration or for SSH, by host
declared := _declared

_declared[e.host] contains e.port if {
	some e in input.inventory.endpoints
	_for_administration[e.purpose]
}

_for_administration := {"admin", "ssh"}

# METADATA
# title: Some ports, and those that the dossier declares to be for the administration of a host
ports_of(host, ports) := ports | object.get(declared, host, set())

# METADATA
# title: Holds when the dossier has no administration port, and the host refused each or leaves it out of its own whole list
none_found(host, ports) if {
	host.declared
	is_array(host.declared_ports)
	not ssh[host.id]
	not other(host, ports)
	count(ports) > 0
	listening.known(host.id)
	count(listening.may_run(host.id, ports)) == 0
}
