"""What every look of one agent shares: the door asked again, the pace kept, and a log of everything sent."""

import copy
import datetime
import math
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from auditor.collectors.deadline import WindowEndedError
from auditor.collectors.job import Job
from auditor.collectors.outcome import Outcome, Place, refused_by
from auditor.collectors.scope import Door, Permission, Prefix, Probe, Refusal, Search
from auditor.model.scope import ECHO


@dataclass(frozen=True, slots=True)
class Sent:
    """One line of the log of probes: what was sent where, under which authorisation, or why it was not."""

    at: str
    vantage: str
    what: str
    target: str
    port: str
    authorisation: str
    refused: str = ""


Log = Callable[[Sent], None]
Clock = Callable[[], datetime.datetime]


def utc_now() -> datetime.datetime:
    """The computer's clock, in UTC."""
    return datetime.datetime.now(datetime.UTC)


ENOUGH = datetime.timedelta(seconds=20)
"""What must be left of a permission for a question to be put: none that has no limit of its own takes longer."""


class Pace:
    """Lets at most `per_second` packets go, over all threads."""

    def __init__(self, per_second: float) -> None:
        self._gap = 1.0 / per_second
        self._next = 0.0
        self._lock = threading.Lock()

    def wait(self, packets: int = 1) -> None:
        """Returns when the next packets may be sent."""
        self.wait_until(packets, math.inf)

    def wait_until(self, packets: int, end: float) -> None:
        """As `wait`, for packets that may be sent until `end` only, by the monotonic clock. Raises WindowEndedError at
        once where their turn comes later.
        """
        with self._lock:
            now = time.monotonic()
            start = max(now, self._next)
            if start > end:
                raise WindowEndedError
            self._next = start + packets * self._gap
        time.sleep(max(0.0, start - now))


class EndingPace(Pace):
    """Another pace, for what may be sent for some `seconds` from now."""

    def __init__(self, pace: Pace, seconds: float) -> None:
        self._pace = pace
        self._end = time.monotonic() + seconds

    def wait(self, packets: int = 1) -> None:
        """As `Pace.wait`. Raises WindowEndedError where the turn of the packets comes too late."""
        self._pace.wait_until(packets, self._end)


class Session:
    """One agent at work. Nothing in this room sends before `refusal` returned None for it."""

    def __init__(self, job: Job, log: Log, clock: Clock = utc_now) -> None:
        self.job = job
        self.place = Place(job.vantage, job.zone)
        self.rates = job.rates.shared()
        self.pace: Pace = Pace(self.rates.questions)
        self.clock = clock
        self._door = Door(job.scope, job.door_ports())
        self._log = log

    @property
    def door(self) -> Door:
        """The scope, for asking what is permitted rather than whether one thing is."""
        return self._door

    def refusal(self, probe: Probe, what: str) -> Outcome | None:
        """Asks the door and writes the log. None means: go, at once."""
        answer = self._answer(probe)
        self._write(probe, probe.port or "", what, answer)
        return refused_by(answer) if isinstance(answer, Refusal) else None

    def closed(self, probe: Probe) -> Outcome | None:
        """Asks the door again for what was logged as permitted, after waiting. None means: go, at once."""
        answer = self._answer(probe)
        return refused_by(answer) if isinstance(answer, Refusal) else None

    def seconds_left(self, probes: Iterable[Probe]) -> float:
        """For how long all of the probes may be sent from now on; nought where one may not."""
        now = self.clock()
        return min(((self._door.until(probe, now) - now).total_seconds() for probe in probes), default=0.0)

    def ending(self, probes: Iterable[Probe]) -> "Session":
        """This session for questions that wait for their turn: whose turn comes too late raises WindowEndedError."""
        session = copy.copy(self)
        session.pace = EndingPace(self.pace, max(0.0, self.seconds_left(probes) - ENOUGH.total_seconds()))
        return session

    def turns(self, probe: Probe) -> Callable[[int], None]:
        """How each connection of one question waits for its turn, if that lies within the permission; the first was
        waited for when the question was put. Raises WindowEndedError where it comes too late.
        """
        pace, first = self.ending([probe]).pace, [1]

        def turn(packets: int) -> None:
            free, first[0] = first[0], 0
            if packets > free:
                pace.wait(packets - free)
            if self.closed(probe) is not None:
                raise WindowEndedError

        return turn

    def searched(self, prefix: Prefix, search: Search, what: str) -> None:
        """Writes the log of a search for machines nobody declared."""
        sent = [*search.ports, *([ECHO] if search.echo else [])]
        self._log(Sent(self._now(), self.job.vantage_id, what, str(prefix), " ".join(sent), search.authorisation))

    def _now(self) -> str:
        return self.clock().isoformat(timespec="seconds").replace("+00:00", "Z")

    def _answer(self, probe: Probe) -> Permission | Refusal:
        """What is permitted now and for as long as one question takes."""
        now = self.clock()
        answer = self._door.ask(probe, now)
        return answer if isinstance(answer, Refusal) else self._door.ask(probe, now + ENOUGH)

    def refusal_of_ports(self, probe: Probe, ports: Sequence[str], what: str) -> Outcome | None:
        """Asks for many ports of one address at once and writes one line; the first refusal counts for all."""
        allowed = frozenset(self._door.ports(probe.owner, probe.domain, probe.address, self.clock()))
        first = next((port for port in ports if port not in allowed), ports[0] if ports else None)
        answer = self._answer(replace(probe, port=first))
        self._write(probe, " ".join(ports), what, answer)
        return refused_by(answer) if isinstance(answer, Refusal) else None

    def _write(self, probe: Probe, ports: str, what: str, answer: Permission | Refusal) -> None:
        self._log(
            Sent(
                at=self._now(),
                vantage=self.job.vantage_id,
                what=what,
                target=str(probe.address),
                port=ports,
                authorisation="" if isinstance(answer, Refusal) else answer.authorisation,
                refused=answer.cause.code if isinstance(answer, Refusal) else "",
            )
        )
