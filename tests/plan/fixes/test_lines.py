"""Readiness and fixes as lines of text, in both languages."""

import datetime

import pytest

from auditor.model.readiness import Blocker, SystemReadiness
from auditor.model.reason import because
from auditor.model.verdict import Subject
from auditor.pages.names import Names
from auditor.plan.fixes.lines import fix_lines, fix_set_lines
from auditor.plan.fixes.shape import Fix, FixSet, Outcome
from auditor.plan.readiness.lines import blocker_line, system_line
from auditor.text.words import Bilingual
from tests.plan.scene import inventory

NAMES = Names.of(inventory())
HOST = Subject(kind="host", id="app-1", system="app")


def blocker(**keys: object) -> Blocker:
    base = {"control": "NW-05", "subject": HOST, "status": "fail", "severity": "high", "owner": "tt"}
    return Blocker.model_validate(base | {"owner_role": "operator", "remedy": "", "remedy_vi": ""} | keys)


def fix(**keys: object) -> Fix:
    base = {"kind": "mend", "control": "NW-05", "clears": (HOST,), "systems": ("app",), "status": "fail"}
    why = (because("fix_mend", "NW-05", "app-1"),)
    return Fix.model_validate(base | {"severity": "high", "clearer": "vendor", "owner": "tt", "why": why} | keys)


def test_a_system_and_its_blocker() -> None:
    """State and count of one system; control, subject, standing, clearer, owner and due date of a blocker."""
    item = SystemReadiness(id="app", decision=None, state="blocked", gates=12, passed=9)

    assert Bilingual(
        "app, Chưa đủ điều kiện chuyển, đạt 9 trên 12 điều kiện", "app, Not yet fit to move, 9 of 12 conditions met"
    ) == system_line(item)
    assert Bilingual(
        "NW-05 app-1; Chưa đạt; nơi giải quyết: Trung tâm Dữ liệu quốc gia; phụ trách: Trung tâm; hạn: 31/12/2026",
        "NW-05 app-1; Not met; cleared by the National Data Center; owner Trung tâm; due 31 Dec 2026",
    ) == blocker_line(blocker(clearer="ndc", due=datetime.date(2026, 12, 31)), NAMES)
    assert "owner nobody is named" in blocker_line(blocker(owner=""), NAMES).en


def test_text_of_others_stays_text() -> None:
    """Control characters in the name of what was judged do not reach a terminal."""
    hostile = blocker(subject=Subject(kind="host", id="a\x1b[2Jb", system="app"))

    assert "\x1b" not in blocker_line(hostile, NAMES).en


def test_a_fix_with_and_without_a_price() -> None:
    """The task first, then who, whose and at what cost, then why; what holds of all measurements is left out."""
    priced = fix(million_vnd=1200, days=3)
    looked = fix(kind="measure", why=(because("fix_measure_zone", "ports", "srv"), because("fix_may_find")))

    assert (
        "Put NW-05 right for app-1",
        "the supplier; owner Trung tâm; 1,200 million VND, 3 days",
    ) == tuple(line.en for line in fix_lines(priced, NAMES))
    assert ("Đo cổng mở từ vùng mạng srv", "nhà cung cấp; phụ trách: Trung tâm; chưa nhập chi phí") == tuple(
        line.vi for line in fix_lines(looked, NAMES)
    )


def found(*fixes: Fix, **keys: object) -> FixSet:
    base = {"run": "r", "systems": ("app",), "to": "ready", "fixes": fixes, "million_vnd": 5, "unpriced": 1, "days": 2}
    return FixSet.model_validate(base | keys)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            found(fix(), proven=True, outcome=(Outcome(system="app", before="blocked", after="ready"),)),
            ["In all 5 million VND and 2 days; 1 without a cost", "Ready to move: 1 system"],
        ),
        (
            found(proven=True, outcome=(Outcome(system="app", before="unknown", after="unknown"),)),
            [
                "No open verdict asks for anything to be done",
                "Not enough evidence to conclude: 1 system",
                "Nothing was judged about app: no fix readies it",
            ],
        ),
        (
            found(fix(kind="measure")),
            [
                "In all 5 million VND and 2 days; 1 without a cost",
                "The measurement may find a fault, which then has to be put right",
                "The search for a smaller set was ended by its work limit",
            ],
        ),
    ],
)
def test_what_the_set_comes_to(given: FixSet, expected: list[str]) -> None:
    """Cost, outcome, what nothing readies, what measuring may bring, and whether a smaller set may exist."""
    assert expected == [line.en for line in fix_set_lines(given)]
