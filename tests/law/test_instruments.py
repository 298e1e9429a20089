"""Instruments by date, and the shipped list of them."""

import datetime
from typing import Any

import pytest
import yaml

from auditor.errors import NotFoundError
from auditor.law.instruments import Standing, find, on_date, standing, successors
from auditor.model.law import Instrument
from auditor.resources import policies_dir


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def instrument(name: str, start: str, **more: Any) -> Instrument:
    row = {"id": name, "number": name.upper(), "title_vi": name, "title_en": name, "issuer": "QH", "source": "S1"}
    return Instrument.model_validate(row | {"effective_from": start, "checked_on": "2026-11-22"} | more)


OLD = instrument("old", "2020-01-01", effective_to="2026-07-01", replaced_by="new")
NEW = instrument("new", "2026-07-01")
BOTH = {"new": NEW, "old": OLD}


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2019-12-31", [Standing.NOT_YET, Standing.NOT_YET]),
        ("2020-01-01", [Standing.IN_FORCE, Standing.NOT_YET]),
        ("2026-06-30", [Standing.IN_FORCE, Standing.NOT_YET]),
        ("2026-07-01", [Standing.ENDED, Standing.IN_FORCE]),
    ],
)
def test_on_date(as_of: str, expected: list[Standing]) -> None:
    """A replaced law applies until the day before its end, its successor from its own first day."""
    assert expected == [row.standing for row in on_date(BOTH, day(as_of))]


def test_without_an_end() -> None:
    """An instrument without an end stays in force."""
    assert Standing.IN_FORCE == standing(day("2020-01-01"), None, day("2999-12-31"))


def test_successors() -> None:
    """The chain of successors is followed to its end, also when somebody wrote a circle."""
    third = instrument("third", "2030-01-01", replaced_by="old")
    chain = {"old": OLD, "new": NEW.model_copy(update={"replaced_by": "third"}), "third": third}

    assert ("new", "third") == successors(chain, "old")


@pytest.mark.parametrize("name", ["new", "NEW", " new "])
def test_find(name: str) -> None:
    """An instrument is found by id or number in any case."""
    assert NEW == find(BOTH, name)


def test_find_unknown() -> None:
    """An unknown name is an error that says where the names are."""
    with pytest.raises(NotFoundError, match="law list"):
        find(BOTH, "nd-1")


SHIPPED = {
    row["id"]: Instrument.model_validate(row)
    for row in yaml.safe_load((policies_dir() / "law" / "instruments.yaml").read_text(encoding="utf-8"))["instruments"]
}


def test_shipped_dates_hang_together() -> None:
    """No shipped instrument ends before it begins, or is signed after it took force."""
    wrong = [
        one.id
        for one in SHIPPED.values()
        if (one.effective_to and one.effective_to <= one.effective_from)
        or (one.signed and one.signed > one.effective_from)
        or one.checked_on < day("2026-11-22")
    ]

    assert [] == wrong


def test_shipped_successors_exist() -> None:
    """Every replaced instrument names a successor that is listed, and ends no earlier than that one begins."""
    wrong = [
        one.id
        for one in SHIPPED.values()
        if (one.replaced_by is not None) != (one.effective_to is not None)
        or (
            one.replaced_by
            and one.effective_to
            and (one.replaced_by not in SHIPPED or SHIPPED[one.replaced_by].effective_from > one.effective_to)
        )
    ]

    assert [] == wrong


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("luat-29-2018-qh14", "luat-117-2025-qh15", "2026-03-01"),
        ("nd-26-2020-nd-cp", "nd-63-2026-nd-cp", "2026-03-01"),
        ("luat-24-2018-qh14", "luat-116-2025-qh15", "2026-07-01"),
        ("luat-86-2015-qh13", "luat-116-2025-qh15", "2026-07-01"),
        ("nd-85-2016-nd-cp", "nd-331-2026-nd-cp", "2026-08-19"),
        ("nd-47-2020-nd-cp", "nd-278-2025-nd-cp", "2025-10-22"),
        ("nd-42-2022-nd-cp", "nd-224-2026-nd-cp", "2026-07-01"),
        ("tt-19-2023-tt-btttt", "tt-06-2026-tt-bkhcn", "2026-03-30"),
    ],
)
def test_shipped_changes(old: str, new: str, change: str) -> None:
    """On the day of a change the old law has ended and the new one applies; the day before it is the reverse."""
    before, after = day(change) - datetime.timedelta(days=1), day(change)

    def stands(name: str, when: datetime.date) -> Standing:
        return standing(SHIPPED[name].effective_from, SHIPPED[name].effective_to, when)

    assert (Standing.IN_FORCE, Standing.NOT_YET) == (stands(old, before), stands(new, before))
    assert (Standing.ENDED, Standing.IN_FORCE) == (stands(old, after), stands(new, after))


def test_inferred_dates_say_so() -> None:
    """A date that the sources do not give carries a note with the word that marks it."""
    inferred = ("nd-85-2016-nd-cp", "tt-12-2022-tt-btttt", "nd-53-2022-nd-cp", "tcvn-11930-2017", "qd-33-2025-qd-ttg")

    assert [] == [
        name for name in inferred if not {"inference", "confirmed"} & set(SHIPPED[name].note.replace(".", " ").split())
    ]
