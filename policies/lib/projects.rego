# METADATA
# title: Projects - which systems NĐ 224/2026/NĐ-CP finds in the hands of a contractor, and when they were accepted
# description: |
#   The rules on trial, handover and acceptance bind projects decided from 1 July 2026; older ones go on under what applied before
#   (91(2)). What nobody dated may be one of either, so it is not taken out.
# scope: package
# schemas:
#   - input: schema.input
package lib.projects

import data.lib.estate
import data.lib.finding
import data.lib.papers

_since := 739798 # 01/7/2026

# METADATA
# title: Declared systems that are not shown to be older than the decree
under_decree := {s.id | some s in input.inventory.systems; s.declared} - object.keys(_older)

# METADATA
# title: Findings for the systems whose investment was decided before the decree, or that were in use by then and not accepted again
older contains finding.not_applicable(system, "before_the_decree", pieces) if some system, pieces in _older

_older[s.id] contains finding.inv("systems", s.id, "invested_on_day") if {
	some s in input.inventory.systems
	s.declared
	s.invested_on_day < _since
}

_older[system] contains piece if {
	some system, pieces in _used_before
	not _used_since[system]
	estate.systems[system].declared
	some piece in pieces
}

_used_before[system] contains piece if {
	some [system, day, piece] in _uses
	day < _since
}

_used_since contains system if {
	some [system, day, _] in _uses
	day >= _since
}

_uses contains [s.id, s.accepted_on_day, finding.inv("systems", s.id, "accepted_on_day")] if {
	some s in input.inventory.systems
	is_number(s.accepted_on_day)
}

_uses contains [system, estate.evidence[id].date_day, finding.inv_entry("evidence", id)] if {
	some kind in ["acceptance", "go_live"]
	some system, ids in papers.valid[kind].system
	some id in ids
}

# METADATA
# title: The papers by which each system was last accepted into use
accepted[system] := papers.newest(ids) if some system, ids in papers.valid.acceptance.system

# METADATA
# title: The day on which each system was last accepted into use
accepted_on[system] := max({estate.evidence[id].date_day | some id in ids}) if some system, ids in accepted
