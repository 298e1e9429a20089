"""Holds the steady clock of this computer against time servers, for machines in places where none can be asked."""

import datetime

from auditor.collectors.agent.time_servers import TimeServers
from auditor.collectors.clocks import Compared, run_away_ns
from auditor.collectors.session import Session
from auditor.collectors.steady import steady_clock
from auditor.model.facts.steady import ClockComparison, SteadyClock, SteadyReading

_SECOND, _MILLISECOND, _MICROSECOND = 10**9, 10**6, 10**3


def hold(session: Session) -> list[ClockComparison]:
    """What each of the servers told that most agree with; nothing where this computer's steady clock is not known, or
    the computer slept meanwhile.
    """
    told = session.job.time_namespace
    before = steady_clock(told)
    agreed = TimeServers(session).agreed() if before is not None else []
    after = steady_clock(told)
    if before is None or after is None or abs(after.asleep_ms - before.asleep_ms) > 1:
        return []
    return [comparison(one, before) for one in agreed]


def comparison(one: Compared, clock: SteadyClock) -> ClockComparison:
    """The server's clock in the middle of its answer's way. It may be wrong by half of the round trip, a step of our
    own clock meanwhile, what two clocks drift apart in that time, and a millisecond for two figures that were rounded.
    """
    before, after = one.taken.before, one.taken.after
    span_ns, step_ns = after.steady_ns - before.steady_ns, abs(after.ahead_ns - before.ahead_ns)
    wrong_ns = one.delay_ms * _MILLISECOND // 2 + step_ns + run_away_ns(span_ns) + _MILLISECOND
    return ClockComparison(
        server=one.server,
        source=one.source,
        asked_at=datetime.datetime.fromtimestamp(before.wall_ns // _SECOND, datetime.UTC),
        held=SteadyReading(
            clock=clock,
            at_us=(before.steady_ns + after.steady_ns) // 2 // _MICROSECOND,
            ahead_us=(before.ahead_ns + one.offset_ms * _MILLISECOND) // _MICROSECOND,
            within_us=-(-wrong_ns // _MICROSECOND) + 1,
        ),
    )
