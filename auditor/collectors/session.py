"""What every look of one agent shares: the door asked again, the pace kept, and a log of everything sent."""

import datetime
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from auditor.collectors.job import Job
from auditor.collectors.outcome import Outcome, Place, refused_by
from auditor.collectors.scope import Door, Permission, Probe, Refusal


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


class Pace:
    """Lets at most `per_second` packets go, over all threads."""

    def __init__(self, per_second: int) -> None:
        self._gap = 1.0 / per_second
        self._next = 0.0
        self._lock = threading.Lock()

    def wait(self, packets: int = 1) -> None:
        """Returns when the next packets may be sent."""
        with self._lock:
            now = time.monotonic()
            start = max(now, self._next)
            self._next = start + packets * self._gap
        time.sleep(max(0.0, start - now))


class Session:
    """One agent at work. Nothing in this room sends before `refusal` returned None for it."""

    def __init__(self, job: Job, log: Log, clock: Clock = utc_now) -> None:
        self.job = job
        self.place = Place(job.vantage, job.zone)
        self.pace = Pace(job.rates.packets_per_second)
        self.clock = clock
        self._door = Door(job.scope, job.door_ports())
        self._log = log

    @property
    def door(self) -> Door:
        """The scope, for asking what is permitted rather than whether one thing is."""
        return self._door

    def refusal(self, probe: Probe, what: str) -> Outcome | None:
        """Asks the door and writes the log. None means: go."""
        answer = self._door.ask(probe, self.clock())
        self._write(probe, probe.port or "", what, answer)
        return refused_by(answer) if isinstance(answer, Refusal) else None

    def refusal_of_ports(self, probe: Probe, ports: Sequence[str], what: str) -> Outcome | None:
        """Asks for many ports of one address at once and writes one line; the first refusal counts for all."""
        now = self.clock()
        allowed = frozenset(self._door.ports(probe.owner, probe.domain, probe.address, now))
        first = next((port for port in ports if port not in allowed), ports[0] if ports else None)
        answer = self._door.ask(replace(probe, port=first), now)
        self._write(probe, " ".join(ports), what, answer)
        return refused_by(answer) if isinstance(answer, Refusal) else None

    def _write(self, probe: Probe, ports: str, what: str, answer: Permission | Refusal) -> None:
        self._log(
            Sent(
                at=self.clock().isoformat(timespec="seconds").replace("+00:00", "Z"),
                vantage=self.job.vantage_id,
                what=what,
                target=str(probe.address),
                port=ports,
                authorisation="" if isinstance(answer, Refusal) else answer.authorisation,
                refused=answer.cause.code if isinstance(answer, Refusal) else "",
            )
        )
