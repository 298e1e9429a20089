"""Clauses controls rest on, and what changes between two dates."""

import datetime
from typing import Any

import pytest

from auditor.law.coverage import Citation, Impact, citations, impact
from auditor.law.instruments import Standing
from auditor.model.control import ControlMeta, Instrument
from auditor.model.vocab.controls import Confidence, Force


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def instrument(name: str, start: str, end: str | None = None) -> Instrument:
    row = {"id": name, "number": name, "title_vi": name, "title_en": name, "issuer": "QH", "source": "S1"}
    return Instrument.model_validate(row | {"effective_from": start, "effective_to": end, "checked_on": "2026-11-22"})


def control(name: str, *law: dict[str, Any]) -> ControlMeta:
    words = (
        "title",
        "title_vi",
        "rationale",
        "rationale_vi",
        "remedy",
        "remedy_vi",
        "check_by_hand",
        "check_by_hand_vi",
    )
    row = {
        "id": name,
        "family": "network",
        "name": "x",
        "severity": "low",
        "part": "system",
        "subject": "host",
        "max_age_days": 1,
        "owner_role": "operator",
        "law": law,
    }
    return ControlMeta.model_validate(dict.fromkeys(words, "-") | row)


INSTRUMENTS = {
    "old": instrument("old", "2020-01-01", "2026-07-01"),
    "new": instrument("new", "2026-07-01"),
    "idle": instrument("idle", "2020-01-01"),
}
CONTROLS = (
    control(
        "NW-05",
        {"instrument": "old", "clause": "Art. 1", "force": "binding", "confidence": "A"},
        {
            "instrument": "new",
            "clause": "Art. 2",
            "force": "recommended",
            "confidence": "C",
            "from": "2026-08-01",
            "to": "2028-01-01",
            "due": "2026-12-31",
            "transition": {"until": "2027-07-01"},
        },
    ),
    control("NW-09", {"instrument": "old", "clause": "Art. 1", "force": "binding", "confidence": "B"}),
)
OLD_5 = Citation(
    "old", "Art. 1", "NW-05", Force.BINDING, Confidence.A, day("2020-01-01"), day("2026-07-01"), None, None
)
OLD_9 = Citation(
    "old", "Art. 1", "NW-09", Force.BINDING, Confidence.B, day("2020-01-01"), day("2026-07-01"), None, None
)
NEW_5 = Citation(
    "new",
    "Art. 2",
    "NW-05",
    Force.RECOMMENDED,
    Confidence.C,
    day("2026-08-01"),
    day("2028-01-01"),
    day("2026-12-31"),
    day("2027-07-01"),
)


def test_citations() -> None:
    """Each clause of each control is listed with its own days, narrowed by those of its instrument."""
    assert (NEW_5, OLD_5, OLD_9) == citations(CONTROLS, INSTRUMENTS)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-07-31", Standing.NOT_YET),
        ("2026-08-01", Standing.IN_FORCE),
        ("2027-12-31", Standing.IN_FORCE),
        ("2028-01-01", Standing.ENDED),
    ],
)
def test_clause_standing(as_of: str, expected: Standing) -> None:
    """A clause applies from its own first day, though its instrument applied before."""
    assert expected == NEW_5.standing(day(as_of))


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        ("2026-05-01", "2026-06-30", ()),
        ("2026-06-30", "2026-07-01", (Impact("NW-05", (), (OLD_5,), (), ()), Impact("NW-09", (), (OLD_9,), (), ()))),
        ("2026-07-01", "2026-12-30", (Impact("NW-05", (NEW_5,), (), (), ()),)),
        ("2026-12-30", "2026-12-31", (Impact("NW-05", (), (), (NEW_5,), ()),)),
        ("2026-12-31", "2027-07-01", (Impact("NW-05", (), (), (), (NEW_5,)),)),
        ("2027-07-01", "2028-01-01", (Impact("NW-05", (), (NEW_5,), (), ()),)),
    ],
)
def test_impact(earlier: str, later: str, expected: tuple[Impact, ...]) -> None:
    """Between two dates only what changes after the first and up to the second is said."""
    assert expected == impact(citations(CONTROLS, INSTRUMENTS), day(earlier), day(later))
