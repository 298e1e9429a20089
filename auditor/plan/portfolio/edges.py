"""Declared links beside the waves: which are cut for a while, which for good, and which break a hard dependency."""

from auditor.estate.wording import is_identified
from auditor.model.inventory import Link
from auditor.model.vocab.declared import EvidenceKind
from auditor.plan.portfolio.inputs import PortfolioInput
from auditor.plan.portfolio.shape import Edge, Elsewhere


def edges_of(inputs: PortfolioInput) -> tuple[Edge, ...]:
    """Links between two systems of the run, at least one of them in a wave."""
    bridges = {
        record.id
        for record in inputs.run.inventory.evidence
        if record.kind is EvidenceKind.BRIDGE_TEST and record.result == "passed" and is_identified(record)
    }
    found = (_edge(inputs, link, bridged=link.bridge in bridges) for link in inputs.run.inventory.links)
    return tuple(sorted((edge for edge in found if edge), key=lambda edge: edge.link))


def _edge(inputs: PortfolioInput, link: Link, *, bridged: bool) -> Edge | None:
    source, target = link.source, link.target or ""
    if source not in inputs.systems or target not in inputs.systems:
        return None
    if source not in inputs.wave_of and target not in inputs.wave_of:
        return None
    apart = _apart(inputs, (source, target))
    demand = link.hard and not bridged and source in inputs.wave_of
    broken = demand and apart and not _met(inputs, source, target)
    return Edge(
        link=link.id,
        source=source,
        target=target,
        hard=link.hard,
        cut=broken or (apart and not demand),
        permanent=any(inputs.goes_on_apart(end) for end in (source, target)),
        bridged=bridged,
        broken=broken,
    )


def _apart(inputs: PortfolioInput, ends: tuple[str, str]) -> bool:
    """In different places for a while; what has moved on both ends, or moves in one night, is not."""
    if all(end in inputs.population.moved for end in ends):
        return False
    nights = {inputs.wave_of[end].date if end in inputs.wave_of else None for end in ends}
    return len(nights) > 1


def _met(inputs: PortfolioInput, source: str, target: str) -> bool:
    """Whether what the source needs is there, and its way back closed, before the source moves."""
    if target in inputs.population.moved:
        return True
    if target not in inputs.wave_of or target not in inputs.population.to_move:
        return False
    return (inputs.wave_of[source].date - inputs.wave_of[target].date).days > inputs.rollback_days(target)


def elsewhere_of(inputs: PortfolioInput, edges: tuple[Edge, ...]) -> tuple[Elsewhere, ...]:
    """Systems outside the waves that have a link into one, or are to move and have no night."""
    ends = {end for edge in edges for end in (edge.source, edge.target)}
    outside = sorted((ends | set(inputs.population.to_move)) - set(inputs.wave_of))
    return tuple(
        Elsewhere(
            system=name,
            decision=inputs.final(name),
            state=inputs.state(name) if name in inputs.population.to_move else None,
        )
        for name in outside
    )
