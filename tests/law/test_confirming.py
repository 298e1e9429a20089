"""What an officer compared with the original counts as read, for one province, from that day, and for that reading."""

import datetime
from typing import Any

import pytest

from auditor.law.confirming import confirmed, faults, outdated, place, reading
from auditor.model.confirmation import Confirmation
from auditor.model.control import ControlMeta
from auditor.model.law import Instrument
from auditor.model.vocab.controls import Confidence
from tests.policy.small import CLAUSE

DAY = datetime.date(2026, 11, 20)
LAW = Instrument(
    id="law",
    number="1/2026",
    title_vi="Luật",
    title_en="A law",
    issuer="QH",
    signed=datetime.date(2026, 6, 1),
    effective_from=datetime.date(2026, 7, 1),
    source="test",
    checked_on=DAY,
)


def control(name: str, *law: dict[str, Any]) -> ControlMeta:
    words = dict.fromkeys(
        ("rationale", "rationale_vi", "remedy", "remedy_vi", "check_by_hand", "check_by_hand_vi"), "-"
    )
    entries = [CLAUSE | {"id": f"d{number}", **entry} for number, entry in enumerate(law, start=1)]
    return ControlMeta.model_validate(
        words
        | {"id": name, "family": "network", "name": "a", "title": "a", "title_vi": "a", "severity": "low"}
        | {"part": "system", "subject": "host", "law": entries, "owner_role": "operator"}
    )


def said(**changes: Any) -> Confirmation:
    row = {"instrument": "law", "clause": "13(2)(c)", "by": "A", "unit": "B", "date": DAY, "paper": "7/BB"}
    return Confirmation.model_validate(row | changes)


CONTROL = control("NW-01", {"clause": "Art. 13(2)(c)", "confidence": "C"}, {"clause": "14", "confidence": "D"})


@pytest.mark.parametrize("text", ["Điều 13 khoản 2 điểm c", "Art. 13(2)(c)", " 13 (2)(c)", "điều 13, khoản 2, điểm C"])
def test_one_place_in_many_spellings(text: str) -> None:
    """An officer writes a clause as officials do, a catalogue as it cites."""
    assert "13(2)(c)" == place(text)


def test_what_was_compared_becomes_a_and_says_by_whom() -> None:
    """Only that clause, and with what was known before."""
    first, second = confirmed([CONTROL], [said(by="Nguyễn Văn A")], DAY)[0].law

    assert (Confidence.A, "Nguyễn Văn A", "7/BB", DAY, Confidence.C) == (
        first.confidence,
        first.confirmed and first.confirmed.by,
        first.confirmed and first.confirmed.paper,
        first.confirmed and first.confirmed.day,
        first.confirmed and first.confirmed.before,
    )
    assert CONTROL.law[1] == second


def test_nothing_is_known_before_it_was_compared() -> None:
    """Facts judged at an earlier day are judged by what was known then."""
    assert (CONTROL,) == confirmed([CONTROL], [said()], DAY - datetime.timedelta(days=1))


def test_nothing_is_lowered_or_read_that_was_not() -> None:
    """A clause of confidence A stays as it is, and what is unread of one stays unread."""
    sure = control("NW-02", {"clause": "13(2)(c)", "confidence": "A"})
    open_ = control("NW-03", {"clause": "13(2)(c)", "confidence": "C", "addressee": "unread"})
    one, other = confirmed([sure, open_], [said()], DAY)

    assert sure == one
    assert (Confidence.A, "unread") == (other.law[0].confidence, other.law[0].addressee)


def test_a_reading_that_changed_must_be_compared_again() -> None:
    """What was compared is what the control said then; how sure anybody was is no part of it."""
    name = reading(CONTROL, CONTROL.law[0])
    changed = control("NW-01", {"clause": "13(2)(c)", "confidence": "C", "force": "recommended"})
    surer = control("NW-01", {"clause": "Art. 13(2)(c)", "confidence": "B"})
    told = [said(readings=[name])]

    assert (changed,) == confirmed([changed], told, DAY)
    assert (name,) == outdated([changed], told)
    assert Confidence.A is confirmed([CONTROL], told, DAY)[0].law[0].confidence
    assert Confidence.A is confirmed([surer], told, DAY)[0].law[0].confidence
    assert () == outdated([CONTROL, surer], told)


def test_the_last_of_several_is_named() -> None:
    """Two officers compared it, one after the other."""
    later = DAY + datetime.timedelta(days=1)
    (found,) = confirmed([CONTROL], [said(by="X", date=later), said(by="A")], later)

    assert "X" == (found.law[0].confirmed and found.law[0].confirmed.by)


@pytest.mark.parametrize(
    ("changes", "key", "message"),
    [
        ({}, "", ""),
        ({"instrument": "no-such-law"}, "instrument", "is no listed instrument"),
        ({"clause": "15"}, "clause", "is cited by no control"),
        ({"date": "2026-11-21"}, "date", "lies in the future (today is 2026-11-20)"),
        ({"date": "2026-05-31"}, "date", "lies before the day of 1/2026 itself, 2026-06-01"),
        ({"date": "2026-06-01"}, "", ""),
    ],
)
def test_what_cannot_be(changes: dict[str, Any], key: str, message: str) -> None:
    """Each is told with its key; a text may be read from the day on which it was signed."""
    found = [(one.key, one.message) for one in faults([said(**changes)], [CONTROL], {"law": LAW}, DAY)]

    assert ([(key, message)] if key else []) == found
