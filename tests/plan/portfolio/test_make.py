"""The leaders' page as data: every system counted once, nothing ready because nobody looked."""

import datetime
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.model.inventory import Inventory
from auditor.model.matrix import Matrix
from auditor.model.planning import Planning
from auditor.model.readiness import Readiness, SystemReadiness
from auditor.model.reason import Reason, because
from auditor.model.verdict import RunHead, RunResult, totals_of
from auditor.plan.decisions.shape import Decisions, Proposal
from auditor.plan.history.shape import BurnUp, BurnUpPoint, Unreadable
from auditor.plan.movement.shape import DataMovement, Movement, SystemMovement
from auditor.plan.portfolio.shape import Edge, Elsewhere, Portfolio, Stage, Standing
from auditor.plan.run import Choices, PlanRun
from auditor.plan.upgrades.shape import Upgrade, Upgrades
from auditor.plan.waves.shape import Conflict, Cycle, Unplaced, WavePlan
from auditor.policy.catalogue import Catalogue

AS_OF = datetime.date(2026, 11, 23)
ZONE = {
    "id": "ndc",
    "name": {"vi": "n"},
    "slots_per_night": 1,
    "systems": 9,
    "vcpu": 9,
    "ram_gb": 9,
    "storage_gb": 9,
}
QUIET: dict[str, Any] = {"target": {"zones": [ZONE]}}
"""A planning file that gives no reason for a risk."""


def system(name: str, decision: str | None = "migrate", **keys: Any) -> dict[str, Any]:
    move = {"volume_gb": 1} | keys.pop("move", {})
    shape = {"id": name, "name": {"vi": name}, "kind": "application", "owner": "o", "decision": decision, "move": move}
    return shape | keys


def link(name: str, source: str, target: str, **keys: Any) -> dict[str, Any]:
    return {"id": name, "source": source, "target": target, "channel": "direct", "network": "lan"} | keys


def wave(name: str, date: str, *systems: str) -> dict[str, Any]:
    return {"id": name, "name": {"vi": name}, "date": date, "systems": systems}


def parts(
    inventory: dict[str, Any],
    states: dict[str, str] | None = None,
    moved: tuple[str, ...] = (),
    planning: dict[str, Any] | None = None,
    proposal: WavePlan | None = None,
    **keys: Any,
) -> PlanRun:
    """A run in which people decided what the inventory says, and the rules agree."""
    estate = Inventory.model_validate(inventory)
    head = RunHead(
        id="r",
        as_of=AS_OF,
        evaluated_at=datetime.datetime(2026, 11, 23, 5, tzinfo=datetime.UTC),
        engine="wasm",
        tool_version="0",
        inventory_digest="i",
        facts_digest="f",
        policy_digest="p",
        params_digest="q",
    )
    result = RunResult(run=head, totals=totals_of(()), verdicts=())
    plan = Planning.model_validate(QUIET if planning is None else planning)
    run = PlanRun(result, estate, plan, Catalogue((), {}, {}), {}, Matrix(entries=()))
    states = states or {}
    made: dict[str, Any] = {
        "decisions": Decisions(run="r", items=tuple(_agreed(item) for item in estate.systems)),
        "movement": Movement(
            run="r", systems=tuple(SystemMovement.model_validate({"system": s, "state": "cut_over"}) for s in moved)
        ),
        "readiness": Readiness(
            run="r",
            systems=tuple(
                SystemReadiness.model_validate({"id": s, "decision": None, "state": state})
                for s, state in states.items()
            ),
        ),
        "upgrades": Upgrades(run="r", items=(), million_vnd=0, unpriced=0),
        "history": BurnUp(run="r"),
    }
    return replace(run, given=made | keys, choices=Choices(proposal=proposal))


def changed(run: PlanRun, **given: Any) -> PlanRun:
    """The same run with other parts."""
    return replace(run, given={**run.given, **given})


def _agreed(item: Any, **keys: Any) -> Proposal:
    shape = {
        "kind": "system",
        "id": item.id,
        "declared": item.decision,
        "proposed": item.decision,
        "rule": "r",
        "why": (),
        "standing": "agrees" if item.decision else "undecided",
        "final": item.decision,
    }
    return Proposal.model_validate(shape | keys)


def risks(page: Portfolio) -> list[tuple[str, Reason]]:
    return [(risk.grade, risk.why) for risk in page.risks]


def open_decisions(page: Portfolio) -> list[tuple[Reason, tuple[Reason, ...]]]:
    return [(one.why, one.each) for one in page.open_decisions]


ESTATE: dict[str, Any] = {
    "systems": [
        system("done"),
        system("ok"),
        system("bad"),
        system("dark"),
        system("stay", "retain_idc"),
        system("new", "modernise_first"),
        system("open", None),
    ],
    "waves": [wave("w0", "2026-10-03", "done"), wave("w1", "2027-03-27", "ok", "bad")],
}
STATES = {"done": "ready", "ok": "ready", "bad": "blocked", "stay": "ready", "open": "ready"}


def test_every_system_is_counted_once() -> None:
    """What has moved, what is to move by its state, and the rest by its decision; one nobody judged is unknown."""
    page = parts(ESTATE, STATES, moved=("done",)).portfolio

    assert (
        Standing(
            systems=7,
            to_move=4,
            moved=1,
            ready=1,
            conditional=0,
            blocked=1,
            unknown=1,
            planned=2,
            staying=1,
            other_way=1,
            undecided=1,
            forbidden=0,
        )
        == page.standing
    )
    assert (
        because("answer_moved", 1, 4),
        because("answer_open", 3, 1, 0, 1, 1),
        because("answer_next", "w1", "2027-03-27", 2, 1),
        because("answer_decide", 2),
    ) == page.answer


def test_a_wave_has_the_windows_of_its_slowest_system() -> None:
    """Notice seven working days ahead, parallel run and way back by the longest of the wave."""
    slow = system("ok", move={"parallel_days": 60, "rollback_days": 3})
    page = parts({**ESTATE, "systems": [slow, *ESTATE["systems"][2:3]], "waves": ESTATE["waves"][1:]}, STATES).portfolio

    assert (
        Stage(
            id="w1",
            date=datetime.date(2027, 3, 27),
            fixed=True,
            systems=("bad", "ok"),
            states=("blocked", "ready"),
            notice_by=datetime.date(2027, 3, 17),
            parallel_until=datetime.date(2027, 5, 26),
            rollback_until=datetime.date(2027, 4, 3),
        ),
    ) == page.stages


def test_a_forbidden_decision_moves_nothing() -> None:
    """What the law does not let move is in no figure of moving, even when data say it has moved, and comes first."""
    made = parts({"systems": [system("secret")]}, {"secret": "ready"}, moved=("secret",))
    item = _agreed(made.inventory.systems[0], standing="forbidden", final=None, line="systems/secret/decision")
    page = changed(made, decisions=Decisions(run="r", items=(item,))).portfolio

    assert (0, 0, 1) == (page.standing.to_move, page.standing.moved, page.standing.forbidden)
    assert (because("decide_forbidden", 1), (because("each_forbidden", "secret", "migrate"),)) == open_decisions(page)[
        0
    ]
    assert ("systems/secret/decision",) == page.open_decisions[0].lines


def test_links_are_cut_kept_or_broken() -> None:
    """By where both ends are, what stays, a tested bridge, and whether what is needed is safely there before."""
    estate = {
        "systems": [system(name) for name in ("a", "b", "c", "free")] + [system("stay", "retain_idc")],
        "waves": [wave("w1", "2027-03-06", "a", "b"), wave("w2", "2027-03-20", "c")],
        "evidence": [
            {
                "id": "test",
                "kind": "bridge_test",
                "subject": {"kind": "system", "id": "a"},
                "number": "4/BB",
                "issuer": "Sở",
                "date": "2026-11-01",
                "result": "passed",
            }
        ],
        "links": [
            link("same", "a", "b", hard=True),
            link("later", "c", "a", hard=True),
            link("early", "a", "c", hard=True),
            link("bridged", "b", "c", hard=True, bridge="test"),
            link("stays", "c", "stay"),
            link("outside", "c", "free"),
            link("nowhere", "free", "stay"),
        ],
    }
    page = parts(estate).portfolio
    shape = {"hard": True, "cut": True, "permanent": False, "bridged": False, "broken": False}

    def edge(name: str, source: str, target: str, **keys: bool) -> Edge:
        return Edge.model_validate({"link": name, "source": source, "target": target} | shape | keys)

    assert (
        edge("bridged", "b", "c", bridged=True),
        edge("early", "a", "c", broken=True),
        edge("later", "c", "a", cut=False),
        edge("outside", "c", "free", hard=False),
        edge("same", "a", "b", cut=False),
        edge("stays", "c", "stay", hard=False, permanent=True),
    ) == page.edges
    assert (
        Elsewhere.model_validate({"system": "free", "decision": "migrate", "state": "unknown"}),
        Elsewhere.model_validate({"system": "stay", "decision": "retain_idc", "state": None}),
    ) == page.elsewhere
    assert (because("decide_bridges", 1), (because("each_bridge", "early", "a", "c"),)) in open_decisions(page)


def test_a_quiet_plan_has_no_risk() -> None:
    """Everything known and ready: nothing to decide and nothing to fear is made up."""
    page = parts({"systems": [system("a")], "waves": [wave("w", "2027-03-27", "a")]}, {"a": "ready"}).portfolio

    assert ([], []) == (risks(page), open_decisions(page))
    assert because("answer_decide_nothing") == page.answer[-1]


def test_a_past_night_has_slipped() -> None:
    """What has not moved by its night is a grave risk and wants a new night; what has moved is not."""
    estate = {"systems": [system("a"), system("b")], "waves": [wave("w", "2026-10-03", "a", "b")]}
    page = parts(estate, {"a": "ready"}, moved=("b",)).portfolio

    assert ("high", because("risk_slipped", "w", "2026-10-03", 1)) in risks(page)
    assert (because("decide_slipped", 1), (because("each_slipped", "w", "2026-10-03"),)) == open_decisions(page)[0]
    assert because("answer_no_night") in page.answer


@pytest.mark.parametrize(("date", "grade", "code"), [("2027-01-16", "high", "night"), ("2027-03-27", "med", "later")])
def test_unfit_systems_press_when_their_night_is_near(date: str, grade: str, code: str) -> None:
    """Within 60 days of its night a system not shown fit is grave and to be decided on; later ones are counted."""
    estate = {"systems": [system("a"), system("b")], "waves": [wave("w", date, "a", "b")]}
    page = parts(estate, {"a": "blocked"}).portfolio
    args = ("w", date, 1) if code == "night" else (1, date, 1)

    assert [(grade, because(f"risk_{code}_blocked", *args)), (grade, because(f"risk_{code}_unknown", *args))] == risks(
        page
    )
    near = (
        because("decide_near", "w", date, 2),
        (because("each_state", "a", "blocked"), because("each_state", "b", "unknown")),
    )
    assert ([near] if code == "night" else []) == open_decisions(page)


@pytest.mark.parametrize(
    ("night", "paper", "expected"),
    [
        ("2026-11-28", None, ("high", because("risk_notice_late", "w", "2026-11-17"))),
        ("2026-12-12", None, ("med", because("risk_notice_soon", "w", "2026-12-02"))),
        ("2026-11-28", "2026-11-17", None),
        ("2026-11-28", "2026-11-18", ("high", because("risk_notice_late", "w", "2026-11-17"))),
        ("2026-11-28", "2026-08-20", ("high", because("risk_notice_late", "w", "2026-11-17"))),
    ],
)
def test_a_notice_needs_its_paper_in_time(night: str, paper: str | None, expected: Any) -> None:
    """Only a notice on record, dated in time and for this night, is believed to be out."""
    estate: dict[str, Any] = {"systems": [system("a")], "waves": [wave("w", night, "a")]}
    if paper:
        subject = {"kind": "wave", "id": "w"}
        estate["evidence"] = [{"id": "n", "kind": "outage_notice", "subject": subject, "date": paper}]

    assert ([expected] if expected else []) == risks(parts(estate, {"a": "ready"}).portfolio)


def test_freezes_are_held_against_nights_and_ways_back() -> None:
    """A night in a freeze, and a way back that is still open in one that forbids it."""
    planning = QUIET | {
        "freezes": [
            {"id": "f1", "name": {"vi": "f"}, "start": "2027-03-27", "end": "2027-03-28"},
            {"id": "f2", "name": {"vi": "f"}, "start": "2027-04-12", "end": "2027-04-20", "covers": "rollback"},
            {"id": "f3", "name": {"vi": "f"}, "start": "2027-04-12", "end": "2027-04-20"},
        ]
    }
    estate = {
        "systems": [system("a"), system("b")],
        "waves": [wave("w1", "2027-03-27", "a"), wave("w2", "2027-04-10", "b")],
    }
    page = parts(estate, {"a": "ready", "b": "ready"}, planning=planning).portfolio

    assert [
        ("high", because("risk_night_frozen", "w1", "2027-03-27", "f1")),
        ("high", because("risk_rollback_frozen", "w2", "2027-04-17", "f2")),
    ] == risks(page)


def test_what_nobody_entered_is_a_risk_and_a_question() -> None:
    """No receiving zone, amounts left out, volumes unknown, systems without a night."""
    estate = {"systems": [system("a", move={"volume_gb": None})]}
    bare = parts(estate, {"a": "ready"}, planning={}).portfolio
    partial = parts(
        estate, {"a": "ready"}, planning={"target": {"zones": [{"id": "z", "name": {"vi": "z"}, "vcpu": 1}]}}
    ).portfolio
    open_ = [("med", because("risk_no_night", 1)), ("med", because("risk_volume_unknown", 1))]

    assert [("high", because("risk_target_none")), *open_] == risks(bare)
    assert [("med", because("risk_target_unknown", "z", 4, 5)), *open_] == risks(partial)
    assert [(because("decide_no_waves", 1), ()), (because("decide_target_none"), ())] == open_decisions(bare)
    assert (because("decide_target", 1), (because("each_target", "z", 4),)) == open_decisions(partial)[-1]


def test_support_that_ends_before_the_night() -> None:
    """A platform out of support before its system moves, and one of what stays within a year."""
    estate = {
        "systems": [
            system("a", technology={"os_support_ends": "2027-03-01"}),
            system("b", technology={"os_support_ends": "2027-04-01"}),
            system("c", "retain_idc", technology={"dbms_support_ends": "2026-11-01"}),
        ],
        "waves": [wave("w", "2027-03-27", "a", "b")],
    }
    page = parts(estate, {"a": "ready", "b": "ready"}).portfolio

    assert [
        ("high", because("risk_support_staying", 1, "2026-11-01")),
        ("med", because("risk_support_before_night", 1, "2027-03-01")),
    ] == risks(page)


def test_doubtful_ground_is_a_risk() -> None:
    """A partial run, a past run that cannot be read, fewer ready than before, and a move measured otherwise."""
    made = parts({"systems": [system("a")], "waves": [wave("w", "2027-03-27", "a")]}, {"a": "ready"})
    result = made.result
    partial = result.model_copy(update={"run": result.run.model_copy(update={"complete": False})})
    shape = {"run": "x", "as_of": AS_OF, "evaluated_at": result.run.evaluated_at, "systems": 2, "blocked": 0}
    burn_up = BurnUp(
        run="r",
        points=(
            BurnUpPoint.model_validate(shape | {"ready": 1, "conditional": 1, "unknown": 0}),
            BurnUpPoint.model_validate(shape | {"ready": 1, "conditional": 0, "unknown": 1}),
        ),
        unreadable=(Unreadable(run="old", why=because("x")),),
    )
    data = DataMovement.model_validate(
        {
            "data_set": "d",
            "system": "a",
            "declared": "cut_over",
            "measured": "copying",
            "state": "copying",
            "agrees": False,
        }
    )
    moves = Movement(
        run="r", systems=(SystemMovement.model_validate({"system": "a", "state": "copying", "data_sets": (data,)}),)
    )
    page = changed(replace(made, result=partial), history=burn_up, movement=moves).portfolio

    assert [
        ("high", because("risk_run_partial")),
        ("med", because("risk_fewer_ready", 2, 1, AS_OF)),
        ("med", because("risk_measured_otherwise", 1)),
        ("low", because("risk_history_unreadable", "old")),
    ] == risks(page)


def test_upgrades_are_counted_with_and_without_a_price() -> None:
    """What is due now or before the moves is to be approved; a missing estimate is said, not taken for nothing."""
    items = [
        Upgrade.model_validate({"id": str(n), "action": "add", "what": "ups", "why": (), "urgency": urgency} | cost)
        for n, (urgency, cost) in enumerate(
            [("now", {"million_vnd": 5}), ("before_moves", {}), ("later", {"million_vnd": 9})]
        )
    ]
    upgrades = Upgrades(run="r", items=tuple(items), unjudged=(because("x"),), million_vnd=14, unpriced=1)
    page = parts({"systems": []}, upgrades=upgrades).portfolio

    assert [("high", because("risk_upgrades_now", 1)), ("low", because("risk_upgrades_unjudged", 1))] == risks(page)
    assert [(because("decide_upgrades", 2, 5, 1), ())] == open_decisions(page)


def test_a_proposal_brings_its_conflicts_rings_and_left_out_systems() -> None:
    """A plan that could not be made, one without an answer, and what a made one leaves out, in its own words."""
    estate = {"systems": [system("a"), system("b")]}
    shape = {"run": "r", "as_of": AS_OF}
    conflict = Conflict(constraint="freeze", why=because("x"), line="planning.yaml:3")
    broken = WavePlan.model_validate(shape | {"status": "infeasible", "conflicts": (conflict,)})
    silent = WavePlan.model_validate(shape | {"status": "unknown"})
    ring = Cycle(systems=("a", "b"), links=("l1", "l2"), cut=("l2",), cut_weight=1)
    made = WavePlan.model_validate(
        shape
        | {
            "status": "feasible",
            "waves": [{"id": "wave-2027-03-27", "date": "2027-03-27", "systems": ["a"]}],
            "unplaced": (Unplaced(system="b", why=because("unplaced_x")),),
            "cycles": (ring,),
        }
    )

    def page(plan: WavePlan) -> Portfolio:
        return parts(estate, {"a": "ready"}, proposal=plan).portfolio

    assert ("infeasible", (because("decide_conflicts", 1), (because("x"),))) == (
        page(broken).planned_by,
        open_decisions(page(broken))[0],
    )
    assert ("planning.yaml:3",) == page(broken).open_decisions[0].lines
    assert ("unknown", (because("decide_no_answer"), ())) == (page(silent).planned_by, open_decisions(page(silent))[0])
    assert [
        (because("decide_cycles", 1), (because("each_cycle", "l2"),)),
        (because("decide_no_night", 1), (because("unplaced_x"),)),
    ] == open_decisions(page(made))


def test_decisions_wanted_are_listed_with_their_lines() -> None:
    """Undecided and differing ones, and a wave that holds what nobody decided to move."""
    made = parts(
        {"systems": [system("a", None), system("b")], "waves": [wave("w", "2027-03-27", "a", "b")]},
        {"a": "ready", "b": "ready"},
    )
    first, second = made.inventory.systems
    items = (_agreed(first, proposed="migrate"), _agreed(second, proposed="retain_idc", standing="differs"))
    page = changed(made, decisions=Decisions(run="r", items=items)).portfolio

    assert [
        (because("decide_wave_against_decision", 1), (because("each_in_wave", "a", "w"),)),
        (because("decide_undecided", 1), (because("each_proposed", "a", "migrate"),)),
        (because("decide_differs", 1), (because("each_differs", "b", "migrate", "retain_idc"),)),
    ] == open_decisions(page)
    assert [("waves/w/systems",), ("systems/a/decision",), ("systems/b/decision",)] == [
        m.lines for m in page.open_decisions
    ]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([None, "migrate", "retain_idc", "retire", "modernise_first", "special_zone"]),
            st.sampled_from([None, "ready", "conditional", "blocked", "unknown"]),
            st.booleans(),
            st.booleans(),
            st.booleans(),
        ),
        max_size=8,
    )
)
def test_figures_add_up_and_ignorance_never_helps(rows: list[tuple[str | None, str | None, bool, bool, bool]]) -> None:
    """Whatever is decided, judged, moved or against the law: parts add up, and judging less shows no more as ready."""
    names = [f"s{n}" for n in range(len(rows))]
    estate = {
        "systems": [system(name, row[0]) for name, row in zip(names, rows, strict=True)],
        "waves": [wave("w", "2027-03-27", *(name for name, row in zip(names, rows, strict=True) if row[4]))],
    }
    states = {name: row[1] for name, row in zip(names, rows, strict=True) if row[1]}
    moved = tuple(name for name, row in zip(names, rows, strict=True) if row[2])
    made = parts(estate, states, moved)
    items = tuple(
        _agreed(item, **({"standing": "forbidden", "final": None} if row[3] and item.decision else {}))
        for item, row in zip(made.inventory.systems, rows, strict=True)
    )
    page = changed(made, decisions=Decisions(run="r", items=items)).portfolio
    blind = changed(
        made, decisions=Decisions(run="r", items=items), readiness=Readiness(run="r", systems=())
    ).portfolio.standing
    now = page.standing

    assert now.systems == now.to_move + now.staying + now.other_way + now.undecided + now.forbidden
    assert now.to_move == now.moved + now.ready + now.conditional + now.blocked + now.unknown
    assert (0, 0, 0, now.moved) == (blind.ready, blind.conditional, blind.blocked, blind.moved)
    assert now.planned <= now.to_move - now.moved
    assert {name for name, row in zip(names, rows, strict=True) if row[3] and row[0]}.isdisjoint(
        item.system for item in page.elsewhere if item.state
    )
