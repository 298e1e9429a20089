"""Makes the wave problem of a run: movers, nights and every demand, each with the line that asks it."""

from collections.abc import Iterator, Mapping

from auditor.errors import PlanningError
from auditor.errors import Problem as Fault
from auditor.migration.source import PlanSource
from auditor.migration.waves.between import link_demands, ties, units, wish_demands
from auditor.migration.waves.capacity import capacity_demands
from auditor.migration.waves.dates import Board, date_demands, first_noticed
from auditor.migration.waves.movers import Sorted
from auditor.migration.waves.nights import candidate_nights
from auditor.migration.waves.problem import ALWAYS, Bar, Demand, Mover, Problem, Rule
from auditor.model.inventory import System, SystemMove
from auditor.model.plan.reason import because

MOST_CHOICES = 1_000_000
"""Movers times nights a plan is made over."""


def problem_of(source: PlanSource, chosen: Sorted, *, replan: bool = False, beyond: bool = False) -> Problem:
    """The problem; `beyond` adds nights after the last one, which the demand `nights` closes: they show whether more
    nights would help.

    Raises PlanningError when there are too many nights, or nights times movers, to plan over.
    """
    movers = _movers(source, chosen, replan=replan)
    nights = candidate_nights(source)
    if len(movers) * len(nights) > MOST_CHOICES:
        where = source.place("planning/nights/end")
        message = f"{len(movers)} systems on {len(nights)} nights are too many choices"
        raise PlanningError([Fault(None, None, where, message)], remedy="Name fewer nights, or bring `end` nearer.")
    real = tuple(night.toordinal() for night in nights)
    order = units(movers, tuple(_between(source, chosen, movers, 0)))
    days = (*real, *_beyond(source, movers, real)) if beyond else real
    board = Board(source, chosen, movers, days, len(real))
    asked = [
        *date_demands(board, replan=replan),
        *link_demands(source, movers, chosen.settled, len(days)),
        *wish_demands(source, movers),
        *capacity_demands(source, movers, chosen.settled, days, len(real)),
    ]
    rules: list[Rule] = [rule for _, made in asked for rule in made]
    if beyond:
        rules += _own_nights(order, len(days))
    demands: dict[str, Demand] = {demand.id: demand for demand, _ in asked}
    return Problem(movers, days, _ranks(source, real), demands, tuple(rules), ties(source, movers), order)


def _between(source: PlanSource, chosen: Sorted, movers: Mapping[str, Mover], nights: int) -> Iterator[Rule]:
    for _, made in (*link_demands(source, movers, chosen.settled, nights), *wish_demands(source, movers)):
        yield from made


def _movers(source: PlanSource, chosen: Sorted, *, replan: bool) -> dict[str, Mover]:
    systems = {system.id: system for system in source.inventory.systems}
    return {name: _mover(source, systems[name], chosen, replan=replan) for name in chosen.movers}


def _mover(source: PlanSource, system: System, chosen: Sorted, *, replan: bool) -> Mover:
    move, planning = system.move or SystemMove(), source.planning
    adopted = chosen.adopted.get(system.id)
    return Mover(
        id=system.id,
        hurry=6 - move.priority,
        parallel_days=planning.parallel_days if move.parallel_days is None else move.parallel_days,
        rollback_days=planning.rollback_days if move.rollback_days is None else move.rollback_days,
        level=system.level,
        adopted=adopted.date.toordinal() if adopted and replan else None,
    )


def _ranks(source: PlanSource, real: tuple[int, ...]) -> dict[int, int]:
    """Nights that neither a freeze nor the notice closes, counted from 0."""
    first = first_noticed(source, candidate_nights(source))
    frozen = [(freeze.start.toordinal(), freeze.end.toordinal()) for freeze in source.planning.freezes]
    free = [
        night
        for night, day in enumerate(real)
        if night >= first and not any(start <= day <= end for start, end in frozen)
    ]
    return {night: rank for rank, night in enumerate(free)}


def _beyond(source: PlanSource, movers: Mapping[str, Mover], real: tuple[int, ...]) -> Iterator[int]:
    """Day ordinals after everything anybody names, so far apart that no way back or parallel run reaches the next."""
    planning = source.planning
    moves = [system.move for system in source.inventory.systems if system.move]
    dates = [source.result.run.as_of, *(freeze.end for freeze in planning.freezes)]
    dates += [zone.ready_from for zone in planning.target.zones if zone.ready_from]
    dates += [pin.not_before for pin in planning.pins if pin.not_before]
    dates += [move.earliest for move in moves if move.earliest]
    last = max([date.toordinal() for date in dates] + list(real[-1:]))
    step = 1 + max((max(mover.parallel_days, mover.rollback_days) for mover in movers.values()), default=0)
    most = planning.nights.most_waves if planning.nights else None
    count = len(movers) + min(most or 0, len(movers))
    return (last + step * (position + 1) for position in range(count))


def _own_nights(order: tuple[tuple[str, ...], ...], count: int) -> Iterator[Bar]:
    """Of the last nights each ring has some of its own, in an order that suits its links: no plan needs others."""
    start = count - sum(map(len, order))
    kind, last = because("why_nights"), frozenset(range(start, count))
    for unit in order:
        own = frozenset(range(start, start + len(unit)))
        start += len(unit)
        yield Bar(ALWAYS, kind, frozenset(unit), last - own)
