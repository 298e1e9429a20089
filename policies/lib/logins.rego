# METADATA
# title: Ways by which administrators log in to a machine, and which of them nobody read
# description: |
#   A way in is one of some ports that stands open or is listed by the machine, and on Windows each of its own ways in that it did not
#   refuse. Of SSH alone the settings are read; ports of the server whose settings were read are no way in beside it.
# scope: package
# schemas:
#   - input: schema.input
package lib.logins

import data.lib.administration
import data.lib.factors
import data.lib.facts
import data.lib.finding
import data.lib.listening

# METADATA
# title: Ways in of a machine among some ports, and on Windows among some others, that no reader of ours reads; undefined where there are none
unread(h, ports, windows_ports) := doors if {
	doors := (_open(h.id, ports | windows_ports) | _of_windows(h, windows_ports)) - (ssh_ports(h.id) | _no_logins)
	count(doors) > 0
}

_open(host, ports) := {port | some port in listening.open_or_listed(host); ports[port]}

_of_windows(h, windows_ports) := windows_ports - object.get(facts.refused_ports, h.id, set()) if contains(lower(h.os), "windows")

else := set()

_no_logins := {"udp/161"} # SNMP asks nobody to log in

# METADATA
# title: Ports of a machine that its SSH server may have, by SSH's own number and by its settings
ssh_ports(host) := {"tcp/22"} | {port | some data_ in facts.seen_data(host, "sshd_config"); some port in data_.ports}

# METADATA
# title: What shows that a machine has no way in among some ports
without(h, ports, windows_ports) := ({finding.inv_entry("hosts", h.id)} | facts.sound(h.id, "ports", "same_zone")) | listening.sound(h.id) if {
	administration.none_found(h, ports)
	not unread(h, ports, windows_ports)
}

# METADATA
# title: What shows that each way in of a machine asks for two different things - finished readings of its SSH server, and looks for others
by_two(h, ports, windows_ports) := {"readings": readings, "doors": doors} if {
	administration.ssh[h.id]
	not unread(h, ports, windows_ports)
	listening.known(h.id)
	doors := (facts.sound(h.id, "ports", "same_zone") | facts.sound(h.id, "services", "any")) | listening.sound(h.id)
	readings := facts.sound(h.id, "sshd_config", "self")
	count(readings) > 0
	every id in readings {
		factors.strong(facts.observation[id].data.authentication_methods)
	}
}
