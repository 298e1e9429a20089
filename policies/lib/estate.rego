# METADATA
# title: The declared estate, indexed once per document
# scope: package
# schemas:
#   - input: schema.input
package lib.estate

# METADATA
# title: The one system of a system document
system := input.inventory.systems[0] if input.part == "system"

# METADATA
# title: Systems by id
systems := {s.id: s | some s in input.inventory.systems}

# METADATA
# title: Hosts by id
hosts := {h.id: h | some h in input.inventory.hosts}

# METADATA
# title: Addresses that the dossier tells of each host
addresses := {h.id: {leg.address | some leg in h.interfaces} | some h in input.inventory.hosts}

# METADATA
# title: Ids of hosts by each role they are declared to have
in_role := _in_role

_in_role[role] contains h.id if {
	some h in input.inventory.hosts
	some role in h.roles
}

# METADATA
# title: Endpoints by id
endpoints := {e.id: e | some e in input.inventory.endpoints}

# METADATA
# title: Zones by id
zones := {z.id: z | some z in input.inventory.zones}

# METADATA
# title: Networks by id
networks := {n.id: n | some n in input.inventory.networks}

# METADATA
# title: Parts of the dedicated network, said by the network or by the zone it lies in
dedicated := {n.id | some n in input.inventory.networks; n.kind == "tslcd"} | {n.id |
	some n in input.inventory.networks
	zones[n.zone].kind == "tslcd"
}

# METADATA
# title: Organisations by id
organisations := {o.id: o | some o in input.inventory.organisations}

# METADATA
# title: Sites by id
sites := {s.id: s | some s in input.inventory.sites}

# METADATA
# title: Links by id
links := {l.id: l | some l in input.inventory.links}

# METADATA
# title: Data sets by id
data_sets := {d.id: d | some d in input.inventory.data_sets}

# METADATA
# title: Evidence records by id
evidence := {r.id: r | some r in input.inventory.evidence}

# METADATA
# title: Evidence records by kind and subject id
evidence_of := _evidence_of

_evidence_of[r.kind][subject] contains r.id if {
	some r in input.inventory.evidence
	some subject in subjects_of_paper[r.id]
}

# METADATA
# title: The things, all of one kind, that each paper names as its subjects
named_by_paper := _named_by_paper

_named_by_paper[r.id] contains r.subject.id if some r in input.inventory.evidence

_named_by_paper[r.id] contains other if {
	some r in input.inventory.evidence
	some other in r.also
}

# METADATA
# title: What each paper is about - what it names, and the systems that move in the nights it names
subjects_of_paper := _subjects_of_paper

_subjects_of_paper[id] contains subject if {
	some id, subjects in _named_by_paper
	some subject in subjects
}

_subjects_of_paper[r.id] contains system if {
	some r in input.inventory.evidence
	r.subject.kind == "wave"
	some w in input.inventory.waves
	_named_by_paper[r.id][w.id]
	some system in w.systems
}

# METADATA
# title: Every list of the inventory as an object keyed by id; what an `inv:` pointer walks
keyed := _keyed

_keyed[list][entry.id] := entry if {
	some list, entries in input.inventory
	some entry in entries
}

# METADATA
# title: Everything whose observations bear on a subject (a host's endpoints, a system's hosts)
related(subject) := _around[subject] if {
	_near[subject]
} else := {subject}

# METADATA
# title: Ids of whatever has something else around it
has_near := object.keys(_near)

_around[subject] := {subject} | near if some subject, near in _near

_near[e.id] contains e.host if some e in input.inventory.endpoints

_near[e.host] contains e.id if some e in input.inventory.endpoints

_near[h.system] contains h.id if some h in input.inventory.hosts

# Of data sets figures are reported that exports of them show.
_near[r.id] contains d.id if {
	some r in input.inventory.reported
	r.figure in {"databases_connected", "data_created"}
	some d in input.inventory.data_sets
}

_near[e.system] contains e.id if some e in input.inventory.endpoints

_near[n.id] contains n.zone if some n in input.inventory.networks
