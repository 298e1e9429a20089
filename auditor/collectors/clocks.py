"""What is needed to tell another machine's time with a clock that may be wrong itself: values only."""

import time
from dataclasses import dataclass

QUICK_MS = 20
"""A round trip of which half matters little, where offsets of a tenth of a second are told from smaller ones."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Our own clock and one that nobody sets, read together, in nanoseconds."""

    wall_ns: int
    steady_ns: int

    @property
    def ahead_ns(self) -> int:
        """The clock before the steady one. Between two moments this changes where somebody set the clock."""
        return self.wall_ns - self.steady_ns


@dataclass(frozen=True, slots=True)
class Taken:
    """When an answer was taken: between two moments of ours."""

    before: Moment
    after: Moment

    @property
    def quick(self) -> bool:
        """It came so soon that asking once more would hardly tell more."""
        return self.after.steady_ns - self.before.steady_ns <= QUICK_MS * 1_000_000


@dataclass(frozen=True, slots=True)
class Compared:
    """A time server's clock against ours, asked at `taken`. `server` is the id of the host, `source` what it says that
    it follows; `offset_ms` is its clock minus ours, wrong by half of `delay_ms` at most.
    """

    server: str
    source: str
    offset_ms: int
    delay_ms: int
    taken: Taken


def steady_ns() -> int:
    """A clock that nobody sets, slows down or hurries, where the system has one: one that is set right by and by would
    make an error of ours one of the machine that is asked.
    """
    raw = getattr(time, "CLOCK_MONOTONIC_RAW", None)
    return time.monotonic_ns() if raw is None else time.clock_gettime_ns(raw)


def moment() -> Moment:
    """Now."""
    return Moment(time.time_ns(), steady_ns())


FASTEST_PPM = 515
"""By how many millionths a clock may run away from another that is told right: what NTP can set right (500, the most
that RFC 5905's clock discipline corrects), and how much that may wander.
"""


def run_away_ns(span_ns: int) -> int:
    """The most that two clocks drift apart in some time."""
    return -(-span_ns * FASTEST_PPM // 1_000_000)
