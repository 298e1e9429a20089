"""Time servers that a vantage holds its own clock against, before it is told another machine's time.

A declared time server may be wrong itself. So all of the few that the order names are asked, and one counts of which
more than half agree; of two that disagree nobody knows which is right.
"""

import ipaddress
import threading

from auditor.collectors.clocks import QUICK_MS, Compared, Taken, moment
from auditor.collectors.deadline import permitted_for
from auditor.collectors.job import Target
from auditor.collectors.network import ntp
from auditor.collectors.scope import Probe
from auditor.collectors.session import Session
from auditor.collectors.steady import steady_clock
from auditor.model.facts import Ntp
from auditor.model.facts.steady import SteadyClock
from auditor.model.vocab.measurements import State

_OUT_OF_STEP = 3
"""The leap indicator of a clock that is not synchronised (RFC 5905, figure 9)."""

_STRATA = range(1, 16)
"""Strata of clocks that are (RFC 5905, figure 11)."""

_TIMES = 8
_APART_MS = 50
"""By how much time servers may differ that tell the same time: half of what a machine may be off."""


class TimeServers:
    """Those of the work order. Each comparison is a question of its own, since clocks drift; one that gives no time
    once is not asked again, or it would hold up every machine.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._left = list(session.job.time_servers)
        self._lock = threading.Lock()

    def compare(self, subject: str) -> Compared | None:
        """The quickest of the servers that most agree with, without the machine that is asked for its own time; None
        where none gives its time, or they disagree.
        """
        return min(self.agreed(subject), key=lambda answer: answer.delay_ms, default=None)

    def agreed(self, subject: str = "") -> list[Compared]:
        """Those of the servers that most agree with."""
        told: list[Compared] = []
        for target in self._others(subject):
            answer = self._asked(target)
            if answer is None:
                self._drop(target)
            else:
                told.append(answer)
        return [one for one in told if 2 * sum(_agree(one, other) for other in told) > len(told)]

    def steady(self) -> SteadyClock | None:
        """The clock by which a machine's time is told where the order names no time server at all, for holding it
        against one elsewhere. None where servers are silent or disagree: then nobody knows the time here.
        """
        job = self._session.job
        return None if job.time_servers else steady_clock(job.time_namespace)

    def _others(self, subject: str) -> list[Target]:
        with self._lock:
            return [target for target in self._left if target.name != subject]

    def _drop(self, target: Target) -> None:
        with self._lock:
            self._left = [one for one in self._left if one != target]

    def _asked(self, target: Target) -> Compared | None:
        """The quickest of a few answers, of which the first quick one will do; None where one of them is no time."""
        found: list[Compared] = []
        for _ in range(_TIMES):
            answer = self._once(target)
            if answer is None:
                return None
            found.append(answer)
            if answer.delay_ms <= QUICK_MS:
                break
        return min(found, key=lambda answer: answer.delay_ms)

    def _once(self, target: Target) -> Compared | None:
        address = ipaddress.ip_address(target.address)
        probe = Probe(target.owner, target.domain, address, target.ports[0])
        self._session.pace.wait(ntp.PACKETS)
        if self._session.refusal(probe, "time to compare with") is not None:
            return None
        with permitted_for(self._session.seconds_left([probe])):
            before = moment()
            outcome = ntp.query(address)
            taken = Taken(before, moment())
        data = outcome.data
        if outcome.state is not State.OK or not isinstance(data, Ntp) or not _in_step(data):
            return None
        return Compared(target.name, data.reference, data.offset_ms, data.delay_ms, taken)


def _agree(one: Compared, other: Compared) -> bool:
    """Whether two servers tell the same time, as far as it matters and their round trips leave it open."""
    apart = abs(one.offset_ms - other.offset_ms)
    return 2 * (apart - _APART_MS) <= one.delay_ms + other.delay_ms


def _in_step(data: Ntp) -> bool:
    """An answer of a clock that follows another, which took no less than no time to come."""
    return data.leap != _OUT_OF_STEP and data.stratum in _STRATA and data.delay_ms >= 0
