# METADATA
# title: Which endpoints speak TLS and which surely do not
# scope: package
# schemas:
#   - input: schema.input
package lib.tls

import data.lib.finding

# METADATA
# title: Endpoints declared to speak TLS, or seen to
speaking := (_declared | _seen_https) | _answering

_declared := {e.id | some e in input.inventory.endpoints; e.tls == true}

_seen_https := {e.id | some e in input.inventory.endpoints; some "https" in e.services}

_answering := {o.subject | some o in input.observations.tls; count(o.data.offered) > 0}

# METADATA
# title: Pointers that show that an endpoint does not speak TLS; none for an open port about which nothing is known
plain := _plain

_plain[e.id] := {finding.inv("endpoints", e.id, "tls"), finding.inv("endpoints", e.id, "purpose")} if {
	some e in input.inventory.endpoints
	e.tls == false
	e.purpose != "unknown"
	not speaking[e.id]
}
