"""Which systems move in which night: a proposal by constraint solver, or why there can be none.

`make` is all that others use. The rest makes the problem (`build` from `dates`, `between`, `capacity`), solves it
(`greedy`, `solve`), and explains the answer (`explain`, `conflicts`, `cycles`, `unknowns`).
"""

from typing import Any

from auditor.model.reason import because
from auditor.plan.run import PlanRun
from auditor.plan.waves.answer import cut_edges_of, placements_of, waves_of
from auditor.plan.waves.build import problem_of
from auditor.plan.waves.cycles import find_cycles
from auditor.plan.waves.explain import day
from auditor.plan.waves.movers import Sorted, sort_systems
from auditor.plan.waves.shape import Conflict, WavePlan
from auditor.plan.waves.solver.conflicts import contradiction
from auditor.plan.waves.solver.greedy import greedy_plan
from auditor.plan.waves.solver.problem import Problem, Solution, objective
from auditor.plan.waves.solver.search import best_plan
from auditor.plan.waves.unknowns import unknowns

__all__ = ["make"]


def make(run: PlanRun) -> WavePlan:
    """A night for every system that moves, or a small set of demands that contradict each other.

    Adopted waves to come are kept; with `replan` they may change, each changed system at a high price. The answer is
    `unknown` when the work limit of the planning file ended without one: that is no plan. Equal input gives equal
    answers.

    Raises PlanningError when there are more nights than can be planned over, MigrationError for a calendar without
    working days.
    """
    chosen, replan = sort_systems(run), run.choices.replan
    problem = problem_of(run, chosen, replan=replan)
    common: dict[str, Any] = {
        "run": run.result.run.id,
        "as_of": run.result.run.as_of,
        "unplaced": chosen.unplaced,
        "cycles": find_cycles(run, chosen.movers),
        "unknowns": unknowns(run, chosen),
    }
    greedy = greedy_plan(problem)
    solution = best_plan(problem, greedy, run.planning.work_limit)
    if solution.status == "infeasible":
        return _refused(run, problem_of(run, chosen, replan=replan, beyond=True), common)
    if solution.status == "unknown":
        return WavePlan(**common, status="unknown")
    return _planned(run, chosen, problem, solution, common | _figures(problem, solution, greedy))


def _figures(problem: Problem, solution: Solution, greedy: Any) -> dict[str, Any]:
    found, bound = objective(problem, solution.placed), solution.bound or 0
    by_hand = objective(problem, greedy) if greedy is not None else None
    return {
        "status": solution.status,
        "objective": found,
        "bound": bound,
        "gap": -(-1000 * (found - bound) // found) if found else 0,
        "greedy": by_hand,
        "gain": None if by_hand is None else by_hand - found,
    }


def _planned(run: PlanRun, chosen: Sorted, problem: Problem, solution: Solution, common: dict[str, Any]) -> WavePlan:
    dates = {name: day(problem.nights[night]) for name, night in solution.placed.items()}
    waves = waves_of(run, chosen, dates)
    placements = placements_of(run, chosen, problem, solution.placed, waves)
    return WavePlan(
        **common,
        waves=waves,
        placements=placements,
        cut_edges=cut_edges_of(run, chosen, dates),
        changes=sum(1 for one in placements if one.changed_from),
    )


def _refused(run: PlanRun, problem: Problem, common: dict[str, Any]) -> WavePlan:
    names, sure = contradiction(problem)
    conflicts = tuple(
        Conflict(constraint=name, why=problem.demands[name].stands, line=run.place(problem.demands[name].pointer))
        for name in names
    )
    if not sure:
        common["unknowns"] += (because("conflicts_more_than_needed" if names else "conflicts_not_found"),)
    return WavePlan(**common, status="infeasible", conflicts=conflicts)
