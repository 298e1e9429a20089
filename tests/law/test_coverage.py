"""Clauses controls rest on, and what changes between two dates."""

import dataclasses
import datetime
from typing import Any

import pytest

from auditor.law.coverage import Citation, Impact, citations, impact
from auditor.law.instruments import Standing
from auditor.model.control import ControlMeta
from auditor.model.law import Instrument
from auditor.model.vocab.controls import Confidence, Force


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def instrument(name: str, start: str, **more: Any) -> Instrument:
    row = {"id": name, "number": name, "title_vi": name, "title_en": name, "issuer": "QH", "source": "S1"}
    return Instrument.model_validate(row | {"effective_from": start, "checked_on": "2026-11-22"} | more)


def entry(name: str, instrument: str, clause: str, **more: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"id": name, "role": "duty" if name[0] == "d" else "support", "instrument": instrument}
    claims = {"addressee": {"who": "owner", "clause": "1"}, "condition": {"none": clause}, "transition": "instrument"}
    return row | claims | {"clause": clause, "force": "binding", "confidence": "A"} | more


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


RULE = {"id": "slow", "clause": "Art. 9", "until": "2027-07-01", "when": {"kinds": ["portal"]}}
INSTRUMENTS = {
    "old": instrument("old", "2020-01-01", effective_to="2026-07-01", transitions={"none": "Art. 9"}),
    "new": instrument("new", "2026-07-01", transitions=[RULE]),
    "idle": instrument("idle", "2020-01-01"),
}
NARROWED = {"from": "2026-08-01", "to": "2028-01-01", "due": "2026-12-31"}
CONTROLS = (
    control(
        "NW-05",
        entry("d1", "old", "Art. 1"),
        entry("d2", "new", "Art. 2", condition="unread", force="recommended", confidence="C", **NARROWED),
    ),
    control("NW-09", entry("s1", "old", "Art. 1", transition="unread", confidence="B")),
)
OLD_5 = Citation(
    instrument="old",
    clause="Art. 1",
    control="NW-05",
    entry="d1",
    role="duty",
    force=Force.BINDING,
    confidence=Confidence.A,
    start=day("2020-01-01"),
    end=day("2026-07-01"),
    due=None,
    transitions=(),
    unread=(),
)
OLD_9 = dataclasses.replace(
    OLD_5, control="NW-09", entry="s1", role="support", confidence=Confidence.B, unread=("transition",)
)
NEW_5 = Citation(
    instrument="new",
    clause="Art. 2",
    control="NW-05",
    entry="d2",
    role="duty",
    force=Force.RECOMMENDED,
    confidence=Confidence.C,
    start=day("2026-08-01"),
    end=day("2028-01-01"),
    due=day("2026-12-31"),
    transitions=(day("2027-07-01"),),
    unread=("condition",),
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
