"""Looks for the best plan: one by hand, bettered by annealing, then by the solver over the whole or over parts."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from auditor.plan.waves.solver.annealing import annealed
from auditor.plan.waves.solver.bounds import lower_bound
from auditor.plan.waves.solver.greedy import cheapest_plan, improved
from auditor.plan.waves.solver.problem import Problem, Solution, objective
from auditor.plan.waves.solver.solve import WaveModel

_SEED = 20261122
_WHOLE = 3000
"""Choices of night up to which the whole problem is given to the solver."""

_SECOND = 0.3
"""The solver's units of deterministic work that take about a second of one core."""

_MOVES = 20_000
"""Moves of annealing that take less than a second of one core."""

_FEW = 12
"""Rings up to which the solver alone is quicker."""

_SMALLEST, _LARGEST = 12, 30
"""Systems that one step may place anew; the number grows while steps find nothing."""

_STEP_WORK = 0.1
_STEP_COST = 0.03
"""Work charged to every step for making its model, so that steps that are easy to solve end too."""

_PATIENCE = 40
_PARTNERS = 4


def best_plan(problem: Problem, greedy: Mapping[str, int] | None, work: int) -> Solution:
    """The cheapest plan found with so much deterministic work, and the bound no plan can be better than."""
    if not problem.movers:
        return Solution("optimal", {}, 0)
    units = work * _SECOND
    start = _start(problem, greedy)
    small = sum(len(problem.open[unit[0]]) for unit in problem.units) <= _WHOLE
    few = len(problem.units) <= _FEW
    if start is not None and not few:
        start = annealed(problem, start, work * _MOVES)
    found = _whole(problem, start, units / (12 if start else 2), priced=small)
    if found.status == "infeasible" or not found.placed:
        return found
    placed = annealed(problem, found.placed, work * _MOVES) if start is None and not few else found.placed
    bound = max(found.bound or 0, lower_bound(problem))
    if objective(problem, placed) > bound:
        placed = improved(problem, Steps(problem, placed).improve(units / 4 if small else units, bound))
    if objective(problem, placed) > bound and small:
        found = _whole(problem, placed, units * 2 / 3, priced=True)
        placed, bound = found.placed, max(bound, found.bound or 0)
    status = "optimal" if objective(problem, placed) == bound else "feasible"
    return Solution(status, dict(sorted(placed.items())), bound)


def _start(problem: Problem, greedy: Mapping[str, int] | None) -> Mapping[str, int] | None:
    plans = [improved(problem, plan) for plan in (greedy, cheapest_plan(problem)) if plan is not None]
    return min(plans, key=lambda plan: objective(problem, plan), default=None)


def _whole(problem: Problem, start: Mapping[str, int] | None, work: float, *, priced: bool) -> Solution:
    """The solver's word on the whole problem; a large one is only asked for any plan, where none is known."""
    if start is not None and not priced:
        return Solution("feasible", start, 0)
    model = WaveModel(problem, frozenset(problem.demands))
    if priced:
        model.minimise(start)
    found = model.solve(work)
    if found.status == "unknown" and start is not None:
        return Solution("feasible", start, found.bound)
    if not found.placed:
        return found
    plans = [improved(problem, found.placed), *([start] if start is not None else [])]
    return Solution("feasible", min(plans, key=lambda plan: objective(problem, plan)), found.bound)


@dataclass
class Steps:
    """Betters a plan step by step: a few systems are placed anew by the solver while the others stay."""

    problem: Problem
    placed: Mapping[str, int]

    def __post_init__(self) -> None:
        self._random = random.Random(_SEED)  # noqa: S311  # repeatable choices are wanted, not secret ones
        self._links: dict[str, list[tuple[int, str]]] = {name: [] for name in self.problem.movers}
        for tie in self.problem.ties:
            self._links[tie.one].append((tie.weight, tie.other))
            self._links[tie.other].append((tie.weight, tie.one))
        for links in self._links.values():
            links.sort(key=lambda link: (-link[0], link[1]))

    def improve(self, work: float, bound: int) -> Mapping[str, int]:
        """The best plan after so much work, or when it is as good as the bound, or when large steps find nothing."""
        demands = frozenset(self.problem.demands)
        cost, size, idle = objective(self.problem, self.placed), _SMALLEST, 0
        for chosen in self._parts():
            if work <= 0 or cost <= bound or (size >= _LARGEST and idle >= _PATIENCE):
                break
            part = self._grown(chosen, size)
            model = WaveModel(self.problem, demands, choices=self._narrowed(part))
            model.minimise(self.placed)
            found = model.solve(min(_STEP_WORK, work))
            work -= model.spent + _STEP_COST
            idle += 1
            if found.placed and (reached := objective(self.problem, found.placed)) < cost:
                self.placed, cost, idle = found.placed, reached, 0
            if idle >= _PATIENCE and size < _LARGEST:
                size, idle = size + size // 2, 0
        return self.placed

    def _parts(self) -> Iterator[list[str]]:
        """Where to begin, in turns: one system, a night and those after it, any three nights."""
        while True:
            nights = sorted(set(self.placed.values()))
            first = self._random.randrange(len(nights))
            yield self._on(nights[first:] + nights[:first][::-1])
            yield [self._random.choice(self.problem.units)[0]]
            yield self._on(self._random.sample(nights, min(len(nights), 3)))

    def _on(self, nights: list[int]) -> list[str]:
        return [name for night in nights for name in sorted(self.placed) if self.placed[name] == night]

    def _grown(self, chosen: list[str], size: int) -> frozenset[str]:
        """The first of those chosen; one alone grows by the neighbours that hang on it most."""
        part = chosen[:size]
        pull: dict[str, int] = {}
        for name in part if len(chosen) == 1 else ():
            for weight, other in self._links[name]:
                pull[other] = pull.get(other, 0) + weight
            if len(part) < size and (new := [other for other in pull if other not in part]):
                part.append(max(new, key=lambda other: (pull[other], other)))
        rings = {name: unit for unit in self.problem.units for name in unit}
        return frozenset(name for member in part for name in rings[member])

    def _narrowed(self, part: frozenset[str]) -> dict[str, frozenset[int]]:
        """The nights a step may choose: those of the part, and those of each system's closest partners."""
        own = frozenset(self.placed[name] for name in part)
        free = {
            unit: own | {self.placed[other] for name in unit for _, other in self._links[name][:_PARTNERS]}
            for unit in self.problem.units
            if part.intersection(unit)
        }
        nights = {name: found for unit, found in free.items() for name in unit}
        return {name: nights.get(name, frozenset({night})) for name, night in self.placed.items()}
