"""Permissions that declared links need and no declared flow gives: traffic that stayed inside one zone until now.

A link through a platform is traffic to the platform and from it, never from end to end.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from auditor.model.inventory import Endpoint, Flow, Host, Link
from auditor.model.vocab.declared import Channel, SystemKind, ZoneKind
from auditor.plan.changes.planner import ChangePlanner, End, same_place
from auditor.plan.changes.ways import Way
from auditor.plan.shared.counterparts import endpoint_port

_PLATFORMS = {
    Channel.LGSP: SystemKind.SHARING_PLATFORM,
    Channel.NDOP: SystemKind.NDOP_AGENT,
    Channel.LDOP_TO_NDOP: SystemKind.NDOP_AGENT,
    Channel.NDXP: SystemKind.DOCUMENT_AXIS,
}
_OUTSIDE = {
    "tslcd": {ZoneKind.TSLCD, ZoneKind.NATIONAL},
    "internet": {ZoneKind.INTERNET},
    "party_wan": {ZoneKind.PARTY_WAN},
}
_CALLERS = ({"app", "agent_node", "gateway"}, {"web"})
_CALLED = ("api", "web")


@dataclass(frozen=True, slots=True)
class Leg:
    """One stretch of a link between two systems of the estate."""

    link: Link
    source: str
    target: str


def legs(planner: ChangePlanner, link: Link) -> tuple[Leg, ...] | None:
    """The stretches of a link inside the estate; None where it goes through a platform nobody can name for certain."""
    if link.channel not in _PLATFORMS:
        return (Leg(link, link.source, link.target),) if link.target else ()
    kind = _PLATFORMS[link.channel]
    ends = (planner.systems.get(name or "") for name in (link.source, link.target))
    if any(end is not None and end.kind is kind for end in ends):
        return (Leg(link, link.source, link.target),) if link.target else ()
    platforms = [system.id for system in planner.systems.values() if system.kind is kind]
    if len(platforms) != 1:
        return None
    onward = (Leg(link, platforms[0], link.target),) if link.target else ()
    return (Leg(link, link.source, platforms[0]), *onward)


def flow_for(planner: ChangePlanner, leg: Leg) -> Flow | None:
    """A declared flow that carries the stretch: from the one system's machines or their zone to the other's."""
    return next((flow for flow, froms, tos in planner.sides if leg.source in froms and leg.target in tos), None)


def ways_of_leg(planner: ChangePlanner, leg: Leg, moved: frozenset[str]) -> set[Way] | None:
    """What the stretch asks for when `moved` are at their new place; None where its ends or ports are not declared."""
    callers, called = _callers(planner, leg.source), _called(planner, leg.target)
    if not callers or not called:
        return None
    found = {
        Way(source, target, port)
        for caller in callers
        for source in _only(planner.ends(caller, moved), leg.source)
        for host, port in called
        for target in _only(planner.ends(host, moved, port), leg.target)
    }
    return {way for way in found if not same_place(way.source, way.target)}


def _only(ends: Iterable[End], system: str) -> Iterator[End]:
    return (end for end in ends if system in end.systems)


def _callers(planner: ChangePlanner, system: str) -> tuple[Host, ...]:
    """Machines that speak to others: applications, else web servers, else those of no declared role."""
    hosts = planner.leaving(system)
    for roles in _CALLERS:
        if found := tuple(host for host in hosts if roles & set(host.roles)):
            return found
    return tuple(host for host in hosts if not host.roles)


def _called(planner: ChangePlanner, system: str) -> tuple[tuple[Host, str], ...]:
    """Where others are answered: declared interfaces for programs, else pages."""
    left = {host.id: host for host in planner.leaving(system)}
    for purpose in _CALLED:
        services = [one for one in planner.services(system) if one.purpose == purpose]
        if found := tuple((left[host], port) for host, port in map(_place, services) if host in left):
            return found
    return ()


def _place(endpoint: Endpoint) -> tuple[str, str]:
    return endpoint_port(endpoint.id)


def flow_outwards(planner: ChangePlanner, link: Link) -> bool:
    """Whether a declared flow leads from the source's own machines to where the link's other network lies."""
    names = {host.id for host in (*planner.leaving(link.source), *planner.built(link.source))}
    kinds = _OUTSIDE.get(link.network, set())
    return any(
        names & set(flow.from_hosts) and flow.to_zone in planner.zones and planner.zones[flow.to_zone].kind in kinds
        for flow in planner.inventory.flows
    )
