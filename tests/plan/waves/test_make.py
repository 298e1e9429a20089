"""Plans of small estates, whole: nights, reasons, price, what was left out and what nobody entered."""

import datetime
from typing import Any

import pytest

from auditor.errors import PlanningError
from auditor.model.base import canonical
from auditor.plan.waves.shape import WavePlan
from tests.plan.waves.estate import AS_OF, SATURDAYS, link, night, planning, puzzle, source, system


def nights(plan: WavePlan) -> dict[str, str]:
    return {one.system: one.date.isoformat() for one in plan.placements}


def why(plan: WavePlan) -> dict[str, tuple[str, ...]]:
    return {one.system: (one.why.code, *one.why.args) for one in plan.placements}


def wave(name: str, date: str, *systems: str, status: str = "adopted") -> dict[str, Any]:
    return {"id": name, "name": {"vi": name}, "date": date, "systems": list(systems), "status": status}


def test_one_system_a_night() -> None:
    """What is needed moves first; the price, the bound and the plan by hand are said; each night has one reason."""
    plan = source(
        [system("a"), system("b"), system("c", priority=5)],
        planning(systems_per_night=1),
        links=[link("a", "b", hard=True)],
    ).waves

    assert ("optimal", 3 + 2, 5, 0, 5, 0) == (
        plan.status,
        plan.objective,
        plan.bound,
        plan.gap,
        plan.greedy,
        plan.gain,
    )
    assert {"b": SATURDAYS[0], "a": SATURDAYS[1], "c": SATURDAYS[2]} == nights(plan)
    assert {
        "b": ("why_first",),
        "a": ("why_night_full", SATURDAYS[0], "1"),
        "c": ("why_night_full", SATURDAYS[1], "1"),
    } == why(plan)


def test_dates_of_a_placement() -> None:
    """Notice, parallel run and way back are said as dates, from the system's own days or the province's."""
    plan = source([system("a", parallel_days=10), system("b", rollback_days=5)]).waves

    assert [
        ("a", datetime.date(2026, 12, 2), datetime.date(2026, 12, 22), datetime.date(2026, 12, 15)),
        ("b", datetime.date(2026, 12, 2), datetime.date(2027, 1, 11), datetime.date(2026, 12, 17)),
    ] == [(one.system, one.notice_by, one.parallel_until, one.rollback_until) for one in plan.placements]


def test_the_last_dates_there_are() -> None:
    """A night at the end of the calendar is no reason to fail."""
    last = {"start": "9999-12-25", "end": "9999-12-31", "dates": ["9999-12-25"]}
    plan = source([system("a")], {"nights": last}).waves

    assert datetime.date.max == plan.placements[0].parallel_until


@pytest.mark.parametrize(
    ("systems", "plan", "lists", "expected"),
    [
        ([system("a")], {"pins": [{"system": "a", "on": SATURDAYS[2]}]}, {}, ("why_pinned", SATURDAYS[2])),
        ([system("a", earliest="2026-12-20")], {}, {}, ("why_not_before", "2026-12-20")),
        (
            [system("a")],
            {"pins": [{"system": "a", "not_before": "2026-12-20"}]},
            {},
            ("why_not_before", "2026-12-20"),
        ),
        ([system("a")], {}, {"waves": [wave("w", SATURDAYS[1], "a")]}, ("why_adopted", "w", SATURDAYS[1])),
        (
            [system("a")],
            {"freezes": [{"id": "t", "name": {"vi": "Tết"}, "start": "2026-12-10", "end": "2026-12-14"}]},
            {},
            ("why_freeze", "Tết", "2026-12-10", "2026-12-14"),
        ),
        (
            [system("a", rollback_days=2), system("b", rollback_days=0)],
            {
                "freezes": [
                    {
                        "id": "t",
                        "name": {"vi": "Tết"},
                        "start": "2026-12-14",
                        "end": "2026-12-15",
                        "covers": "rollback",
                    }
                ]
            },
            {},
            ("why_rollback_freeze", "Tết", "2026-12-14", "2026-12-15", "2"),
        ),
        (
            [system("a", target="z")],
            {"target": {"zones": [{"id": "z", "name": {"vi": "Vùng"}, "ready_from": "2026-12-15"}]}},
            {},
            ("why_zone_ready", "Vùng", "2026-12-15"),
        ),
        (
            [system("a"), system("b", latest=SATURDAYS[0])],
            {"target": {"zones": [{"id": "z", "name": {"vi": "Vùng"}, "slots_per_night": 1}]}},
            {},
            ("why_zone_slots", SATURDAYS[0], "Vùng", "1"),
        ),
        (
            [system("a", team="t"), system("b", team="t", latest=SATURDAYS[0])],
            {"teams": [{"id": "t", "name": {"vi": "Tổ"}, "per_night": 1}]},
            {},
            ("why_team_full", SATURDAYS[0], "Tổ", "1"),
        ),
        (
            [system("a", team="t"), system("b", team="t", latest=SATURDAYS[0], parallel_days=6)],
            {"teams": [{"id": "t", "name": {"vi": "Tổ"}, "per_night": 2, "in_parallel": 1}]},
            {},
            ("why_team_parallel", SATURDAYS[0], "Tổ", "1"),
        ),
        (
            [system("a", level=4), system("b", level=2, latest=SATURDAYS[0])],
            {"mixing": {"level_spread": 1}},
            {},
            ("why_levels", SATURDAYS[0], "1"),
        ),
        (
            [system("a", level=4), system("b", level=4, latest=SATURDAYS[0])],
            {"mixing": {"most_per_level": {"4": 1}}},
            {},
            ("why_per_level", SATURDAYS[0], "4", "1"),
        ),
        (
            [system("a", volume_gb=2000)],
            {"bandwidth": {"circuits": ["c"]}},
            {"circuits": [{"id": "c", "site": "s", "medium": "fibre", "route": "r", "capacity_mbps": 50}]},
            ("why_bandwidth", SATURDAYS[0]),
        ),
        ([system("a", apart=["b"]), system("b", latest=SATURDAYS[0])], {}, {}, ("why_apart", "b", SATURDAYS[0])),
        (
            [system("a"), system("b", earliest=SATURDAYS[1])],
            {},
            {"links": [link("a", "b", hard=True)]},
            ("why_follows", "b", SATURDAYS[1]),
        ),
        (
            [system("a", earliest="2026-12-13"), system("b", latest=SATURDAYS[0], rollback_days=7)],
            {},
            {"links": [link("a", "b", hard=True)]},
            ("why_way_back", "b", SATURDAYS[0], "2026-12-19"),
        ),
        (
            [system("a"), system("b", earliest=SATURDAYS[1])],
            {},
            {"links": [link("a", "b", weight=7)]},
            ("why_keeps_link", "b", "7"),
        ),
        ([system("a", together=["b"]), system("b", earliest=SATURDAYS[1])], {}, {}, ("why_with", "b")),
    ],
)
def test_why_in_this_night(
    systems: list[dict[str, Any]], plan: dict[str, Any], lists: dict[str, Any], expected: tuple[str, ...]
) -> None:
    """The reason names what an earlier night would break, all else staying where it is, or what it would cost."""
    made = source(systems, planning(**plan), **lists).waves

    assert "optimal" == made.status
    assert expected == why(made)["a"]


def test_needed_by_another() -> None:
    """What another depends on waits with it, when an earlier night would leave the way back open."""
    made = source(
        [system("a", earliest=SATURDAYS[1]), system("b", rollback_days=99)], links=[link("a", "b", hard=True)]
    ).waves

    assert ("why_needed_by", "a", SATURDAYS[1]) == why(made)["b"]


def test_number_of_waves() -> None:
    """Where only the number of waves keeps a system, it is named; else the nearest rule of a used night."""
    nights_ = planning()["nights"] | {"most_waves": 1}
    made = source([system("a"), system("b", earliest=SATURDAYS[1])], planning(nights=nights_)).waves

    assert {"a": ("why_most_waves", "1"), "b": ("why_not_before", SATURDAYS[1])} == why(made)


def test_adopted_and_finished_waves() -> None:
    """Adopted waves keep night and name, finished ones are settled, slipped ones leave systems free, with a note."""
    made = source(
        [system(name) for name in ("a", "b", "c", "d")],
        waves=[
            wave("future", SATURDAYS[3], "a"),
            wave("past", "2026-11-01", "b"),
            wave("finished", "2026-10-01", "c", status="done"),
        ],
        links=[link("d", "c", hard=True)],
    ).waves

    assert [
        (f"wave-{SATURDAYS[0]}", ("b", "d"), False),
        ("future", ("a",), True),
    ] == [(one.id, one.systems, one.fixed) for one in made.waves]
    notes = {one.system: [(note.code, *note.args) for note in one.notes] for one in made.placements}
    assert ("note_slipped", "past", "2026-11-01") in notes["b"]
    assert not [note for note in notes["a"] if note[0] == "note_slipped"]


def test_data_that_has_moved_settles_a_system() -> None:
    """A system all of whose data is cut over is not placed again; one whose data is half there is."""
    rows = [
        {"id": name, "name": {"vi": name}, "system": of, "entity": "e", "move": {"state": state}}
        for name, of, state in (("d1", "a", "cut_over"), ("d2", "b", "cut_over"), ("d3", "b", "copying"))
    ]
    made = source([system("a"), system("b")], data_sets=rows).waves

    assert {"b": SATURDAYS[0]} == nights(made)


def test_replanning_changes_as_little_as_possible() -> None:
    """A pin after the adopted night of what it depends on moves both, and nothing else; the change is counted."""
    made = (
        source(
            [system("a"), system("b"), system("c", priority=1)],
            planning(pins=[{"system": "b", "on": SATURDAYS[3]}]),
            waves=[wave("w1", SATURDAYS[1], "a"), wave("w2", SATURDAYS[2], "c")],
            links=[link("a", "b", hard=True)],
        )
        .asked(replan=True)
        .waves
    )

    assert {"a": SATURDAYS[3], "b": SATURDAYS[3], "c": SATURDAYS[2]} == nights(made)
    assert {"a": night(1), "b": None, "c": None} == {one.system: one.changed_from for one in made.placements}
    assert (1, "w2") == (made.changes, made.waves[0].id)
    assert ("why_keeps_date", SATURDAYS[2]) == why(made)["c"]


def test_labelled_systems_enter_no_wave() -> None:
    """Label, declared secrets or labelled data keep a system out, whatever was decided; the reason is said."""
    rows = [{"id": "d", "name": {"vi": "d"}, "system": "data", "entity": "e", "label": "mat"}]
    made = source(
        [
            system("label", label="mat"),
            system("declares", declares_secrets=True),
            system("data"),
            system("open"),
            system("undecided", decision=None),
            system("special", decision="special_zone"),
            system("later", decision="modernise_first"),
            system("merge", decision="consolidate"),
            system("stays", decision="retain_idc"),
            system("ends", decision="retire"),
            system("secret", label="mat", decision=None),
        ],
        data_sets=rows,
    ).waves

    assert {"open": SATURDAYS[0]} == nights(made)
    assert {
        "label": "unplaced_labelled",
        "declares": "unplaced_secrets",
        "data": "unplaced_secrets",
        "undecided": "unplaced_undecided",
        "special": "unplaced_special_zone",
        "later": "unplaced_modernise_first",
        "merge": "unplaced_consolidate",
        "secret": "unplaced_labelled_undecided",
    } == {one.system: one.why.code for one in made.unplaced}


def test_cut_links() -> None:
    """Soft links between nights are listed with the days between, those to systems that stay as permanent."""
    made = source(
        [system("a", earliest=SATURDAYS[1]), system("b", latest=SATURDAYS[0]), system("c", decision="retain_idc")],
        links=[link("a", "b", weight=3), link("c", "a"), link("b", "a", id="x", hard=True, bridge="t")],
        evidence=[
            {
                "id": "t",
                "kind": "bridge_test",
                "subject": {"kind": "link", "id": "x"},
                "number": "4/BB",
                "issuer": "Sở",
                "date": "2026-10-01",
                "result": "passed",
            }
        ],
    ).waves

    assert [("a-b", 3, 7, False), ("c-a", 1, None, True), ("x", 1, 7, False)] == [
        (one.link, one.weight, one.days, one.permanent) for one in made.cut_edges
    ]
    assert 3 + 20 * 4 == made.objective


@pytest.mark.parametrize(
    "paper",
    [
        {"result": "failed"},
        {"result": "passed", "until": "2026-11-22"},
        {"kind": "other"},
        {"result": "passed", "number": "chưa có"},
        {"result": "passed", "date": "2026-11-24"},
    ],
)
def test_a_bridge_that_is_none(paper: dict[str, Any]) -> None:
    """A test that failed, has run out, is another paper, or one nobody can find or has seen, carries no link."""
    record = {"id": "t", "kind": "bridge_test", "subject": {"kind": "link", "id": "x"}, "date": "2026-10-01"}
    record |= {"number": "4/BB", "issuer": "Sở"}
    made = source(
        [system("a", latest=SATURDAYS[0]), system("b", earliest=SATURDAYS[1])],
        links=[link("a", "b", hard=True, bridge="t")],
        evidence=[record | {"result": "passed"} | paper],
    ).waves

    assert "infeasible" == made.status


def test_what_nobody_entered_is_said() -> None:
    """Nothing that is missing counts as room: each missing amount is named, with the systems it concerns."""
    made = source(
        [system("a"), system("b", volume_gb=1, level=3, team="t", target="z")],
        planning(
            teams=[{"id": "t", "name": {"vi": "Tổ"}, "per_night": 1}],
            target={
                "zones": [
                    {"id": "z", "name": {"vi": "Z"}, "systems": 9, "vcpu": 9, "ram_gb": 9},
                    {"id": "y", "name": {"vi": "Y"}},
                ]
            },
            bandwidth={"circuits": ["c", "d"]},
        ),
        circuits=[
            {"id": "c", "site": "s", "medium": "fibre", "route": "r", "capacity_mbps": 50},
            {"id": "d", "site": "s", "medium": "fibre", "route": "r"},
        ],
    ).waves

    assert [
        ("unknown_per_night",),
        ("unknown_in_parallel", "Tổ"),
        ("unknown_zone_ready", "Z"),
        ("unknown_zone_slots_per_night", "Z"),
        ("unknown_zone_storage_gb", "Z"),
        ("unknown_circuit", "d"),
        ("unknown_volumes", "1", "a"),
        ("unknown_system_teams", "1", "a"),
        ("unknown_targets", "1", "a"),
        ("unknown_levels", "1", "a"),
        ("unknown_sizes", "2", "a", "b"),
    ] == [(reason.code, *reason.args) for reason in made.unknowns]


def test_every_second_week() -> None:
    """Weeks are counted from the first day named, so that its own week counts."""
    calendar = {"start": "2026-12-09", "end": "2027-01-31", "weekdays": ["sat", "wed"], "every_weeks": 2}
    made = source([system(name) for name in "abcd"], {"nights": calendar, "systems_per_night": 1}).waves

    assert ["2026-12-09", "2026-12-12", "2026-12-23", "2026-12-26"] == sorted(nights(made).values())


def test_nothing_moves() -> None:
    """No mover, no wave: that is a plan, and not a contradiction, even where no nights are entered."""
    made = source([system("a", decision="retain_idc")], {}).waves

    assert ("optimal", 0, (), (), ()) == (made.status, made.objective, made.waves, made.conflicts, made.unknowns)


def test_too_many_nights() -> None:
    """A calendar without end is refused with its line and the remedy."""
    calendar = {"start": "2026-12-01", "end": "2100-01-01", "weekdays": ["sat", "sun"]}
    places = {"planning/nights/end": "planning.yaml:4"}

    with pytest.raises(PlanningError, match=r"planning.yaml:4: .* nights are too many .*\n  Bring `end` nearer"):
        source([system("a")], {"nights": calendar}, places).part("waves")


def test_a_limit_that_ends_too_soon_gives_no_plan() -> None:
    """Where neither a plan nor a contradiction is found in time, the answer says unknown and shows neither."""
    five = {"start": SATURDAYS[0], "end": SATURDAYS[-1], "dates": SATURDAYS[:5]}
    made = source(puzzle(), planning(nights=five, work_limit=1)).waves

    assert ("unknown", None, (), (), ()) == (
        made.status,
        made.objective,
        made.waves,
        made.placements,
        made.conflicts,
    )


def test_equal_input_gives_equal_bytes() -> None:
    """Two plans of one estate are the same to the last byte, annealing and solver included."""
    names = [f"s{n:02}" for n in range(16)]
    links = [link(names[n], names[n * 7 % 16], weight=1 + n % 5) for n in range(1, 16) if n * 7 % 16 != n]
    made = [
        canonical(
            source([system(name) for name in names], planning(systems_per_night=4, work_limit=3), links=links).waves
        )
        for _ in range(2)
    ]

    assert made[0] == made[1]
    assert AS_OF.isoformat().encode() in made[0]
