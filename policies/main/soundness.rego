# Rule 3. A pass stands only if it names evidence, and every piece exists, is finished (or read every field that the control judges
# by), is not older than `max_age_days` and comes from where `needs` demands it, and every needed kind is among the pieces, of every
# place that the subject stands on; otherwise it is `unknown`. A not_applicable is held to the same but for the needed kinds: it rests on the looks it names.
package main

import data.lib.against
import data.lib.estate
import data.lib.facts
import data.lib.finding as findings
import data.lib.legs

_unsound[id] := {finding[1] |
	some finding in _raw[id]
	finding[0] == "pass"
	not _holds(id, finding)
} | _plus(_leaving_out(id, "pass"), _unsound_in_groups(id, "pass")) if {
	some id, _ in _controls
}

# A subject said not to be concerned by evidence that does not hold. Apart from `_unsound`, because a sound pass outweighs it.
_unsound_exempt[id] := {finding[1] |
	some finding in _raw[id]
	finding[0] == "not_applicable"
	not _exempt_holds(id, finding)
} | _plus(_leaving_out(id, "not_applicable"), _unsound_in_groups(id, "not_applicable")) if {
	some id, _ in _controls
}

_holds(id, finding) if {
	_exempt_holds(id, finding)
	every kind in _asked_of(id, finding) {
		count(_unseen_grounds(id, finding, kind)) == 0
	}
}

# Kinds that a pass must show: those it needs, and for what stands on several machines those of which it shows some.
_asked_of(id, finding) := _needed_for(id, finding) if _controls[id].subject != "system"

_asked_of(id, finding) := {kind | some kind in _needed_for(id, finding)} | {kind |
	some piece in finding[4]
	kind := facts.kind_of[piece]
	not _shown_as_said[_controls[id].about[kind]]
} if {
	_controls[id].subject == "system"
}

# A look at the system itself; and looks at zones, of which its control says which show something of it.
_shown_as_said := {"system", "zone"}

_unseen_grounds(id, finding, kind) := _grounds(id, kind, finding[1]) - {subject |
	some piece in finding[4]
	_piece_kind(piece) == kind
	some subject in _piece_subjects(piece)
}

# What must have been looked at by a kind of look for a subject: the subject, or where it stands. A system without machines has no such
# place, so that nothing shows one.
_grounds(id, kind, subject) := places if {
	places := _ground[_controls[id].subject][_controls[id].about[kind]][subject]
} else := {subject}

_ground := {
	"system": {"host": {s.id: {machine.id | some machine in s.machines} | some s in input.inventory.systems; count(s.machines) > 0}},
	"endpoint": {
		"host": {e.id: {e.host} | some e in input.inventory.endpoints},
		"system": {e.id: {e.system} | some e in input.inventory.endpoints},
	},
	"network": {"zone": {n.id: {n.zone} | some n in input.inventory.networks}},
}

# A look at one of its services is one at a system; which of them must be shown, its control says.
_piece_subjects(piece) := {subject, object.get(_system_of, subject, subject)} if subject := facts.observation[piece].subject

_system_of := {e.id: e.system | some e in input.inventory.endpoints}

# A paper about a machine is one of the system that it belongs to, where a control of systems names it.
_piece_subjects(piece) := about | {object.get(_system_of_host, subject, subject) | some subject in about; estate.evidence[piece[1]].subject.kind == "host"} if {
	piece[0] == "evidence"
	about := estate.subjects_of_paper[piece[1]]
}

_system_of_host := {h.id: h.system | some h in input.inventory.hosts}

_exempt_holds(id, finding) if {
	count(finding[4]) > 0
	not _is_doubted(id, finding[4])
}

_is_doubted(id, evidence) if {
	count(_doubtful[id]) > 0
	some piece in evidence
	_doubtful[id][piece]
}

# The pieces that carry nothing for a control. Each is looked at once, however many findings name it: a look at a machine's services
# is named by every endpoint of it. A pointer leads to the same place for every control.
_doubtful[id] := _plus(object.get(_unfit, id, set()), _dead_pointers) if some id, _ in _controls

_unfit[id] contains piece if {
	some piece, ids in _naming
	some id in ids
	not _piece_is_sound(id, piece)
}

_naming[piece] contains id if {
	some [piece, id] in _cited
	not _is_pointer(piece)
}

_dead_pointers := {piece | some [piece, _] in _cited; _is_pointer(piece)}

# Looks, and the pointers that lead nowhere, with who names them: nothing is left to ask of a pointer that holds, and most of what a large
# estate rests on is such. An array, since each step through a set makes OPA's Wasm hash the piece again.
_cited := array.concat(_cited_apart, _cited_alike)

_cited_apart := [[piece, id] |
	some id, findings in _raw
	some finding in findings
	some piece in finding[4]
	not _pointer_holds(piece)
]

_cited_alike := array.concat(_dead_own, [[piece, id] |
	some id, groups in _groups
	some group in groups
	some piece in group[4]
	not _pointer_holds(piece)
])

# Of `lib.finding`: list, id and the rest of the way in parts, where a look has an id.
_is_pointer(piece) if is_array(piece)

# A look at some addresses of a machine speaks for those alone: where its own settings tell more than its dossier, each must have been
# asked as the declared ones were, from the same zones, and where they can be read somebody must have read them. Otherwise the pass, or
# the not_applicable, is `unknown` as well. Asked of a finding that rests on such looks, and of hardly any machine with a result.
_addresses_left_out(id, finding) := set() if not _of_doubtful_machine(id, finding)

_addresses_left_out(id, finding) := causes if {
	_of_doubtful_machine(id, finding)
	host := facts.machine_of[finding[1]]
	looks := {piece | some piece in finding[4]; legs.by_address[facts.kind_of[piece]]; not legs.aside[piece]}
	unread := {host | count(looks) > 0; _addresses_unread[_controls[id].max_age_days][host]}
	unasked := _not_asked(finding, looks, host)
	causes := {findings.cause("addresses_not_read", unread) | count(unread) > 0} | {findings.cause("addresses_not_asked", unasked) | count(unasked) > 0}
}

_of_doubtful_machine(id, finding) if _in_doubt[id][facts.machine_of[finding[1]]]

# Machines that may have more addresses than were asked; where a control has none, none of its findings is looked at for it.
# A control of papers alone allows no age, and none of its findings rests on a look.
_in_doubt[id] := object.keys(legs.undeclared) | {host | some host in _addresses_unread[control.max_age_days]} if some id, control in _controls

_leaving_out(id, _) := set() if count(_in_doubt[id]) == 0

_leaving_out(id, status) := {finding[1] |
	some finding in _raw[id]
	finding[0] == status
	_lacks_addresses(id, finding)
} if {
	count(_in_doubt[id]) > 0
}

_lacks_addresses(id, finding) if {
	_of_doubtful_machine(id, finding)
	count(_addresses_left_out(id, finding)) > 0
}

# One finding by itself, for controls that tell their duties apart: a pass or a not_applicable that does not stand.
_falls(id, finding) if {
	finding[0] == "pass"
	not _holds(id, finding)
}

_falls(id, finding) if {
	finding[0] == "not_applicable"
	not _exempt_holds(id, finding)
}

_falls(id, finding) if _lacks_addresses(id, finding)

# Machines of which no reading that is fresh enough tells their addresses, by the age that controls allow.
_addresses_unread[days] := {host |
	some host in legs.readable
	count({look | some look in object.get(legs.readings, host, set()); _is_no_older(look, days)}) == 0
} if {
	some days in {control.max_age_days | some _, control in _controls}
}

# Addresses beside the dossier that looks of some kind from some zone were not made at, though those that carry the finding were.
_not_asked(finding, looks, host) := {address |
	some address in object.get(legs.undeclared, host, set())
	some [kind, zone] in {[facts.kind_of[look], facts.observation[look].zone] | some look in looks}
	not _asked(finding, looks, address, kind, zone)
}

_asked(finding, _, address, kind, zone) if {
	kind != "ports"
	some piece in finding[4]
	facts.kind_of[piece] == kind
	facts.observation[piece].zone == zone
	_asked_at(piece)[address]
}

# Nothing can be asked at a port that a finished sweep from there found closed.
_asked(finding, _, address, kind, zone) if {
	kind != "ports"
	not _over_udp[kind]
	some piece in facts.ok
	facts.kind_of[piece] == "ports"
	facts.observation[piece].zone == zone
	_asked_at(piece)[address]
	_shut(finding[1], facts.observation[piece].data)
}

# Over UDP silence may be that of an agent that does not know the asker; a refusal is nobody's.
_asked(_, _, address, kind, zone) if {
	port := _over_udp[kind]
	some piece in facts.ok
	facts.kind_of[piece] == "ports"
	facts.observation[piece].zone == zone
	_asked_at(piece)[address]
	some refused in facts.observation[piece].data.refused
	refused == port
}

_over_udp := {"ntp": "udp/123", "snmp": "udp/161"}

# A sweep that tried less than the others leaves the rest untried.
_asked(finding, looks, address, "ports", zone) if {
	tried := {port |
		some piece in finding[4]
		facts.observation[piece].zone == zone
		_asked_at(piece)[address]
		some port in facts.observation[piece].data.swept
	}
	count(tried) > 0
	count({port |
		some look in looks
		facts.observation[look].zone == zone
		some port in facts.observation[look].data.swept
		not tried[port]
	}) == 0
}

_asked_at(piece) := {address | some address in data_.addresses_asked} | {address | some address in data_.addresses_silent} if {
	data_ := facts.observation[piece].data
}

_shut(subject, swept) if {
	port := estate.endpoints[subject].port
	some tried in swept.swept
	tried == port
	is_array(swept.open)
	count({open | some open in swept.open; open == port}) == 0
}

_shut(subject, swept) if {
	estate.hosts[subject]
	is_array(swept.open)
	count({open | some open in swept.open; startswith(open, "tcp/")}) == 0
}

# Rule 7. A pass or not_applicable that a counter-fact contradicts becomes `unknown` with both pieces of evidence. Where the
# counter-fact breaks the duty itself, the control says fail, which outranks this.
_contradicted[id] := _spoken_against(id, "matters", "pass") if some id, _ in _controls

_contradicted_exempt[id] := _spoken_against(id, "exempt_matters", "not_applicable") if some id, _ in _controls

_spoken_against(id, list, status) := {subject | some subject, _ in _against[id][list]; _by_status[id][status][subject]; _scope[id][subject]}

# What speaks against the passes (`matters`) and the exemptions (`exempt_matters`) of a control: observations by subject and matter.
_against[id][list][subject][matter] := pieces if {
	some id, control in _controls
	some list in ["matters", "exempt_matters"]
	some matter in control[list]
	some subject, pieces in object.get(against.by_matter, [matter, control.subject], {})
}

# Field by field: a look that could not read everything serves a control all of whose fields it read.
_was_read(id, piece) if {
	facts.usable[piece]
	count(_unread_of(id, piece)) == 0
}

_unread_of(id, piece) := {field | some field in fields; not _tells(piece, field)} if {
	fields := _controls[id].fields[facts.kind_of[piece]]
} else := object.get(facts.unread, piece, set())

# A field that is not there was not read, whether or not the look says so.
_tells(piece, field) if {
	not facts.unread[piece][field]
	_ := facts.observation[piece].data[field]
}

_piece_is_sound(id, piece) if {
	_was_read(id, piece)
	_is_fresh(id, piece)
	_is_well_placed(id, piece)
}

_seconds_per_day := 86400

# Of a control that says no age no look is fresh.
_is_fresh(id, piece) if _is_no_older(piece, _controls[id].max_age_days)

_is_no_older(piece, days) if {
	age := facts.observation[piece].age_seconds
	age >= 0
	age <= days * _seconds_per_day
}

# Why a look is not fresh: a clock that was wrong, or evidence of another time, is not an old look.
_not_fresh(piece) := "evidence_future" if facts.observation[piece].age_seconds < 0

_not_fresh(piece) := "evidence_stale" if not facts.observation[piece].age_seconds < 0

# A kind that no need names may come from anywhere.
_is_well_placed(id, piece) if not _controls[id].sources[facts.kind_of[piece]]

_is_well_placed(id, piece) if {
	some source in _controls[id].sources[facts.kind_of[piece]]
	facts.from[source][piece]
}

# Most lead to a field of an entry; then come those to a whole entry, and those deeper into one.
_pointer_holds(piece) if {
	_is_pointer(piece)
	estate.keyed[piece[0]][piece[1]][piece[2]] != null
} else if {
	_is_pointer(piece)
	count(piece) == 2
	estate.keyed[piece[0]][piece[1]] != null
} else if {
	_is_pointer(piece)
	object.get(estate.keyed[piece[0]][piece[1]], split(piece[2], "/"), null) != null
}

_is_needed(id, kind) if {
	some needed in _controls[id].needed
	needed == kind
}

# What a finding needs: all of it, or what the duties it names are judged by.
_needed_for(id, finding) := _controls[id].needed if not finding[5]

_needed_for(id, finding) := {need.kind |
	some need in _controls[id].needs
	not need.optional
	_serves(need, finding[5])
} if {
	finding[5]
}

_serves(need, _) if not need.duties

_serves(need, duties) if {
	some duty in need.duties
	duties[duty]
}

_piece_kind(piece) := facts.kind_of[piece] if not legs.aside[piece] # one beside the dossier stands for no other address

_piece_kind(piece) := concat("", ["evidence.", estate.evidence[piece[1]].kind]) if piece[0] == "evidence"
