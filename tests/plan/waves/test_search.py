"""The parts of the search: by hand, annealing, small steps, bounds; each sound by itself."""

import random

import pytest

from auditor.plan.waves.build import problem_of
from auditor.plan.waves.movers import sort_systems
from auditor.plan.waves.solver.annealing import annealed
from auditor.plan.waves.solver.bounds import least_cut, least_price, lower_bound
from auditor.plan.waves.solver.draft import Draft
from auditor.plan.waves.solver.greedy import cheapest_plan, greedy_plan, improved
from auditor.plan.waves.solver.problem import Problem, objective
from auditor.plan.waves.solver.search import Steps, best_plan
from tests.plan.waves.estate import SATURDAYS, link, planning, source, system


def problem(seed: int) -> Problem:
    """Eighteen systems of three teams on six nights, with links drawn by the seed."""
    chance = random.Random(seed)
    names = [f"s{number:02}" for number in range(18)]
    pairs = {tuple(sorted(chance.sample(names, 2), reverse=True)) for _ in range(40)}
    links = [link(one, other, hard=chance.random() < 0.2, weight=chance.randint(1, 9)) for one, other in sorted(pairs)]
    rows = [system(name, team=f"t{chance.randrange(3)}", priority=chance.randint(1, 5)) for name in names]
    teams = [{"id": f"t{n}", "name": {"vi": "T"}, "per_night": 2, "in_parallel": 9} for n in range(3)]
    estate = source(rows, planning(systems_per_night=5, teams=teams, parallel_days=10), links=links)
    return problem_of(estate, sort_systems(estate))


def broken(made: Problem, placed: dict[str, int]) -> list[str]:
    """Systems that could not stand where they are, all else staying."""
    draft, found = Draft(made, placed), []
    for unit in made.units:
        draft.lift(unit)
        found += [name for name in unit if draft.obstacle(unit, placed[unit[0]])]
        draft.put(unit, placed[unit[0]])
    return found


@pytest.mark.parametrize("seed", range(4))
def test_each_stage_is_sound_and_no_dearer(seed: int) -> None:
    """By hand, then bettered, annealed and stepped: every plan holds, and none costs more than the one before."""
    made = problem(seed)
    by_hand = greedy_plan(made) or cheapest_plan(made)
    assert by_hand is not None
    stages = [by_hand, improved(made, by_hand), annealed(made, by_hand, 5000)]
    stages.append(Steps(made, stages[-1]).improve(0.5, 0))
    costs = [objective(made, plan) for plan in stages]

    assert [[]] * 4 == [broken(made, dict(plan)) for plan in stages]
    assert costs[0] >= costs[1]
    assert costs[0] >= costs[2] >= costs[3]


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_no_plan_is_below_the_bound(seed: int) -> None:
    """The bound made of lateness and links alone is below what the search finds, and the solver's own bound too."""
    made = problem(seed)
    found = best_plan(made, greedy_plan(made), 3)

    assert lower_bound(made) <= objective(made, found.placed)
    assert (found.bound or 0) <= objective(made, found.placed)


def test_what_the_nights_cost_at_least() -> None:
    """With room for one system of a team a night, the hurried one goes first, whatever other teams do."""
    rows = [system("a", team="t", priority=1), system("b", team="t", priority=5), system("c")]
    teams = [{"id": "t", "name": {"vi": "T"}, "per_night": 1}]
    estate = source(rows, planning(systems_per_night=2, teams=teams))

    assert 1 == least_price(problem_of(estate, sort_systems(estate)))


def test_what_must_be_cut() -> None:
    """A system with three links, in nights of two systems, keeps the heaviest; each cut is counted once."""
    links = [link("a", "b", weight=5), link("a", "c", weight=3), link("a", "d", weight=2)]
    estate = source([system(name) for name in "abcd"], planning(systems_per_night=2), links=links)

    assert 3 == least_cut(problem_of(estate, sort_systems(estate)))


def test_a_plan_nobody_finds_by_hand() -> None:
    """Where both orders by hand end without a night, the solver finds the plan, and nothing is called a gain."""
    rows = [system("a"), system("b", latest=SATURDAYS[1]), system("c", latest=SATURDAYS[1])]
    estate = source(rows, planning(systems_per_night=1))
    made = problem_of(estate, sort_systems(estate))
    found = best_plan(made, greedy_plan(made), 3)

    assert (None, None) == (greedy_plan(made), cheapest_plan(made))
    assert ("optimal", 2) == (found.status, found.placed["a"])
