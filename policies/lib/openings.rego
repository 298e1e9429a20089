# METADATA
# title: What walls let through beside the pairs of zones that they tell
# description: |
#   It only ever finds openings, and walls that say of themselves that they have none: a look that was not whole finds fewer of both, so
#   that no pass is held to it, and none rests on it.
# scope: package
# schemas:
#   - input: schema.input
package lib.openings

import data.lib.estate
import data.lib.facts

# METADATA
# title: Looks at walls that let everything from a zone go everywhere, by that zone and each other one of its routing domain
wholly := _wholly

_wholly[o.subject][other.id] contains o.id if {
	some o in input.observations.firewall
	facts.standing[o.id]
	o.data.any_any == true
	some other in input.inventory.zones
	other.domain == estate.zones[o.subject].domain
	other.id != o.subject
}

# METADATA
# title: Ports that rules of walls let from a zone into another, by zone, target and look, where the look does not tell all that gets there
ruled := _ruled

_ruled[o.subject][target][o.id] contains rule.port if {
	some o in input.observations.firewall
	facts.standing[o.id]
	some rule in o.data.rules
	target := rule.to_zone
	not _tells_pair(o, target)
}

_tells_pair(look, zone) if {
	some pair in look.data.pairs
	pair.to_zone == zone
}

# METADATA
# title: Looks at walls that say of themselves that they drop what no rule speaks of, let not everything through, and told all their rules
shut := {o.id |
	some o in input.observations.firewall
	facts.told(o.id, "forward_policy") == "drop"
	facts.told(o.id, "any_any") == false
	is_array(facts.told(o.id, "rules"))
}
