"""What answers from here: across zones, and outwards. Silence means something only where the probe is known to work."""

import ipaddress
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from auditor.collectors.job import Target
from auditor.collectors.network.sockets import Attempt, attempt
from auditor.collectors.outcome import Outcome, failed
from auditor.collectors.scope import Probe
from auditor.collectors.session import Session
from auditor.model.facts import Cause, Egress, Reach, ReachAnswer
from auditor.model.vocab.measurements import State

_TOOL = "tcp connect"
_PARALLEL = 32


@dataclass(frozen=True, slots=True)
class Tried:
    """One permitted attempt and how it ended."""

    target: Target
    port: str
    attempt: Attempt

    @property
    def turned_away(self) -> bool:
        """The target itself refused, which proves that packets pass, though nobody listens. A packet filter's own "not
        from here" does not: a router speaks for the boundary at its own address as well.
        """
        return self.attempt is Attempt.REFUSED

    @property
    def conclusive(self) -> bool:
        """No route to IPv6 says nothing about the zone."""
        if self.attempt is Attempt.NO_ROUTE_HERE:
            return ":" not in self.target.address
        return not self.turned_away


@dataclass(frozen=True, slots=True)
class Attempts:
    """All attempts of one question, and the first refusal of the scope if any part was not permitted."""

    tried: tuple[Tried, ...]
    refused: Outcome | None


def try_all(session: Session, targets: Iterable[Target], what: str) -> Attempts:
    """Tries every TCP port of every target that the scope permits now, a few at a time."""
    wanted, refused = [], None
    for target in targets:
        address = ipaddress.ip_address(target.address)
        for port in target.ports:
            if not port.startswith("tcp/"):
                continue
            answer = session.refusal(Probe(target.owner, target.domain, address, port), what)
            refused = refused or answer
            if answer is None:
                wanted.append((target, port))
    with ThreadPoolExecutor(_PARALLEL) as pool:
        tried = tuple(pool.map(lambda pair: _one(session, *pair), wanted))
    return Attempts(tried, refused)


def _one(session: Session, target: Target, port: str) -> Tried:
    session.pace.wait()
    return Tried(target, port, attempt(ipaddress.ip_address(target.address), int(port[4:])))


def control_works(session: Session) -> bool:
    """Whether the vantage's control target answers, so that its network is known to work."""
    control = session.job.control
    if control is None:
        return False
    attempts = try_all(session, [control], "control")
    return any(tried.attempt is Attempt.ANSWERED for tried in attempts.tried)


def reach(session: Session, to_zone: str, targets: Iterable[Target], *, control: bool) -> Outcome:
    """Attempts into one other zone. `control`: the probe is known to work."""
    attempts = try_all(session, targets, "reach")
    if not attempts.tried:
        return attempts.refused or failed(State.NOT_TRIED, "nothing_to_try", tool=_TOOL)
    answered = {_answer(tried) for tried in attempts.tried if tried.attempt is Attempt.ANSWERED}
    concluded = {_answer(tried) for tried in attempts.tried if tried.conclusive}
    data = Reach(
        to_zone=to_zone,
        tried=_sorted(concluded),
        answered=_sorted(answered),
        control=control or bool(answered),
        ipv4=_version_tried(attempts, 4),
        ipv6=_version_tried(attempts, 6),
    )
    return _judged(attempts, data, [tried for tried in attempts.tried if tried.turned_away])


def egress(session: Session, targets: Iterable[Target], *, control: bool) -> Outcome:
    """Attempts outwards from the machine itself; that it has no route is an answer about the machine."""
    attempts = try_all(session, targets, "egress")
    if not attempts.tried:
        return attempts.refused or failed(State.NOT_TRIED, "nothing_to_try", tool=_TOOL)
    reached = {_socket(tried) for tried in attempts.tried if tried.attempt is Attempt.ANSWERED}
    data = Egress(
        tried=tuple(sorted({_socket(tried) for tried in attempts.tried if not _got_out(tried)} | reached)),
        reached=tuple(sorted(reached)),
        control=control or bool(reached),
        ipv4=_version_tried(attempts, 4),
        ipv6=any(":" in tried.target.address for tried in attempts.tried),
    )
    return _judged(attempts, data, [tried for tried in attempts.tried if _got_out(tried)])


def _got_out(tried: Tried) -> bool:
    """Whatever a machine outside says of itself, the packet reached it; nobody there speaks for a boundary of ours."""
    return tried.attempt.got_there and tried.attempt is not Attempt.ANSWERED


def _judged(attempts: Attempts, data: Reach | Egress, turned_away: Iterable[Tried]) -> Outcome:
    refused = sorted({_socket(tried) for tried in turned_away})
    if not data.control:
        return Outcome(State.PARTIAL, data, Cause(code="control_failed"), _TOOL)
    if refused:
        return Outcome(State.PARTIAL, data, Cause(code="refused_somewhere", args=tuple(refused[:20])), _TOOL)
    if attempts.refused is not None:
        return Outcome(State.PARTIAL, data, attempts.refused.cause, _TOOL)
    return Outcome(State.OK, data, tool=_TOOL)


def _answer(tried: Tried) -> ReachAnswer:
    return ReachAnswer(target=tried.target.name, port=tried.port)


def _sorted(answers: set[ReachAnswer]) -> tuple[ReachAnswer, ...]:
    return tuple(sorted(answers, key=lambda answer: (answer.target, answer.port)))


def _socket(tried: Tried) -> str:
    address = tried.target.address
    return f"{f'[{address}]' if ':' in address else address}:{tried.port[4:]}"


def _version_tried(attempts: Attempts, version: int) -> bool:
    return any(t.conclusive and ipaddress.ip_address(t.target.address).version == version for t in attempts.tried)
