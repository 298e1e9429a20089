# METADATA
# title: Clocks that give time against each other, as one vantage heard them
# description: |
#   An answer over NTP tells a clock against the vantage's own, and nobody knows how far that is off. Of two answers that a vantage had
#   within minutes its error is the same, so that the difference between them is theirs. One clock is held against the middle one of all that
#   the vantage asked, where more than half of them agree with it, itself among them; of two that differ nobody knows which is right.
# scope: package
# schemas:
#   - input: schema.input
package lib.apart

import data.lib.against
import data.lib.facts

# By how much clocks may differ that tell the same time, in milliseconds; as time servers that a machine's own time is held against.
_agreed_ms := 50

# Answers that are further apart in time than this, in seconds, are not compared: the vantage's clock may have been set.
_sitting_seconds := 600

# METADATA
# title: The least by which a clock is off, in milliseconds, whatever the vantage's own is, by the look at it
least_ms[id] := max({0, distance - error}) if some id, [distance, error] in _apart

# METADATA
# title: The most by which it may be
most_ms[id] := distance + error if some id, [distance, error] in _apart

# METADATA
# title: The look at the clock that another was held against, by the look at that one
against_which[id] := middle if {
	some vantage, middle in _middle
	some id in _answers[vantage]
}

_apart[id] := [distance, error] if {
	some id, middle in against_which
	distance := abs(_offset(id) - _offset(middle))
	error := _error_ms(id, middle)
}

_offset(id) := facts.observation[id].data.offset_ms

# Half of both round trips, a millisecond for each figure that was rounded, and what the vantage's clock may have run apart meanwhile: it is
# corrected by 500 millionths of its time at most (RFC 5905, 11.3).
_error_ms(one, other) := (ceil((told.data.delay_ms + heard.data.delay_ms) / 2) + 2) + ceil(abs(told.age_seconds - heard.age_seconds) / 2000) if {
	told := facts.observation[one]
	heard := facts.observation[other]
}

# One answer of each clock, and none of a clock that follows nobody: it agrees with whom it likes.
_answers[vantage] := {min(ids) | some ids in by_subject} if {
	some vantage, by_subject in _told
}

_told[o.vantage][o.subject] contains o.id if {
	some o in input.observations.ntp
	_tells(o)
	newest := min(_ages[o.vantage])
	o.age_seconds - newest <= _sitting_seconds
}

_ages[o.vantage] contains o.age_seconds if {
	some o in input.observations.ntp
	_tells(o)
}

_tells(o) if {
	facts.standing[o.id]
	not against.free_clock[o.subject]
	is_number(o.data.offset_ms)
	o.data.delay_ms >= 0
}

_middle[vantage] := middle if {
	some vantage, ids in _answers
	count(ids) > 1
	ordered := sort([[_offset(id), id] | some id in ids])
	middle := ordered[floor(count(ordered) / 2)][1]
	agreeing := {id | some id in ids; abs(_offset(id) - _offset(middle)) - _error_ms(id, middle) <= _agreed_ms}
	2 * count(agreeing) > count(ids)
}
