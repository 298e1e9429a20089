"""Rings of hard links, and the cheapest links whose bridging would let their systems move one after another."""

from collections.abc import Sequence

import networkx as nx
from ortools.sat.python import cp_model

from auditor.model.inventory import Link
from auditor.plan.run import PlanRun
from auditor.plan.waves.between import hard_links
from auditor.plan.waves.shape import Cycle

_WORK = 5.0
_SEED = 20261122


def find_cycles(run: PlanRun, movers: Sequence[str]) -> tuple[Cycle, ...]:
    """Every ring among the movers, in order of its first system."""
    links = [link for link in hard_links(run) if link.source in movers and link.target in movers]
    graph = nx.DiGraph([(link.source, link.target) for link in links])
    rings = sorted(sorted(ring) for ring in nx.strongly_connected_components(graph) if len(ring) > 1)
    return tuple(_cycle(ring, [one for one in links if {one.source, one.target or ""} <= set(ring)]) for ring in rings)


def _cycle(ring: Sequence[str], links: Sequence[Link]) -> Cycle:
    cut = _cheapest(ring, links)
    return Cycle(
        systems=tuple(ring),
        links=tuple(link.id for link in links),
        cut=tuple(link.id for link in cut),
        cut_weight=sum(link.weight for link in cut),
    )


def _cheapest(ring: Sequence[str], links: Sequence[Link]) -> list[Link]:
    """Links of least weight without which the systems can be put in an order; the best found within the limit.

    To cut every link that leads backwards in the order of ids is one answer, so there always is one.
    """
    model = cp_model.CpModel()
    order = {name: model.new_int_var(0, len(ring) - 1, "") for name in ring}
    cut = [model.new_bool_var("") for _ in links]
    for link, chosen in zip(links, cut, strict=True):
        ends = order[link.source], order[link.target or ""]
        model.add(ends[0] > ends[1]).only_enforce_if(~chosen)
        model.add_hint(chosen, link.source < (link.target or ""))
    for position, name in enumerate(ring):
        model.add_hint(order[name], position)
    model.minimize(cp_model.LinearExpr.weighted_sum(cut, [link.weight for link in links]))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = _SEED
    solver.parameters.max_deterministic_time = _WORK
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return [link for link in links if link.source < (link.target or "")]
    return [link for link, chosen in zip(links, cut, strict=True) if solver.boolean_value(chosen)]
