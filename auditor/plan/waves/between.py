"""Demands between systems: what must, must not or may only later share a night, and which links may be cut."""

from collections.abc import Iterator, Mapping

import networkx as nx

from auditor.estate.wording import is_identified
from auditor.model.inventory import Link
from auditor.model.reason import because
from auditor.model.vocab.declared import EvidenceKind
from auditor.plan.run import PlanRun
from auditor.plan.waves.solver.problem import Apart, Bar, Demand, Follows, Mover, Rule, Tie, Together


def bridges(run: PlanRun) -> frozenset[str]:
    """Ids of bridge tests that can be found, were passed, and count on the day of the run."""
    as_of = run.result.run.as_of
    return frozenset(
        record.id
        for record in run.inventory.evidence
        if record.kind is EvidenceKind.BRIDGE_TEST
        and record.result == "passed"
        and is_identified(record)
        and record.date <= as_of
        and (record.until is None or record.until >= as_of)
    )


def hard_links(run: PlanRun) -> tuple[Link, ...]:
    """Links whose source cannot run away from their target, unless a tested bridge carries them; in order of id."""
    passed = bridges(run)
    found = [
        link
        for link in run.inventory.links
        if link.hard and link.target and link.target != link.source and link.bridge not in passed
    ]
    return tuple(sorted(found, key=lambda link: link.id))


def soft_links(run: PlanRun) -> tuple[Link, ...]:
    """Links between two systems that may be cut at a price; in order of id."""
    hard = {link.id for link in hard_links(run)}
    found = [link for link in run.inventory.links if link.target and link.id not in hard]
    return tuple(sorted((link for link in found if link.target != link.source), key=lambda link: link.id))


def link_demands(
    run: PlanRun, movers: Mapping[str, Mover], settled: frozenset[str], nights: int
) -> Iterator[tuple[Demand, list[Rule]]]:
    """What hard links ask of movers. One to a system that neither moves nor has moved cannot be met at all."""
    for link in hard_links(run):
        target = link.target or ""
        if link.source not in movers or target in settled:
            continue
        name, place = f"link:{link.id}", f"links/{link.id}"
        if target in movers:
            demand = Demand(name, because("demand_link", link.id, link.source, target), place)
            yield demand, [Follows(name, link.id, link.source, target)]
        else:
            demand = Demand(name, because("demand_link_stays", link.id, link.source, target), place)
            why = because("why_stays", target)
            yield demand, [Bar(name, why, frozenset({link.source}), frozenset(range(nights)))]


def wish_demands(run: PlanRun, movers: Mapping[str, Mover]) -> Iterator[tuple[Demand, list[Rule]]]:
    """Systems that must, or must not, share a night, whichever of the two says so."""
    seen: set[tuple[str, str, str]] = set()
    for system in run.inventory.systems:
        for key in ("together", "apart"):
            for other in getattr(system.move, key) if system.move else ():
                one, two = sorted((system.id, other))
                if (key, one, two) in seen or one == two or not {one, two} <= movers.keys():
                    continue
                seen.add((key, one, two))
                demand = Demand(
                    f"{key}:{one}:{two}", because(f"demand_{key}", one, two), f"systems/{system.id}/move/{key}"
                )
                yield demand, [Together(demand.id, one, two) if key == "together" else Apart(demand.id, one, two)]


def ties(run: PlanRun, movers: Mapping[str, Mover]) -> tuple[Tie, ...]:
    """Soft links between movers, those of one pair added up."""
    weights: dict[tuple[str, str], int] = {}
    for link in soft_links(run):
        if link.source in movers and link.target in movers:
            one, other = sorted((link.source, link.target or ""))
            weights[one, other] = weights.get((one, other), 0) + link.weight
    return tuple(Tie(one, other, weight) for (one, other), weight in sorted(weights.items()))


def units(movers: Mapping[str, Mover], rules: tuple[Rule, ...]) -> tuple[tuple[str, ...], ...]:
    """Movers in rings of hard links and wishes to move together, which can only share one night; needed ones first."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(sorted(movers))
    for rule in rules:
        if isinstance(rule, Follows):
            graph.add_edge(rule.after, rule.before)
        elif isinstance(rule, Together):
            graph.add_edge(rule.one, rule.other)
            graph.add_edge(rule.other, rule.one)
    rings = nx.condensation(graph)
    names = {node: tuple(sorted(rings.nodes[node]["members"])) for node in rings}
    order = nx.lexicographical_topological_sort(rings.reverse(copy=True), key=lambda node: names[node][0])
    return tuple(names[node] for node in order)
