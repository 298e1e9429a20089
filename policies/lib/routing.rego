# METADATA
# title: Routes of machines, each text of their tables read once for all
# description: |
#   Machines of one network have the same routes, and what a prefix means costs far more to read than to look up, so each pair of
#   prefix and next hop is read once, and compared once with each prefix of the declared networks.
# scope: package
# schemas:
#   - input: schema.input
package lib.routing

import data.lib.addresses

# METADATA
# title: Where a route leads, as a prefix, by its own text and its next hop's; nothing for a text that is no prefix
destination := _destination

_destination[text][via] := prefix if {
	some [text, via] in _texts
	prefix := addresses.prefix(text, via)
}

_texts contains [route.prefix, route.via] if {
	some o in input.observations.routes
	some route in o.data.routes
}

_destinations := {prefix | some by_via in destination; some prefix in by_via}

# METADATA
# title: Length of each destination
length := {prefix: addresses.length(prefix) | some prefix in _destinations}

_length_declared := {prefix: addresses.length(prefix) | some prefix in _declared}

# METADATA
# title: IP version of each destination
family := {prefix: addresses.family(split(prefix, "/")[0]) | some prefix in _destinations}

# METADATA
# title: Destinations that join a machine to no network
local := {prefix | some prefix in _destinations; addresses.local_only(split(prefix, "/")[0])}

# METADATA
# title: Prefixes of declared networks that contain each destination
inside := _inside

_inside[prefix] contains declared if {
	some prefix in _destinations
	some declared, bits in _length_declared
	bits <= length[prefix]
	addresses.meets(declared, prefix)
}

# METADATA
# title: Prefixes of declared networks that each destination contains
around := _around

_around[prefix] contains declared if {
	some prefix in _destinations
	some declared, bits in _length_declared
	length[prefix] <= bits
	addresses.meets(declared, prefix)
}

_declared := {prefix | some n in input.inventory.networks; some prefix in n.prefixes}

# METADATA
# title: The routing table that a row stands in; a row that names none stands in the main one
table(route) := route.table if {
	route.table != ""
} else := main

# METADATA
# title: The table that packets take which no rule sends to another
main := "main"
