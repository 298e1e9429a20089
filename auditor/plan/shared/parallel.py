"""How long old and new run side by side after a night."""

import datetime
from collections.abc import Iterable

from auditor.model.details import SystemMove
from auditor.model.planning import Planning
from auditor.plan.run import PlanRun


def kept_until(run: PlanRun, systems: Iterable[str], night: datetime.date) -> datetime.date:
    """The last day on which old and new run in parallel, or the way back is open, for any of the systems.

    A system's own days come before those of the planning file.
    """
    known = run.estate.systems
    moves = [known[name].move if name in known else None for name in systems]
    days = (max(parallel_days(run.planning, move), rollback_days(run.planning, move)) for move in moves)
    return night + datetime.timedelta(days=max(days, default=0))


def parallel_days(planning: Planning, move: SystemMove | None) -> int:
    """Days of running old and new side by side: the system's own, else those of the planning file."""
    own = move.parallel_days if move else None
    return planning.parallel_days if own is None else own


def rollback_days(planning: Planning, move: SystemMove | None) -> int:
    """Days in which the way back stays open: the system's own, else those of the planning file."""
    own = move.rollback_days if move else None
    return planning.rollback_days if own is None else own
