"""Makes the wave problem of a run: movers, nights and every demand, each with the line that asks it."""

import datetime
from collections.abc import Collection, Iterator, Mapping

from auditor.errors import PlanningError
from auditor.errors import Problem as Fault
from auditor.model.details import SystemMove
from auditor.model.inventory import System
from auditor.model.reason import because
from auditor.plan.run import PlanRun
from auditor.plan.shared.notice import announced
from auditor.plan.shared.parallel import parallel_days, rollback_days
from auditor.plan.waves.between import link_demands, ties, units, wish_demands
from auditor.plan.waves.capacity import capacity_demands
from auditor.plan.waves.dates import NightGrid, date_demands, first_noticed
from auditor.plan.waves.movers import Sorted
from auditor.plan.waves.nights import candidate_nights
from auditor.plan.waves.solver.problem import ALWAYS, Bar, Demand, Mover, Problem, Rule

MOST_CHOICES = 1_000_000
"""Movers times nights a plan is made over."""

_DAILY, _WEEKLY = 22, 250
"""Days after the last night that are thought of one by one, and week by week, when more nights might help."""


def problem_of(run: PlanRun, chosen: Sorted, *, replan: bool = False, beyond: bool = False) -> Problem:
    """The problem; `beyond` adds nights after the last one, which the demand `nights` closes: they show whether more
    nights would help.

    Raises PlanningError when there are too many nights, or nights times movers, to plan over.
    """
    movers = _movers(run, chosen, replan=replan)
    nights = candidate_nights(run)
    if len(movers) * len(nights) > MOST_CHOICES:
        where = run.place("planning/nights/end")
        message = f"{len(movers)} systems on {len(nights)} nights are too many choices"
        raise PlanningError([Fault(None, None, where, message)], remedy="Name fewer nights, or bring `end` nearer.")
    real = tuple(night.toordinal() for night in nights)
    order = units(movers, tuple(_between(run, chosen, movers, 0)))
    days = (*real, *_beyond(run, movers, real)) if beyond else real
    in_time = announced(run, {wave.id: wave for wave in chosen.adopted.values()}.values())
    grid = NightGrid(run, chosen, movers, days, len(real), in_time)
    asked = [
        *date_demands(grid, replan=replan),
        *link_demands(run, movers, chosen.settled, len(days)),
        *wish_demands(run, movers),
        *capacity_demands(run, movers, chosen.settled, days, len(days) - len(movers) if beyond else len(days)),
    ]
    rules: list[Rule] = [rule for _, made in asked for rule in made]
    if beyond:
        rules += _own_nights(order, len(days))
    demands: dict[str, Demand] = {demand.id: demand for demand, _ in asked}
    kept = {wave.date.toordinal() for wave in chosen.adopted.values() if wave.id in in_time}
    ranks = _ranks(run, real, kept)
    return Problem(movers, days, ranks, demands, tuple(rules), ties(run, movers), order)


def _between(run: PlanRun, chosen: Sorted, movers: Mapping[str, Mover], nights: int) -> Iterator[Rule]:
    for _, made in (*link_demands(run, movers, chosen.settled, nights), *wish_demands(run, movers)):
        yield from made


def _movers(run: PlanRun, chosen: Sorted, *, replan: bool) -> dict[str, Mover]:
    systems = run.estate.systems
    return {name: _mover(run, systems[name], chosen, replan=replan) for name in chosen.movers}


def _mover(run: PlanRun, system: System, chosen: Sorted, *, replan: bool) -> Mover:
    move, planning = system.move or SystemMove(), run.planning
    adopted = chosen.adopted.get(system.id)
    return Mover(
        id=system.id,
        hurry=6 - move.priority,
        parallel_days=parallel_days(planning, move),
        rollback_days=rollback_days(planning, move),
        level=system.level,
        adopted=adopted.date.toordinal() if adopted and replan else None,
    )


def _ranks(run: PlanRun, real: tuple[int, ...], in_time: Collection[int]) -> dict[int, int]:
    """Nights that neither a freeze nor the notice closes, counted from 0; `in_time`: the days of announced waves."""
    first = first_noticed(run, candidate_nights(run))
    frozen = [(freeze.start.toordinal(), freeze.end.toordinal()) for freeze in run.planning.freezes]
    free = [
        night
        for night, day in enumerate(real)
        if (night >= first or day in in_time) and not any(start <= day <= end for start, end in frozen)
    ]
    return {night: rank for rank, night in enumerate(free)}


def _beyond(run: PlanRun, movers: Mapping[str, Mover], real: tuple[int, ...]) -> Iterator[int]:
    """Day ordinals after the last night: those near it and those that a demand names; then far ones, so far apart that
    no way back or parallel run reaches the next.
    """
    as_of = run.result.run.as_of.toordinal()
    last = max(as_of, *real[-1:]) if real else as_of
    named = {date.toordinal() for date in _named(run)}
    named |= {freeze.end.toordinal() + 1 for freeze in run.planning.freezes}
    near = {last + days for days in (*range(1, _DAILY), *range(_DAILY, _WEEKLY, 7))}
    nights = sorted(near | {date for date in named if date > last})
    yield from nights
    step = 1 + max((max(mover.parallel_days, mover.rollback_days) for mover in movers.values()), default=0)
    most = run.planning.nights.most_waves if run.planning.nights else None
    count = len(movers) + min(most or 0, len(movers))
    yield from (nights[-1] + step * (position + 1) for position in range(count))


def _named(run: PlanRun) -> Iterator[datetime.date]:
    dates = [zone.ready_from for zone in run.planning.target.zones]
    dates += [date for pin in run.planning.pins for date in (pin.not_before, pin.not_after)]
    dates += [date for one in run.inventory.systems if one.move for date in (one.move.earliest, one.move.latest)]
    yield from (date for date in dates if date)


def _own_nights(order: tuple[tuple[str, ...], ...], count: int) -> Iterator[Bar]:
    """Of the last nights each ring has some of its own, in an order that suits its links: no plan needs others."""
    start = count - sum(map(len, order))
    kind, last = because("why_nights"), frozenset(range(start, count))
    for unit in order:
        own = frozenset(range(start, start + len(unit)))
        start += len(unit)
        yield Bar(ALWAYS, kind, frozenset(unit), last - own)
