"""Differences between an audit and the truth table are counted for what they mean."""

from typing import Any

import pytest

from lab.compare import Comparison, compare
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


def test_unknown_without_a_cause_is_not_sound() -> None:
    """Every unknown has to say why."""
    assert (0, 0, 0, 1) == counts(compare([expected("unknown")], [verdict("unknown", ())]))
