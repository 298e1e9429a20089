"""The lines as data: what ships is sound, and what a province writes wrongly is named with file and line."""

import datetime
from pathlib import Path

import pytest

from auditor.errors import MigrationError, PlanningError
from auditor.model.planning import DayOff
from auditor.plan.checklist.data import Due, load_checklist
from auditor.plan.checklist.subject import due_on
from auditor.plan.shared.calendar import WorkingDays
from auditor.policy.compiled import load as load_policies

GOOD = """lines:
  - id: first
    phase: before
    vi: Dòng thứ nhất
    en: The first line
    owner: owner
    stops: true
  - id: common
    kind: wave
    phase: before
    vi: Dòng chung
    en: A common line
    owner: planner
    stops: true
rollback:
  - {vi: Hỏng, en: Broken}
signatures:
  - {vi: Người lập, en: Prepared by}
"""


@pytest.fixture
def written(tmp_path: Path) -> Path:
    return tmp_path / "lines.yaml"


def problems(path: Path, text: str) -> list[tuple[int | None, str, str]]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PlanningError) as caught:
        load_checklist(path)
    assert all(problem.file == path and problem.remedy for problem in caught.value.problems)
    return [(problem.line, problem.key, problem.message) for problem in caught.value.problems]


def test_a_province_may_write_its_own(written: Path) -> None:
    """A file of its own replaces the shipped lines."""
    written.write_text(GOOD, encoding="utf-8")
    data = load_checklist(written)

    assert [["first"], ["common"]] == [[item.id for item in data.of(kind)] for kind in ("system", "wave")]


def test_what_ships_cites_what_exists() -> None:
    """Every control and instrument that the shipped lines name exists."""
    catalogue = load_policies().catalogue
    controls = {control.id for control in catalogue.controls}
    data = load_checklist()
    named = {name for item in data.lines if item.source for name in item.source.controls}
    cited = {law.instrument for item in data.lines for law in item.law}

    assert (set(), set()) == (named - controls, cited - set(catalogue.instruments))


def test_the_three_phases_of_both_kinds() -> None:
    """Systems and waves have lines before, during and after."""
    data = load_checklist()

    assert {(kind, phase) for kind in ("system", "wave") for phase in ("before", "during", "after")} == {
        (item.kind, item.phase) for item in data.lines
    }


def test_the_shipped_lines_stand_for_their_clauses() -> None:
    """A clause known from a secondary source alone is marked as such wherever a line rests on it."""
    weak = {
        (item.id, law.instrument) for item in load_checklist().lines for law in item.law if law.confidence in ("C", "D")
    }

    assert {
        ("roles", "nd-331-2026-nd-cp"),
        ("approval_order", "nd-331-2026-nd-cp"),
        ("safety_plan", "nd-331-2026-nd-cp"),
        ("risk_report", "nd-331-2026-nd-cp"),
        ("readiness_minutes", "nd-331-2026-nd-cp"),
        ("restore_test", "tcvn-14423-2026"),
        ("vulnerability_scan", "nd-331-2026-nd-cp"),
        ("penetration_test", "nd-331-2026-nd-cp"),
        ("impact_assessment", "luat-91-2025-qh15"),
        ("old_silent", "nd-331-2026-nd-cp"),
        ("decommission", "nd-331-2026-nd-cp"),
    } == weak


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("id: common", "id: Common", (8, "lines[1].id", "has the wrong form")),
        ("kind: wave", "kind: waves", (9, "lines[1].kind", "is not an allowed value")),
        ("owner: owner", "owner: boss", (6, "lines[0].owner", "is not an allowed value")),
        ("owner: owner", "owner: owner\n    form: x", (7, "lines[0].form", "is no known key here")),
        (
            "    stops: true\n  - id",
            "    from: {papers: {kinds: [letter]}}\n  - id",
            (7, "lines[0].from.papers.kinds[0]", "is not an allowed value"),
        ),
        (
            "    stops: true\n  - id",
            "    stops: true\n    from: {sheets: true}\n  - id",
            (8, "lines[0].from", "is known of a wave only"),
        ),
        (
            "owner: planner",
            "owner: planner\n    from: {movement: parallel}",
            (14, "lines[1].from", "is known of a system only"),
        ),
        (
            "owner: planner",
            "owner: planner\n    from: {entered: team}",
            (14, "lines[1].from", "is known of a system only"),
        ),
        (
            "phase: before\n    vi: Dòng chung",
            "phase: after\n    vi: Dòng chung",
            (14, "lines[1].stops", "stands in a line after the night"),
        ),
        ("    stops: true\nrollback", "rollback", (1, "lines", "no line of a wave stops the night")),
        ("id: common\n    kind: wave", "id: first", (8, "lines[1].id", "stands twice for a system")),
        ("rollback:\n  - {vi: Hỏng, en: Broken}", "rollback: []", (15, "rollback", "has no entry")),
    ],
)
def test_each_fault_has_its_line(written: Path, old: str, new: str, expected: tuple[int, str, str]) -> None:
    """Unknown words and keys, sources in the wrong place, nothing that stops: each with its line."""
    assert old in GOOD
    assert expected in problems(written, GOOD.replace(old, new, 1))


def test_two_sources_are_none(written: Path) -> None:
    """A line rests on one source of evidence."""
    text = GOOD.replace("    stops: true\n  - id", "    from: {freeze: true, notice: true}\n  - id", 1)
    written.write_text(text, encoding="utf-8")
    with pytest.raises(PlanningError, match="names none or more than one source") as caught:
        load_checklist(written)

    assert [7] == [problem.line for problem in caught.value.problems]


def test_days_off_that_never_end() -> None:
    """Where no day is worked, no due date is made up."""
    start = datetime.date(2026, 11, 1)
    idle = WorkingDays(DayOff(date=start - datetime.timedelta(days=n)) for n in range(100))

    assert datetime.date(2026, 11, 3) == due_on(Due(days=2, working=True), start, WorkingDays())
    assert None is due_on(Due(days=2, working=True), None, WorkingDays())
    with pytest.raises(MigrationError, match="no working day"):
        due_on(Due(days=-2, working=True), start, idle)
