"""The checker of wave plans finds each fault planted in a good plan."""

from collections.abc import Callable
from datetime import date as date_of
from typing import Any

import pytest

from auditor.model.reason import because
from auditor.plan.waves.shape import Conflict, CutEdge, Cycle, PlannedWave, Unplaced, WavePlan
from tests.plan.waves.checker.brute import best
from tests.plan.waves.checker.checker import faults
from tests.plan.waves.checker.estate import Estate
from tests.plan.waves.checker.estates import Draft, day, link, system

NIGHTS = {"start": day(19), "end": day(61), "weekdays": ["sat"]}
FIRST, SECOND, THIRD = (date_of.fromisoformat(day(offset)) for offset in (19, 26, 33))
GOOD = Draft(
    {
        "systems": [
            system("a", move={"priority": 1}),
            *(system(name) for name in ("b", "c", "d")),
            system("secret", label="mat"),
            system("stays", decision="retain_idc"),
        ],
        "links": [
            link("l-soft", "a", "d", weight=3),
            link("l-hard", "b", "a", hard=True),
            link("l-ring", "a", "b", hard=True, weight=2),
        ],
    },
    {"nights": NIGHTS, "systems_per_night": 2, "rollback_days": 3},
)


def good() -> WavePlan:
    return GOOD.source().waves


def test_the_good_plan_is_sound() -> None:
    """The plan from which each planted fault departs has none, and no other is cheaper."""
    plan = good()

    assert [] == faults(GOOD.source(), plan)
    assert best(GOOD.source()) == plan.objective


def change(plan: WavePlan, **values: Any) -> WavePlan:
    return plan.model_copy(update=values)


def moved(plan: WavePlan, name: str, date: date_of) -> WavePlan:
    """The plan with one system on another night, waves and days of the system made to fit."""
    estate = Estate(GOOD.source())
    placements = tuple(
        one.model_copy(
            update={
                "date": date,
                "wave": f"wave-{date}",
                "notice_by": estate.notice_by(date),
                "parallel_until": estate.parallel_until(name, date),
                "rollback_until": estate.rollback_until(name, date),
            }
        )
        if one.system == name
        else one
        for one in plan.placements
    )
    nights = sorted({one.date for one in placements})
    waves = tuple(
        PlannedWave(
            id=f"wave-{night}",
            date=night,
            systems=tuple(sorted(one.system for one in placements if one.date == night)),
            notice_by=estate.notice_by(night),
        )
        for night in nights
    )
    return change(plan, placements=placements, waves=waves)


def dropped(plan: WavePlan, name: str) -> WavePlan:
    waves = tuple(
        wave.model_copy(update={"systems": tuple(other for other in wave.systems if other != name)})
        for wave in plan.waves
    )
    return change(plan, waves=waves, placements=tuple(one for one in plan.placements if one.system != name))


def added(plan: WavePlan, name: str) -> WavePlan:
    first = plan.waves[0].model_copy(update={"systems": (*plan.waves[0].systems, name)})
    one = plan.placements[0].model_copy(update={"system": name, "wave": first.id, "date": first.date})
    return change(plan, waves=(first, *plan.waves[1:]), placements=(*plan.placements, one))


def wave_with(plan: WavePlan, **values: Any) -> WavePlan:
    return change(plan, waves=(plan.waves[0].model_copy(update=values), *plan.waves[1:]))


def placement_with(plan: WavePlan, **values: Any) -> WavePlan:
    return change(plan, placements=(plan.placements[0].model_copy(update=values), *plan.placements[1:]))


PLANTED: dict[str, tuple[Callable[[WavePlan], WavePlan], str]] = {
    "a system on a night too full": (lambda plan: moved(plan, "c", FIRST), "systems_per_night: 3 systems"),
    "a system on a day that is no night": (lambda plan: moved(plan, "c", date_of(2026, 12, 15)), "nights: c:"),
    "a system before what it needs": (lambda plan: moved(plan, "a", THIRD), "link:l-hard: b on 2026-12-12 needs a"),
    "a system on a worse night": (lambda plan: moved(plan, "d", THIRD), "objective"),
    "a system left out": (lambda plan: dropped(plan, "c"), "c is placed 0 times"),
    "a system placed twice": (lambda plan: added(plan, "c"), "c is placed 2 times"),
    "a labelled system in a wave": (lambda plan: added(plan, "secret"), "secret has no place in a wave"),
    "a system that stays in a wave": (lambda plan: added(plan, "stays"), "stays has no place in a wave"),
    "a labelled system passed over in silence": (lambda plan: change(plan, unplaced=()), "secret is in no wave"),
    "a mover among those without a wave": (
        lambda plan: change(plan, unplaced=(*plan.unplaced, Unplaced(system="a", why=because("x")))),
        "a is listed 1 times",
    ),
    "a reason for one that stays": (
        lambda plan: change(plan, unplaced=(*plan.unplaced, Unplaced(system="stays", why=because("x")))),
        "stays stays where it is",
    ),
    "an empty wave": (
        lambda plan: change(plan, waves=(*plan.waves, PlannedWave(id="w", date=date_of(2027, 1, 16), systems=()))),
        "w is empty",
    ),
    "waves out of order": (lambda plan: change(plan, waves=plan.waves[::-1]), "the waves are not one per night"),
    "a wave of another name": (lambda plan: wave_with(plan, id="w"), "w should be called wave-2026-12-12"),
    "a wave whose notice is late": (lambda plan: wave_with(plan, notice_by=FIRST), "gives notice by 2026-12-12"),
    "a wave that holds another's system": (
        lambda plan: change(
            plan,
            waves=(
                plan.waves[0].model_copy(update={"systems": plan.waves[1].systems}),
                plan.waves[1].model_copy(update={"systems": plan.waves[0].systems}),
            ),
        ),
        "is said to be in another wave",
    ),
    "a way back that ends early": (lambda plan: placement_with(plan, rollback_until=FIRST), "has the days"),
    "a change nobody made": (lambda plan: placement_with(plan, changed_from=THIRD), "is changed from"),
    "another objective": (lambda plan: change(plan, objective=0), "objective 0, reckoned"),
    "a change too many": (lambda plan: change(plan, changes=1), "1 changes, counted 0"),
    "a bound above the plan": (lambda plan: change(plan, bound=10_000), "bound 10000 of"),
    "no bound": (lambda plan: change(plan, bound=None), "bound None of"),
    "optimal without proof": (lambda plan: change(plan, bound=0, gap=1000), "optimal with bound 0"),
    "feasible though proved best": (lambda plan: change(plan, status="feasible"), "feasible with bound"),
    "another gap": (lambda plan: change(plan, gap=500), "gap 500, reckoned 0"),
    "worse than by hand": (lambda plan: change(plan, greedy=0, gain=0), "worse than the greedy plan"),
    "a gain made up": (lambda plan: change(plan, greedy=10_000, gain=1), "gain 1, reckoned"),
    "a gain over nothing": (lambda plan: change(plan, greedy=None, gain=1), "a gain of 1 over no greedy plan"),
    "a cut link passed over": (lambda plan: change(plan, cut_edges=()), "cut edges missing"),
    "a cut link made up": (
        lambda plan: change(
            plan, cut_edges=(*plan.cut_edges, CutEdge(link="l-hard", source="b", target="a", weight=1, days=0))
        ),
        "cut edges missing [], too many",
    ),
    "a cut between movers called lasting": (
        lambda plan: change(
            plan, cut_edges=tuple(edge.model_copy(update={"permanent": True}) for edge in plan.cut_edges)
        ),
        "l-soft is called cut for good",
    ),
    "a ring passed over": (lambda plan: change(plan, cycles=()), "rings [['a', 'b']], named []"),
    "a ring freed too dearly": (
        lambda plan: change(
            plan, cycles=(Cycle(systems=("a", "b"), links=("l-hard", "l-ring"), cut=("l-ring",), cut_weight=2),)
        ),
        "can be freed for 1, not only for 2",
    ),
    "a ring not freed": (
        lambda plan: change(
            plan, cycles=(Cycle(systems=("a", "b"), links=("l-hard", "l-ring"), cut=(), cut_weight=0),)
        ),
        "is not freed by ()",
    ),
    "another run": (lambda plan: change(plan, run="run-2"), "the plan says run run-2"),
    "a conflict beside a plan": (
        lambda plan: change(plan, conflicts=(Conflict(constraint="nights", why=because("x")),)),
        "a plan with conflicts",
    ),
    "infeasible with waves": (lambda plan: change(plan, status="infeasible"), "yet something is placed"),
    "infeasible without a conflict": (
        lambda plan: WavePlan(
            run=plan.run, as_of=plan.as_of, status="infeasible", unplaced=plan.unplaced, cycles=plan.cycles
        ),
        "infeasible without a conflict",
    ),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_planted_faults_are_found(fault: str) -> None:
    """Each fault planted in a good plan is found and said."""
    plant, said = PLANTED[fault]

    assert any(said in words for words in faults(GOOD.source(), plant(good()))), faults(GOOD.source(), plant(good()))
