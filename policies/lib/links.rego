# METADATA
# title: Links and the exceptions that cover them
# scope: package
# schemas:
#   - input: schema.input
package lib.links

import data.lib.estate
import data.lib.facts
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

# METADATA
# title: Ids of the links over which data have to go to another body
mandatory := {l.id |
	some l in input.inventory.links
	l.mandatory == true
	l.crosses_owners == true
}

# METADATA
# title: Those of them of which some log of calls was read
mandatory_logged := {id | some id in mandatory; facts.about.exchange_log[id]}

# METADATA
# title: Links over which none have to, by the field that is false and shows it
not_mandatory := {
	"mandatory": {l.id | some l in input.inventory.links; l.mandatory == false},
	"crosses_owners": {l.id |
		some l in input.inventory.links
		l.mandatory == true
		l.crosses_owners == false
	},
}

# METADATA
# title: Logs of the calls over a link that no newer one replaces
standing_logs(id) := facts.seen(id, "exchange_log") & facts.standing

# METADATA
# title: Those that tell at least which fields they could not read
logs(id) := facts.sound(id, "exchange_log", "any") & facts.standing

# METADATA
# title: Channels by which a log has calls
logged_on(channels) := {one.channel | some one in channels}

# METADATA
# title: Channels other than the declared one by which standing logs have calls of a link
logged_elsewhere(id) := {channel |
	some o in standing_logs(id)
	some channel in logged_on(facts.observation[o].data.channels)
} - {estate.links[id].channel}

# METADATA
# title: Minutes of a pause between calls, told as a cycle of so many minutes is
# description: |
#   Of a cycle of whole days or hours no day or hour of the calendar may go by without a call, and it does not matter at which minute of it
#   the call was; where less went by on the clock, that counts.
pause(gap, cycle) := min({floor(gap.seconds / 60), gap.days * 1440}) if cycle % 1440 == 0

pause(gap, cycle) := min({floor(gap.seconds / 60), gap.hours * 60}) if {
	cycle % 60 == 0
	cycle % 1440 != 0
}

pause(gap, cycle) := floor(gap.seconds / 60) if cycle % 60 != 0

# METADATA
# title: Holds when one log shows a call of a link within each cycle, on its declared channel, from its beginning to its end
kept_within(id, o, cycle) if {
	pause(facts.told(o, "longest_gap"), cycle) <= cycle
	pause(facts.told(o, "before_first"), cycle) <= cycle
	facts.told(o, "covered_seconds") >= cycle * 60
	logged_on(facts.told(o, "channels")) == {estate.links[id].channel}
}
