"""Judges a finished plan of waves without asking whoever made it."""

import datetime
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from auditor.model.inventory import Link
from auditor.model.vocab.moves import Decision
from auditor.plan.run import PlanRun
from auditor.plan.waves.shape import Cycle, WavePlan
from tests.plan.waves.checker.demands import TOGETHER, alone, objective
from tests.plan.waves.checker.estate import Estate

_NEEDS_A_REASON = (Decision.MIGRATE, Decision.SPECIAL_ZONE, Decision.MODERNISE_FIRST, Decision.CONSOLIDATE, None)
_MOST_LINKS_TRIED = 12


def faults(run: PlanRun, plan: WavePlan, *, replan: bool = False) -> list[str]:
    """Everything wrong with a plan; nothing for a sound one.

    That an infeasible plan is truly without an answer is for `best` to say; here it only must not look like a plan.
    """
    estate = Estate(run, replan)
    found = [*_head(estate, plan), *_unplaced(estate, plan), *_cycles(estate, plan)]
    if plan.status in ("infeasible", "unknown"):
        return [*found, *_no_plan(plan)]
    dates = {one.system: one.date for one in plan.placements}
    found += _complete(estate, plan)
    known = {name: date for name, date in dates.items() if name in estate.movers}
    breaches = [breach for name, date in known.items() for breach in alone(estate, name, date)]
    breaches += [breach for rule in TOGETHER if known for breach in rule(estate, known)]
    found += [f"{demand}: {words}" for demand, words in breaches]
    found += [*_waves(estate, plan), *_placements(estate, plan)]
    return found or [*_measure(estate, plan, dates), *_cut_edges(estate, plan, dates)]


def _head(estate: Estate, plan: WavePlan) -> Iterator[str]:
    if plan.run != estate.run.result.run.id or plan.as_of != estate.as_of:
        yield f"the plan says run {plan.run} of {plan.as_of}"


def _no_plan(plan: WavePlan) -> Iterator[str]:
    if plan.waves or plan.placements or plan.cut_edges or plan.objective is not None:
        yield f"status {plan.status}, yet something is placed"
    if plan.status == "infeasible" and not plan.conflicts:
        yield "infeasible without a conflict"
    if plan.status == "unknown" and plan.conflicts:
        yield "nothing was found out, yet conflicts are named"


def _complete(estate: Estate, plan: WavePlan) -> Iterator[str]:
    placed, waved = (
        Counter(one.system for one in plan.placements),
        Counter(name for wave in plan.waves for name in wave.systems),
    )
    if placed != waved:
        yield "placements and waves do not hold the same systems"
    for name in sorted({*estate.movers, *placed, *waved}):
        if name not in estate.movers:
            yield f"{name} has no place in a wave"
        elif placed[name] != 1:
            yield f"{name} is placed {placed[name]} times"
    if plan.conflicts:
        yield "a plan with conflicts"


def _waves(estate: Estate, plan: WavePlan) -> Iterator[str]:
    where = {one.system: (one.wave, one.date) for one in plan.placements}
    if [wave.date for wave in plan.waves] != sorted({wave.date for wave in plan.waves}):
        yield "the waves are not one per night in order"
    for wave in plan.waves:
        if not wave.systems:
            yield f"{wave.id} is empty"
        if wave.id != _wave_id(estate, wave.date, wave.systems):
            yield f"{wave.id} should be called {_wave_id(estate, wave.date, wave.systems)}"
        if wave.notice_by != estate.notice_by(wave.date):
            yield f"{wave.id} gives notice by {wave.notice_by}"
        yield from (
            f"{name} is said to be in another wave than {wave.id}"
            for name in wave.systems
            if where.get(name) != (wave.id, wave.date)
        )


def _wave_id(estate: Estate, date: datetime.date, systems: Sequence[str]) -> str:
    kept = [wave.id for wave in estate.adopted_waves if wave.date == date and set(wave.systems) & set(systems)]
    return kept[0] if kept else f"wave-{date.isoformat()}"


def _placements(estate: Estate, plan: WavePlan) -> Iterator[str]:
    for one in plan.placements:
        if one.system not in estate.movers:
            continue
        said = (one.notice_by, one.parallel_until, one.rollback_until)
        due = (
            estate.notice_by(one.date),
            estate.parallel_until(one.system, one.date),
            estate.rollback_until(one.system, one.date),
        )
        if said != due:
            yield f"{one.system} has the days {said}, not {due}"
        wave = estate.adopted.get(one.system)
        before = wave.date if wave and wave.date != one.date else None
        if one.changed_from != before:
            yield f"{one.system} is changed from {one.changed_from}, not {before}"


def _measure(estate: Estate, plan: WavePlan, dates: Mapping[str, datetime.date]) -> Iterator[str]:
    cost = objective(estate, dates)
    if plan.objective != cost:
        yield f"objective {plan.objective}, reckoned {cost}"
    changes = sum(estate.adopted[name].date != dates[name] for name in estate.adopted)
    if plan.changes != changes:
        yield f"{plan.changes} changes, counted {changes}"
    if plan.bound is None or not 0 <= plan.bound <= cost:
        yield f"bound {plan.bound} of {cost}"
        return
    if (plan.status == "optimal") != (plan.bound == cost):
        yield f"{plan.status} with bound {plan.bound} of {cost}"
    gap = 1000 * (cost - plan.bound) // cost if cost else 0
    if plan.gap is None or abs(plan.gap - gap) > 1:
        yield f"gap {plan.gap}, reckoned {gap}"
    yield from _greedy(plan, cost)


def _greedy(plan: WavePlan, cost: int) -> Iterator[str]:
    if plan.greedy is None:
        if plan.gain is not None:
            yield f"a gain of {plan.gain} over no greedy plan"
        return
    if plan.greedy < cost:
        yield f"worse than the greedy plan ({plan.greedy} against {cost})"
    if plan.gain != plan.greedy - cost:
        yield f"gain {plan.gain}, reckoned {plan.greedy - cost}"


def _cut_edges(estate: Estate, plan: WavePlan, dates: Mapping[str, datetime.date]) -> Iterator[str]:
    cut = {
        (link.id, link.source, link.target, link.weight, abs((dates[link.source] - dates[str(link.target)]).days))
        for link in estate.soft
        if dates[link.source] != dates[str(link.target)]
    }
    said = {
        (edge.link, edge.source, edge.target, edge.weight, edge.days) for edge in plan.cut_edges if not edge.permanent
    }
    if cut != said:
        yield f"cut edges missing {sorted(cut - said)}, too many {sorted(said - cut, key=str)}"
    links = {link.id: link for link in estate.run.inventory.links}
    for edge in plan.cut_edges:
        ends = {links[edge.link].source, links[edge.link].target}
        if edge.permanent and ends <= set(estate.movers):
            yield f"{edge.link} is called cut for good, though both its ends move"


def _unplaced(estate: Estate, plan: WavePlan) -> Iterator[str]:
    said = Counter(one.system for one in plan.unplaced)
    due = {
        name
        for name, system in estate.systems.items()
        if name not in estate.movers and name not in estate.settled and system.decision in _NEEDS_A_REASON
    }
    for name in sorted(due - said.keys()):
        yield f"{name} is in no wave and nothing says why"
    for name, count in sorted(said.items()):
        if name in estate.movers or name not in estate.systems or count > 1:
            yield f"{name} is listed {count} times as without a wave"
        elif name not in due and name not in estate.secret:
            yield f"{name} stays where it is, or has moved; it needs no reason"


def _cycles(estate: Estate, plan: WavePlan) -> Iterator[str]:
    links = _ring_links(estate)
    reached = {link.source: _reached(links, link.source) for link in links}
    rings = {
        frozenset(other for other in there if name in reached.get(other, ()))
        for name, there in reached.items()
        if name in there
    }
    said = [frozenset(cycle.systems) for cycle in plan.cycles]
    if Counter(said) != Counter(rings):
        yield f"rings {[sorted(ring) for ring in rings]}, named {[sorted(ring) for ring in said]}"
        return
    for cycle in plan.cycles:
        yield from _cycle(estate, cycle)


def _ring_links(estate: Estate) -> list[Link]:
    return [link for link in estate.hard if link.target in estate.movers and link.target != link.source]


def _cycle(estate: Estate, cycle: Cycle) -> Iterator[str]:
    links = {link.id: link for link in _ring_links(estate) if {link.source, link.target} <= set(cycle.systems)}
    if set(cycle.links) != set(links):
        yield f"the ring of {cycle.systems} has the links {sorted(links)}, named {sorted(cycle.links)}"
        return
    if not set(cycle.cut) <= set(links) or not _free(links, cycle.cut):
        yield f"the ring of {cycle.systems} is not freed by {cycle.cut}"
        return
    weight = sum(links[name].weight for name in cycle.cut)
    if weight != cycle.cut_weight:
        yield f"cutting {cycle.cut} weighs {weight}, not {cycle.cut_weight}"
    if len(links) <= _MOST_LINKS_TRIED and weight != _cheapest(links):
        yield f"the ring of {cycle.systems} can be freed for {_cheapest(links)}, not only for {weight}"


def _reached(links: Sequence[Link], name: str) -> set[str]:
    """What can be reached from a system by one link or more; a system of a ring reaches itself."""
    found: set[str] = set()
    edge = {name}
    while edge:
        edge = {str(link.target) for link in links if link.source in edge} - found
        found |= edge
    return found


def _free(links: Mapping[str, Link], cut: Sequence[str]) -> bool:
    left = [link for name, link in links.items() if name not in cut]
    return not any(link.source in _reached(left, link.source) for link in left)


def _cheapest(links: Mapping[str, Link]) -> int:
    names = sorted(links)
    return min(
        sum(links[name].weight for name in cut)
        for size in range(len(names) + 1)
        for cut in itertools.combinations(names, size)
        if _free(links, cut)
    )
