"""Scans that somebody else made with nmap (`-oX`), read from files as looks of one vantage; nothing is sent."""

import datetime
import ipaddress
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from auditor.collectors.agent.sweep import of_scan
from auditor.collectors.agent.zone import UNDECLARED
from auditor.collectors.job import HostJob
from auditor.collectors.looks import Look
from auditor.collectors.outcome import Outcome, Place, observation
from auditor.collectors.parsers.nmap_xml import NmapRun, ScannedHost, TlsOffer, parse_kept
from auditor.collectors.parsers.rows import AHEAD
from auditor.collectors.planning.addresses import PlanningEstate
from auditor.collectors.planning.plan import Refused
from auditor.collectors.running.merge import merge
from auditor.errors import FactsError, Problem, UnreadableError
from auditor.model.base import in_ipv6_clothing, is_address
from auditor.model.facts import Cause, Observation, Services, Tls
from auditor.model.facts.addressed import addressed
from auditor.model.inventory import Host
from auditor.model.settings import Vantage
from auditor.model.vocab.measurements import Basis, State

LARGEST = 64 * 1024 * 1024
MOST_HOSTS = 70_000


@dataclass(frozen=True, slots=True)
class Scan:
    """One file: what it holds, when the scan ended, and whether it is the whole of it."""

    name: str
    run: NmapRun
    at: datetime.datetime
    digest: str
    whole: bool

    @property
    def tool(self) -> str:
        """What an observation names as its tool: nmap, its version, the file and the beginning of its SHA-256."""
        return f"nmap {self.run.version} by file {self.name[:60]} {self.digest[:16]}"[:120]

    def at_host(self, seen: Sequence[ScannedHost]) -> datetime.datetime:
        """When the last address of a host was done with."""
        ended = [item.ended for item in seen if item.ended is not None]
        found = _instant(max(ended)) if len(ended) == len(seen) and ended else self.at
        return min(found, self.at)


def read_scan(path: Path, now: datetime.datetime, at: datetime.datetime | None = None) -> Scan:
    """One file; `at` is when the scan ended, where its own word is not taken or there is none.

    Raises FactsError for what is no output of nmap's, tells no time, or one that is still to come.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as fault:
        raise _wrong(path, f"cannot be read: {fault.strerror}", "Name a file that `nmap -oX FILE` wrote.") from fault
    if len(data) > LARGEST:
        raise _wrong(path, f"is larger than {LARGEST // 2**20} MiB", "Scan fewer addresses in one run.")
    try:
        run, cut = parse_kept(data)
    except UnreadableError as fault:
        raise _wrong(path, fault.message, "Name a file that `nmap -oX FILE` wrote.") from fault
    if len(run.hosts) > MOST_HOSTS:
        raise _wrong(path, "tells more hosts than any scan", "Scan fewer addresses in one run.")
    when = at or (None if run.ended is None else _instant(run.ended))
    if when is None:
        raise _wrong(path, "does not tell when it was made", "Say it with --at, RFC 3339 with zone.")
    if when > now + AHEAD:
        raise _wrong(path, f"was made in the future ({when:%Y-%m-%d %H:%M %z})", "Say with --at when it was made.")
    return Scan(path.name, run, when, sha256(data).hexdigest(), whole=not cut and run.finished)


def scanned(estate: PlanningEstate, vantage: Vantage, scans: Sequence[Scan]) -> tuple[Refused, ...]:
    """What the files say, as looks of the vantage: ports, services that answered, TLS versions, each with its document.

    Of one look in several files the newest finished one counts, as of several collections (`merge`).
    """
    standing = estate.hosts.get(vantage.host or "")
    place = Place(standing.id if standing else vantage.id, vantage.zone)
    merged: dict[str, Observation] = {}
    documents: dict[str, str] = {}
    for item in (item for scan in sorted(scans, key=lambda one: one.at) for item in _of(estate, place, scan)):
        documents[item.observation.id] = item.document
        merge(merged, item.observation)
    return tuple(Refused(documents[key.partition("@")[0]], item) for key, item in merged.items())


def _of(estate: PlanningEstate, place: Place, scan: Scan) -> Iterator[Refused]:
    domain = estate.domain_of(place.zone)
    declared: dict[str, list[ScannedHost]] = defaultdict(list)
    for seen in scan.run.hosts:
        if seen.local or not is_address(seen.address) or in_ipv6_clothing(ipaddress.ip_address(seen.address)):
            continue
        address = str(ipaddress.ip_address(seen.address))
        host = estate.host_at(domain, address)
        declared[host.id if host else f"{domain}/{address}"].append(replace(seen, address=address))
    run = replace(scan.run, hosts=tuple(seen for each in declared.values() for seen in each))
    for name, each in declared.items():
        yield from _of_host(estate, place, replace(scan, run=run), estate.hosts.get(name), each)


def _of_host(
    estate: PlanningEstate, place: Place, scan: Scan, host: Host | None, seen: list[ScannedHost]
) -> Iterator[Refused]:
    order = _order(estate, place, host, [item.address for item in seen])
    if not any(port.startswith("tcp/") for port in scan.run.tried):
        return  # a search for machines that answer says nothing of ports
    at = scan.at_host(seen)
    ports = replace(of_scan(order, scan.run), tool=scan.tool)
    yield _placed(Look(order.system, "ports", order.subject, place), ports, at)
    if host is None:
        return
    yield _placed(Look(order.system, "services", order.subject, place), _services(order, scan, seen), at)
    for endpoint in estate.endpoints_on(host.id):
        offers = {item.address: item.tls[endpoint.id.port] for item in seen if endpoint.id.port in item.tls}
        for number, (address, offer) in enumerate(offers.items()):
            outcome = _offer(scan, address, offer, [a for a in (*order.addresses, *order.left_out) if a not in offers])
            look = Look(order.system, "tls", endpoint.id, place, address if number else "")
            yield _placed(look, outcome, at)


def _order(estate: PlanningEstate, place: Place, host: Host | None, addresses: list[str]) -> HostJob:
    """The host as a sweep would have it: its addresses in the file, and those the file does not tell."""
    domain = estate.domain_of(place.zone)
    every = list(map(str, estate.addresses_in(host, domain))) if host else addresses
    document = host.system if host else f"{UNDECLARED}{domain}"
    return HostJob(
        subject=host.id if host else f"{domain}/{addresses[0]}",
        system=document,
        zone=place.zone,
        domain=domain,
        addresses=tuple(address for address in every if address in addresses),
        left_out=tuple(address for address in every if address not in addresses),
    )


def _services(order: HostJob, scan: Scan, seen: list[ScannedHost]) -> Outcome:
    """Services by name. One whose port was not asked what it is, is no service: a name from a table is none."""
    told = {service for item in seen for service in item.services if service.name or service.product}
    silent = {port for item in seen for port in item.open} - {service.port for service in told}
    data = Services(services=tuple(sorted(told, key=lambda one: (one.port, one.name, one.product))))
    data = data.model_copy(update=addressed(order.addresses, order.left_out))
    if not scan.run.finished or not all(item.finished for item in seen):
        cause = Cause(code="scan_cut_short" if not scan.whole else "host_timeout")
    elif order.left_out:
        cause = Cause(code="addresses_left_out", args=order.left_out[:5])
    elif silent:
        cause = Cause(code="services_not_asked", args=tuple(sorted(silent)[:5]))
    else:
        return Outcome(State.OK, data, tool=scan.tool)
    return Outcome(State.PARTIAL, data, cause, scan.tool)


def _offer(scan: Scan, address: str, offer: TlsOffer, left: list[str]) -> Outcome:
    """Versions alone; who the certificate names, and whether it holds, such a scan does not tell."""
    tried = scan.run.tls_tried
    data = Tls(offered=offer.offered, tried=tried, weak_ciphers=offer.weak_ciphers, **addressed([address], left))
    return Outcome(State.PARTIAL, data, Cause(code="certificate_not_shown"), scan.tool)


def _placed(look: Look, outcome: Outcome, at: datetime.datetime) -> Refused:
    item = observation(look.kind, look.subject, look.place, outcome, detail=look.detail, basis=Basis.IMPORTED, at=at)
    return Refused(look.document, item)


def _instant(seconds: int) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)


def _wrong(path: Path, message: str, remedy: str) -> FactsError:
    return FactsError([Problem(path, None, "", message, remedy=remedy)])
