# METADATA
# title: What was heard behind declared services, for rules that concern only services of one nature
# description: |
#   That a rule does not concern a service may rest on its dossier only where the look that could refute it was made and did not:
#   what answered on the port, or that the host refuses the port. Of a UDP service no look of ours tells web or TLS, so nothing could.
# scope: package
# schemas:
#   - input: schema.input
package lib.heard

import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.legs
import data.lib.subjects

# METADATA
# title: The declared purpose of each endpoint, as evidence; several controls rest on it for each
purpose := {id: finding.inv("endpoints", id, "purpose") | some id, _ in estate.endpoints}

# METADATA
# title: Evidence of the name by which each declared endpoint was heard, or that nothing is there
# description: |
#   Finished looks at services that tell something of the very port, or sweeps that found it refused from its own zone. Of a UDP service
#   that nothing heard there is none.
by_name := _by_name

_by_name[id] := looks if {
	some id, e in estate.endpoints
	looks := _naming[e.host][e.port]
}

_by_name[id] := looks if {
	some id, looks in _looks
	e := estate.endpoints[id]
	not facts.met_ports[e.host][e.port]
}

_by_name[id] := set() if some id in _unheard_udp

_naming[host][s.port] contains o.id if {
	some o in input.observations.services
	facts.ok[o.id]
	some host in legs.met_on(o.subject)
	some s in o.data.services
}

# METADATA
# title: Evidence that no web server stands behind a declared endpoint
not_web := _not_web

_not_web[id] := looks if {
	some id, looks in _looks
	count(_names[id] & web_names) == 0
	not _spoke_http[id]
}

_not_web[id] := set() if some id in _unheard_udp

# METADATA
# title: Declared endpoints by their purpose, where it is known
of_purpose := _of_purpose

_of_purpose[purpose] contains id if {
	some id in subjects.declared.endpoint
	purpose := estate.endpoints[id].purpose
	purpose != "unknown"
}

# METADATA
# title: Declared endpoints of a known purpose behind which no web server stands, by purpose and by what shows it
not_web_alike := _not_web_alike

_not_web_alike[purpose][_not_web[id]] contains id if {
	some purpose, ids in _of_purpose
	some id in ids
}

# METADATA
# title: Names, as nmap gives them, of services that speak HTTP
web_names := {"http", "https", "http-proxy", "http-alt", "https-alt", "ajp13"}

# METADATA
# title: Evidence that no TLS stands behind a declared endpoint
not_tls := _not_tls

_not_tls[id] := looks if {
	some id, looks in _looks
	not _under_tls[id]
}

_not_tls[id] := set() if some id in _unheard_udp

# One that was heard has its looks already; two answers for one endpoint would abort the evaluation.
_unheard_udp := {id | some id, e in estate.endpoints; startswith(e.port, "udp/"); not _looks[id]}

# Finished looks that heard something on the port, or found it refused from its own zone.
_looks[id] := looks if {
	some id, e in estate.endpoints
	heard := object.get(facts.met_ports, [e.host, e.port], set())
	count(heard) > 0
	looks := heard
}

_looks[id] := looks if {
	some id, e in estate.endpoints
	not facts.met_ports[e.host][e.port]
	facts.refused_ports[e.host][e.port]
	not facts.open_ports[e.host][e.port]
	looks := facts.sound(e.host, "ports", "same_zone")
}

_names[id] := object.get(_named, [e.host, e.port], set()) if some id, e in estate.endpoints

_named[o.subject][s.port] contains s.name if {
	some o in input.observations.services
	some s in o.data.services
}

_spoke_http contains o.subject if {
	some o in input.observations.http
	o.data.status > 0
}

_under_tls contains o.subject if {
	some o in input.observations.tls
	count(o.data.offered) > 0
}

_under_tls contains id if {
	some id, e in estate.endpoints
	_encrypted[e.host][e.port]
}

_encrypted[o.subject] contains s.port if {
	some o in input.observations.services
	some s in o.data.services
	s.tls
}
