"""No plan: a small set of demands that contradict each other, each with the line to change."""

from typing import Any

import pytest

from auditor.plan.run import PlanRun
from auditor.plan.waves.build import problem_of
from auditor.plan.waves.movers import sort_systems
from auditor.plan.waves.solver.conflicts import holds
from tests.plan.waves.estate import SATURDAYS, link, planning, source, system

TET = {"id": "tet", "name": {"vi": "Tết"}, "start": "2026-12-01", "end": "2027-03-01"}
RING = [link("a", "b", hard=True), link("b", "c", hard=True), link("c", "a", hard=True)]
ZONE = {"id": "z", "name": {"vi": "Z"}}

Case = tuple[list[dict[str, Any]], dict[str, Any], dict[str, Any], set[str]]


def wave(*systems: str, date: str) -> dict[str, Any]:
    return {"id": "w", "name": {"vi": "Đợt"}, "date": date, "systems": list(systems)}


def zoned(**more: Any) -> dict[str, Any]:
    return {"target": {"zones": [ZONE | more]}}


CASES: dict[str, Case] = {
    "a freeze over every night": ([system("a")], {"freezes": [TET]}, {}, {"nights", "freeze:tet"}),
    "a pin in a freeze": (
        [system("a")],
        {"freezes": [TET], "pins": [{"system": "a", "on": SATURDAYS[0]}]},
        {},
        {"pin:a", "freeze:tet"},
    ),
    "a pin in the past": ([system("a")], {"pins": [{"system": "a", "on": "2026-11-07"}]}, {}, {"pin:a"}),
    "a pin too near for the notice": (
        [system("a")],
        {"pins": [{"system": "a", "on": "2026-11-28"}]},
        {},
        {"pin:a", "notice"},
    ),
    "a latest date in the past": ([system("a", latest="2026-11-07")], {}, {}, {"latest:a"}),
    "a latest date before the first night": ([system("a", latest="2026-12-11")], {}, {}, {"latest:a"}),
    "a pin that is later than the latest date": (
        [system("a", latest="2026-12-25")],
        {"pins": [{"system": "a", "not_before": "2026-12-26"}]},
        {},
        {"latest:a", "pin:a:not_before"},
    ),
    "an adopted wave in a freeze": (
        [system("a")],
        {"freezes": [TET]},
        {"waves": [wave("a", date=SATURDAYS[1])]},
        {"wave:w", "freeze:tet"},
    ),
    "an adopted wave against a pin": (
        [system("a")],
        {"pins": [{"system": "a", "on": SATURDAYS[0]}]},
        {"waves": [wave("a", date=SATURDAYS[1])]},
        {"wave:w", "pin:a"},
    ),
    "a ring larger than a night": (
        [system(name) for name in "abc"],
        {"systems_per_night": 2},
        {"links": RING},
        {"systems_per_night", "link:a-b", "link:b-c", "link:c-a"},
    ),
    "many more systems than the waves hold together": (
        [system(f"s{n}") for n in range(40)],
        {"systems_per_night": 3, "nights": {"start": SATURDAYS[0], "end": "2027-12-31"} | {"most_waves": 13}},
        {},
        {"most_waves", "systems_per_night"},
    ),
    "no room in any night": ([system("a")], {"systems_per_night": 0}, {}, {"systems_per_night"}),
    "a team of nobody": (
        [system("a", team="t")],
        {"teams": [{"id": "t", "name": {"vi": "Tổ"}, "per_night": 0}]},
        {},
        {"team:t"},
    ),
    "no waves at all": (
        [system("a")],
        {"nights": planning()["nights"] | {"most_waves": 1}, "systems_per_night": 0},
        {},
        {"systems_per_night"},
    ),
    "fewer nights than systems": (
        [system(name) for name in "abcdefg"],
        {"systems_per_night": 1},
        {},
        {"nights", "systems_per_night"},
    ),
    "fewer waves than systems": (
        [system(name) for name in "abc"],
        {"nights": planning()["nights"] | {"most_waves": 2}, "systems_per_night": 1},
        {},
        {"most_waves", "systems_per_night"},
    ),
    "a target zone that is full": (
        [system("a"), system("b")],
        zoned(systems=1),
        {},
        {"zone_systems:z"},
    ),
    "a target zone too small": (
        [system("a", technology={"storage_gb": 600}), system("b", technology={"storage_gb": 500})],
        zoned(storage_gb=1000),
        {},
        {"zone_storage_gb:z"},
    ),
    "a special zone": ([system("a", target="z")], zoned(kind="special"), {}, {"target:a"}),
    "a level the zone does not take": ([system("a", level=4)], zoned(levels=[1, 2]), {}, {"target:a"}),
    "a zone ready after the last night": (
        [system("a")],
        zoned(ready_from="2027-06-01"),
        {},
        {"nights", "zone_ready:z"},
    ),
    "a dependency on what stays": (
        [system("a"), system("b", decision="retain_idc")],
        {},
        {"links": [link("a", "b", hard=True)]},
        {"link:a-b"},
    ),
    "a dependency on what nobody knows": ([system("a")], {}, {"links": [link("a", "b", hard=True)]}, {"link:a-b"}),
    "together and apart": (
        [system("a", together=["b"]), system("b", apart=["a"])],
        {},
        {},
        {"together:a:b", "apart:a:b"},
    ),
    "levels that cannot share a night": (
        [system("a", level=1, together=["b"]), system("b", level=4)],
        {"mixing": {"level_spread": 2}},
        {},
        {"together:a:b", "level_spread"},
    ),
    "what is needed moves too late": (
        [system("a", latest=SATURDAYS[1]), system("b", earliest=SATURDAYS[2])],
        {},
        {"links": [link("a", "b", hard=True)]},
        {"latest:a", "earliest:b", "link:a-b"},
    ),
    "lines too slow": (
        [system("a", volume_gb=1_000_000)],
        {"bandwidth": {"circuits": ["c"]}},
        {"circuits": [{"id": "c", "site": "s", "medium": "fibre", "route": "r", "capacity_mbps": 10}]},
        {"nights", "bandwidth"},
    ),
    "no line left": (
        [system("a", volume_gb=1)],
        {"bandwidth": {"circuits": ["c"], "reserved_permille": 1000}},
        {"circuits": [{"id": "c", "site": "s", "medium": "fibre", "route": "r", "capacity_mbps": 10}]},
        {"bandwidth"},
    ),
}


def made(case: Case) -> PlanRun:
    systems, plan, lists, _ = case
    return source(systems, planning(**plan), **lists)


@pytest.mark.parametrize("name", CASES)
def test_the_demands_that_contradict(name: str) -> None:
    """Exactly the demands that cannot be met together are named, and no plan is shown beside them."""
    plan = made(CASES[name]).waves

    assert CASES[name][-1] == {conflict.constraint for conflict in plan.conflicts}
    assert ("infeasible", (), (), None, None) == (
        plan.status,
        plan.waves,
        plan.placements,
        plan.objective,
        plan.bound,
    )


@pytest.mark.long
@pytest.mark.parametrize("name", CASES)
def test_each_of_them_is_needed(name: str) -> None:
    """All of them together leave no plan, and dropping any one of them does."""
    estate = made(CASES[name])
    problem = problem_of(estate, sort_systems(estate), beyond=True)
    found = [conflict.constraint for conflict in estate.waves.conflicts]

    assert ["infeasible", *["feasible"] * len(found)] == [
        holds(problem, found),
        *[holds(problem, [other for other in found if other != one]) for one in found],
    ]


def test_no_nights_entered() -> None:
    """Without nights nothing is placed; the demand says so, and that nobody entered any."""
    plan = source([system("a")], {}).waves

    assert [("nights", "demand_no_nights", "planning/nights")] == [
        (one.constraint, one.why.code, one.line) for one in plan.conflicts
    ]
    assert "unknown_nights" in {reason.code for reason in plan.unknowns}


@pytest.mark.parametrize(
    ("latest", "why"),
    [
        ("2026-11-07", ("demand_not_after_past", "a", "2026-11-07", "2026-11-23")),
        ("2026-12-11", ("demand_not_after_first", "a", "2026-12-11", SATURDAYS[0])),
    ],
)
def test_a_date_that_no_night_meets(latest: str, why: tuple[str, ...]) -> None:
    """A date in the past, or before the first night, is said to be that."""
    plan = source([system("a", latest=latest)]).waves

    assert [why] == [(one.why.code, *one.why.args) for one in plan.conflicts]


def test_lines_to_change() -> None:
    """Each demand leads to its line; what has none, to its place in the files."""
    places = {"planning/pins/0/on": "planning.yaml:9", "planning/freezes/0": "planning.yaml:4"}
    estate = made(CASES["a pin in a freeze"])
    plan = source([system("a")], estate.planning.model_dump(), places).waves

    assert {"pin:a": "planning.yaml:9", "freeze:tet": "planning.yaml:4"} == {
        one.constraint: one.line for one in plan.conflicts
    }


def test_rings_are_shown_with_the_cheapest_cut() -> None:
    """A ring is shown whether it can move in one night or not, with the links of least weight that would free it."""
    links = [
        link("a", "b", hard=True, weight=5),
        link("b", "a", hard=True, weight=2),
        link("b", "c", hard=True, weight=4),
        link("c", "b", hard=True, weight=3),
        link("d", "a", hard=True, weight=1),
    ]
    plan = source([system(name) for name in "abcd"], links=links).waves

    assert "optimal" == plan.status
    assert [(("a", "b", "c"), ("a-b", "b-a", "b-c", "c-b"), ("b-a", "c-b"), 5)] == [
        (ring.systems, ring.links, ring.cut, ring.cut_weight) for ring in plan.cycles
    ]


def test_a_contradiction_in_a_large_estate() -> None:
    """Among many systems and links the few demands that matter are found."""
    names = [f"s{n:03}" for n in range(80)]
    links = [link(names[n], names[n - 1], hard=n % 9 == 0) for n in range(1, 80)]
    rows = [system(name, team="t") for name in names]
    rows[9] = system(names[9], team="t", latest=SATURDAYS[1])
    rows[8] = system(names[8], team="t", earliest=SATURDAYS[2])
    weeks = {"start": SATURDAYS[0], "end": "2027-12-31"}
    plan = source(
        rows,
        {"nights": weeks, "systems_per_night": 3, "teams": [{"id": "t", "name": {"vi": "T"}, "per_night": 3}]},
        links=links,
    ).waves

    assert {f"earliest:{names[8]}", f"latest:{names[9]}", f"link:{names[9]}-{names[8]}"} == {
        one.constraint for one in plan.conflicts
    }
