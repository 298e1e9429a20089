# METADATA
# title: Machines that were read to stand in an independent LAN and nowhere else
# scope: package
# schemas:
#   - input: schema.input
package lib.isolation

import data.lib.against
import data.lib.finding
import data.lib.legs
import data.lib.subjects

# METADATA
# title: Evidence, by machine, that it stands in an independent LAN alone
# description: Nothing routes to it then; SS-03 shows whether that holds.
alone := _alone

_alone[h.id] := {finding.inv("hosts", h.id, "zone_kinds")} | cards if {
	some h in input.inventory.hosts
	h.declared
	subjects.only_in(h, "independent_lan")
	not against.leads_out[h.id]
	cards := legs.readings[h.id]
}
