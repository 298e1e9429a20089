"""The only door to the network: whether one probe is permitted, and if not, why.

Everything in this room that opens a socket or starts a process asks here first, once when the work is planned and once
more just before it is done, because a window may have closed meanwhile.
"""

import datetime
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass

from auditor.model.base import VIETNAM, in_ipv6_clothing
from auditor.model.facts import Cause
from auditor.model.inventory import Host, Inventory
from auditor.model.scope import ECHO, Authorisation, Rate, Scope, Weekday, Window
from auditor.model.vocab.measurements import State

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Prefix = ipaddress.IPv4Network | ipaddress.IPv6Network


_TCP = """
    7 9 13 17 19 20 21 22 23 25 37 43 49 53 70 79 80 81 88 102 110 111 113 119 135 139 143 161 179 199 389 427
    443 444 445 464 465 500 502 512 513 514 515 521 543 544 548 554 587 593 623 631 636 646 830 873 902 993 995
    1025 1080 1099 1194 1433 1434 1494 1521 1522 1701 1723 1812 1883 1900 2000 2049 2082 2083 2121 2222 2323
    2375 2376 2379 2380 2483 2484 3000 3128 3268 3269 3306 3389 3690 4369 4444 4786 4848 5000 5060 5061 5222
    5353 5432 5433 5555 5601 5632 5666 5672 5800 5900 5901 5984 5985 5986 6000 6001 6379 6443 6514 6667 7000
    7001 7077 7474 8000 8006 8008 8009 8080 8081 8086 8088 8089 8140 8161 8291 8443 8500 8728 8834 8883 8888
    9000 9001 9042 9090 9092 9100 9200 9300 9418 9443 10000 10050 10051 10250 11211 15672 25565 27017 27018
    50000 50070 61616
"""

DEFAULT_PORTS = (*(f"tcp/{number}" for number in _TCP.split()), "udp/53", "udp/69", "udp/123", "udp/161")
"""What an authorisation without a list of ports permits, beside the ports its owner declares as endpoints."""

_HORIZON = datetime.timedelta(days=1)
"""How far ahead the end of a permission is looked for: nothing that is started takes longer."""

_DAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_CLOSENESS = (
    "no_authorisation",
    "no_authorisation_for_owner",
    "address_outside_scope",
    "authorisation_expired",
    "authorisation_not_yet_valid",
    "do_not_touch",
    "configuration_not_permitted",
    "port_outside_scope",
    "outside_window",
)
"""Reasons from far to near; the nearest one says what is missing."""


@dataclass(frozen=True, slots=True)
class Permission:
    """A probe may be sent: under which authorisation, how fast, and on which paper."""

    authorisation: str
    document: str
    rate: Rate


@dataclass(frozen=True, slots=True)
class Refusal:
    """A probe may not be sent; `state` and `cause` become the observation that stands in its place."""

    state: State
    cause: Cause


@dataclass(frozen=True, slots=True)
class Probe:
    """One question to the door. `owner` None means a machine nobody declared; `port` None means the address as such.

    `configuration` asks for reading settings rather than for a packet to a service.
    """

    owner: str | None
    domain: str
    address: Address
    port: str | None = None
    configuration: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """What machines nobody declared may be looked for with in a prefix: TCP and UDP ports, sorted, and whether by ICMP
    echo; until when, and by which authorisations.
    """

    authorisation: str

    ports: tuple[str, ...]
    echo: bool
    until: datetime.datetime


@dataclass(frozen=True, slots=True)
class _Given:
    """One authorisation, with its addresses as objects. `ports` may hold `icmp/echo`."""

    paper: Authorisation
    areas: tuple[tuple[str, Prefix], ...]
    untouchable: frozenset[Address]
    ports: frozenset[str]


class Door:
    """Answers for one scope. `declared` are ports of declared endpoints by owner, permitted where no list is given."""

    def __init__(self, scope: Scope, declared: Mapping[str, frozenset[str]] | None = None) -> None:
        known = declared or {}
        self._given = tuple(_compiled(paper, known.get(paper.owner, frozenset())) for paper in scope.authorisations)
        self._never: dict[str, frozenset[Address]] = {}
        for given in self._given:
            for domain in {domain for domain, _ in given.areas}:
                self._never[domain] = self._never.get(domain, frozenset()) | given.untouchable

    def ask(self, probe: Probe, instant: datetime.datetime) -> Permission | Refusal:
        """Whether the probe may be sent at `instant` (with time zone). Among several authorisations one suffices,
        except that an address on anybody's do-not-touch list of the same domain is never touched.
        """
        if self._untouchable(probe):
            return Refusal(State.OUT_OF_SCOPE, Cause(code="do_not_touch", args=(str(probe.address),)))
        local, nearest = instant.astimezone(VIETNAM), Cause(code="no_authorisation")
        for given in self._given:
            cause = _objection(given, probe, local)
            if cause is None:
                return Permission(given.paper.id, given.paper.document, given.paper.rate)
            if _CLOSENESS.index(cause.code) > _CLOSENESS.index(nearest.code):
                nearest = cause
        return Refusal(State.OUTSIDE_WINDOW if nearest.code == "outside_window" else State.OUT_OF_SCOPE, nearest)

    def ports(self, owner: str | None, domain: str, address: Address, instant: datetime.datetime) -> tuple[str, ...]:
        """Every port that may be tried on an address at `instant`, sorted; empty when none may."""
        probe, local = Probe(owner, domain, address), instant.astimezone(VIETNAM)
        if self._untouchable(probe):
            return ()
        allowed = (given.ports for given in self._given if _objection(given, probe, local) is None)
        return tuple(sorted(frozenset().union(*allowed) - {ECHO}, key=port_key))

    def until(self, probe: Probe, instant: datetime.datetime) -> datetime.datetime:
        """The first instant from `instant` on at which the probe may no longer be sent, at most a day ahead.

        Authorisations and windows that follow each other without a gap count as one.
        """
        at, horizon = instant, instant + _HORIZON
        while at < horizon and not self._untouchable(probe):
            local = at.astimezone(VIETNAM)
            ends = [_end(given.paper, local) for given in self._given if _objection(given, probe, local) is None]
            if not ends:
                return at
            at = max(ends)
        return min(at, horizon)

    def search(self, domain: str, prefix: Prefix, instant: datetime.datetime) -> Search | None:
        """What may be sent to every address of a prefix to find machines nobody declared; None where nothing may."""
        local = instant.astimezone(VIETNAM)
        held = [
            given
            for given in self._given
            if _dates(given.paper, local) is None
            and _open(given.paper, local)
            and any(area == domain and _inside_prefix(prefix, wide) for area, wide in given.areas)
        ]
        if not held:
            return None
        ports = frozenset[str]().union(*(given.ports for given in held))
        until = min(_end(given.paper, local) for given in held)
        names = " ".join(given.paper.id for given in held)
        return Search(names, tuple(sorted(ports - {ECHO}, key=port_key)), ECHO in ports, until)

    def prefixes(self, domain: str, instant: datetime.datetime) -> tuple[Prefix, ...]:
        """The prefixes of a domain in which machines nobody declared may be looked for at `instant`."""
        local = instant.astimezone(VIETNAM)
        return tuple(
            prefix
            for given in self._given
            if _dates(given.paper, local) is None and _open(given.paper, local)
            for area, prefix in given.areas
            if area == domain
        )

    def untouchable(self, domain: str) -> frozenset[Address]:
        """Every address of a domain that is on somebody's do-not-touch list."""
        return self._never.get(domain, frozenset())

    def _untouchable(self, probe: Probe) -> bool:
        return probe.address in self.untouchable(probe.domain)


def ends_of(prefix: Prefix) -> frozenset[Address]:
    """Addresses of a network that no machine has: that of the network itself, and that of all of its machines (of
    IPv6: of all of its routers).
    """
    if prefix.prefixlen >= prefix.max_prefixlen - 1:
        return frozenset()
    return frozenset({prefix.network_address, prefix.broadcast_address} if prefix.version == 4 else {prefix[0]})  # noqa: PLR2004  # the IP version


def port_key(port: str) -> tuple[str, int]:
    """Sorts `tcp/80` before `tcp/443`."""
    protocol, _, number = port.partition("/")
    return protocol, int(number)


def declared_ports(inventory: Inventory) -> dict[str, frozenset[str]]:
    """Ports of declared endpoints by the owner of the host they stand on."""
    owner_of = owners(inventory)
    found: dict[str, set[str]] = {}
    for endpoint in inventory.endpoints:
        if owner := owner_of.get(endpoint.id.host):
            found.setdefault(owner, set()).add(endpoint.id.port)
    return {owner: frozenset(ports) for owner, ports in found.items()}


def owners(inventory: Inventory) -> dict[str, str]:
    """Owner (organisation id) of each host, by the system the host belongs to."""
    of_system = {system.id: system.owner for system in inventory.systems}
    return {host.id: of_system[host.system] for host in inventory.hosts if host.system in of_system}


def addresses(host: Host) -> tuple[Address, ...]:
    """A host's declared addresses as objects, which is the only form in which they may reach a command line."""
    return tuple(ipaddress.ip_address(interface.address) for interface in host.interfaces)


def _compiled(paper: Authorisation, declared: frozenset[str]) -> _Given:
    return _Given(
        paper=paper,
        areas=tuple((area.domain, ipaddress.ip_network(prefix)) for area in paper.areas for prefix in area.prefixes),
        untouchable=frozenset(ipaddress.ip_address(address) for address in paper.do_not_touch),
        ports=frozenset(paper.ports) or frozenset(DEFAULT_PORTS) | declared | {ECHO},
    )


def _objection(given: _Given, probe: Probe, local: datetime.datetime) -> Cause | None:
    paper = given.paper
    if probe.owner is not None and paper.owner != probe.owner:
        return Cause(code="no_authorisation_for_owner", args=(probe.owner,))
    if in_ipv6_clothing(probe.address) or not any(
        domain == probe.domain and probe.address in prefix for domain, prefix in given.areas
    ):
        return Cause(code="address_outside_scope", args=(str(probe.address), paper.id))
    if (cause := _dates(paper, local)) is not None:
        return cause
    if probe.configuration and not paper.configuration:
        return Cause(code="configuration_not_permitted", args=(paper.id,))
    if probe.port is not None and not probe.configuration and probe.port not in given.ports:
        return Cause(code="port_outside_scope", args=(probe.port, paper.id))
    return None if _open(paper, local) else Cause(code="outside_window", args=(paper.id,))


def _dates(given: Authorisation, local: datetime.datetime) -> Cause | None:
    if local.date() > given.valid_until:
        return Cause(code="authorisation_expired", args=(given.id, given.valid_until.isoformat()))
    if local.date() < given.valid_from:
        return Cause(code="authorisation_not_yet_valid", args=(given.id, given.valid_from.isoformat()))
    return None


def _open(given: Authorisation, local: datetime.datetime) -> bool:
    return not given.windows or any(_inside(window, local) for window in given.windows)


def _inside(window: Window, local: datetime.datetime) -> bool:
    """A window past midnight belongs to the day it starts on; its end is the first instant outside."""
    today, yesterday = _DAYS[local.weekday()], _DAYS[(local.weekday() - 1) % 7]
    time = local.time()
    if window.start < window.end:
        return today in window.days and window.start <= time < window.end
    return (today in window.days and time >= window.start) or (yesterday in window.days and time < window.end)


def _end(given: Authorisation, local: datetime.datetime) -> datetime.datetime:
    """When a permission that holds now ends: with its last day, or with the latest of the windows that are open."""
    last = datetime.datetime.combine(given.valid_until, datetime.time.min, VIETNAM) + datetime.timedelta(days=1)
    closing = [_closes(window, local) for window in given.windows if _inside(window, local)]
    return min(last, max(closing)) if closing else last


def _closes(window: Window, local: datetime.datetime) -> datetime.datetime:
    """The next time of day at which an open window ends."""
    end = datetime.datetime.combine(local.date(), window.end, VIETNAM)
    return end if end > local else end + datetime.timedelta(days=1)


def _inside_prefix(inner: Prefix, outer: Prefix) -> bool:
    return inner.version == outer.version and inner.subnet_of(outer)  # type: ignore[arg-type]  # of one version
