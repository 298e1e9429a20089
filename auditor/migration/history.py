"""Readiness of one run after the other: how many of the systems that are to move were how far."""

from collections import Counter
from collections.abc import Sequence

from auditor.migration.movement import movement
from auditor.migration.readiness import readiness
from auditor.migration.source import PlanSource
from auditor.model.plan.decisions import Decisions, Proposal
from auditor.model.plan.history import BurnUp, BurnUpPoint, Unreadable
from auditor.model.vocab import Decision, MoveState

_MOVED = frozenset({MoveState.CUT_OVER, MoveState.OLD_SILENT})


def point(source: PlanSource, decided: Decisions) -> BurnUpPoint:
    """One run's counts over the systems that were decided to move, lawfully, and those that have moved undecided.

    A system that has moved is counted as moved and in no state of readiness.
    """
    moved = {item.system for item in movement(source).systems if item.state in _MOVED}
    to_move = {item.id for item in decided.items if item.kind == "system" and _is_to_move(item, moved)}
    judged = readiness((source.result,), source.inventory, source.catalogue).systems
    states = Counter(item.state for item in judged if item.id in to_move - moved)
    run = source.result.run
    return BurnUpPoint(
        run=run.id,
        as_of=run.as_of,
        evaluated_at=run.evaluated_at,
        systems=len(to_move),
        ready=states["ready"],
        conditional=states["conditional"],
        blocked=states["blocked"],
        unknown=states["unknown"],
        moved=len(to_move & moved),
    )


def burn_up(points: Sequence[BurnUpPoint], unreadable: Sequence[Unreadable] = ()) -> BurnUp:
    """The points, oldest first, as the history of the last one."""
    return BurnUp(run=points[-1].run, points=tuple(points), unreadable=tuple(unreadable))


def _is_to_move(item: Proposal, moved: set[str]) -> bool:
    if item.standing == "forbidden":
        return False
    return item.final is Decision.MIGRATE or (item.final is None and item.id in moved)
