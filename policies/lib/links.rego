# METADATA
# title: Links and the exceptions that cover them
# scope: package
# schemas:
#   - input: schema.input
package lib.links

import data.lib.estate
import data.lib.papers

# METADATA
# title: The written exception that covers each link on the day of judgement
# description: |
#   It must be named by the link, be about that link or the system it leaves from, and have an end that has not passed: an exception
#   without an end is a rule.
exception := _exception

_exception[l.id] := l.exception if {
	some l in input.inventory.links
	estate.evidence[l.exception].until_day > 0
	_covers(l)
}

_covers(l) if papers.about("exception", "link", l.id)[l.exception]

_covers(l) if papers.about("exception", "system", l.source)[l.exception]
