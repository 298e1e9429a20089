"""Looks of one vantage beyond single hosts: into other zones, outwards, at names, and for machines nobody declared."""

import ipaddress
import ssl
from collections.abc import Iterable
from dataclasses import replace

from auditor.collectors.agent.sweep import sweep
from auditor.collectors.agent.versions import Versions
from auditor.collectors.deadline import WindowEndedError, permitted_for
from auditor.collectors.job import DiscoveryJob, HostJob, NameJob, ReachJob, Target
from auditor.collectors.looks import Look
from auditor.collectors.network import dns, http, nmap
from auditor.collectors.network.departure import Departures
from auditor.collectors.network.neighbours import holders
from auditor.collectors.network.reach import egress, reach
from auditor.collectors.network.sockets import Attempt, attempt
from auditor.collectors.outcome import Outcome, failed
from auditor.collectors.parsers.nmap_xml import NmapRun
from auditor.collectors.scope import Address, Probe
from auditor.collectors.session import Session
from auditor.model.base import is_address
from auditor.model.facts import Cause, Dns, Http, Observation, Ports
from auditor.model.facts.addressed import addressed
from auditor.model.vocab.measurements import State

_MOST_ON_ONE_CARD = 8
"""Addresses that one network card may well have; a router that answers for a whole prefix has more."""

UNDECLARED = "undeclared-"
"""Prefix of the documents of machines nobody declared, followed by their routing domain."""


def work_reach(session: Session, order: ReachJob, departures: Departures, *, control: bool) -> Outcome:
    """Tries the declared services of one other zone, and says which of its machines were left out."""
    mine = session.ending(_probes(session, order.targets))
    try:
        outcome = reach(mine, order.to_zone, order.targets, control=control, departures=departures)
    except WindowEndedError:
        return failed(State.OUTSIDE_WINDOW, "window_ended")
    if outcome.state is State.OK and order.left_out:
        cause = Cause(code="targets_left_out", args=order.left_out[:20])
        return Outcome(outcome.state, outcome.data, cause, outcome.tool)
    return outcome


def work_egress(session: Session, *, control: bool) -> Outcome:
    """Tries the way out from the machine the vantage stands on."""
    targets = session.job.egress
    try:
        return egress(session.ending(_probes(session, targets)), targets, control=control)
    except WindowEndedError:
        return failed(State.OUTSIDE_WINDOW, "window_ended")


def _probes(session: Session, targets: Iterable[Target]) -> list[Probe]:
    """What the door permits now of all that is to be tried."""
    every = (
        Probe(target.owner, target.domain, ipaddress.ip_address(target.address), port)
        for target in targets
        for port in target.ports
    )
    return [probe for probe in every if session.closed(probe) is None]


def look_at_name(session: Session, order: NameJob, versions: Versions) -> Outcome:
    """Resolves a name and asks its IPv6 addresses for a page over TLS; where it has any, also in which IP versions its
    web servers take connections at all.
    """
    resolver = ipaddress.ip_address(session.job.resolver)
    probe = Probe(None, session.job.resolver_domain, resolver, "udp/53")
    session.pace.wait(2)
    if (refusal := session.refusal(probe, "dns")) is not None:
        return refusal
    over_tcp = replace(probe, port="tcp/53")
    outcome = dns.resolve(order.name, resolver, refusal_of_tcp=lambda: session.refusal(over_tcp, "dns over TCP"))
    if not isinstance(outcome.data, Dns) or not outcome.data.aaaa:
        return outcome
    results, cause = _over_ipv6(session, order, outcome.data)
    answers = all(results.values()) if results else None
    left = [text for text in outcome.data.aaaa if text not in results]
    over = versions.of(order, outcome.data)
    data = outcome.data.model_copy(update={"https_over_ipv6": answers} | over | addressed(results, left))
    return Outcome(State.PARTIAL if left else State.OK, data, cause, f"{outcome.tool}; {ssl.OPENSSL_VERSION}")


def _over_ipv6(session: Session, order: NameJob, data: Dns) -> tuple[dict[str, bool], Cause | None]:
    """Whether each address that may be asked answers, and why another could not be asked from here."""
    results: dict[str, bool] = {}
    cause: Cause | None = None
    for address in (ipaddress.ip_address(text) for text in data.aaaa if is_address(text)):
        probe = Probe(order.owner, session.job.domain, address, "tcp/443")
        session.pace.wait()
        if (refusal := session.refusal(probe, "https over IPv6")) is not None:
            cause = refusal.cause
            continue
        if attempt(address, 443) is Attempt.NO_ROUTE_HERE:
            cause = Cause(code="no_ipv6_here")
            continue
        page = http.get(http.Page(address, 443, tls=True, name=order.name))
        results[str(address)] = isinstance(page.data, Http)
    return results, cause


def discover(
    session: Session, order: DiscoveryJob, departures: Departures, *, control: bool
) -> list[tuple[str, list[Observation]]] | None:
    """Looks for live machines nobody declared, and at their ports. None where they were not looked for to the end."""
    prefix = ipaddress.ip_network(order.prefix)
    search = session.door.search(order.domain, prefix, session.clock())
    if search is None:
        return None
    known = {ipaddress.ip_address(address) for address in (*order.known, *session.door.untouchable(order.domain))}
    session.searched(prefix, search, f"discovery {prefix}")
    with permitted_for((search.until - session.clock()).total_seconds()):
        run = nmap.discover(prefix, known, session.rates, search)
    if not isinstance(run, NmapRun):
        return None
    live, spoken_for = _met(run, known)
    hosts = [_stranger(session, order.domain, str(address)) for address in live]
    swept = sweep(session, [host for host in hosts if host.ports], control=control, departures=departures)
    found = [
        Look(host.system, "ports", host.subject, session.place).observed(outcome)
        for host in hosts
        if host.subject in swept
        and (_spoke(outcome := swept[host.subject].outcome) or spoken_for.isdisjoint(host.addresses))
    ]
    return [(f"{UNDECLARED}{order.domain}", found)] if found else []


def _met(run: NmapRun, known: set[Address]) -> tuple[list[Address], set[str]]:
    """Addresses that answered and nobody declared, and those of them for which a router may have answered, since its
    hardware address is that of a machine known otherwise. Of many addresses behind one card none is asked further.
    """
    held = holders(run.hosts)
    unknown = {ipaddress.ip_address(host.address) for host in run.hosts} - known
    live, spoken_for = [], set()
    for host in run.hosts:
        address, together = ipaddress.ip_address(host.address), held.get(host.mac, frozenset())
        if host.local or address in known or len(together) > _MOST_ON_ONE_CARD:
            continue
        live.append(address)
        if together - unknown:
            spoken_for.add(host.address)
    return live, spoken_for


def _spoke(outcome: Outcome) -> bool:
    """Whether the machine itself said anything."""
    return isinstance(outcome.data, Ports) and bool(outcome.data.open or outcome.data.refused)


def _stranger(session: Session, domain: str, address: str) -> HostJob:
    return HostJob(
        subject=f"{domain}/{address}",
        system=f"{UNDECLARED}{domain}",
        zone=session.job.zone,
        domain=domain,
        addresses=(address,),
        ports=session.door.ports(None, domain, ipaddress.ip_address(address), session.clock()),
    )
