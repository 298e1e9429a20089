"""What a machine's clock is off, where no time server can be asked from its place: by the computer that asked it.

That computer's steady clock was held against a time server before and after. Between the two the server's time is
taken to run evenly by that clock, and this is how wrong it may be at an instant `t` after the first and `u` before the
second (`T = t + u`):

- Either end may be wrong by what it says itself. What lies between them on a line is no more wrong than the worse one.
- The steady clock's rate wanders about its mean. Where it never differs from that by more than `PHI`, its error at `t`
  is no more than `PHI * t`, the sum from the first end on, and no more than `PHI * u`, the sum from the second one
  back, since both add up to nothing: so `PHI` times the shorter way. PHI is RFC 5905's frequency tolerance, 15
  millionths.
- The clock of a virtual machine may stand still without its knowing. At most it stood as long as the server's time
  gained on it, and as much more as a quartz may be fast (100 millionths), and nobody knows when. A stop of length `J`
  at any instant leaves the line by no more than `J` times the longer way, divided by `T`.
- The reading itself may be wrong by what it says.

A mean rate beyond 500 millionths is none of a clock that NTP could set right: something stood still, or the server was
set. Nothing is carried over that, over a start of the computer, or over sleep, in which the steady clock stands.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from auditor.model.facts import Cause, Observation, Reading, Unread
from auditor.model.facts.own_clock import OwnClock
from auditor.model.facts.reading import ended
from auditor.model.facts.steady import Carried, ClockComparison, SteadyClock, SteadyReading
from auditor.model.vocab.measurements import State

PHI_PPM, QUARTZ_PPM, FASTEST_PPM = 15, 100, 500
_MILLION = 1_000_000
_MILLISECOND = 1000
_ASLEEP_MS = 1
"""By how much two readings of one figure may differ because it was rounded."""

_TOLD_BY_IT = frozenset({"offset_ms", "within_ms", "reference", "reference_source"})
_MISSING = Cause(code="no_time_reference")


@dataclass(frozen=True, slots=True)
class _Between:
    """A server's time between two comparisons with it, at the instant of a reading."""

    before: ClockComparison
    after: ClockComparison
    reading: SteadyReading

    @property
    def apart_us(self) -> int:
        return self.after.held.at_us - self.before.held.at_us

    @property
    def drift_us(self) -> int:
        """What the server gained on the steady clock from the one to the other."""
        return self.after.held.ahead_us - self.before.held.ahead_us

    @property
    def is_even(self) -> bool:
        """Whether the mean rate may be one of a clock that runs, whatever both ends leave open."""
        least = abs(self.drift_us) - self.before.held.within_us - self.after.held.within_us
        return least * _MILLION <= FASTEST_PPM * self.apart_us

    @property
    def ahead_us(self) -> int:
        """The server's clock before the steady one at the instant of the reading."""
        gone = self.reading.at_us - self.before.held.at_us
        return self.before.held.ahead_us + self.drift_us * gone // max(1, self.apart_us)

    @property
    def within_us(self) -> int:
        """The most by which that and the reading may be wrong together."""
        gone, left = self.reading.at_us - self.before.held.at_us, self.after.held.at_us - self.reading.at_us
        ends = max(self.before.held.within_us, self.after.held.within_us)
        wander = _up(PHI_PPM * min(gone, left), _MILLION)
        return ends + wander + self._stood_us(max(gone, left)) + self.reading.within_us + 1

    def _stood_us(self, longer: int) -> int:
        clocks = (self.before.held.clock, self.reading.clock, self.after.held.clock)
        if all(clock.bare for clock in clocks):
            return 0
        open_ = self.before.held.within_us + self.after.held.within_us
        most = abs(self.drift_us) + open_ + _up(QUARTZ_PPM * self.apart_us, _MILLION)
        return _up(most * longer, max(1, self.apart_us))


def carried(item: Observation, comparisons: Sequence[ClockComparison]) -> Observation:
    """The observation with the offset that comparisons before and after give it, the best of several servers; or with
    the reason why they give none. One that is of another kind, or has its offset already, is left as it is.
    """
    data = item.data
    if not isinstance(data, OwnClock) or data.steady is None or not _waits(item):
        return item
    mine = [one for one in comparisons if one.server != item.subject]
    if not mine:
        return item
    found = _found(data.steady, mine)
    if isinstance(found, str):
        return _with(item, data, tuple(gap.model_copy(update={"code": found}) for gap in item.unread or ()))
    return _with(item, _told(data, found), (), f"{item.tool}, {_how(found)}")


def _waits(item: Observation) -> bool:
    """Whether nothing but a time server is missing."""
    missing = {gap.field for gap in item.unread or ()}
    return item.state is State.PARTIAL and item.cause == _MISSING and missing == _TOLD_BY_IT


def _found(reading: SteadyReading, comparisons: Iterable[ClockComparison]) -> _Between | str:
    """Comparisons with one server between which the reading is least wrong; or the code of why there are none."""
    known = [one for one in comparisons if one.held.clock.is_same(reading.clock)]
    if not known:
        return "clock_elsewhere"
    if not any(_pairs(reading, known)):
        return "clock_one_sided"
    pairs = list(_pairs(reading, [one for one in known if _awake(one.held.clock, reading.clock)]))
    if not pairs:
        return "clock_slept"
    even = [pair for pair in pairs if pair.is_even]
    return min(even, key=lambda pair: pair.within_us) if even else "clock_uneven"


def _pairs(reading: SteadyReading, comparisons: Sequence[ClockComparison]) -> Iterator[_Between]:
    """For each server, and what it followed, the last comparison before and the first one after."""
    for key in sorted({_as_told(one) for one in comparisons}):
        told = sorted((one for one in comparisons if _as_told(one) == key), key=lambda one: one.held.at_us)
        before = [one for one in told if one.held.at_us <= reading.at_us]
        after = [one for one in told if one.held.at_us > reading.at_us]
        if before and after:
            yield _Between(before[-1], after[0], reading)


def _as_told(one: ClockComparison) -> tuple[str, str]:
    """One that has turned to another source, or to itself, is another teller of the time."""
    return one.server, one.source


def _awake(one: SteadyClock, other: SteadyClock) -> bool:
    return abs(one.asleep_ms - other.asleep_ms) <= _ASLEEP_MS


def _told(data: OwnClock, between: _Between) -> OwnClock:
    reading = between.reading
    return data.model_copy(
        update={
            "offset_ms": round((reading.ahead_us - between.ahead_us) / _MILLISECOND),
            "within_ms": _up(between.within_us, _MILLISECOND) + 1,
            "reference": between.after.server,
            "reference_source": between.after.source,
            "carried": Carried(
                asked_before=between.before.asked_at,
                asked_after=between.after.asked_at,
                apart_seconds=_up(between.apart_us, _MILLION),
                drift_us=between.drift_us,
            ),
        }
    )


def _how(between: _Between) -> str:
    """Which comparisons an offset rests on, for whoever asks how it is known."""
    before, after = (f"{one.asked_at:%Y-%m-%dT%H:%M:%SZ}" for one in (between.before, between.after))
    return f"{before} and {after}, {_up(between.apart_us, _MILLION)} s apart, against {between.after.server}"


def _with(item: Observation, data: OwnClock, unread: tuple[Unread, ...], tool: str = "") -> Observation:
    state, cause = ended(Reading(data, unread=unread), ())
    changes = {"data": data, "unread": unread, "state": state, "cause": cause, "tool": (tool or item.tool)[:120]}
    return item.model_copy(update=changes)


def _up(value: int, by: int) -> int:
    """Divided, and rounded up."""
    return -(-value // by)
