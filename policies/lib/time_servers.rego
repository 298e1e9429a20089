# METADATA
# title: Which machines give time to others
# description: Whoever gives time is a time server, so that a role adds machines and takes none away.
# scope: package
# schemas:
#   - input: schema.input
package lib.time_servers

import data.lib.estate
import data.lib.facts
import data.lib.listening
import data.lib.subjects

# METADATA
# title: The port of time
port := "udp/123"

# METADATA
# title: Declared machines that give time - by their role, a service of theirs, or because somebody saw its port open
givers := _givers

_givers contains id if {
	some id in subjects.declared.host
	estate.in_role.time_server[id]
}

_givers contains e.host if {
	some e in input.inventory.endpoints
	e.purpose == "ntp"
	subjects.declared.host[e.host]
}

_givers contains host if {
	some host, ports in facts.open_ports
	ports[port]
	subjects.declared.host[host]
}

# METADATA
# title: Holds where a look from the machine's own zone could have met a time server there and met none, and the machine lists none
gives_none(id) if {
	not givers[id]
	listening.known(id)
	count(listening.may_run(id, {port})) == 0
}

# METADATA
# title: What shows that a machine gives no time
shown(id) := facts.sound(id, "ports", "same_zone") | listening.sound(id)
