"""How long old and new run side by side after a night."""

import datetime
from collections.abc import Iterable

from auditor.migration.source import PlanSource


def kept_until(source: PlanSource, systems: Iterable[str], night: datetime.date) -> datetime.date:
    """The last day on which old and new run in parallel, or the way back is open, for any of the systems.

    A system's own days come before those of the planning file.
    """
    moves = {system.id: system.move for system in source.inventory.systems}
    days = [0]
    for name in systems:
        move = moves.get(name)
        parallel = move.parallel_days if move and move.parallel_days is not None else source.planning.parallel_days
        back = move.rollback_days if move and move.rollback_days is not None else source.planning.rollback_days
        days.append(max(parallel, back))
    return night + datetime.timedelta(days=max(days))
