"""The plan somebody would make by hand: what is needed first, on the first night that takes it."""

from collections.abc import Callable, Iterable, Mapping

from auditor.plan.waves.solver.draft import Draft
from auditor.plan.waves.solver.problem import Problem, Total

Unit = tuple[str, ...]
_SWEEPS = 20


def greedy_plan(problem: Problem) -> Mapping[str, int] | None:
    """Nights by system, or None when this order leaves a system without a night.

    Systems that one night alone is open to are placed first, as people who plan by hand do.
    """
    order = sorted(problem.units, key=lambda unit: not any(len(problem.open[name]) == 1 for name in unit))
    return _placed(problem, order, lambda _, unit: problem.open[unit[0]])


def cheapest_plan(problem: Problem) -> Mapping[str, int] | None:
    """As `greedy_plan`, but each ring takes the night that costs least beside those already placed."""

    def cheapest_first(draft: Draft, unit: Unit) -> Iterable[int]:
        return sorted(problem.open[unit[0]], key=lambda night: (draft.cost(unit, night), night))

    return _placed(problem, problem.units, cheapest_first)


def _placed(
    problem: Problem, order: Iterable[Unit], nights: Callable[[Draft, Unit], Iterable[int]]
) -> Mapping[str, int] | None:
    """Each ring in turn on the first of its nights that takes it."""
    draft = Draft(problem)
    for unit in order:
        night = next((night for night in nights(draft, unit) if draft.obstacle(unit, night) is None), None)
        if night is None:
            return None
        draft.put(unit, night)
    return draft.placed if fits(problem) else None


def fits(problem: Problem) -> bool:
    """Whether what all movers ask for together is there at all, whatever the nights."""
    return all(rule.asked <= rule.most for rule in problem.rules if isinstance(rule, Total))


def improved(problem: Problem, placed: Mapping[str, int]) -> Mapping[str, int]:
    """The plan after moving single rings to cheaper nights until no such move is left, or a fixed number of rounds."""
    draft = Draft(problem, placed)
    for _ in range(_SWEEPS):
        moved = [_moved(problem, draft, unit) for unit in problem.units]
        if not any(moved):
            break
    return draft.placed


def _moved(problem: Problem, draft: Draft, unit: Unit) -> bool:
    """Whether the ring found a cheaper night, and moves there."""
    here = draft.placed[unit[0]]
    draft.lift(unit)
    now = draft.cost(unit, here)
    choices = sorted((cost, night) for night in problem.open[unit[0]] if (cost := draft.cost(unit, night)) < now)
    best = next((night for _, night in choices if draft.obstacle(unit, night) is None), here)
    draft.put(unit, best)
    return best != here
