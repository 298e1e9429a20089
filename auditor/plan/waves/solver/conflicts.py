"""Why there is no plan: a small set of demands that contradict each other, found by leaving demands out."""

from collections.abc import Iterable, Sequence

from auditor.plan.waves.solver.problem import Bar, MostNights, PerNight, Problem, Total
from auditor.plan.waves.solver.solve import WaveModel

_WORK = 10.0
"""Deterministic work for one trial."""


def contradiction(problem: Problem) -> tuple[tuple[str, ...], bool]:
    """Ids of demands that cannot be met together, and whether each of them was shown to be needed for that.

    `problem` has nights beyond the last one. The set is empty when the limit did not suffice to find any.
    """
    suspects = _obvious(problem) or WaveModel(problem, frozenset(problem.demands), guarded=True).contradiction(_WORK)
    if suspects is None:
        return (), False
    return _smallest(problem, suspects)


def holds(problem: Problem, active: Iterable[str]) -> str:
    """Whether the `active` demands alone can be met: feasible, infeasible or unknown."""
    status = WaveModel(problem, frozenset(active)).solve(_WORK).status
    return "feasible" if status == "optimal" else status


def _obvious(problem: Problem) -> tuple[str, ...] | None:
    """Demands that contradict each other without any search: a sum that is too great, more systems than the nights
    hold together, a system with no night at all.
    """
    for rule in problem.rules:
        if isinstance(rule, Total) and rule.asked > rule.most:
            return (rule.demand,)
    for most in (rule for rule in problem.rules if isinstance(rule, MostNights)):
        for limit in (rule for rule in problem.rules if isinstance(rule, PerNight)):
            if len(limit.systems) > limit.most * most.most:
                return (most.demand, limit.demand)
    for name in sorted(problem.movers):
        if not problem.open[name]:
            return tuple(
                sorted({rule.demand for rule in problem.rules if isinstance(rule, Bar) and name in rule.systems})
            )
    return None


def _smallest(problem: Problem, suspects: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """Leaves out ever smaller parts of the set while the rest still contradicts itself."""
    kept = sorted((name for name in suspects if name), key=lambda name: (_dear(name), name))
    sure = True
    size = max(1, len(kept) // 2)
    while True:
        sure, position = True, 0
        while position < len(kept):
            rest = kept[:position] + kept[position + size :]
            status = holds(problem, rest)
            sure = sure and status != "unknown"
            if status == "infeasible":
                kept = rest
            else:
                position += size
        if size == 1:
            return tuple(kept), sure
        size = max(1, size // 2)


def _dear(name: str) -> int:
    """What is tried last stays in the set: a person's own word tells more than the calendar."""
    order = ("notice", "nights", "systems_per_night", "team", "zone", "link", "together", "apart", "freeze")
    return next((rank for rank, start in enumerate(order) if name.startswith(start)), len(order))
