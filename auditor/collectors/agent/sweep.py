"""The sweep of many hosts' ports, and what it means for each of them.

A port counts as swept only when it was tried, to the end, on every address of the host, and as refused only when the
host itself refused it at each of them. A host that said nothing at all proves nothing by its silence: such a sweep is
`filtered`, until something else shows that the host is alive (`settle`); its ports are silent then as before.
"""

import ipaddress
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from auditor.collectors.agent.spread import left_out
from auditor.collectors.deadline import WindowEndedError, permitted_for
from auditor.collectors.job import HostJob
from auditor.collectors.network import nmap, udp
from auditor.collectors.network.departure import Departures, Packet
from auditor.collectors.network.neighbours import Holders, holders, speaks_for_itself
from auditor.collectors.network.sockets import Attempt, attempt
from auditor.collectors.outcome import Outcome, failed
from auditor.collectors.parsers.nmap_xml import NmapRun, ScannedHost
from auditor.collectors.scope import Address, Probe, port_key
from auditor.collectors.session import Session
from auditor.model.facts import Cause, Ports
from auditor.model.facts.addressed import addressed
from auditor.model.vocab.measurements import State

EVERYWHERE = "answers_everywhere"
"""Cause of a sweep that met an answer on every port, so that it says nothing of the machine."""

SILENT = "silent"
"""Cause of a sweep to which nothing answered, though the vantage's own network works."""

_TOOL = "nmap and udp questions"
_PARALLEL = 16
_MANY = 16
"""Ports of which a machine may well have all open, if it is asked about fewer."""
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Swept:
    """The outcome for one host; ports open at each address; ports tried on every address."""

    outcome: Outcome
    at: Mapping[Address, "AtAddress"]
    tried: frozenset[str]

    @property
    def open_at(self) -> dict[Address, tuple[str, ...]]:
        """Ports open at each address."""
        return {address: _sorted(item.open) for address, item in self.at.items()}


@dataclass(frozen=True, slots=True)
class AtAddress:
    """What one address gave. `answered`: it is known to live; `fault`: why not everything was tried."""

    tried: frozenset[str] = _NONE
    open: frozenset[str] = _NONE
    refused: frozenset[str] = _NONE
    answered: bool = False
    fault: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One address of a host."""

    host: HostJob
    address: Address

    def probe(self, port: str) -> Probe:
        """The question to the door for one of its ports."""
        return Probe(self.host.owner, self.host.domain, self.address, port)

    def is_own(self, address: Address) -> bool:
        """Whether another address is the same host's."""
        return str(address) in (*self.host.addresses, *self.host.left_out)


def sweep(
    session: Session, hosts: Iterable[HostJob], *, control: bool, departures: Departures | None = None
) -> dict[str, Swept]:
    """Sweeps hosts together, those with equal ports and the same IP version in one run. `control`: the vantage's
    control target answered, so that silence means something; that another host answered says nothing of the way there.
    `departures` shows which unanswered packets left the vantage; without it none is known to have.
    """
    wanted = [host for host in hosts if host.sweep]
    tcp = _tcp(session, wanted)
    with ThreadPoolExecutor(_PARALLEL) as pool:
        each = pool.map(lambda host: _of_host(session, host, tcp), wanted)
        found = {host.subject: result for host, result in zip(wanted, each, strict=True)}
    return {
        host.subject: _swept(host, *found[host.subject], works=control, left=_left(session, host, found, departures))
        for host in wanted
    }


def _tcp(session: Session, hosts: list[HostJob]) -> dict[Address, AtAddress]:
    groups: dict[tuple[tuple[str, ...], int], list[Asked]] = {}
    found: dict[Address, AtAddress] = {}
    for host in hosts:
        ports = tuple(port for port in host.ports if port.startswith("tcp/"))
        for address in map(ipaddress.ip_address, host.addresses):
            refusal = _refusal(session, host, address, ports)
            if refusal is not None:
                found[address] = AtAddress(fault=refusal)
            elif ports:
                groups.setdefault((ports, address.version), []).append(Asked(host, address))
    for (ports, _), asked in groups.items():
        with permitted_for(session.seconds_left(one.probe(port) for one in asked for port in ports)):
            run = nmap.sweep([one.address for one in asked], ports, session.rates)
        held = {} if isinstance(run, Outcome) else holders(run.hosts)
        found |= {one.address: _proven(session, one, _at(one, frozenset(ports), run, held), run) for one in asked}
    return found


def _refusal(session: Session, host: HostJob, address: Address, ports: tuple[str, ...]) -> Outcome | None:
    return session.refusal_of_ports(Probe(host.owner, host.domain, address), ports, "ports")


def of_scan(host: HostJob, run: NmapRun) -> Outcome:
    """What a scan that somebody else made says of one host's ports, by the rules of our own sweeps. Nobody knows
    whether the network worked there and which packets left, so that its silence proves nothing by itself.
    """
    held = holders(run.hosts)
    ports = frozenset(port for port in run.tried if port.startswith("tcp/"))
    at = {a: _at(Asked(host, a), ports, run, held) for a in map(ipaddress.ip_address, host.addresses)}
    alive = any(item.answered for item in at.values())
    return _swept(host, at, alive, works=False, left=frozenset()).outcome


def _at(asked: Asked, ports: frozenset[str], run: NmapRun | Outcome, held: Holders) -> AtAddress:
    if isinstance(run, Outcome):
        return AtAddress(fault=run)
    address = asked.address
    seen = _seen(address, run)
    if seen is None:
        return AtAddress(fault=failed(State.TIMEOUT, "host_down", str(address), tool=f"nmap {run.version}"))
    opened, refused = frozenset(seen.open), frozenset(seen.refused)
    if answers_everywhere(opened, frozenset(run.tried)):
        return AtAddress(fault=failed(State.FILTERED, EVERYWHERE, str(address), str(len(opened)), tool=_TOOL))
    answered = seen.answered or speaks_for_itself(seen, held, asked.is_own)
    if not (seen.finished and run.finished):
        code = "nmap_ended_early" if seen.finished else "host_timeout"
        fault = failed(State.PARTIAL, code, str(address), tool=f"nmap {run.version}")
        return AtAddress(_NONE, opened, refused, answered, fault)
    return AtAddress(ports & frozenset(run.tried), opened, refused, answered)


def answers_everywhere(opened: frozenset[str], tried: frozenset[str]) -> bool:
    """Whether something answers on nearly every port of many, as no machine does: a proxy before it that takes every
    connection, or a trap.
    """
    return len(tried) >= _MANY and len(opened) * 10 >= len(tried) * 9


def _seen(address: Address, run: NmapRun) -> ScannedHost | None:
    return next((host for host in run.hosts if host.address == str(address)), None)


def _proven(session: Session, asked: Asked, at: AtAddress, run: NmapRun | Outcome) -> AtAddress:
    """With those refusals of a scan by plain connections that a reset told of: asked once more on sockets of our own,
    where the kernel says who refused. What may no longer be asked stays unproven.
    """
    seen = None if isinstance(run, Outcome) else _seen(asked.address, run)
    if seen is None or not seen.unproven:
        return at

    def again(port: str) -> bool:
        session.pace.wait()
        if session.closed(asked.probe(port)) is not None:
            return False
        return attempt(asked.address, int(port.removeprefix("tcp/"))) is Attempt.REFUSED

    with ThreadPoolExecutor(_PARALLEL) as pool:
        told = dict(zip(seen.unproven, pool.map(again, seen.unproven), strict=True))
    refused = at.refused | {port for port, by_host in told.items() if by_host}
    return replace(at, refused=refused, answered=at.answered or bool(refused))


def _of_host(
    session: Session, host: HostJob, tcp: Mapping[Address, AtAddress]
) -> tuple[dict[Address, AtAddress], bool]:
    found: dict[Address, AtAddress] = {}
    questions = [port for port in host.ports if port.startswith("udp/")]
    for address in map(ipaddress.ip_address, host.addresses):
        at = tcp.get(address, AtAddress())
        if questions and (at.fault is None or at.answered):
            session.pace.wait(len(questions) * 2)
            if (refusal := _refusal(session, host, address, tuple(questions))) is not None:
                at = replace(at, fault=at.fault or refusal)
            else:
                at = _with_udp(at, udp.knock(address, questions))
        found[address] = at
    return found, any(at.answered for at in found.values())


def _with_udp(at: AtAddress, told: udp.Knocked) -> AtAddress:
    return AtAddress(
        at.tried | told.tried, at.open | told.open, at.refused | told.refused, at.answered or told.alive, at.fault
    )


def _left(
    session: Session,
    host: HostJob,
    found: Mapping[str, tuple[dict[Address, AtAddress], bool]],
    departures: Departures | None,
) -> frozenset[Packet]:
    """Packets nobody answered that are shown to have left the vantage. On its own link no gateway tells of them."""
    if departures is None or (departures.asks and host.zone == session.job.zone):
        return frozenset()
    doubtful: list[Packet] = []
    for address, item in found[host.subject][0].items():
        ports = _sorted(item.tried - item.open - item.refused)
        asked = departures.asks and ports
        probe = Probe(host.owner, host.domain, address)
        if not asked or session.refusal_of_ports(probe, ports, "ports, time to live 1") is None:
            doubtful += [Packet(address, port) for port in ports]
    probes = [Probe(host.owner, host.domain, packet.address, packet.port) for packet in doubtful]
    try:
        return departures.shown(doubtful, session.ending(probes).pace.wait)
    except WindowEndedError:
        return frozenset()


def _shown(port: str, at: Mapping[Address, AtAddress], left: frozenset[Packet]) -> bool:
    """Whether every unanswered packet to a port is shown to have left."""
    return all(port in item.open | item.refused or Packet(address, port) in left for address, item in at.items())


def _swept(
    host: HostJob,
    at: Mapping[Address, AtAddress],
    alive: bool,  # noqa: FBT001  # a fact, not a switch
    *,
    works: bool,
    left: frozenset[Packet],
) -> Swept:
    tried = frozenset.intersection(*(item.tried for item in at.values())) if at else _NONE
    opened = _NONE.union(*(item.open for item in at.values()))
    refused = tried.intersection(*(item.refused for item in at.values())) - opened
    silent = tried - opened - refused
    without = [address for address, item in at.items() if item.fault is not None]
    data = Ports(
        open=_sorted(opened),
        swept=_sorted(tried | opened),
        refused=_sorted(refused),
        silent=_sorted(silent),
        left=_sorted(port for port in silent if _shown(port, at, left)),
        **addressed([address for address in at if address not in without], [*without, *host.left_out]),
    )
    return Swept(_judged(host, at, data, alive=alive, works=works), at, tried)


def _judged(host: HostJob, at: Mapping[Address, AtAddress], data: Ports, *, alive: bool, works: bool) -> Outcome:
    faults = [item.fault for item in at.values() if item.fault is not None]
    if faults and not data.swept:
        return faults[0]
    if faults:
        return Outcome(State.PARTIAL, data, faults[0].cause, _TOOL)
    if host.left_out:
        return Outcome(State.PARTIAL, data, left_out(host.left_out).cause, _TOOL)
    if alive:
        return Outcome(State.OK, data, tool=_TOOL)
    if not works:
        return Outcome(State.PARTIAL, data, Cause(code="control_failed"), _TOOL)
    return Outcome(State.FILTERED, data, Cause(code=SILENT), _TOOL)


def _sorted(ports: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(ports, key=port_key))
