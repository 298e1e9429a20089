"""Citations held against instruments and sources, and the shipped law among them."""

import datetime
from typing import Any

import pytest

from auditor.law.check import LawBook, LawProblem, Read, check, source_keys
from auditor.law.read import read_book
from auditor.model.law import Instrument
from auditor.policy.metadata import law_as_written
from auditor.resources import policies_dir

DAY = datetime.date(2026, 11, 28)
ENTRY: dict[str, Any] = {
    "id": "d1",
    "role": "duty",
    "instrument": "law",
    "clause": "Art. 1",
    "force": "binding",
    "confidence": "B",
    "addressee": {"who": "owner", "clause": "Art. 2"},
    "condition": {"none": "Art. 1"},
    "transition": "instrument",
}
LAW: dict[str, Any] = {
    "id": "law",
    "number": "1/2026",
    "title_vi": "Luật",
    "title_en": "Law",
    "issuer": "QH",
    "signed": "2025-12-10",
    "effective_from": "2026-07-01",
    "source": "S01, K2",
    "checked_on": "2026-11-28",
    "transitions": [{"id": "slow", "clause": "Art. 9", "until": "2027-07-01", "when": {"levels": [1]}}],
}
OLD = LAW | {"id": "old", "signed": "2018-06-12", "effective_from": "2019-01-01", "effective_to": "2026-07-01"}
SOURCES: dict[str, Read] = {"S01": "summary", "K2": "secondary", "S03": "original"}


def problems(*law: Any, instruments: tuple[dict[str, Any], ...] = (LAW, OLD)) -> list[str]:
    listed = {row["id"]: Instrument.model_validate(row) for row in instruments}
    found = check({"NW-01": law}, LawBook(listed, SOURCES), DAY)
    return [f"{'? ' if one.warning else ''}{one.place}: {one.message}" for one in found]


def test_a_sound_citation_has_no_fault() -> None:
    """One duty in force, as surely as its sources let it be known."""
    assert [] == problems(ENTRY, ENTRY | {"id": "s1", "role": "support", "addressee": "unread", "confidence": "C"})


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ({"instrument": "lost"}, "NW-01 d1: names 'lost', which is no listed instrument"),
        (
            {"addressee": {"who": "owner", "clause": "1", "instrument": "lost"}},
            "NW-01 d1: names 'lost', which is no listed instrument",
        ),
        (
            {"against": [{"instrument": "lost", "clause": "1", "why": "law_over_decree"}]},
            "NW-01 d1: names 'lost', which is no listed instrument",
        ),
        (
            {"from": "2026-01-01"},
            "NW-01 d1: is cited from 2026-01-01, its instrument takes effect on 2026-07-01",
        ),
        ({"due": "2026-06-30"}, "NW-01 d1: is due on 2026-06-30, before it is in force"),
        (
            {"confidence": "A"},
            "NW-01 d1: has confidence A, but of its instrument was read: secondary, summary",
        ),
        ({"transition": {"rules": ["law/quick"]}}, "NW-01 d1: no transition is called 'law/quick'"),
        ({"clause": "toàn văn"}, "? NW-01 d1: binds, and no article is named"),
    ],
)
def test_a_citation_that_does_not_hold(entry: dict[str, Any], problem: str) -> None:
    """Each fault is told with the entry it is in."""
    sound = ENTRY | {"id": "d2"}

    assert [problem] == [one.split("\n")[0] for one in problems(ENTRY | entry, sound)]


@pytest.mark.parametrize("key", ["role", "force", "confidence", "addressee", "condition", "transition", "clause"])
def test_what_is_left_out_is_told(key: str) -> None:
    """A citation that does not say all it must is a fault, by the name of the key, and only once."""
    found = problems({name: value for name, value in ENTRY.items() if name != key}, ENTRY | {"id": "d2"})

    assert [f"NW-01 d1: {key}: Field required"] == found


@pytest.mark.parametrize(
    "claim", [{"addressee": {"who": "owner"}}, {"condition": {}}, {"transition": {"rules": []}}, {"transition": None}]
)
def test_a_claim_without_a_clause_is_told(claim: dict[str, Any]) -> None:
    """Whom, when and how long: each needs the place that says so."""
    found = problems(ENTRY | claim, ENTRY | {"id": "d2"})

    assert [next(iter(claim))] == [one.removeprefix("NW-01 d1: ").split(":")[0] for one in found]


def test_a_control_without_a_duty_today() -> None:
    """A support is no duty, nor is what has ended; what came after it is cited nowhere."""
    ended = ENTRY | {"instrument": "old"}

    assert ["NW-01: has no duty in force on 2026-11-28"] == problems(ENTRY | {"id": "s1", "role": "support"})
    assert [
        "NW-01: has no duty in force on 2026-11-28",
        "? NW-01 d1: is of an instrument that law replaces, which no entry cites",
    ] == problems(ended, instruments=(LAW, OLD | {"replaced_by": "law"}))


def test_a_time_without_law_between_two_texts() -> None:
    """Between the old text and the new one there is a day on which nothing binds."""
    late = ENTRY | {"id": "d2", "from": "2026-08-19"}

    assert ["? NW-01: has no duty in force from 2026-07-01 until the day before 2026-08-19"] == problems(
        ENTRY | {"instrument": "old"}, late
    )


def test_a_text_that_was_read_says_what_it_says_of_all() -> None:
    """Confidence A beside something unread is for a person to settle."""
    read = LAW | {"source": "S03"}

    assert ["? NW-01 d1: was read in the original, yet unread is its condition"] == problems(
        ENTRY | {"confidence": "A", "condition": "unread"}, instruments=(read,)
    )


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ({"signed": "2026-07-02"}, "law: takes effect on 2026-07-01, before it was signed on 2026-07-02"),
        ({"effective_to": "2026-07-01"}, "law: ends on 2026-07-01, before it takes effect"),
        ({"replaced_by": "lost"}, "law: is replaced by 'lost', which is not listed"),
        ({"source": "S01, S09"}, "law: names the source S09, which is not listed"),
        ({"transitions": [{"see": "old/slower"}]}, "law: no transition is called 'old/slower'"),
    ],
)
def test_an_instrument_that_does_not_hold(keys: dict[str, Any], problem: str) -> None:
    """Its days hang together, and what it names is listed."""
    assert problem in [one.split("\n")[0] for one in problems(ENTRY, instruments=(LAW | keys, OLD))]


def test_ranges_of_sources() -> None:
    """A range stands for each of its keys, as wide as they are written."""
    assert ["S09", "S10", "S11", "K1", "P12"] == list(source_keys("S09-S11, K1; P12"))


def test_the_shipped_law_has_no_error() -> None:
    """What is left are warnings: texts of which no clause could be read."""
    root = policies_dir()
    found = check(law_as_written(root), read_book(root), DAY)

    assert [] == [one for one in found if not one.warning]
    assert found, "the shipped law has texts that are cited as a whole"
    assert all(isinstance(one, LawProblem) for one in found)
