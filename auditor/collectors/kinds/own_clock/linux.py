"""The time that `date` tells on Linux, GNU's and busybox's, held against a time server.

Each answer says that the host's clock stood at some instant between two moments of ours, so the clock is ahead of ours
by something between two bounds. Those of all answers together hold, and the shortest round trip tells most.
"""

import re
from collections.abc import Iterable

from auditor.collectors.asks import Answer, Answers, Command
from auditor.collectors.clocks import Compared, run_away_ns
from auditor.collectors.dialect import Dialect, cover_of, gap, unreadable
from auditor.collectors.platforms.linux import LINUX
from auditor.model.facts.own_clock import OwnClock
from auditor.model.facts.reading import Cause, Reading
from auditor.model.facts.steady import SteadyReading

DATE = Command(id="date", words=("date", "-u", "+%s.%N"), times=16, limit_bytes=200)

_TOLD = re.compile(r"([0-9]{1,10})\.([0-9]{9}|%N)\n?")
"""Seconds since 1970, and what follows; busybox knows no fraction of a second and leaves its sign as it is."""

_SECOND, _MILLISECOND, _MICROSECOND = 10**9, 10**6, 10**3
_AGAINST = ("offset_ms", "within_ms", "reference", "reference_source")

Bounds = tuple[int, int]
"""Nanoseconds by which the host's clock is ahead of ours at least, and at most."""


def read(answers: Answers) -> Reading:
    """How far the clock is ahead of the vantage's and, where a time server answered the vantage, of that one's."""
    answer, compared = answers[DATE], answers.compared
    if not answer.ok:
        return Reading()
    each = [_bounds(item, _ours(answer, compared)) for _, item in answer.files]
    told = [bounds for bounds in each if bounds is not None]
    if not told or len(told) < len(each):
        return unreadable("what `date` wrote is no time")
    together = _together(told)
    if together is None:
        return Reading(cause=Cause(code="clock_unsteady"))
    cover = cover_of(answers, DIALECT.asks)
    ahead = round(sum(together) / 2 / _MILLISECOND)
    if compared is None:
        data = OwnClock(ahead_ms=ahead, steady=_steady(answers, together))
        return Reading(data, cover, tuple(gap(field, "", "no_time_reference") for field in _AGAINST))
    data = OwnClock(
        ahead_ms=ahead,
        offset_ms=ahead - compared.offset_ms,
        within_ms=_error(together, compared),
        reference=compared.server,
        reference_source=compared.source,
    )
    return Reading(data, cover)


def _ours(answer: Answer, compared: Compared | None) -> int:
    """What our clock is ahead of the steady one: as it was when the time server was asked, whoever set it since."""
    taken = compared.taken if compared else answer.files[0][1].taken if answer.files else None
    return taken.before.ahead_ns if taken else 0


def _bounds(answer: Answer, ours: int) -> Bounds | None:
    """What one answer says; None for what is no time, or was taken at no time."""
    found, taken = _TOLD.fullmatch(answer.text), answer.taken
    if found is None or taken is None:
        return None
    whole = not found[2].isdigit()
    told = int(found[1]) * _SECOND + (0 if whole else int(found[2]))
    least, most = told - taken.after.steady_ns - ours, told - taken.before.steady_ns - ours
    return least, most + (_SECOND if whole else 0)


def _together(each: Iterable[Bounds]) -> Bounds | None:
    """What all say; None where no clock that runs as ours does could have said it all."""
    lows, highs = zip(*each, strict=True)
    return (max(lows), min(highs)) if max(lows) <= min(highs) else None


def _steady(answers: Answers, together: Bounds) -> SteadyReading | None:
    """The clock against our steady one, in the middle of the answers. Not all were given then, and the two may drift
    apart meanwhile.
    """
    told = [each.taken for _, each in answers[DATE].files if each.taken is not None]
    if answers.steady is None or not told:
        return None
    first, last = told[0].before, told[-1].after
    open_ns = (together[1] - together[0]) // 2 + run_away_ns((last.steady_ns - first.steady_ns) // 2)
    return SteadyReading(
        clock=answers.steady,
        at_us=(first.steady_ns + last.steady_ns) // 2 // _MICROSECOND,
        ahead_us=(sum(together) // 2 + first.ahead_ns) // _MICROSECOND,
        within_us=-(-open_ns // _MICROSECOND) + 1,
    )


def _error(bounds: Bounds, compared: Compared) -> int:
    """The most by which the offset may be wrong, in whole milliseconds: what the answers leave open, half of the time
    server's round trip, a step of our clock while it was asked, and one for each of two figures that were rounded.
    """
    before, after = compared.taken.before.ahead_ns, compared.taken.after.ahead_ns
    open_ns = (bounds[1] - bounds[0]) // 2 + abs(after - before)
    return -(-open_ns // _MILLISECOND) + -(-compared.delay_ms // 2) + 2


DIALECT = Dialect(
    kind="own_clock",
    platform=LINUX,
    asks=(DATE,),
    read=read,
    tool="date",
    truth="date, of GNU and of busybox",
    compared=True,
)
