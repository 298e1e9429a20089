"""What one vantage may try beyond its hosts: other zones, the way out, names, and machines nobody declared."""

import datetime
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from auditor.collectors.job import DiscoveryJob, NameJob, ReachJob, Target
from auditor.collectors.network.udp import can_be_asked
from auditor.collectors.outcome import Outcome, failed, refused_by
from auditor.collectors.planning.addresses import PlanningEstate
from auditor.collectors.planning.assignments import Assignments
from auditor.collectors.scope import Address, Door, Prefix, Probe, Refusal, ends_of
from auditor.model.base import LARGEST_PORT, in_ipv6_clothing
from auditor.model.inventory import Host
from auditor.model.settings import Vantage
from auditor.model.vocab.declared import ZoneKind
from auditor.model.vocab.measurements import State

LARGEST_DISCOVERY = 4096
"""Addresses of a prefix in which undeclared machines are still looked for."""

_TIME = "udp/123"
_MOST_TIME_SERVERS = 3

_OTHER_PEOPLES = frozenset({ZoneKind.INTERNET, ZoneKind.NATIONAL})

_Work = TypeVar("_Work")


@dataclass(frozen=True, slots=True)
class Orders(Generic[_Work]):
    """What was wished, what is allowed, and the reasons for the rest by unit of work."""

    wanted: tuple[_Work, ...]
    allowed: tuple[_Work, ...]
    refusals: Mapping[str, Outcome] = field(default_factory=dict)


def socket_of(text: str) -> tuple[Address, int] | None:
    """`10.1.2.3:443` or `[2001:db8::1]:443` as objects, whatever protocol stands behind; None for anything else."""
    host, _, port = text.partition("/")[0].rpartition(":")
    try:
        address, number = ipaddress.ip_address(host.removeprefix("[").removesuffix("]")), int(port)
    except ValueError:
        return None
    return None if "%" in host or in_ipv6_clothing(address) or not 1 <= number <= LARGEST_PORT else (address, number)


def target_of(estate: PlanningEstate, text: str, domain: str) -> Target | None:
    """An address and port of the settings as a target: the declared host that has the address, or nobody's machine."""
    found = socket_of(text)
    if found is None:
        return None
    address, port = found
    zone = estate.zone_holding(address, domain)
    its_domain = domain if zone is None or estate.shadows(domain, address) else estate.domain_of(zone)
    host = estate.host_at(its_domain, str(address))
    return Target(
        name=host.id if host else f"{its_domain}/{address}",
        owner=estate.owners.get(host.id) if host else None,
        domain=its_domain,
        address=str(address),
        ports=(f"{'udp' if text.endswith('/udp') else 'tcp'}/{port}",),
    )


def _permitted(door: Door, target: Target, now: datetime.datetime) -> tuple[Target | None, Outcome | None]:
    """The target with the ports that may be tried, and the first reason why another may not."""
    address, ports, reason = ipaddress.ip_address(target.address), [], None
    for port in target.ports:
        answer = door.ask(Probe(target.owner, target.domain, address, port), now)
        if isinstance(answer, Refusal):
            reason = reason or refused_by(answer)
        else:
            ports.append(port)
    return (target.model_copy(update={"ports": tuple(ports)}) if ports else None), reason


def control_order(estate: PlanningEstate, door: Door, vantage: Vantage, now: datetime.datetime) -> Target | None:
    """What must answer from here; None where there is none, or no permission for it."""
    target = target_of(estate, vantage.control_target, estate.domain_of(vantage.zone))
    return None if target is None else _permitted(door, target, now)[0]


def reach_orders(estate: PlanningEstate, door: Door, vantage: Vantage, now: datetime.datetime) -> Orders[ReachJob]:
    """Declared services of every other zone: those over TCP, and over UDP those whose protocol can be asked. Only
    vantages that sweep take part.

    From one routing domain into another, an address that means another machine here is left out.
    """
    if not vantage.sweep:
        return Orders((), ())
    wanted, allowed, refusals = [], [], {}
    for zone in estate.zones:
        if zone == vantage.zone:
            continue
        targets = _targets(estate, vantage, zone)
        wanted.append(ReachJob(to_zone=zone, targets=targets))
        kept, reason = [], None
        for target in targets:
            permitted, refusal = _permitted(door, target, now)
            reason = reason or refusal
            if permitted is not None:
                kept.append(permitted)
        left_out = tuple(sorted({t.name for t in targets} - {t.name for t in kept}))
        if kept:
            allowed.append(ReachJob(to_zone=zone, targets=tuple(kept), left_out=left_out))
        else:
            refusals[f"reach/{zone}"] = reason or failed(State.NOT_TRIED, "nothing_to_try")
    return Orders(tuple(wanted), tuple(allowed), refusals)


def _targets(estate: PlanningEstate, vantage: Vantage, to_zone: str) -> tuple[Target, ...]:
    here, there = estate.domain_of(vantage.zone), estate.domain_of(to_zone)
    found = [
        Target(
            name=host.id,
            owner=estate.owners.get(host.id),
            domain=there,
            address=str(address),
            ports=tuple(port for port in estate.declared_ports(host) if can_be_asked(port)),
        )
        for host in estate.inventory.hosts
        for zone, address in estate.places(host)
        if zone == to_zone and (here == there or not estate.shadows(here, address))
    ]
    outside = (target_of(estate, text, here) for text in vantage.egress_targets)
    found += [t for t in outside if t and estate.zone_holding(ipaddress.ip_address(t.address), here) == to_zone]
    return tuple(target for target in found if target.ports)


def egress_orders(estate: PlanningEstate, door: Door, vantage: Vantage, now: datetime.datetime) -> Orders[Target]:
    """Targets outside, for a vantage that stands on a declared host."""
    if vantage.host is None:
        return Orders((), ())
    here = estate.domain_of(vantage.zone)
    wanted = tuple(t for text in vantage.egress_targets if (t := target_of(estate, text, here)) is not None)
    checked = [_permitted(door, target, now) for target in wanted]
    reason = next((reason for _, reason in checked if reason is not None), None)
    kept = tuple(target for target, _ in checked if target is not None)
    return Orders(wanted, kept, {"egress": reason} if reason else {})


def time_orders(estate: PlanningEstate, door: Door, vantage: Vantage, now: datetime.datetime) -> tuple[Target, ...]:
    """Declared time servers of the vantage's routing domain that may be asked for the time, those of its own zone
    first, and no more than a few. Machines with that role, where there are any: one that has a port for it beside its
    work may follow whatever it likes.
    """
    here = estate.domain_of(vantage.zone)
    giving = _time_givers(estate)
    local = [host for host in giving if estate.addresses_in(host, here)]
    servers = [host for host in local if "time_server" in host.roles] or local
    found = [
        Target(name=host.id, owner=estate.owners.get(host.id), domain=here, address=str(address), ports=(_TIME,))
        for own_zone in (True, False)
        for host in servers
        for zone, address in estate.places(host)
        if estate.domain_of(zone) == here and (zone == vantage.zone) is own_zone
    ]
    permitted = (_permitted(door, target, now)[0] for target in found)
    return tuple(target for target in permitted if target is not None)[:_MOST_TIME_SERVERS]


def clockless(estate: PlanningEstate) -> bool:
    """Whether a machine stands in a routing domain in which no time server is declared."""
    served = {estate.domain_of(zone) for host in _time_givers(estate) for zone, _ in estate.places(host)}
    return any(
        not {estate.domain_of(zone) for zone, _ in places} & served
        for host in estate.inventory.hosts
        if (places := list(estate.places(host)))
    )


def _time_givers(estate: PlanningEstate) -> list[Host]:
    return [host for host in estate.inventory.hosts if estate.gives(host, "time_server", "ntp")]


def name_orders(
    estate: PlanningEstate, door: Door, posts: Assignments, vantage: Vantage, now: datetime.datetime
) -> Orders[NameJob]:
    """Names of all systems, asked from one vantage. Its resolver must itself lie within somebody's permission."""
    resolving = posts.resolving()
    if resolving is None or resolving.id != vantage.id:
        return Orders((), ())
    wanted = tuple(
        NameJob(system=system.id, owner=system.owner, name=name)
        for system in estate.inventory.systems
        for name in system.domains
    )
    resolver = target_of(estate, f"[{vantage.resolver}]:53", estate.domain_of(vantage.zone))
    if resolver is None:
        reason = failed(State.NOT_TRIED, "no_resolver")
        return Orders(wanted, (), {f"dns/{job.system}/{job.name}": reason for job in wanted})
    probe = Probe(resolver.owner, resolver.domain, ipaddress.ip_address(resolver.address), "udp/53")
    answer = door.ask(probe, now)
    if isinstance(answer, Refusal):
        return Orders(wanted, (), {f"dns/{job.system}/{job.name}": refused_by(answer) for job in wanted})
    return Orders(wanted, wanted)


def discovery_orders(
    estate: PlanningEstate, door: Door, vantage: Vantage, now: datetime.datetime
) -> tuple[DiscoveryJob, ...]:
    """IPv4 prefixes of the vantage's own zone, as far as permission goes. IPv6 prefixes are too large to walk.

    On the Internet and in national networks every machine is somebody else's, so nothing there is undeclared.
    """
    if not vantage.sweep or estate.zones[vantage.zone].kind in _OTHER_PEOPLES:
        return ()
    domain = estate.domain_of(vantage.zone)
    permitted = door.prefixes(domain, now)
    found = {
        smaller
        for own in estate.prefixes[vantage.zone]
        for given in permitted
        if own.version == given.version == 4  # noqa: PLR2004  # the IP version
        and (smaller := _common(own, given)) is not None
        and smaller.num_addresses <= LARGEST_DISCOVERY
    }
    widest = [prefix for prefix in found if not any(prefix != other and _inside(prefix, other) for other in found)]
    return tuple(
        DiscoveryJob(domain=domain, prefix=str(prefix), known=_known(estate, door, domain, prefix))
        for prefix in sorted(widest, key=str)
    )


def _common(first: Prefix, second: Prefix) -> Prefix | None:
    if _inside(first, second):
        return first
    return second if _inside(second, first) else None


def _inside(inner: Prefix, outer: Prefix) -> bool:
    return inner.version == outer.version and inner.subnet_of(outer)  # type: ignore[arg-type]  # of one version


def _known(estate: PlanningEstate, door: Door, domain: str, prefix: Prefix) -> tuple[str, ...]:
    declared = {
        address
        for host in estate.inventory.hosts
        for zone, address in estate.places(host)
        if estate.domain_of(zone) == domain and address in prefix
    }
    untouchable = {address for address in door.untouchable(domain) if address in prefix}
    return tuple(sorted(map(str, declared | untouchable | _ends(estate, domain, prefix))))


def _ends(estate: PlanningEstate, domain: str, prefix: Prefix) -> set[Address]:
    """Addresses that mean a whole declared network inside a prefix; those of the prefix itself are left out anyway."""
    within = (own for zone in estate.zones if estate.domain_of(zone) == domain for own in estate.prefixes[zone])
    return {end for own in within if own != prefix and _inside(own, prefix) for end in ends_of(own)}
