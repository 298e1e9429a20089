"""The sweep of many hosts' ports, and what it means for each of them.

A port counts as swept only when it was tried, to the end, on every address of the host. A host that said nothing at all
proves nothing by its silence: such a sweep is `filtered`, until something else shows that the host is alive (`settle`).
"""

import ipaddress
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from auditor.collectors.job import HostJob
from auditor.collectors.network import nmap, udp
from auditor.collectors.outcome import Outcome, failed
from auditor.collectors.parsers.nmap_xml import NmapRun, ScannedHost
from auditor.collectors.scope import Address, Probe, port_key
from auditor.collectors.session import Session
from auditor.model.facts import Cause, Ports
from auditor.model.vocab import State

SILENT = "silent"
"""Cause of a sweep to which nothing answered, though the vantage's own network works."""

_TOOL = "nmap and udp questions"
_PARALLEL = 16


@dataclass(frozen=True, slots=True)
class Swept:
    """The outcome for one host; ports open at each address; ports tried on every address."""

    outcome: Outcome
    open_at: Mapping[Address, tuple[str, ...]]
    tried: frozenset[str]

    def closed(self, port: str) -> bool:
        """Tried everywhere by a sweep that finished, and open nowhere."""
        return port in self.tried and not any(port in ports for ports in self.open_at.values())


@dataclass(frozen=True, slots=True)
class _AtAddress:
    """What one address gave."""

    tried: frozenset[str]
    open: frozenset[str]
    answered: bool
    fault: Outcome | None = None


def sweep(session: Session, hosts: Iterable[HostJob], *, control: bool) -> dict[str, Swept]:
    """Sweeps hosts together, those with equal ports and the same IP version in one run. `control`: the vantage's
    network is known to work.
    """
    wanted = [host for host in hosts if host.sweep]
    tcp = _tcp(session, wanted)
    with ThreadPoolExecutor(_PARALLEL) as pool:
        each = pool.map(lambda host: _of_host(session, host, tcp), wanted)
        found = {host.subject: result for host, result in zip(wanted, each, strict=True)}
    works = control or any(swept[1] for swept in found.values())
    return {host.subject: _swept(host, *found[host.subject], works=works) for host in wanted}


def _tcp(session: Session, hosts: list[HostJob]) -> dict[Address, _AtAddress]:
    groups: dict[tuple[tuple[str, ...], int], list[Address]] = {}
    found: dict[Address, _AtAddress] = {}
    for host in hosts:
        ports = tuple(port for port in host.ports if port.startswith("tcp/"))
        for address in map(ipaddress.ip_address, host.addresses):
            refusal = _refusal(session, host, address, ports)
            if refusal is not None:
                found[address] = _AtAddress(frozenset(), frozenset(), answered=False, fault=refusal)
            elif ports:
                groups.setdefault((ports, address.version), []).append(address)
    for (ports, _), addresses in groups.items():
        run = nmap.sweep(addresses, ports, session.job.rates)
        found |= {address: _at(address, frozenset(ports), run) for address in addresses}
    return found


def _refusal(session: Session, host: HostJob, address: Address, ports: tuple[str, ...]) -> Outcome | None:
    return session.refusal_of_ports(Probe(host.owner, host.domain, address), ports, "ports")


def _at(address: Address, ports: frozenset[str], run: NmapRun | Outcome) -> _AtAddress:
    if isinstance(run, Outcome):
        return _AtAddress(frozenset(), frozenset(), answered=False, fault=run)
    seen: ScannedHost | None = next((host for host in run.hosts if host.address == str(address)), None)
    if seen is None:
        fault = failed(State.TIMEOUT, "host_down", str(address), tool=f"nmap {run.version}")
        return _AtAddress(frozenset(), frozenset(), answered=False, fault=fault)
    if not seen.finished:
        fault = failed(State.PARTIAL, "host_timeout", str(address), tool=f"nmap {run.version}")
        return _AtAddress(frozenset(), frozenset(seen.open), answered=seen.answered, fault=fault)
    return _AtAddress(ports & frozenset(run.tried), frozenset(seen.open), answered=seen.answered)


def _of_host(
    session: Session, host: HostJob, tcp: Mapping[Address, _AtAddress]
) -> tuple[dict[Address, _AtAddress], bool]:
    found: dict[Address, _AtAddress] = {}
    questions = [port for port in host.ports if port.startswith("udp/")]
    for address in map(ipaddress.ip_address, host.addresses):
        at = tcp.get(address, _AtAddress(frozenset(), frozenset(), answered=False))
        if questions and (at.fault is None or at.answered):
            if (refusal := _refusal(session, host, address, tuple(questions))) is not None:
                at = _AtAddress(at.tried, at.open, at.answered, at.fault or refusal)
            else:
                session.pace.wait(len(questions) * 2)
                told = udp.knock(address, questions)
                at = _AtAddress(at.tried | told.tried, at.open | told.open, at.answered or told.alive, at.fault)
        found[address] = at
    return found, any(at.answered for at in found.values())


def _swept(host: HostJob, at: Mapping[Address, _AtAddress], alive: bool, *, works: bool) -> Swept:  # noqa: FBT001  # a fact, not a switch
    tried = frozenset.intersection(*(item.tried for item in at.values())) if at else frozenset()
    opened = frozenset().union(*(item.open for item in at.values()))
    data = Ports(open=_sorted(opened), swept=_sorted(tried | opened))
    open_at = {address: _sorted(item.open) for address, item in at.items()}
    return Swept(_judged(host, at, data, alive=alive, works=works), open_at, tried)


def _judged(host: HostJob, at: Mapping[Address, _AtAddress], data: Ports, *, alive: bool, works: bool) -> Outcome:
    faults = [item.fault for item in at.values() if item.fault is not None]
    if faults and not data.swept:
        return faults[0]
    if faults:
        return Outcome(State.PARTIAL, data, faults[0].cause, _TOOL)
    if host.left_out:
        return Outcome(State.PARTIAL, data, Cause(code="addresses_left_out", args=host.left_out[:20]), _TOOL)
    if alive:
        return Outcome(State.OK, data, tool=_TOOL)
    if not works:
        return Outcome(State.PARTIAL, data, Cause(code="control_failed"), _TOOL)
    return Outcome(State.FILTERED, data, Cause(code=SILENT), _TOOL)


def _sorted(ports: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(ports, key=port_key))
