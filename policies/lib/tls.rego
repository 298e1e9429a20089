# METADATA
# title: Which endpoints speak TLS and which surely do not
# scope: package
# schemas:
#   - input: schema.input
package lib.tls

import data.lib.heard
import data.lib.subjects

# METADATA
# title: Endpoints declared to speak TLS, or seen to
speaking := (_declared | _seen_https) | _answering

_declared := {e.id | some e in input.inventory.endpoints; e.tls == true}

_seen_https := {e.id | some e in input.inventory.endpoints; some "https" in e.services}

_answering := {o.subject | some o in input.observations.tls; count(o.data.offered) > 0}

# METADATA
# title: Declared endpoints that do not speak TLS, as their dossier says (`shown_plain_by`) and as a look at their port heard, by those looks
plain := _plain

_plain[heard.not_tls[e.id]] contains e.id if {
	some e in input.inventory.endpoints
	subjects.declared.endpoint[e.id]
	e.tls == false
	e.purpose != "unknown"
	not speaking[e.id]
}

# METADATA
# title: The fields of its own entry that show that an endpoint does not speak TLS
shown_plain_by := {"tls", "purpose"}
