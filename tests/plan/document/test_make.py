"""The plan as a document is filled from what is known, counts every system once, and leaves blank what nobody knows."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.errors import PlanningError
from auditor.model.inventory import Inventory
from auditor.model.matrix import Matrix
from auditor.model.planning import Planning
from auditor.model.reason import because
from auditor.model.verdict import RunHead, RunResult, Subject, Verdict, totals_of
from auditor.model.vocab.controls import Confidence
from auditor.model.vocab.verdicts import Status
from auditor.plan.document.make import bases
from auditor.plan.document.shape import PlanDocument, SafetyLine
from auditor.plan.run import PlanRun
from auditor.plan.shared.document_form import document_form
from auditor.policy.compiled import load

TODAY = datetime.date(2026, 11, 23)
CATALOGUE = load().catalogue
FORBIDDEN = ("kiểm toán", "thanh tra", "kiểm định", "miễn trừ", "quận", "huyện", "http", "www")


def system(name: str, **values: Any) -> dict[str, Any]:
    return {"id": name, "name": {"vi": name.title()}, "kind": "application", "owner": "so", "site": "idc"} | values


def source(
    systems: tuple[dict[str, Any], ...],
    verdicts: tuple[Verdict, ...] = (),
    planning: dict[str, Any] | None = None,
    **inventory: Any,
) -> PlanRun:
    declared: dict[str, Any] = {
        "organisations": [
            {"id": "so", "name": {"vi": "Sở"}, "kind": "department"},
            {"id": "tt", "name": {"vi": "Trung tâm"}, "kind": "department"},
        ],
        "sites": [{"id": "idc", "name": {"vi": "IDC"}, "kind": "data_centre", "organisation": "tt"}],
        "systems": systems,
    }
    head = RunHead(
        id="run-1",
        as_of=TODAY,
        evaluated_at=datetime.datetime(2026, 11, 23, 5, tzinfo=datetime.UTC),
        engine="wasm",
        tool_version="0",
        inventory_digest="i",
        facts_digest="f",
        policy_digest="p",
        params_digest="q",
    )
    return PlanRun(
        result=RunResult(run=head, totals=totals_of(verdicts), verdicts=verdicts),
        inventory=Inventory.model_validate(declared | inventory),
        planning=Planning.model_validate(planning or {}),
        catalogue=CATALOGUE,
        observations={},
        matrix=Matrix(entries=()),
    )


def made(chosen: PlanRun) -> PlanDocument:
    return chosen.document


def verdict(control: str, name: str, status: str, due: datetime.date | None = None) -> Verdict:
    return Verdict(
        control=control,
        control_version=1,
        subject=Subject(kind="system", id=name, system=name),
        status=Status(status),
        severity="high",
        due=due,
    )


MOVES = system("di", level=3, decision="migrate", operator="tt")
WAVE = {"id": "dot-1", "name": {"vi": "Đợt 1"}, "date": "2027-03-06", "systems": ["di"]}


def line(plan: PlanDocument, name: str, item: str) -> SafetyLine:
    return next(one for safe in plan.safety if safe.system == name for one in safe.lines if one.item == item)


def test_annexes_by_decision() -> None:
    """What moves in any way stands in the first annex, everything else in the second; each system once."""
    plan = made(
        source(
            (
                MOVES,
                system("truoc", decision="modernise_first"),
                system("giu", decision="retain_idc"),
                system("thay", decision="replace_national"),
                system("mo"),
                system("mat", declares_secrets=True, decision="migrate"),
            )
        )
    )

    assert (["di", "truoc"], ["giu", "mat", "mo", "thay"]) == (
        [row.system for row in plan.moving],
        [row.system for row in plan.staying],
    )
    assert "forbidden" == next(row.proposal.standing for row in plan.staying if row.system == "mat")


def test_roadmap_counts_days_and_readiness() -> None:
    """A wave shows its notice by working days, its windows by its slowest system, and readiness as it is."""
    slow = MOVES | {"move": {"parallel_days": 60}}
    plan = made(source((slow, system("kia", decision="migrate")), waves=[WAVE | {"systems": ["di", "kia"]}]))
    stage = plan.stages[0]

    assert (
        datetime.date(2027, 2, 24),
        datetime.date(2027, 5, 5),
        datetime.date(2027, 3, 13),
        (0, 0, 0, 2),
        "adopted",
    ) == (
        stage.notice_by,
        stage.parallel_until,
        stage.rollback_until,
        (stage.ready, stage.conditional, stage.blocked, stage.unknown),
        plan.waves_from,
    )


def test_tasks_in_six_points() -> None:
    """Entered tasks keep their words; others say who and by when, and leave open what nobody knows."""
    planning = {"assignments": [{"task": {"vi": "Làm việc"}, "who": "so", "person": "Ông A", "product": "Biên bản"}]}
    verdicts = (verdict("CN-05", "di", "fail"), verdict("MG-28", "di", "unknown", datetime.date(2026, 12, 31)))
    plan = made(source((MOVES, system("mo")), verdicts, planning, waves=[WAVE]))
    notice = datetime.date(2027, 2, 24)

    assert [
        ("entered", "", "so", "Ông A", None, "Biên bản", ()),
        ("decide", "", "so", "", None, "", ("mo",)),
        ("clear", "CN-05", "so", "", notice, "", ("di",)),
        ("clear", "MG-28", "so", "", datetime.date(2026, 12, 31), "", ("di",)),
        ("notice", "dot-1", "", "", notice, "", ("di",)),
    ] == [
        (one.kind, one.ref, one.who, one.person, one.due, one.product, one.systems)
        for one in plan.tasks
        if one.kind != "upgrade"
    ]


def test_urgent_purchases_are_tasks() -> None:
    """What must be bought before anything moves is due by the first night; what is not worth it is no task."""
    assets = [
        {"id": f"a-{name}", "name": {"vi": "A"}, "kind": "switch", "site": "idc", "owner": "tt", "serves": [name],
         "support_ends": "2020-01-01"}
        for name in ("giu", "di")
    ]  # fmt: skip
    plan = made(source((MOVES, system("giu", decision="retain_idc")), waves=[WAVE], assets=assets))

    assert [("replace/switch/a-giu", "tt", datetime.date(2027, 3, 6))] == [
        (one.ref, one.who, one.due) for one in plan.tasks if one.kind == "upgrade" and "switch" in one.ref
    ]


@pytest.mark.parametrize(
    ("status", "state"),
    [("pass", "met"), ("fail", "not_met"), ("warn", "not_met"), ("unknown", "unknown"), ("error", "unknown")],
)
def test_safety_from_verdicts(status: str, state: str) -> None:
    """A point of safe operation is met only when its control is."""
    plan = made(source((MOVES,), (verdict("SY-22", "di", status),)))

    assert (state, because("safety_control", "SY-22", int(status == "pass"), 1)) == (
        line(plan, "di", "backups").state,
        line(plan, "di", "backups").why[-1],
    )


def test_declared_only_proves_nothing() -> None:
    """Copies somebody declared are shown, and the point stays open; without anything it is blank."""
    backed = MOVES | {"backups": [{"id": "b", "media": "disk", "site": "idc"}], "monitoring": {"feed": "provincial"}}
    plan = made(source((backed, system("giu", decision="retain_idc"))))

    assert (
        ("unknown", (because("safety_backups", 1, 1),)),
        ("unknown", (because("safety_feed_provincial"),)),
        ("blank", ()),
    ) == tuple(
        (line(plan, name, item).state, line(plan, name, item).why)
        for name, item in (("di", "backups"), ("di", "monitoring"), ("giu", "backups"))
    )


PAPER = {
    "id": "p",
    "number": "4/BB",
    "issuer": "Sở",
    "subject": {"kind": "system", "id": "di"},
    "date": "2026-11-01",
}
"""A sound paper about a system, of no kind yet."""


@pytest.mark.parametrize(
    ("values", "state", "code"),
    [
        ({}, "met", "safety_paper"),
        ({"result": "failed"}, "not_met", "safety_paper_failed"),
        ({"until": "2026-11-22"}, "not_met", "safety_paper_ended"),
        ({"until": "2026-11-23"}, "met", "safety_paper"),
        ({"date": "2026-11-24"}, "blank", ""),
        ({"number": "..."}, "blank", ""),
        ({"issuer": "", "result": "failed"}, "not_met", "safety_paper_failed"),
    ],
)
def test_papers(values: dict[str, str], state: str, code: str) -> None:
    """A paper holds while it is valid and passed; one dated ahead does not exist yet."""
    plan = made(source((MOVES,), evidence=[PAPER | {"kind": "safety_plan"} | values]))
    found = line(plan, "di", "safety_plan")

    assert (state, [code] if code else []) == (found.state, [reason.code for reason in found.why])


def test_a_good_paper_does_not_outweigh_a_fault() -> None:
    """A successful restore in the files and a control that is not met make the point not met."""
    restored = PAPER | {"kind": "restore_test", "result": "passed"}
    plan = made(source((MOVES,), (verdict("SY-23", "di", "fail"),), evidence=[restored]))

    assert "not_met" == line(plan, "di", "restore_test").state


def test_nothing_is_said_of_what_ends_or_is_open() -> None:
    """Safety is planned for what moves and what stays, and for nothing else."""
    plan = made(source((MOVES, system("giu", decision="retain_idc"), system("thay", decision="retire"), system("mo"))))

    assert [("di", True), ("giu", False)] == [(one.system, one.moves) for one in plan.safety]


def test_everything_unknown_about_the_target_is_a_question() -> None:
    """Zones, quotas, contact and agreement that nobody entered are asked for; entered questions stand first."""
    zone = {"id": "z", "name": {"vi": "Phân khu"}, "levels": [1, 2], "vcpu": 10, "tenancy": "riêng"}
    nothing = made(source((MOVES,)))
    some = made(source((MOVES,), planning={"target": {"zones": [zone], "questions": ["Ai trực?"], "contact": "A"}}))

    assert ["ndc_no_zones", "ndc_no_contact", "ndc_no_agreement", "ndc_no_target"] == [
        one.why.code for one in nothing.questions if one.why
    ][:4]
    assert ["Ai trực?"] == [one.words.vi for one in some.questions if one.words]
    assert [
        "ndc_no_agreement",
        "ndc_demand",
        "ndc_demand_unknown",
        "ndc_zone_slots_per_night",
        "ndc_zone_systems",
        "ndc_zone_ram_gb",
        "ndc_zone_storage_gb",
        "ndc_zone_ready_from",
        "ndc_zone_levels",
    ] == [one.why.code for one in some.questions if one.why]


def test_only_entered_money_is_added_up() -> None:
    """Costs nobody entered are counted as missing and never guessed."""
    verdicts = (verdict("CN-05", "di", "fail"), verdict("MG-28", "di", "fail"))
    plan = made(source((MOVES,), verdicts, {"costs": [{"control": "CN-05", "million_vnd": 40}]}))

    assert ("fixes", 40, 1, 1) == tuple(plan.money[1].model_dump().values())


def test_grounds_in_force_with_unread_ones_apart() -> None:
    """Only instruments in force are cited, and those of which no clause was read are marked."""
    found = {one.instrument: one.unread for one in bases(CATALOGUE, TODAY)}
    before = {one.instrument for one in bases(CATALOGUE, datetime.date(2026, 6, 30))}
    read = {
        name: any(
            entry.confidence in (Confidence.A, Confidence.B)
            for control in CATALOGUE.controls
            for entry in control.law
            if entry.instrument == name
        )
        for name in found
    }

    assert {name: not known for name, known in read.items()} == found
    assert any(found.values())
    assert "luat-116-2025-qh15" in found
    assert "luat-116-2025-qh15" not in before


def test_the_shipped_form_keeps_to_the_words_of_officials() -> None:
    """The form says nothing of offices that audit or inspect, of abolished units, and holds no address of the web."""
    text = document_form().model_dump_json().casefold()

    assert [] == [word for word in FORBIDDEN if word in text]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("size_pt: 13", "size_pt: 99"), r"form\.yaml:5: size_pt"),
        (("font: Times New Roman", 'font: "a; b"'), r"form\.yaml:4: font"),
        (("size_pt: 13", "sice_pt: 13"), r"form\.yaml:5: sice_pt.*size_pt"),
    ],
)
def test_a_faulty_form_is_refused_with_its_line(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    """A form that cannot be used is an error with file and line."""
    path = tmp_path / "form.yaml"
    shipped = Path(__file__).resolve().parents[3] / "policies" / "migration" / "document_form.yaml"
    path.write_text(shipped.read_text().replace(*change))

    with pytest.raises(PlanningError, match=message):
        document_form(path)


_DECISIONS = st.sampled_from(
    [None, "migrate", "retain_idc", "retain_isolated", "special_zone", "replace_national", "modernise_first", "retire"]
)


@settings(deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {"decision": _DECISIONS, "label": st.sampled_from(["none", "mat"]), "declares_secrets": st.booleans()}
        ),
        max_size=6,
    )
)
def test_every_system_once_and_no_secret_on_the_road(values: list[dict[str, Any]]) -> None:
    """Both annexes together hold each system once, and no night holds one with secrets, whatever anyone wrote."""
    systems = tuple(system(f"s-{place}", **one) for place, one in enumerate(values))
    wave = WAVE | {"systems": [one["id"] for one in systems]}
    plan = made(source(systems, waves=[wave] if systems else []))
    secret = {one["id"] for one in systems if one["label"] != "none" or one["declares_secrets"]}

    assert sorted(one["id"] for one in systems) == sorted(row.system for row in (*plan.moving, *plan.staying))
    assert not secret & {name for stage in plan.stages for name in stage.systems}
    assert not secret & {row.system for row in plan.moving if row.wave}
    assert not [row for row in plan.moving if row.system in secret and row.proposal.final == "migrate"]
