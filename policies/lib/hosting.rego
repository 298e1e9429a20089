# METADATA
# title: Hosting - which systems stand on premises of a company, and what the agreements about them say
# scope: package
# schemas:
#   - input: schema.input
package lib.hosting

import data.lib.finding
import data.lib.papers

# METADATA
# title: Declared systems that a company hosts
hosted := {s.id | some s in input.inventory.systems; s.declared; s.hosted_by_company == true}

# METADATA
# title: Findings for the systems that stand on the province's own premises
at_home contains finding.not_applicable(s.id, "own_premises", {finding.inv_entry("systems", s.id)}) if {
	some s in input.inventory.systems
	s.declared
	s.hosted_by_company == false
}

# METADATA
# title: The newest valid agreements about each system that a company hosts
agreements[id] := papers.newest(papers.about("hosting_agreement", "system", id)) if some id in hosted

# METADATA
# title: The findings about what the agreements of a system say of a list of items; none while an item is told by nobody
of_items(id, items) := finding.fail(id, papers.lacking(agreements[id], missing), {"all_of": items}, papers.pointers(agreements[id])) if {
	missing := papers.missing(agreements[id], items)
	count(missing) > 0
} else := finding.pass(id, papers.seen(agreements[id]), {"all_of": items}, papers.pointers(agreements[id])) if {
	count(papers.untold(agreements[id], items)) == 0
}

# METADATA
# title: What a pass about the agreements of systems lacks, as `finding.lack` tells it
lacking(items) := {finding.lack(id, "items_not_entered", untold) |
	some id, papers_ in agreements
	untold := papers.untold(papers_, items)
	count(untold) > 0
} | {finding.lack(id, code, ids) |
	some id in hosted
	some code, ids in papers.flaws("hosting_agreement", "system", id)
}
