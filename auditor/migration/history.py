"""Readiness of one run after the other: how many of the systems that are to move were how far."""

from collections.abc import Sequence

from auditor.model.plan.history import BurnUp, BurnUpPoint, Unreadable
from auditor.model.plan.population import Population
from auditor.model.verdict import RunHead


def point(run: RunHead, population: Population) -> BurnUpPoint:
    """One run's counts over its systems to move; who has moved is counted as moved and in no state of readiness."""
    return BurnUpPoint(
        run=run.id,
        as_of=run.as_of,
        evaluated_at=run.evaluated_at,
        systems=len(population.to_move),
        **population.states,
    )


def burn_up(points: Sequence[BurnUpPoint], unreadable: Sequence[Unreadable] = ()) -> BurnUp:
    """The points, oldest first, as the history of the last one."""
    return BurnUp(run=points[-1].run, points=tuple(points), unreadable=tuple(unreadable))
