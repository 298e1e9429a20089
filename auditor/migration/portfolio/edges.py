"""Declared links beside the waves: which are cut for a while, which for good, and which break a hard dependency."""

from collections.abc import Iterator

from auditor.migration.portfolio.view import STAYING, Parts
from auditor.model.inventory import Link
from auditor.model.plan.portfolio import Edge, Elsewhere
from auditor.model.vocab import EvidenceKind


def edges_of(parts: Parts) -> tuple[Edge, ...]:
    """Links between two systems of the run, at least one of them in a wave."""
    bridges = {
        record.id
        for record in parts.source.inventory.evidence
        if record.kind is EvidenceKind.BRIDGE_TEST and record.result == "passed"
    }
    found = (_edge(parts, link, bridged=link.bridge in bridges) for link in parts.source.inventory.links)
    return tuple(sorted((edge for edge in found if edge), key=lambda edge: edge.link))


def _edge(parts: Parts, link: Link, *, bridged: bool) -> Edge | None:
    ends = (link.source, link.target or "")
    if not all(end in parts.systems for end in ends) or not any(end in parts.wave_of for end in ends):
        return None
    return Edge(
        link=link.id,
        source=ends[0],
        target=ends[1],
        hard=link.hard,
        cut=_apart(parts, ends),
        permanent=any(parts.final(end) in STAYING for end in ends),
        bridged=bridged,
    )


def _apart(parts: Parts, ends: tuple[str, str]) -> bool:
    """In different places for a while; what has moved on both ends, or moves in one night, is not."""
    if all(end in parts.moved for end in ends):
        return False
    nights = {parts.wave_of[end].date if end in parts.wave_of else None for end in ends}
    return len(nights) > 1


def broken(parts: Parts, edges: tuple[Edge, ...]) -> Iterator[Edge]:
    """Hard links without a tested bridge whose source moves before what it needs is safely there."""
    for edge in edges:
        if edge.hard and edge.cut and not edge.bridged and edge.source in parts.wave_of and not _met(parts, edge):
            yield edge


def _met(parts: Parts, edge: Edge) -> bool:
    if edge.target in parts.moved:
        return True
    needed, own = parts.wave_of.get(edge.target), parts.wave_of[edge.source]
    if needed is None or edge.target not in parts.to_move:
        return False
    return (own.date - needed.date).days > parts.rollback_days(edge.target)


def elsewhere_of(parts: Parts, edges: tuple[Edge, ...]) -> tuple[Elsewhere, ...]:
    """Systems outside the waves that have a link into one, or are to move and have no night."""
    ends = {end for edge in edges for end in (edge.source, edge.target)}
    outside = sorted((ends | set(parts.to_move)) - set(parts.wave_of))
    return tuple(
        Elsewhere(
            system=name,
            decision=parts.final(name),
            state=parts.state(name) if name in parts.to_move else None,
        )
        for name in outside
    )
