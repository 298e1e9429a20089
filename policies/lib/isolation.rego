# METADATA
# title: Machines that were read to stand in an independent LAN and nowhere else
# scope: package
# schemas:
#   - input: schema.input
package lib.isolation

import data.lib.against
import data.lib.facts
import data.lib.finding
import data.lib.subjects

# METADATA
# title: Ids of the usable readings of a machine's own interfaces
# description: One that lists none at all, not even the loopback, did not read them and shows nothing.
readings(host) := {id |
	some id in facts.sound(host, "interfaces", "self")
	count(facts.told(id, "interfaces")) > 0
}

# METADATA
# title: Evidence, by machine, that it stands in an independent LAN alone
# description: Nothing routes to it then; SS-03 shows whether that holds.
alone := _alone

_alone[h.id] := {finding.inv("hosts", h.id, "zone_kinds")} | legs if {
	some h in input.inventory.hosts
	h.declared
	subjects.only_in(h, "independent_lan")
	not against.leads_out[h.id]
	legs := readings(h.id)
	count(legs) > 0
}
