"""A link over a local network against where its two ends stand and whose they are."""

from collections.abc import Iterable, Iterator

from auditor.inventory.agreement.doubt import Doubt
from auditor.inventory.agreement.rules import Declarations
from auditor.inventory.explain import Fault
from auditor.model.inventory import Link
from auditor.model.vocab.declared import OrganisationKind, ZoneKind

_ELSEWHERE = frozenset({OrganisationKind.MINISTRY, OrganisationKind.NATIONAL})
"""Bodies that are on no premises of a province."""

_REMEDY = "Write the network that the link really uses, or correct its other end."


def compare_links(told: Declarations) -> Iterator[Doubt]:
    """Links over `lan` or `independent_lan` that leave the premises or the LAN by what else is declared."""
    for link in told.estate.inventory.links:
        if link.network not in ("lan", "independent_lan"):
            continue
        yield from (_abroad(told, link) if link.external else _between(told, link))
        if link.network == "independent_lan":
            yield from _inside(told, link)


def _abroad(told: Declarations, link: Link) -> Iterator[Doubt]:
    body = told.estate.organisations.get(link.organisation or "")
    if body is None:
        if link.network == "independent_lan":
            message = "stays on an independent LAN, and nobody is named at the other end"
            remedy = "Name the `organisation:` of the other end, or the network that the link really uses."
            yield Doubt("links", link.id, Fault(("network",), message, link.network, remedy))
        return
    if body.id in _keepers(told, link.source):
        return
    outside = body.kind in _ELSEWHERE
    theirs = {site.id for site in told.estate.inventory.sites if site.organisation == body.id}
    apart = outside or (bool(theirs) and not theirs & told.estate.sites_of_system(link.source))
    message = f"leads to a body of kind {body.kind.value}, and is declared to stay on the premises"
    fault = Fault(("network",), message, link.network, _REMEDY)
    yield Doubt("links", link.id, fault, impossible=outside or (apart and link.network == "independent_lan"))


def _keepers(told: Declarations, system: str) -> set[str]:
    """Bodies that own or run a system, or keep the premises it stands on."""
    found = told.estate.systems.get(system)
    roles = {found.owner, found.operator, found.data_steward} if found else set()
    kept = {
        told.estate.sites[site].organisation
        for site in told.estate.sites_of_system(system)
        if site in told.estate.sites
    }
    return {body for body in roles | kept if body}


def _between(told: Declarations, link: Link) -> Iterator[Doubt]:
    ends = told.estate.sites_of_system(link.source), told.estate.sites_of_system(link.target or "")
    if not all(ends) or ends[0] & ends[1]:
        return
    message = f"stays on one premises, and its ends stand at {_list(ends[0])} and at {_list(ends[1])}"
    fault = Fault(("network",), message, link.network, _REMEDY)
    yield Doubt("links", link.id, fault, impossible=link.network == "independent_lan")


def _inside(told: Declarations, link: Link) -> Iterator[Doubt]:
    """Each end with machines has one in an independent LAN, and both in the same."""
    ends = [told.estate.zones_of_system(end) for end in (link.source, link.target) if end]
    lans = [{zone.id for zone in zones if zone.kind is ZoneKind.INDEPENDENT_LAN} for zones in ends]
    outside = any(zones and not inside for zones, inside in zip(ends, lans, strict=True))
    apart = len(lans) > 1 and all(lans) and not lans[0] & lans[1]
    if outside or apart:
        message = "stays on an independent LAN, and no machine of one end stands in one"
        if apart:
            message = f"stays on an independent LAN, and its ends stand in two: {_list(lans[0])} and {_list(lans[1])}"
        yield Doubt("links", link.id, Fault(("network",), message, link.network, _REMEDY), impossible=True)


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
