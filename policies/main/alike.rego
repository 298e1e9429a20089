# What a control says of many subjects at once (`alike`: sets of subjects by what `lib.finding.all_exempt`, `all_pass` or `all_fail` says
# of them), and many of whom nothing was said. Every rule here is one of another file said of a set: whoever stands in a group is judged
# as if the control had said the same of it alone.
package main

import data.lib.estate
import data.lib.facts
import data.lib.finding as findings
import data.lib.subjects

_groups[id] := groups if {
	some id, told in _told_of_many
	groups := [[said[0], subjects_, said[1], said[2], said[3], said[4]] |
		some [said, subjects_] in told
		_group_well_formed(said, subjects_)
	]
	count(groups) > 0
}

# OPA's Wasm compares the keys of an object where it steps through one, and would sort the members of every set in a set.
_told_of_many[id] := told if {
	some id, control in _controls
	count(_live[id]) > 0
	told := [[said, subjects_] | some said, subjects_ in data.controls[control.family][control.name].alike]
	count(told) > 0
}

_by_status[id][group[0]] contains subject if {
	some id, groups in _groups
	some group in groups
	some subject in group[1]
}

# Who is told of in groups, and how often somebody is.
_told_in_groups[id] := {subject | some group in groups; some subject in group[1]} if some id, groups in _groups

_times_in_groups(id) := 0 if not _groups[id]

_times_in_groups(id) := sum([count(group[1]) | some group in _groups[id]]) if _groups[id]

_in_groups_as(id, status) := {subject |
	some group in _groups[id]
	group[0] == status
	some subject in group[1]
}

# The finding that the control could have said of one of them.
_of_one(id, group, subject) := [group[0], subject, group[2], group[3], (group[4] | own)] if {
	own := {_own_pointer(id, subject, field) | some field in group[5]}
}

_own_pointer(id, subject, field) := findings.inv(subjects.list[_controls[id].subject], subject, field)

_in_groups_about(id, subject) := [_of_one(id, group, subject) | some group in _groups[id]; group[1][subject]]

# Rule 3.

_unsound_in_groups(id, _) := set() if not _groups[id]

_unsound_in_groups(id, status) := {subject |
	some group in _groups[id]
	group[0] == status
	some subject in _not_holding(id, group)
} if {
	_groups[id]
}

_not_holding(id, group) := group[1] if {
	_carries_nothing(id, group)
} else := _plus(_plus(_without_own(id, group), _left_out_of(id, group)), _not_shown(id, group))

_carries_nothing(id, group) if _is_doubted(id, group[4])

_carries_nothing(_, group) if {
	count(group[4]) == 0
	count(group[5]) == 0
}

_without_own(id, group) := {subject | some [subject, _] in _lacking_fields(id, group)}

_lacking_fields(id, group) := [[subject, field] |
	some field in group[5]
	without := _without[_controls[id].subject][field]
	count(without) > 0
	some subject in (group[1] & without)
]

# Entries that have no such field, by kind of subject and field: nearly always none.
_without[kind][field] := {subject |
	some subject, _ in estate.keyed[list]
	not _pointer_holds(findings.inv(list, subject, field))
} if {
	some kind, fields in _own_fields
	list := subjects.list[kind]
	some field in fields
}

_own_fields[_controls[id].subject] contains field if {
	some id, groups in _groups
	some group in groups
	some field in group[5]
}

_dead_own := [[_own_pointer(id, subject, field), id] |
	some id, groups in _groups
	some group in groups
	some [subject, field] in _lacking_fields(id, group)
]

_left_out_of(id, _) := set() if count(_in_doubt[id]) == 0

_left_out_of(id, group) := {subject | some subject in group[1]; _lacks_addresses(id, _of_one(id, group, subject))} if count(_in_doubt[id]) > 0

# What a pass needs a look for must be shown of each.
_not_shown(id, group) := set() if {
	not _is_asked_of_each(id, group)
} else := {subject | some subject in group[1]; not _holds(id, _of_one(id, group, subject))}

_is_asked_of_each(id, group) if {
	group[0] == "pass"
	count(_controls[id].needed) > 0
}

_is_asked_of_each(id, group) if {
	group[0] == "pass"
	_controls[id].subject == "system"
}

# Rule 6.

_malformed_in_groups(id) := set() if not _told_of_many[id]

_malformed_in_groups(id) := {subject |
	some [said, subjects_] in _told_of_many[id]
	not _group_well_formed(said, subjects_)
	some subject in _whose_group(id, subjects_)
} if {
	_told_of_many[id]
}

_group_statuses := {"pass", "not_applicable", "fail"}

_group_well_formed(said, subjects_) if {
	is_set(subjects_)
	is_array(said)
	count(said) == 5
	_group_statuses[said[0]]
	is_object(said[2])
	is_set(said[3])
	is_set(said[4])
	every field in said[4] {
		is_string(field)
	}
}

_whose_group(id, subjects_) := _scope[id] if not is_set(subjects_)

_whose_group(_, subjects_) := subjects_ if is_set(subjects_)

# Rows. Of whom nothing else was said, and nothing is told beside it, all of a group get what one of them gets.

_told_together := [row |
	some id in _many
	some status, subjects_ in _statuses[id]
	some [law, chosen] in _by_law(id, subjects_)
	told := array.concat(_told_in_their_groups(id, status, chosen), _told_of_nothing(id, status, chosen))
	count(told) > 0
	row := {
		"control": id,
		"kind": _controls[id].subject,
		"status": status,
		"law": law,
		"alike": told,
	}
]

_many := object.keys(_groups) | object.keys(_untold)

_told_in_their_groups(id, status, chosen) := [[held, told, own] |
	some [group, held] in _together(id, status, chosen)
	told := _told_of_all(id, status, [_brief(array.slice(group, 0, 5))], held)
	own := {[subjects.list[_controls[id].subject], field] | some field in group[5]}
]

# A finding and whatever is told beside it, which is the same of all.
_told_of_all(id, status, said, held) := array.concat([said], _beside(id, min(held), status))

_together(id, status, chosen) := [[group, held] |
	some group in _groups[id]
	_may_become(id, group[0], status)
	held := _minus(group[1] & chosen, _apart_from_groups(id))
	count(held) > 0
]

_may_become(_, status, status) if _settled_statuses[status]

# What a pass lacks may be another thing for each.
_may_become(_, "not_applicable", "unknown")

_may_become(id, "fail", status) if {
	_faulty_statuses[status]
	_softened_alike[id]
}

# Where each reason that softens a breach of a duty softens all breaches of it.
_softened_alike contains id if {
	some id, by_duty in _breaches
	every i, broken in by_duty {
		every chosen in object.get(_softened, [id, i], {}) {
			count(chosen) == count(broken)
		}
	}
}

_alone(_, status, chosen) := chosen if status == "error"

_alone(id, status, chosen) := _minus(_minus(chosen, in_groups), in_vain) if {
	status != "error"
	in_groups := {subject | some [_, held] in _together(id, status, chosen); some subject in held}
	in_vain := _nothing_told(id, status, chosen)
}

# Of whom nothing was said, nothing seen that the control looks for, nothing entered and nothing else is told: what is missing is the same.
_untold[id] := subjects_ if {
	some id, statuses in _statuses
	input.part == "estate" # where whole lists of links and bodies stand beside each other
	_several_wait(statuses)
	touched := ({subject | some kind in _controls[id].looks; some subject, _ in facts.about[kind]} | {subject |
		some kind in _controls[id].papers
		some subject, _ in estate.evidence_of[substring(kind, 9, -1)]
	}) | object.keys(object.get(_lacking, id, {}))
	subjects_ := {subject |
		some silent in _silent[id]
		some subject in silent
		not touched[subject]
		not estate.has_near[subject]
		not _said[id][subject]
	}
	count(subjects_) > 1
}

_several_wait(statuses) if {
	some status in _waiting_statuses
	count(object.get(statuses, status, set())) > 1
}

_waiting_statuses := {"unknown", "manual"}

_nothing_told(_, status, _) := set() if not _waiting_statuses[status]

_nothing_told(id, status, chosen) := object.get(_untold, id, set()) & chosen if _waiting_statuses[status]

_told_of_nothing(id, status, chosen) := [[held, _told_of_all(id, status, [], held), set()] |
	held := _nothing_told(id, status, chosen)
	count(held) > 0
]

_apart_from_groups(id) := set() if {
	_told_alike[id]
} else := _with_more[id]

# Those of whom more is to be told than their group's finding.
_with_more[id] := {subject |
	some subjects_ in [
		{finding[1] | some finding in _raw[id]},
		object.keys(object.get(_lacking, id, {})),
		_contradicted[id],
		_contradicted_exempt[id],
		_told_twice(id),
		{subject | some group in groups; some subject in _plus(_without_own(id, group), _left_out_of(id, group))},
	]
	some subject in subjects_
} if {
	some id, groups in _groups
}

_told_twice(id) := set() if _times_in_groups(id) == count(_told_in_groups[id])

_told_twice(id) := {subject | some subject, places in _places_in_groups[id]; count(places) > 1} if {
	_times_in_groups(id) != count(_told_in_groups[id])
}

_places_in_groups[id][subject] contains i if {
	some id, groups in _groups
	_times_in_groups(id) != count(_told_in_groups[id])
	some i, group in groups
	some subject in group[1]
}
