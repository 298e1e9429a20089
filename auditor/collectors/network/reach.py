"""What answers from here: across zones, and outwards. Silence means something only where the probe is known to work."""

import ipaddress
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from auditor.collectors.job import Target
from auditor.collectors.network.departure import Departures, Packet
from auditor.collectors.network.sockets import Attempt, attempt
from auditor.collectors.network.udp import MUTE, QUESTIONS, asked, can_be_asked
from auditor.collectors.outcome import Outcome, failed
from auditor.collectors.scope import Address, Probe
from auditor.collectors.session import Session
from auditor.model.facts import Cause, Egress, Reach, ReachAnswer
from auditor.model.vocab.measurements import State

_TOOL = "tcp connect, udp questions"
_PARALLEL = 32


@dataclass(frozen=True, slots=True)
class Tried:
    """One permitted attempt and how it ended."""

    target: Target
    port: str
    attempt: Attempt
    left: bool = False
    """An unanswered packet is shown to have left the vantage."""

    @property
    def address(self) -> Address:
        """Where it went."""
        return ipaddress.ip_address(self.target.address)

    @property
    def packet(self) -> Packet:
        """What was sent."""
        return Packet(self.address, self.port)

    @property
    def doubtful(self) -> bool:
        """Nothing came back, so that it may never have been sent."""
        return self.attempt is Attempt.SILENT and self.port not in MUTE

    @property
    def kept_here(self) -> bool:
        """For all that is known, the vantage itself kept the packet."""
        return self.attempt is Attempt.UNSENT or (self.doubtful and not self.left)

    @property
    def undecided(self) -> bool:
        """Nothing came back, and nothing ever would."""
        return self.attempt is Attempt.SILENT and self.port in MUTE

    @property
    def turned_away(self) -> bool:
        """The target itself refused, which proves that packets pass, though nobody listens. A packet filter's own "not
        from here" does not: a router speaks for the boundary at its own address as well.
        """
        return self.attempt is Attempt.REFUSED

    @property
    def conclusive(self) -> bool:
        """No route to IPv6 says nothing about the zone, nor does silence that may be the vantage's own doing."""
        if self.attempt is Attempt.NO_ROUTE_HERE:
            return ":" not in self.target.address
        if self.attempt in {Attempt.SILENT, Attempt.UNSENT}:
            return self.left and not self.undecided
        return not self.turned_away


@dataclass(frozen=True, slots=True)
class Attempts:
    """All attempts of one question, and the first refusal of the scope if any part was not permitted."""

    tried: tuple[Tried, ...]
    refused: Outcome | None


def try_all(session: Session, targets: Iterable[Target], what: str) -> Attempts:
    """Tries every port of every target that the scope permits now and that anything can be asked on, a few at a time:
    TCP, and of UDP those whose protocol has a question.
    """
    wanted, refused = [], None
    for target in targets:
        address = ipaddress.ip_address(target.address)
        for port in target.ports:
            if not can_be_asked(port):
                continue
            answer = session.refusal(Probe(target.owner, target.domain, address, port), what)
            refused = refused or answer
            if answer is None:
                wanted.append((target, port))
    with ThreadPoolExecutor(_PARALLEL) as pool:
        tried = tuple(pool.map(lambda pair: _one(session, *pair), wanted))
    return Attempts(tried, refused)


def _one(session: Session, target: Target, port: str) -> Tried:
    address = ipaddress.ip_address(target.address)
    if port in QUESTIONS:
        session.pace.wait(2 * len(QUESTIONS[port]))
        return Tried(target, port, asked(address, port))
    session.pace.wait()
    return Tried(target, port, attempt(address, int(port[4:])))


def with_departures(session: Session, attempts: Attempts, departures: Departures | None) -> Attempts:
    """The same, with what shows that unanswered packets left the vantage."""
    doubtful = [tried for tried in attempts.tried if tried.doubtful]
    if departures is None or not doubtful:
        return attempts
    if departures.asks:
        doubtful = [tried for tried in doubtful if _may_ask_again(session, tried)]
    shown = departures.shown((tried.packet for tried in doubtful), session.pace.wait)
    return replace(
        attempts,
        tried=tuple(
            replace(tried, left=True) if tried.doubtful and tried.packet in shown else tried for tried in attempts.tried
        ),
    )


def _may_ask_again(session: Session, tried: Tried) -> bool:
    target = tried.target
    probe = Probe(target.owner, target.domain, tried.address, tried.port)
    return session.refusal(probe, "reach, time to live 1") is None


def control_works(session: Session) -> bool:
    """Whether the vantage's control target answers, so that its network is known to work."""
    control = session.job.control
    if control is None:
        return False
    attempts = try_all(session, [control], "control")
    return any(tried.attempt is Attempt.ANSWERED for tried in attempts.tried)


def reach(
    session: Session,
    to_zone: str,
    targets: Iterable[Target],
    *,
    control: bool,
    departures: Departures | None = None,
) -> Outcome:
    """Attempts into one other zone. `control`: the probe is known to work. Silence counts only where `departures` shows
    that the packet left the vantage.
    """
    attempts = with_departures(session, try_all(session, targets, "reach"), departures)
    if not attempts.tried:
        return attempts.refused or failed(State.NOT_TRIED, "nothing_to_try", tool=_TOOL)
    answered = {_answer(tried) for tried in attempts.tried if tried.attempt is Attempt.ANSWERED}
    concluded = {_answer(tried) for tried in attempts.tried if tried.conclusive}
    data = Reach(
        to_zone=to_zone,
        tried=_sorted(concluded),
        answered=_sorted(answered),
        left=_sorted({_answer(tried) for tried in attempts.tried if tried.left}),
        undecided=_sorted({_answer(tried) for tried in attempts.tried if tried.undecided}),
        control=control or bool(answered),
        ipv4=_version_tried(attempts, 4),
        ipv6=_version_tried(attempts, 6),
    )
    unshown = sorted({_socket(tried) for tried in attempts.tried if tried.kept_here})
    outcome = _judged(attempts, data, [tried for tried in attempts.tried if tried.turned_away])
    if outcome.state is State.OK and unshown:
        return replace(outcome, state=State.PARTIAL, cause=Cause(code="not_shown_to_leave", args=tuple(unshown[:20])))
    return outcome


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
        ipv4=any(":" not in t.target.address and not t.turned_away for t in attempts.tried),
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
    protocol, _, number = tried.port.partition("/")
    return f"{f'[{address}]' if ':' in address else address}:{number}{'' if protocol == 'tcp' else '/udp'}"


def _version_tried(attempts: Attempts, version: int) -> bool:
    return any(t.conclusive and ipaddress.ip_address(t.target.address).version == version for t in attempts.tried)
