# METADATA
# title: Which endpoints speak TLS and which surely do not
# scope: package
# schemas:
#   - input: schema.input
package lib.tls

import data.lib.finding
import data.lib.heard

# METADATA
# title: Endpoints declared to speak TLS, or seen to
speaking := (_declared | _seen_https) | _answering

_declared := {e.id | some e in input.inventory.endpoints; e.tls == true}

_seen_https := {e.id | some e in input.inventory.endpoints; some "https" in e.services}

_answering := {o.subject | some o in input.observations.tls; count(o.data.offered) > 0}

# METADATA
# title: What shows that an endpoint does not speak TLS, as its dossier says and as a look at its port heard
plain := _plain

_plain[e.id] := {finding.inv("endpoints", e.id, "tls"), heard.purpose[e.id]} | heard.not_tls[e.id] if {
	some e in input.inventory.endpoints
	e.tls == false
	e.purpose != "unknown"
	not speaking[e.id]
}
