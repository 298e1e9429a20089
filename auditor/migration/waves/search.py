"""Looks for the best plan: a plan by hand, what single moves make of it, and the solver from there."""

from collections.abc import Mapping
from dataclasses import replace

from auditor.migration.waves.greedy import cheapest_plan, improved
from auditor.migration.waves.problem import Problem, Solution, objective
from auditor.migration.waves.solve import WaveModel


def best_plan(problem: Problem, greedy: Mapping[str, int] | None, work: float) -> Solution:
    """The cheapest plan found with so much deterministic work, and the bound no plan can be better than."""
    if not problem.movers:
        return Solution("optimal", {}, 0)
    starts = [improved(problem, plan) for plan in (greedy, cheapest_plan(problem)) if plan is not None]
    hint = min(starts, key=lambda plan: objective(problem, plan), default=None)
    model = WaveModel(problem, frozenset(problem.demands))
    model.minimise(hint)
    found = model.solve(work)
    if found.status == "infeasible":
        return found
    plans = [improved(problem, found.placed)] if found.placed else []
    plans += [hint] if hint is not None else []
    if not plans:
        return Solution("unknown")
    best = min(plans, key=lambda plan: objective(problem, plan))
    status = "optimal" if objective(problem, best) == found.bound else "feasible"
    return replace(found, status=status, placed=dict(sorted(best.items())))
