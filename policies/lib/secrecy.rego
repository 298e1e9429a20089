# METADATA
# title: State secrets - what carries a grade, and what a cipher deployment covers
# description: Grades are none, mat, toi_mat, tuyet_mat. A thing without a label has no entry, so nothing is presumed of it.
# scope: package
# schemas:
#   - input: schema.input
package lib.secrecy

import data.lib.estate
import data.lib.finding

# METADATA
# title: Secrecy grade of each declared host, which is its system's
label_of_host := {h.id: estate.systems[h.system].label | some h in input.inventory.hosts; h.declared}

# METADATA
# title: Hosts whose system holds state secrets
secret_hosts := {host | some host, label in label_of_host; label != "none"}

# METADATA
# title: Findings for the hosts whose system declares that it holds no state secret
plain_hosts contains finding.not_applicable(h.id, "none", {finding.inv("systems", h.system, "label")}) if {
	some h in input.inventory.hosts
	label_of_host[h.id] == "none"
}

# METADATA
# title: Cipher deployment records in force on the day, by id
cipher_records := {r.id |
	some r in input.inventory.evidence
	r.kind == "cipher_deployment"
	r.date_day <= input.context.as_of_day
	_unexpired(r)
}

_unexpired(record) if not record.until_day

_unexpired(record) if record.until_day >= input.context.as_of_day

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
