"""The law of the day over the whole library: what is not yet, or no longer, in force judges nobody."""

import datetime
from functools import cache
from pathlib import Path

import pytest
import yaml

from auditor.audit import Declared
from auditor.audit.coverage import unlooked
from auditor.model.settings import Settings
from auditor.model.vocab.verdicts import Status
from auditor.policy.compiled import load
from auditor.policy.documents import Clocks
from auditor.policy.metadata import law_as_written
from auditor.resources import policies_dir

INVENTORY = Path(__file__).resolve().parents[2] / "inventories" / "lab"
DAYS = ("2025-06-30", "2026-02-28", "2026-07-02", "2026-11-28", "2027-07-02")
FOREVER = datetime.date(9999, 12, 31)


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@cache
def _duties() -> dict[str, list[tuple[datetime.date, datetime.date]]]:
    """First day and first day no longer of each duty of each control, from the files as they are written."""
    listed = yaml.safe_load((policies_dir() / "law" / "instruments.yaml").read_text(encoding="utf-8"))["instruments"]
    texts = {one["id"]: one for one in listed}
    found = {}
    for control, entries in law_as_written(policies_dir()).items():
        duties = [entry for entry in entries if entry["role"] == "duty"]
        found[control] = [_days(entry, texts[entry["instrument"]]) for entry in duties]
    return found


def _days(entry: dict[str, datetime.date], text: dict[str, datetime.date]) -> tuple[datetime.date, datetime.date]:
    first = max(text["effective_from"], entry.get("from", text["effective_from"]))
    return first, min(text.get("effective_to") or FOREVER, entry.get("to") or FOREVER)


@pytest.fixture(scope="module")
def judged() -> dict[str, dict[str, set[Status]]]:
    """Statuses of each control on each day, over an estate of every kind of subject; nobody has looked at it."""
    declared, compiled = Declared.of(INVENTORY), load()
    found: dict[str, dict[str, set[Status]]] = {}
    for day in DAYS:
        clocks = Clocks(_day(day), datetime.datetime.combine(_day(day), datetime.time(5), tzinfo=datetime.UTC))
        by_control: dict[str, set[Status]] = {}
        for result in unlooked(declared, compiled, clocks, Settings()):
            for verdict in result.verdicts:
                by_control.setdefault(verdict.control, set()).add(verdict.status)
        found[day] = by_control
    return found


@pytest.mark.parametrize("day", DAYS)
def test_what_is_not_in_force_judges_nobody(judged: dict[str, dict[str, set[Status]]], day: str) -> None:
    """Exactly the controls of which no duty is in force by the dates in the files say so of each subject."""
    asleep = {
        control for control, duties in _duties().items() if not any(first <= _day(day) < last for first, last in duties)
    }

    assert asleep == {control for control, statuses in judged[day].items() if statuses == {Status.NOT_IN_FORCE}}
    assert set(_duties()) == set(judged[day])


def test_law_that_came_and_went(judged: dict[str, dict[str, set[Status]]]) -> None:
    """Some by hand: Luật 117 is of 1/3/2026, TT 06 of 30/3/2026, NĐ 224 of 1/7/2026, TCVN and NĐ 331 of 19/8/2026."""

    def begins(control: str) -> str:
        return next(day for day in DAYS if judged[day][control] != {Status.NOT_IN_FORCE})

    assert "2026-07-02" == begins("SS-01")  # the law before it is no duty of this control, and 28/2/2026 is a day early
    assert "2026-07-02" == begins("HO-03")
    assert "2026-07-02" == begins("CN-14")
    assert "2026-11-28" == begins("NW-05")
    assert "2026-11-28" == begins("LV-07")
    assert "2025-06-30" == begins("MG-01")
