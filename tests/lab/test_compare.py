"""Differences between an audit and the truth table are counted for what they mean."""

from typing import Any

import pytest

from lab.causes import Cause
from lab.compare import Comparison, Difference, compare
from lab.shares import Unknowns, unknowns
from lab.truth import Expected


def expected(status: str) -> Expected:
    return Expected("NW-05", "host", "web-1", status, "planted")


def verdict(status: str, causes: tuple[str, ...] = ("not_measured",)) -> dict[str, Any]:
    return {
        "control": "NW-05",
        "subject": {"kind": "host", "id": "web-1"},
        "status": status,
        "causes": [{"code": code, "args": []} for code in causes],
    }


def counts(comparison: Comparison) -> tuple[int, int, int, int]:
    return (
        len(comparison.false_passes),
        len(comparison.false_fails),
        len(comparison.mismatches),
        len(comparison.unexplained),
    )


@pytest.mark.parametrize(
    ("wanted", "said", "counted"),
    [
        ("pass", "pass", (0, 0, 0, 0)),
        ("fail", "pass", (1, 0, 0, 0)),
        ("unknown", "pass", (1, 0, 0, 0)),
        ("pass", "fail", (0, 1, 0, 0)),
        ("warn", "fail", (0, 1, 0, 0)),
        ("fail", "warn", (0, 0, 1, 0)),
        ("pass", "unknown", (0, 0, 1, 0)),
    ],
)
def test_each_difference_counts_once(wanted: str, said: str, counted: tuple[int, int, int, int]) -> None:
    """A pass or fail the truth does not have is the auditor's gravest error; anything else is a mismatch."""
    assert counted == counts(compare([expected(wanted)], [verdict(said)]))


def test_missing_and_extra_subjects_are_mismatches() -> None:
    """A subject that only the truth or only the audit has is never passed over."""
    assert (0, 0, 1, 0) == counts(compare([expected("pass")], []))
    assert (0, 0, 1, 0) == counts(compare([], [verdict("warn")]))
    assert (1, 0, 0, 0) == counts(compare([], [verdict("pass")]))


def test_the_share_of_unknown_rows_is_that_of_rows_that_apply() -> None:
    """What does not apply is no row of it, and a row that is unknown by the truth is told apart."""
    rows = [*[(["pass"], "unknown")] * 2, *[(["unknown", "fail"], "unknown")] * 3, *[(["fail"], "pass")] * 20]
    found = unknowns([*rows, (["not_applicable"], "unknown"), (["not_applicable", "pass"], "not_applicable")])

    assert Unknowns(applicable=26, unknown=5, rightly=3) == found
    assert (193, False) == (found.permille, found.few)
    assert Unknowns(applicable=25, unknown=2, rightly=0).few
    assert str(found) == (
        "unknown: 5 of 26 rows that apply (19.3 %, at most 8 %); by the truth as well: 3, by the auditor alone: 2"
    )


def test_rows_of_the_truth_are_counted_with_what_was_said() -> None:
    """A row that the audit does not have applies, and is not said to be unknown."""
    assert Unknowns(1, 1, 0) == compare([expected("pass")], [verdict("unknown")]).unknowns
    assert Unknowns(1, 0, 0) == compare([expected("pass")], []).unknowns
    assert Unknowns(0, 0, 0) == compare([], [verdict("unknown")]).unknowns


def test_unknown_without_a_cause_is_not_sound() -> None:
    """Every unknown has to say why."""
    assert (0, 0, 0, 1) == counts(compare([expected("unknown")], [verdict("unknown", ())]))


def test_a_difference_says_why_it_was_found() -> None:
    """The causes of the verdict found, with their arguments, stand in the difference and in its line."""
    found = verdict("unknown") | {
        "causes": [{"code": "evidence_stale", "args": ["ports/web-1", "dmz"]}, {"code": "cut", "args": []}]
    }
    causes = (Cause("evidence_stale", ("ports/web-1", "dmz")), Cause("cut"))
    row = Difference("NW-05", "host", "web-1", "pass", "unknown", "planted", causes)

    assert (row,) == compare([expected("pass")], [found]).mismatches
    assert str(row) == (
        "NW-05 host web-1: expected pass, found unknown because evidence_stale(ports/web-1, dmz); cut (planted)"
    )
    assert "expected pass, found nothing (planted)" in str(compare([expected("pass")], []).mismatches[0])
