"""A clock that nobody sets: by it instants that lie hours apart, and in places without a way between them, can be held
against each other, as long as one computer was carried from one to the other and kept running.
"""

import datetime
from typing import Annotated

from pydantic import Field

from auditor.model.base import Document, Identifier, Text

_FURTHEST_US = 2**53
"""More microseconds than any clock tells, and the most that every reader of JSON keeps exactly."""

Microseconds = Annotated[int, Field(ge=-_FURTHEST_US, le=_FURTHEST_US)]
Natural = Annotated[int, Field(ge=0, le=_FURTHEST_US)]


class SteadyClock(Document):
    """The steady clock of one computer (Linux: CLOCK_MONOTONIC_RAW) from one start of it to the next. `boot` is the
    kernel's random id of that start and `namespace` that of the time namespace, which has its own beginning.

    `asleep_ms` is how long the computer was suspended since, which this clock does not count. `bare`: the computer is
    known to be no virtual machine, whose clock may stand still without its knowing.
    """

    boot: Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
    namespace: Annotated[str, Field(pattern=r"^time:\[[0-9]{1,20}\]$")]
    asleep_ms: Natural
    bare: bool = False

    def is_same(self, other: "SteadyClock") -> bool:
        """Whether two readings are of one clock, however long the computer slept between them."""
        return (self.boot, self.namespace) == (other.boot, other.namespace)


class SteadyReading(Document):
    """A clock held against a steady one: when that stood at `at_us`, the clock was `ahead_us` ahead of it, wrong by
    `within_us` at most.
    """

    clock: SteadyClock
    at_us: Natural
    ahead_us: Microseconds
    within_us: Natural


class ClockComparison(Document):
    """A time server's clock held against the steady one of the auditor's computer. `server` is the host's id, `source`
    what it said that it follows, `asked_at` the instant by the computer's own clock.
    """

    server: Identifier
    source: Text
    asked_at: datetime.datetime
    held: SteadyReading


class Carried(Document):
    """How an offset was told without asking a time server from the place: the computer that asked the machine was held
    against `reference` at `asked_before` and at `asked_after`, `apart_seconds` by its steady clock, which the server's
    gained `drift_us` on meanwhile. At both the server said that it follows `reference_source`.
    """

    asked_before: datetime.datetime
    asked_after: datetime.datetime
    apart_seconds: int
    drift_us: int
