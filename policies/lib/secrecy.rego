# METADATA
# title: State secrets - what carries a grade, and what a cipher deployment covers
# description: Grades are none, mat, toi_mat, tuyet_mat. A thing without a label has no entry, so nothing is presumed of it.
# scope: package
# schemas:
#   - input: schema.input
package lib.secrecy

import data.lib.estate
import data.lib.finding
import data.lib.papers

# METADATA
# title: Secrecy grade of each declared host, of its owner, everything on it, its networks and zones
label_of_host := {h.id: h.label | some h in input.inventory.hosts; h.declared}

# METADATA
# title: Hosts that hold state secrets
secret_hosts := {host | some host, label in label_of_host; label != "none"}

# METADATA
# title: Findings for the hosts on which nothing is declared to hold a state secret
plain_hosts contains finding.not_applicable(h.id, "none", {finding.inv("hosts", h.id, "label")}) if {
	some h in input.inventory.hosts
	label_of_host[h.id] == "none"
}

# METADATA
# title: Cipher deployment records in force on the day, by id
cipher_records := {id | some by_subject in papers.valid.cipher_deployment; some ids in by_subject; some id in ids}

# METADATA
# title: The deployment record of each system that the Government Cipher Committee's products protect (Law 05/2011 Art. 9)
covered[s.id] := s.secret_protection.record if {
	some s in input.inventory.systems
	s.secret_protection.provider == "ban_co_yeu"
	cipher_records[s.secret_protection.record]
	r := estate.evidence[s.secret_protection.record]
	r.subject.kind == "system"
	r.subject.id == s.id
}

# METADATA
# title: Deployment records that cover a host, of the owner and of every guest that holds state secrets
# description: Undefined for a host on which one of them has no record, or where the label comes from the network alone.
covering[h.id] := records if {
	some h in input.inventory.hosts
	h.declared
	secret := {g.id | some g in h.guests; g.label != "none"} | {h.system | label_of_system[h.system] != "none"}
	count(secret) > 0
	records := {r | some system in secret; r := _record_of(h, system)}
	every system in secret {
		_record_of(h, system)
	}
}

# METADATA
# title: Machines at which people sit and draft
# description: |
#   What Luật 117/2025 5(2) excepts under the law on cipher is that secrets are kept on a machine of another network, not that they are
#   drafted there, so that a deployment record alone settles nothing for these.
drafting := object.get(estate.in_role, "workstation", set())

# METADATA
# title: Secrecy grade of each system of this document
label_of_system[s.id] := s.label if some s in input.inventory.systems

_record_of(host, system) := covered[system] if system == host.system

_record_of(host, system) := g.record if {
	some g in host.guests
	g.id == system
	g.id != host.system
	g.provider == "ban_co_yeu"
	cipher_records[g.record]
	some r in input.inventory.evidence
	r.id == g.record
	r.subject.kind == "system"
	r.subject.id == g.id
}
