"""A label against what else says that state secrets are there: the kind of a system, where its machines stand."""

from collections.abc import Iterator

from auditor.inventory.agreement.doubt import Doubt
from auditor.inventory.agreement.rules import Declarations
from auditor.inventory.explain import Fault
from auditor.model.inventory import Host, Inventory, System
from auditor.model.vocab.declared import NetworkKind, SystemKind, ZoneKind

_REMEDY = "Write the `label:` of the system, or correct what says otherwise."


def compare_labels(told: Declarations) -> Iterator[Doubt]:
    """Systems without a label that something else calls secret, and guests whose label is not that of their machine."""
    for system in told.estate.inventory.systems:
        if told.cover.covers("systems", system.id):
            continue
        if system.kind is SystemKind.SECRET_DOCS:
            fault = Fault(("kind",), "holds documents with state secrets, and carries no label", system.kind, _REMEDY)
            yield Doubt("systems", system.id, fault, impossible=True)
        elif system.declares_secrets:
            message = "says that it holds state secrets, and carries no label"
            yield Doubt("systems", system.id, Fault(("declares_secrets",), message, "true", _REMEDY))
        yield from _surroundings(told, system)
    for zone in told.estate.inventory.zones:
        if zone.kind is ZoneKind.INDEPENDENT_LAN and not told.cover.covers("zones", zone.id):
            message = "is an independent LAN, as state secrets need one, and carries no label"
            remedy = "Write the `label:` of the zone, or its kind by what stands in it."
            yield Doubt("zones", zone.id, Fault(("kind",), message, zone.kind.value, remedy))
    yield from _ordinary(told)
    yield from _guests(told)
    yield from _links(told)


def _ordinary(told: Declarations) -> Iterator[Doubt]:
    """Networks that carry a label and are entered as ordinary ones; `compare_zones` asks where their zone is a LAN."""
    for network in told.estate.inventory.networks:
        zone = told.estate.zones.get(network.zone)
        secluded = zone is not None and zone.kind is ZoneKind.INDEPENDENT_LAN
        if network.kind is NetworkKind.LAN and not secluded and told.cover.covers("networks", network.id):
            message = "carries a label, and is no independent LAN, as machines with state secrets need one"
            remedy = "Write the kind `independent_lan` of the network and its zone, or correct the label."
            yield Doubt("networks", network.id, Fault(("kind",), message, network.kind.value, remedy))


def _surroundings(told: Declarations, system: System) -> Iterator[Doubt]:
    for host in told.estate.hosts_of(system.id):
        if "secret_docs" in host.roles:
            message = "is a machine for secret documents of a system without a label"
            yield Doubt("hosts", host.id, Fault(("roles",), message, "secret_docs", _REMEDY))
        for position, leg in enumerate(host.interfaces):
            if _secluded(told, leg.network):
                message = "stands in a labelled network or an independent LAN, and its system has no label of its own"
                yield Doubt("hosts", host.id, Fault(("interfaces", position, "network"), message, leg.network, _REMEDY))


def _secluded(told: Declarations, network: str) -> bool:
    found = told.estate.networks.get(network)
    zone = told.estate.zones.get(found.zone) if found else None
    return told.cover.covers("networks", network) or bool(zone and zone.kind is ZoneKind.INDEPENDENT_LAN)


def _guests(told: Declarations) -> Iterator[Doubt]:
    """A system on somebody else's machine, where one of the two owners carries a label and the other none."""
    for system in told.estate.inventory.systems:
        for host in told.estate.machines_of(system.id):
            if host.system == system.id or _alike(told, system, host):
                continue
            message = "runs on a machine of a system that has no label"
            if not told.cover.covers("systems", system.id):
                message = "has no label, and runs on a machine of a system that has one"
            remedy = "Name a machine of its own, or correct the label of one of the two."
            yield Doubt("systems", system.id, Fault(_named(system, host), message, host.id, remedy))


def _alike(told: Declarations, system: System, host: Host) -> bool:
    return told.cover.covers("systems", system.id) == told.cover.covers("systems", host.system)


def _named(system: System, host: Host) -> tuple[str | int, ...]:
    return ("runs_on", system.runs_on.index(host.id)) if host.id in system.runs_on else ()


def _links(told: Declarations) -> Iterator[Doubt]:
    """A link that declares no label of its own between a labelled system and an open one."""
    inventory: Inventory = told.estate.inventory
    for link in inventory.links:
        ends = [told.cover.covers("systems", end) for end in (link.source, link.target) if end]
        if len(set(ends)) > 1:
            message = "joins a system with a label and one without"
            remedy = "Confirm the link, or correct the label of one of its ends."
            yield Doubt("links", link.id, Fault(("target",), message, link.target or "", remedy))
