# METADATA
# title: Yearly reports - the periods that the law closes on 14 December, and the reports of each
# scope: package
# schemas:
#   - input: schema.input
package lib.yearly

import data.lib.calendar
import data.lib.estate
import data.lib.papers

# METADATA
# title: A day of December of a year
december(year, day) := calendar.day_of(year, 12, day)

# METADATA
# title: The last day of which a report of a year tells (NĐ 331/2026/NĐ-CP Art. 35(3))
closing(year) := december(year, 14)

# METADATA
# title: The newest year whose report is late from this day of December on
period(day) := calendar.year if input.context.as_of_day >= december(calendar.year, day)

period(day) := calendar.year - 1 if input.context.as_of_day < december(calendar.year, day)

# METADATA
# title: The date of a paper
day_of(id) := estate.evidence[id].date_day

# METADATA
# title: Reports of a body over a year, as they say, or else as their date shows; none is older than the figures it would tell
reports(kind, body, year) := {id |
	some id in papers.about(kind, "organisation", body)
	_is_of(estate.evidence[id], year)
}

_is_of(paper, year) if {
	paper.event_on_day == closing(year)
	paper.date_day >= closing(year)
}

_is_of(paper, year) if {
	not paper.event_on_day
	paper.date_day >= closing(year)
	paper.date_day < closing(year + 1)
}
