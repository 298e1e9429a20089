"""Zones against their premises, their networks and their routing domain, and what a site says it does not have."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from auditor.inventory.agreement.doubt import Doubt
from auditor.inventory.agreement.rules import Declarations
from auditor.inventory.explain import Fault
from auditor.model.inventory import Site, Zone
from auditor.model.vocab.declared import NetworkKind, ZoneKind

_KINDS: Mapping[NetworkKind, ZoneKind] = {
    NetworkKind.INDEPENDENT_LAN: ZoneKind.INDEPENDENT_LAN,
    NetworkKind.TSLCD: ZoneKind.TSLCD,
    NetworkKind.PARTY_WAN: ZoneKind.PARTY_WAN,
    NetworkKind.INTERNET: ZoneKind.INTERNET,
    NetworkKind.MANAGEMENT: ZoneKind.MANAGEMENT,
}
"""What a zone is whose network is of a kind of its own."""

_CENTRAL = frozenset({ZoneKind.MANAGEMENT, ZoneKind.DATABASE, ZoneKind.DEVICE_MANAGEMENT})
"""Zones that an office of a commune has no machines for."""

_APART = frozenset({ZoneKind.INDEPENDENT_LAN, ZoneKind.PARTY_WAN, ZoneKind.INTERNET, ZoneKind.NATIONAL})
"""Kinds of zone that may have a routing domain of their own."""


def compare_zones(told: Declarations) -> Iterator[Doubt]:
    """What a site has and says it has not, kinds that do not agree, and routing domains that are joined after all."""
    yield from _without(told)
    for network in told.estate.inventory.networks:
        zone = told.estate.zones.get(network.zone)
        wanted = _KINDS.get(network.kind)
        if zone and (wanted or zone.kind in _KINDS.values()) and zone.kind is not wanted:
            message = f"does not agree with zone {zone.id!r} of kind {zone.kind.value}"
            remedy = "Write the kind that the network really is, or correct that of the zone."
            yield Doubt("networks", network.id, Fault(("kind",), message, network.kind.value, remedy))
    for zone in told.estate.inventory.zones:
        site = told.estate.sites.get(zone.site)
        if site and site.kind == "commune_office" and zone.kind in _CENTRAL:
            message = "is a zone of a data centre, and stands in the office of a commune"
            remedy = "Write the kind of the zone by what stands in it, or confirm it."
            yield Doubt("zones", zone.id, Fault(("kind",), message, zone.kind.value, remedy))
    yield from _domains(told)


def _without(told: Declarations) -> Iterator[Doubt]:
    held: dict[str, set[ZoneKind]] = defaultdict(set)
    for zone in told.estate.inventory.zones:
        held[zone.site].add(zone.kind)
    for site, level in _levels(told).items():
        needed = told.rules.zones.get(level, frozenset()) - {ZoneKind.WIRELESS}
        yield from _needed(told.estate.sites[site], needed - held[site], level)
    for one in told.estate.inventory.sites:
        for position, kind in enumerate(one.without):
            if kind in held[one.id]:
                message = "is said not to be at the site, and a zone of that kind is declared there"
                fault = Fault(("without", position), message, kind.value, "Strike it here, or correct the zone.")
                yield Doubt("sites", one.id, fault, impossible=True)


def _needed(site: Site, needed: frozenset[ZoneKind], level: int) -> Iterator[Doubt]:
    gone = [kind.value for kind in site.without if kind in needed]
    if gone:
        message = (
            f"leaves out kinds of zone that TCVN 14423:2026 names for level {level}, the highest that stands there"
        )
        remedy = "Confirm that the site really has none of them; only a wireless zone may lawfully be absent."
        yield Doubt("sites", site.id, Fault(("without",), message, ", ".join(gone), remedy))


def _levels(told: Declarations) -> dict[str, int]:
    """The highest level of what stands at each site outside of independent LANs, which have no such zones."""
    found: dict[str, int] = {}
    for system in told.estate.inventory.systems:
        if system.level is None or _secluded(told, system.id):
            continue
        for site in told.estate.sites_of_system(system.id):
            if site in told.estate.sites:
                found[site] = max(found.get(site, 0), system.level)
    return found


def _secluded(told: Declarations, system: str) -> bool:
    zones = told.estate.zones_of_system(system)
    return bool(zones) and all(zone.kind is ZoneKind.INDEPENDENT_LAN for zone in zones)


def _domains(told: Declarations) -> Iterator[Doubt]:
    """An independent LAN in others' routing domain, zones that name none and so stand apart from the rest, and zones in
    a domain of their own that are joined to another's.

    A domain is of its own when no zone of the largest one is in it.
    """
    zones = told.estate.inventory.zones
    by_domain: dict[str, list[Zone]] = defaultdict(list)
    for zone in zones:
        by_domain[zone.domain].append(zone)
    main = max(by_domain, key=lambda domain: (len(by_domain[domain]), domain), default="")
    joined = _joined(told)
    for zone in zones:
        if zone.domain != main and zone.kind not in _APART and "domain" not in zone.model_fields_set:
            message = f"names no `domain`, and so stands in {zone.domain!r} and not among the others in {main!r}"
            remedy = f"Write `domain: {main}`, or the domain in which its addresses are unique."
            yield Doubt("zones", zone.id, Fault(("domain",), message, "", remedy))
    for domain, members in by_domain.items():
        lans = [zone for zone in members if zone.kind is ZoneKind.INDEPENDENT_LAN]
        for zone in lans if len(members) > 1 else ():
            message = "is an independent LAN, and shares its routing domain with other zones"
            fault = Fault(("domain",), message, domain, "Give each independent LAN a `domain` of its own.")
            yield Doubt("zones", zone.id, fault)
        if domain == main or any(zone.kind in _APART for zone in members):
            continue
        for zone in members:
            if zone.id in joined:
                message = "has a routing domain of its own, and a flow or a machine joins it to another one's zone"
                remedy = f"Write `domain: {main}`, or confirm that addresses are translated between the two."
                yield Doubt("zones", zone.id, Fault(("domain",), message, domain, remedy))


def _joined(told: Declarations) -> set[str]:
    """Zones that a flow or a machine joins to a zone of another routing domain."""
    groups = [(flow.from_zone, flow.to_zone) for flow in told.estate.inventory.flows]
    groups += [told.estate.zones_of(host) for host in told.estate.inventory.hosts]  # type: ignore[misc]  # any length
    return {zone for group in groups if len({told.estate.domain_of(zone) for zone in group}) > 1 for zone in group}
