"""Betters a plan by many small moves that at first may also make it dearer, ever less so: a fixed number of them."""

import random
from collections.abc import Mapping

from auditor.plan.waves.solver.draft import Draft
from auditor.plan.waves.solver.problem import Problem, objective

_SEED = 20261122
_HEAT = 400
"""What a move may cost at first, in units of the objective: about a link of weight 20."""

_FRIENDLY = 0.6
"""Share of the moves that lead to the night of a linked system."""


def annealed(problem: Problem, placed: Mapping[str, int], moves: int) -> Mapping[str, int]:
    """The best plan met on the way from `placed`; never a dearer one. Only whole numbers decide, so that every machine
    goes the same way.
    """
    chance = random.Random(_SEED)  # noqa: S311  # repeatable choices are wanted, not secret ones
    draft = Draft(problem, placed)
    free = [unit for unit in problem.units if len(problem.open[unit[0]]) > 1]
    cost = least = objective(problem, placed)
    best = dict(placed)
    for move in range(moves if free else 0):
        unit = chance.choice(free)
        linked = draft.linked_nights(unit) if chance.random() < _FRIENDLY else []
        night = chance.choice(linked or problem.open[unit[0]])
        allowed = _HEAT * (moves - move) ** 2 // moves**2
        cost += _moved(draft, unit, night, allowed * chance.randrange(1000) // 1000)
        if cost < least:
            least, best = cost, dict(draft.placed)
    return best


def _moved(draft: Draft, unit: tuple[str, ...], night: int, allowed: int) -> int:
    """By how much the plan became dearer when the ring moved to the night; 0 where it may not."""
    here = draft.placed[unit[0]]
    if night == here:
        return 0
    change = draft.cost(unit, night) - draft.cost(unit, here)
    if change > allowed:
        return 0
    draft.lift(unit)
    fits = draft.obstacle(unit, night) is None
    draft.put(unit, night if fits else here)
    return change if fits else 0
