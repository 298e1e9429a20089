"""What fills a line, from each kind of evidence, and that absence, age and doubt never meet it."""

import datetime
import hashlib
from typing import Any

import pytest

from auditor.model.facts import Observation
from tests.plan.checklist.world import (
    NIGHT,
    SOUND,
    line,
    made,
    manifest,
    paper,
    papers,
    says,
    sheet,
    verdict,
    world,
)
from tests.plan.sources import NOW

DATA = [{"id": "ho-so", "name": {"vi": "Hồ sơ"}, "system": "app", "entity": "x", "rows": 100}]
NOTHING = hashlib.sha256().hexdigest()
WAIVER = {"id": "w", "reason": "x", "approver": "y", "until": datetime.date(2027, 1, 1)}


def with_control(control: str, *statuses: str, **keys: Any) -> list[Any]:
    others = [one for one in SOUND if one.control != control]
    return [*others, *(verdict(control, status, "host", f"h{n}", **keys) for n, status in enumerate(statuses))]


@pytest.mark.parametrize(
    ("statuses", "keys", "expected"),
    [
        (("pass", "pass"), {}, ("met", "line_passes")),
        (("pass", "not_applicable"), {}, ("met", "line_passes")),
        (("pass", "fail"), {}, ("not_met", "line_fails")),
        (("fail",), {"waiver": WAIVER}, ("not_met", "line_fails")),
        (("pass",), {"waiver": WAIVER}, ("unknown", "line_attention")),
        (("pass", "warn"), {}, ("unknown", "line_attention")),
        (("pass", "unknown"), {}, ("unknown", "line_no_evidence")),
        (("manual",), {}, ("unknown", "line_no_evidence")),
        (("error",), {}, ("unknown", "line_no_evidence")),
        ((), {}, ("unknown", "line_not_judged")),
        (("not_applicable",), {}, ("by_hand", "line_not_applicable")),
        (("not_in_force",), {}, ("by_hand", "line_not_applicable")),
    ],
)
def test_verdicts(statuses: tuple[str, ...], keys: dict[str, Any], expected: tuple[str, str]) -> None:
    """A pass of every subject is met, a fail is not; all between, and silence, needs a person."""
    assert expected == says(sheet(world(verdicts=with_control("SY-22", *statuses, **keys))), "backup_copies")


def test_what_does_not_apply_stops_nothing() -> None:
    """A control that says it does not apply leaves its line in place, but the line no longer stops the night."""
    found = line(sheet(world(verdicts=with_control("SY-22", "not_applicable"))), "backup_copies")

    assert (False, "by_hand") == (found.stops, found.state)


def test_where_and_when_a_verdict_comes_from() -> None:
    """The oldest piece of evidence says when and from where; every piece is named."""
    pieces = [
        {"id": f"ports/h/{n}", "kind": "ports", "state": "ok", "basis": "measured", "zone": f"z{n}", "observed_at": at}
        for n, at in ((1, NOW), (2, NOW - datetime.timedelta(days=2)))
    ]
    found = line(sheet(world(verdicts=with_control("SY-22", "pass", evidence=pieces))), "backup_copies").filled

    assert found
    assert (NOW - datetime.timedelta(days=2), "z2", "SY-22", ("ports/h/1", "ports/h/2")) == (
        found.at,
        found.vantage,
        found.control,
        found.evidence,
    )


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, ("met", "line_paper")),
        (None, ("unknown", "line_paper_missing")),
        ({"result": "failed"}, ("not_met", "line_paper_failed")),
        ({"result": "none"}, ("unknown", "line_paper_no_result")),
        ({"until": "2026-11-27"}, ("unknown", "line_paper_expired")),
        ({"until": "2026-11-28"}, ("met", "line_paper")),
        ({"date": "2026-10-28"}, ("unknown", "line_paper_old")),
        ({"date": "2026-10-29"}, ("met", "line_paper")),
        ({"date": "2026-11-23"}, ("unknown", "line_paper_missing")),
        ({"number": "chưa có"}, ("unknown", "line_paper_not_found")),
        ({"issuer": "-"}, ("unknown", "line_paper_not_found")),
        ({"number": "", "result": "failed"}, ("not_met", "line_paper_failed")),
        ({"subject": {"kind": "system", "id": "other"}}, ("unknown", "line_paper_missing")),
        ({"subject": {"kind": "wave", "id": "dot-1"}}, ("met", "line_paper")),
    ],
    ids=str,
)
def test_papers(change: dict[str, Any] | None, expected: tuple[str, str]) -> None:
    """A paper counts when it is there by the day of the run, passed, in force and young enough on the night."""
    assert expected == says(sheet(world(evidence=papers(restore_test=change))), "restore_test")


def test_the_newest_paper_counts() -> None:
    """A later failure is not outweighed by an earlier success."""
    failed = paper("restore_test", "2026-11-20", "failed", id="later")

    assert ("not_met", "line_paper_failed") == says(sheet(world(evidence=[*papers(), failed])), "restore_test")


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2026-11-17", ("met", "line_notice")),
        ("2026-11-18", ("not_met", "line_notice_late")),
        ("2026-08-01", ("unknown", "line_notice_missing")),
        (None, ("unknown", "line_notice_missing")),
    ],
)
def test_the_notice(date: str | None, expected: tuple[str, str]) -> None:
    """Seven working days lie between notice and night; a late one is a fault, an old one announced another stop."""
    change = {"date": date} if date else None
    night = {"id": "dot-1", "name": {"vi": "1"}, "date": "2026-11-30", "systems": ["app"]}
    run = {"as_of": datetime.date(2026, 11, 25)}

    assert expected == says(sheet(world(evidence=papers(outage_notice=change), waves=[night], head=run)), "notice")


@pytest.mark.parametrize(
    ("item", "change", "expected"),
    [
        ("decision", {"decision": None}, ("unknown", "line_undecided")),
        ("decision", {"decision": "retain_idc"}, ("not_met", "line_decision")),
        ("decision", {}, ("met", "line_decision")),
        ("unlabelled", {}, ("met", "line_unlabelled")),
        ("target_zone", {}, ("met", "line_entered")),
        ("target_zone", {"move": None}, ("unknown", "line_not_entered")),
        ("target_zone", {"move": None, "target_zone": "vùng A"}, ("met", "line_entered")),
        ("team", {"move": None}, ("unknown", "line_not_entered")),
        ("outage", {"move": {"outage_minutes": 0}}, ("met", "line_minutes")),
        ("outage", {"move": {}}, ("unknown", "line_not_entered")),
    ],
)
def test_what_people_entered(item: str, change: dict[str, Any], expected: tuple[str, str]) -> None:
    """Nought minutes is an entry; nothing is none."""
    assert expected == says(sheet(world(change)), item)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ({}, ("met", "line_run")),
        ({"evaluated_at": NOW - datetime.timedelta(days=2)}, ("unknown", "line_run_old")),
        ({"complete": False}, ("unknown", "line_run_partial")),
    ],
)
def test_the_age_of_the_run(head: dict[str, Any], expected: tuple[str, str]) -> None:
    """A review from more than seven days before the night, or an incomplete one, says nothing about that night."""
    assert expected == says(sheet(world(head=head)), "run_age")


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (SOUND, ("met", "line_readiness")),
        ([*SOUND, verdict("NW-03", "fail", "host", "h")], ("not_met", "line_readiness")),
        ([*SOUND, verdict("NW-03", "unknown", "host", "h")], ("unknown", "line_readiness")),
        ([*SOUND, verdict("NW-03", "warn", "host", "h")], ("unknown", "line_readiness")),
        ([], ("unknown", "line_readiness")),
    ],
)
def test_readiness(verdicts: list[Any], expected: tuple[str, str]) -> None:
    """Only ready is met; blocked is not; conditional and unknown need a person."""
    assert expected == says(sheet(world(verdicts=verdicts)), "readiness")


@pytest.mark.parametrize(
    ("planning", "item", "expected"),
    [
        ({}, "freeze", ("met", "line_no_freeze")),
        ({"freezes": []}, "freeze", ("unknown", "line_freezes_missing")),
        (
            {"freezes": [{"id": "f", "name": {"vi": "Bầu cử"}, "start": NIGHT, "end": NIGHT}]},
            "freeze",
            ("not_met", "line_freeze"),
        ),
        ({}, "contact", ("met", "line_entered")),
        ({"target": {}}, "contact", ("unknown", "line_not_entered")),
        ({}, "agreement", ("met", "line_paper")),
        ({"target": {}}, "agreement", ("unknown", "line_paper_missing")),
        ({"target": {"agreement": "p-hosting_agreement"}}, "agreement", ("met", "line_paper")),
        ({}, "dependencies", ("met", "line_passes")),
    ],
)
def test_the_sheet_of_a_wave(planning: dict[str, Any], item: str, expected: tuple[str, str]) -> None:
    """A wave looks at the freezes, the receiving side and its own verdicts."""
    assert expected == says(made(world(planning=planning)).sheets[0], item)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"result": "failed"}, ("not_met", "line_paper_failed")),
        ({"until": "2026-11-01"}, ("unknown", "line_paper_expired")),
        ({"date": "2026-12-01"}, ("unknown", "line_paper_missing")),
    ],
)
def test_an_agreement_that_does_not_hold(change: dict[str, Any], expected: tuple[str, str]) -> None:
    """A refusal, an expired agreement and one of tomorrow do not let the target side receive."""
    agreed = paper("hosting_agreement", "2026-09-01", id="here") | change
    run = world(evidence=[*papers(), agreed], planning={"target": {"agreement": "here"}})

    assert expected == says(made(run).sheets[0], "agreement")


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        ([manifest("old"), manifest("new")], ("met", "line_manifest_equal")),
        ([manifest("old"), manifest("new", 99)], ("not_met", "line_manifest_differs")),
        ([manifest("old"), manifest("new", counted={"sha256": "b" * 64})], ("not_met", "line_manifest_differs")),
        ([manifest("old", 0), manifest("new", 0)], ("unknown", "line_manifest_nothing")),
        (
            [manifest(side, counted={"sha256": NOTHING}) for side in ("old", "new")],
            ("unknown", "line_manifest_nothing"),
        ),
        ([manifest("new")], ("unknown", "line_manifest_no_old")),
        ([manifest("old")], ("unknown", "line_manifest_no_new")),
        ([manifest("old"), manifest("new", counted={"complete": False})], ("unknown", "line_manifest_incomplete")),
        ([manifest("old", None), manifest("new", None)], ("unknown", "line_manifest_incomplete")),
        ([manifest("old", days=31), manifest("new")], ("unknown", "line_manifest_no_old")),
        ([manifest("old"), manifest("new", state="partial")], ("unknown", "line_manifest_no_new")),
    ],
)
def test_both_sides_of_the_data(looks: list[Observation], expected: tuple[str, str]) -> None:
    """Equal means whole, young and the same in rows, bytes and digest on both sides."""
    assert expected == says(sheet(world(looks=looks, data_sets=DATA)), "manifests")


@pytest.mark.parametrize(
    ("looks", "declared", "night", "expected"),
    [
        ([], None, NIGHT, ("unknown", "line_move_not_started")),
        ([], "old_silent", NIGHT, ("unknown", "line_move_declared")),
        ([manifest("old"), manifest("new", 40)], "old_silent", NIGHT, ("unknown", "line_move_copying")),
        ([manifest("old"), manifest("new", 40)], None, datetime.date(2026, 11, 1), ("not_met", "line_move_copying")),
    ],
)
def test_how_far_the_move_is(
    looks: list[Observation], declared: str | None, night: datetime.date, expected: tuple[str, str]
) -> None:
    """What is only declared is unknown; what measurements show to lag is a fault once the night is over."""
    data = [DATA[0] | ({"move": {"state": declared, "as_of": "2026-11-20"}} if declared else {})]
    wave = {"id": "dot-1", "name": {"vi": "1"}, "date": night, "systems": ["app"]}

    assert expected == says(sheet(world(looks=looks, data_sets=data, waves=[wave])), "cut_over")


def test_a_move_that_measurements_show() -> None:
    """Equal manifests and names that lead to the new host meet the line, with the looks behind it."""
    site: dict[str, Any] = {
        "sites": [{"id": "idc", "name": {"vi": "x"}, "organisation": "so"}],
        "zones": [{"id": "dc", "name": {"vi": "x"}, "kind": "servers", "site": "idc"}],
        "networks": [{"id": "n", "zone": "dc", "prefixes": ["10.0.0.0/16"]}],
        "hosts": [
            {"id": "cu", "system": "app", "interfaces": [{"network": "n", "address": "10.0.0.1"}], "instance": "old"},
            {"id": "moi", "system": "app", "interfaces": [{"network": "n", "address": "10.0.1.1"}], "instance": "new"},
        ],
    }
    from tests.plan.sources import look  # noqa: PLC0415 - only this test looks at names

    names = look("dns", "app", {"name": "hs.tinh.gov.vn", "a": ["10.0.1.1"]}, detail="hs.tinh.gov.vn")
    run = world(
        {"domains": ["hs.tinh.gov.vn"]}, looks=[manifest("old"), manifest("new"), names], data_sets=DATA, **site
    )
    found = line(sheet(run), "cut_over")

    assert ("met", "line_move_cut_over") == says(sheet(run), "cut_over")
    assert found.filled
    assert found.filled.evidence
