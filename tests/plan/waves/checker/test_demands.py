"""Each demand on waves at its limit and one beyond it, and who is placed at all."""

from collections.abc import Iterable
from datetime import date as date_of
from typing import Any

import pytest

from tests.plan.waves.checker.checker import faults
from tests.plan.waves.checker.demands import TOGETHER, alone
from tests.plan.waves.checker.estate import Estate
from tests.plan.waves.checker.estates import Draft, bridge_test, day, link, system

NIGHTS = {"start": day(19), "end": day(61), "weekdays": ["sat"]}
FIRST, SECOND, THIRD = (date_of.fromisoformat(day(offset)) for offset in (19, 26, 33))


def demanded(planning: dict[str, Any], *systems: dict[str, Any], **inventory: Any) -> Draft:
    """Systems a and b, or others, on Saturdays with nothing demanded but what is said."""
    rows = {row["id"]: row for row in (system("a"), system("b"), *systems)}
    return Draft({"systems": list(rows.values())} | inventory, {"nights": NIGHTS, "rollback_days": 0} | planning)


def zone(**amounts: Any) -> dict[str, Any]:
    return {"target": {"zones": [{"id": "z", "name": {"vi": "z"}} | amounts]}}


def with_move(name: str, **move: Any) -> dict[str, Any]:
    return system(name, move=move)


def near_night(announced: str | None = None, systems: Iterable[str] = ("a",)) -> Draft:
    """A wave adopted for the day after tomorrow but three, with a notice to the users of a, if any."""
    paper = bridge_test("notice", "none") | {"kind": "outage_notice", "subject": {"kind": "system", "id": "a"}}
    wave = {"id": "w", "name": {"vi": "w"}, "date": str(NEAR), "status": "adopted", "systems": list(systems)}
    return demanded({}, waves=[wave], evidence=[paper | {"date": announced}] if announced else [])


NEAR = date_of.fromisoformat(day(5))
SECOND_DAY, THIRD_DAY = str(SECOND), str(THIRD)
TEAM = {"id": "t", "name": {"vi": "t"}}
FREEZE = {"id": "f", "name": {"vi": "f"}}
TESTED = bridge_test("ev", "passed")
HARD = {"links": [link("l", "a", "b", hard=True)]}
DONE = {"id": "w", "name": {"vi": "w"}, "date": "2026-11-01", "status": "done", "systems": ["b"]}
ADOPTED = DONE | {"date": SECOND_DAY, "status": "adopted", "systems": ["a"]}
CIRCUIT = {"id": "c", "site": "s", "medium": "fibre", "route": "r", "capacity_mbps": 10}
CARRIED = {"bandwidth": {"circuits": ["c"], "reserved_permille": 0, "hours_per_day": 1, "start": str(FIRST)}}
"""10 Mbit/s for an hour are 4.5 GB; a week before the second night makes 28 whole ones at 4 a day."""
APART_BY_LEVEL = (system("a", level=1), system("b", level=3))

BROKEN: dict[str, tuple[Draft, dict[str, date_of], set[str]]] = {
    "a sound pair": (demanded({}), {"a": FIRST, "b": SECOND}, set()),
    "a day that is no night": (demanded({}), {"a": date_of(2026, 12, 13)}, {"nights"}),
    "a night of a skipped week": (demanded({"nights": NIGHTS | {"every_weeks": 2}}), {"a": SECOND}, {"nights"}),
    "a night of a week that counts": (demanded({"nights": NIGHTS | {"every_weeks": 2}}), {"a": THIRD}, set()),
    "a night not among those named": (
        demanded({"nights": NIGHTS | {"dates": [SECOND_DAY]}}),
        {"a": FIRST, "b": SECOND},
        {"nights"},
    ),
    "a freeze, on its last day": (
        demanded({"freezes": [FREEZE | {"start": day(20), "end": SECOND_DAY}]}),
        {"a": SECOND, "b": THIRD},
        {"freeze:f"},
    ),
    "a way back open on the first day of a freeze": (
        demanded(
            {"freezes": [FREEZE | {"start": day(20), "end": day(21), "covers": "rollback"}]},
            with_move("a", rollback_days=1),
        ),
        {"a": FIRST, "b": FIRST},
        {"freeze:f"},
    ),
    "a notice of eight working days": (
        demanded({"notice_working_days": 8, "nights": NIGHTS | {"dates": [day(10), day(11)], "start": day(1)}}),
        {"a": date_of.fromisoformat(day(10)), "b": date_of.fromisoformat(day(11))},
        {"notice"},
    ),
    "an adopted night too near for a notice": (near_night(), {"a": NEAR}, {"notice"}),
    "one that was announced in time": (near_night(announced=day(-6)), {"a": NEAR}, set()),
    "one announced a day too late": (near_night(announced=day(-5)), {"a": NEAR}, {"notice"}),
    "a notice for an earlier stop": (near_night(announced=day(5 - 91)), {"a": NEAR}, {"notice"}),
    "a notice for one of two systems": (
        near_night(announced=day(-6), systems=["a", "b"]),
        {"a": NEAR, "b": NEAR},
        {"notice"},
    ),
    "a night announced for somebody else": (
        near_night(announced=day(-6)),
        {"a": NEAR, "b": NEAR},
        {"notice"},
    ),
    "before the earliest night": (demanded({}, with_move("a", earliest=day(20))), {"a": FIRST}, {"earliest:a"}),
    "after the latest night": (demanded({}, with_move("a", latest=day(25))), {"a": SECOND}, {"latest:a"}),
    "a pin to another night": (demanded({"pins": [{"system": "a", "on": SECOND_DAY}]}), {"a": FIRST}, {"pin:a"}),
    "a pin not before": (
        demanded({"pins": [{"system": "a", "not_before": SECOND_DAY}]}),
        {"a": FIRST},
        {"pin:a:not_before"},
    ),
    "a pin not after": (
        demanded({"pins": [{"system": "a", "not_after": SECOND_DAY}]}),
        {"a": THIRD},
        {"pin:a:not_after"},
    ),
    "an adopted wave": (demanded({}, waves=[ADOPTED]), {"a": FIRST, "b": FIRST}, {"wave:w"}),
    "an adopted wave that has slipped": (
        demanded({}, waves=[ADOPTED | {"date": "2026-11-21"}]),
        {"a": FIRST, "b": FIRST},
        set(),
    ),
    "a zone that is not ready": (demanded(zone(ready_from=SECOND_DAY)), {"a": FIRST}, {"zone_ready:z"}),
    "a special zone": (
        demanded(zone(kind="special"), with_move("a", target="z")),
        {"a": FIRST, "b": FIRST},
        {"target:a"},
    ),
    "a level the zone does not take": (
        demanded(zone(levels=[1]), system("a", level=2)),
        {"a": FIRST, "b": FIRST},
        {"target:a"},
    ),
    "two of a night in a zone of one": (
        demanded(zone(slots_per_night=1)),
        {"a": FIRST, "b": FIRST},
        {"zone_slots:z"},
    ),
    "one more than a zone holds": (demanded(zone(systems=1)), {"a": FIRST, "b": SECOND}, {"zone_systems:z"}),
    "a zone that a moved system fills": (
        demanded(zone(systems=1), with_move("b", target="z"), waves=[DONE]),
        {"a": FIRST},
        {"zone_systems:z"},
    ),
    "a zone that moved systems alone overfill": (
        demanded(zone(systems=0), with_move("b", target="z"), waves=[DONE]),
        {},
        {"zone_systems:z"},
    ),
    "processors": (
        demanded(zone(vcpu=3), system("a", technology={"vcpu": 4})),
        {"a": FIRST, "b": FIRST},
        {"zone_vcpu:z"},
    ),
    "memory": (
        demanded(zone(ram_gb=3), system("a", technology={"ram_gb": 2}), system("b", technology={"ram_gb": 2})),
        {"a": FIRST, "b": SECOND},
        {"zone_ram_gb:z"},
    ),
    "storage": (
        demanded(zone(storage_gb=3), system("a", technology={"storage_gb": 4})),
        {"a": FIRST},
        {"zone_storage_gb:z"},
    ),
    "not together": (
        demanded({}, with_move("a", together=["b"])),
        {"a": FIRST, "b": SECOND},
        {"together:a:b"},
    ),
    "not apart": (demanded({}, with_move("b", apart=["a"])), {"a": FIRST, "b": FIRST}, {"apart:a:b"}),
    "before what it needs": (demanded({}, **HARD), {"a": FIRST, "b": SECOND}, {"link:l"}),
    "with what it needs": (demanded({}, **HARD), {"a": FIRST, "b": FIRST}, set()),
    "on the last day on which what it needs may go back": (
        demanded({}, with_move("b", rollback_days=7), **HARD),
        {"a": SECOND, "b": FIRST},
        {"link:l"},
    ),
    "a day after that": (demanded({}, with_move("b", rollback_days=6), **HARD), {"a": SECOND, "b": FIRST}, set()),
    "needs what stays": (
        demanded({}, system("b", decision="retain_idc"), **HARD),
        {"a": FIRST},
        {"link:l"},
    ),
    "needs what has moved": (demanded({}, waves=[DONE], **HARD), {"a": FIRST}, set()),
    "needs what a tested bridge gives": (
        demanded({}, links=[link("l", "a", "b", hard=True, bridge="ev")], evidence=[TESTED]),
        {"a": FIRST, "b": SECOND},
        set(),
    ),
    "a bridge that failed": (
        demanded({}, links=[link("l", "a", "b", hard=True, bridge="ev")], evidence=[TESTED | {"result": "failed"}]),
        {"a": FIRST, "b": SECOND},
        {"link:l"},
    ),
    "a bridge whose test counts to this day": (
        demanded({}, links=[link("l", "a", "b", hard=True, bridge="ev")], evidence=[TESTED | {"until": "2026-11-23"}]),
        {"a": FIRST, "b": SECOND},
        set(),
    ),
    "a bridge whose test has run out": (
        demanded({}, links=[link("l", "a", "b", hard=True, bridge="ev")], evidence=[TESTED | {"until": "2026-11-22"}]),
        {"a": FIRST, "b": SECOND},
        {"link:l"},
    ),
    "two on a night of one": (demanded({"systems_per_night": 1}), {"a": FIRST, "b": FIRST}, {"systems_per_night"}),
    "two waves of one": (
        demanded({"nights": NIGHTS | {"most_waves": 1}}),
        {"a": FIRST, "b": SECOND},
        {"most_waves"},
    ),
    "levels too far apart": (
        demanded({"mixing": {"level_spread": 1}}, *APART_BY_LEVEL),
        {"a": FIRST, "b": FIRST},
        {"level_spread"},
    ),
    "too many of a level": (
        demanded({"mixing": {"most_per_level": {"3": 0}}}, *APART_BY_LEVEL),
        {"a": FIRST, "b": SECOND},
        {"per_level:3"},
    ),
    "a team with two in a night": (
        demanded({"teams": [TEAM | {"per_night": 1}]}, with_move("a", team="t"), with_move("b", team="t")),
        {"a": FIRST, "b": FIRST},
        {"team:t"},
    ),
    "a team with two in parallel, on the last day": (
        demanded(
            {"teams": [TEAM | {"per_night": 1, "in_parallel": 1}]},
            with_move("a", team="t", parallel_days=7),
            with_move("b", team="t", parallel_days=6),
        ),
        {"a": FIRST, "b": SECOND},
        {"team_parallel:t"},
    ),
    "a team with one after the other": (
        demanded(
            {"teams": [TEAM | {"per_night": 1, "in_parallel": 1}]},
            with_move("a", team="t", parallel_days=7),
            with_move("b", team="t", parallel_days=6),
        ),
        {"a": SECOND, "b": FIRST},
        set(),
    ),
    "more than the circuits carry": (
        demanded(CARRIED, with_move("a", volume_gb=28), with_move("b", volume_gb=1), circuits=[CIRCUIT]),
        {"a": SECOND, "b": SECOND},
        {"bandwidth"},
    ),
    "as much as the circuits carry": (
        demanded(CARRIED, with_move("a", volume_gb=28), with_move("b", volume_gb=1), circuits=[CIRCUIT]),
        {"a": SECOND, "b": THIRD},
        set(),
    ),
    "circuits of unknown capacity": (
        demanded(CARRIED, with_move("a", volume_gb=999), circuits=[CIRCUIT | {"capacity_mbps": None}]),
        {"a": SECOND},
        set(),
    ),
}


def names(breaches: Iterable[tuple[str, str]]) -> set[str]:
    return {name for name, _ in breaches}


@pytest.mark.parametrize("case", BROKEN)
def test_each_demand_is_held(case: str) -> None:
    """The checker names exactly the demand that some dates break, at its limit and one beyond it."""
    draft, dates, expected = BROKEN[case]
    estate = Estate(draft.source())
    found = names(breach for name, date in dates.items() for breach in alone(estate, name, date))

    assert expected == found | names(breach for rule in TOGETHER for breach in rule(estate, dates))


STANDING: dict[str, tuple[Draft, tuple[str, ...]]] = {
    "both move": (demanded({}), ("a", "b")),
    "one stays": (demanded({}, system("b", decision="retain_isolated")), ("a",)),
    "one is undecided": (demanded({}, system("b", decision=None)), ("a",)),
    "one is labelled": (demanded({}, system("b", label="toi_mat")), ("a",)),
    "one holds secrets": (demanded({}, system("b", declares_secrets=True)), ("a",)),
    "one has moved": (demanded({}, waves=[DONE]), ("a",)),
}


def data(state: str, label: str = "none") -> dict[str, Any]:
    row = {"id": f"d-{state}", "name": {"vi": "d"}, "system": "b", "entity": "e", "label": label}
    return row | {"move": {"state": state}}


STANDING |= {
    "one with labelled data": (demanded({}, data_sets=[data("not_started", "mat")]), ("a",)),
    "one whose data are all there": (demanded({}, data_sets=[data("cut_over"), data("old_silent")]), ("a",)),
    "one whose data are partly there": (demanded({}, data_sets=[data("cut_over"), data("parallel")]), ("a", "b")),
}


@pytest.mark.parametrize("case", STANDING)
def test_who_moves(case: str) -> None:
    """Planner and checker place the same systems, whatever stands in the way of the others."""
    draft, movers = STANDING[case]
    plan = draft.source().waves

    assert movers == Estate(draft.source()).movers
    assert movers == tuple(sorted(one.system for one in plan.placements))
    assert [] == faults(draft.source(), plan)


def pinned(draft: Draft, dates: dict[str, date_of]) -> Draft:
    """The estate with each system pinned to its date, beside what its own pin says."""
    own = {pin["system"]: pin for pin in draft.planning.get("pins", [])}
    pins = own | {name: {"system": name, "on": str(date)} | own.get(name, {}) for name, date in dates.items()}
    return Draft(draft.inventory, draft.planning | {"pins": list(pins.values())})


@pytest.mark.parametrize("case", [case for case in BROKEN if not BROKEN[case][2] & {"nights", "pin:a"}])
def test_the_planner_holds_each_demand(case: str) -> None:
    """Told to place systems on these dates, the planner does so exactly where no demand is broken."""
    draft, dates, expected = BROKEN[case]
    told = pinned(draft, dates)
    plan = told.source().waves

    assert ("infeasible" if expected else "optimal") == plan.status
    assert [] == faults(told.source(), plan)
    assert not expected or expected & {conflict.constraint for conflict in plan.conflicts}
