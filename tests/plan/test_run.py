"""A stored run opened once: its parts, and past runs, sound and unsound."""

import datetime
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.errors import IntegrityError
from auditor.model.base import canonical
from auditor.model.reason import because
from auditor.model.verdict import RunResult
from auditor.plan.history.shape import Unreadable
from auditor.plan.run import open_run
from auditor.policy.compiled import load as load_policies
from auditor.store.runs import RunStore, StoredRun
from tests.plan.scene import inventory, result, system, verdict

ESTATE = inventory(systems=[system("app", decision="migrate", key_system=True)], hosts=[])
CATALOGUE = {
    "controls": [control.model_dump(mode="json", by_alias=True) for control in load_policies().catalogue.controls],
    "instruments": [
        instrument.model_dump(mode="json") for instrument in load_policies().catalogue.instruments.values()
    ],
    "tables": {},
}
PARTS = {
    "inventory": canonical(ESTATE),
    "facts": b"[]",
    "catalogue": canonical(CATALOGUE),
    "params": b"{}",
}


def run(number: int, status: str) -> RunResult:
    """One run of a day of November with one verdict."""
    made = result(verdict("SY-22", "system:app", status), name=f"run-{number}")
    head = made.run.model_copy(update={"as_of": datetime.date(2026, 11, number)})
    return made.model_copy(update={"run": head})


class Shelf:
    """A store in a file, whose blobs can be damaged."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "runs.db"
        self.store = RunStore(f"sqlite:///{self.file}")

    def add(self, number: int, status: str, parts: dict[str, bytes] | None = None) -> StoredRun:
        """Keeps a run with these parts."""
        return self.store.add(run(number, status), PARTS if parts is None else parts)

    def damage(self, stored: StoredRun, part: str) -> None:
        """Puts other content where the part was."""
        with sqlite3.connect(self.file) as connection:
            connection.execute(
                "UPDATE blobs SET content = ? WHERE sha256 = ?", (zlib.compress(b"{}"), stored.parts[part])
            )
        connection.close()


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path)
    yield made
    made.store.close()


def test_past_runs_are_told_oldest_first(shelf: Shelf) -> None:
    """Every run up to the one asked about, none after it, and no more than asked for."""
    stored = [shelf.add(number, status) for number, status in enumerate(("fail", "unknown", "warn", "pass"), 1)]
    found = open_run(shelf.store, stored[2]).history

    assert [("run-1", 1, 0, 0, 0), ("run-2", 0, 1, 0, 0), ("run-3", 0, 0, 1, 0)] == [
        (point.run, point.blocked, point.unknown, point.conditional, point.ready) for point in found.points
    ]
    assert ["run-2", "run-3"] == [run.id for run in open_run(shelf.store, stored[3]).earlier(3)]
    assert ["run-3", "run-4"] == [point.run for point in open_run(shelf.store, stored[3]).history.points][2:]
    assert ["run-1"] == [point.run for point in open_run(shelf.store, stored[0]).history.points]


def test_a_run_that_cannot_be_read_is_named(shelf: Shelf) -> None:
    """Damaged, incomplete and foreign runs are named with the reason, and the sound ones beside them still count."""
    shelf.add(1, "fail")
    damaged = shelf.add(2, "fail")
    shelf.add(3, "fail", {name: PARTS[name] for name in ("inventory", "facts", "catalogue")})
    shelf.add(4, "fail", PARTS | {"inventory": b'{"countries": []}'})
    shelf.add(5, "fail", PARTS | {"catalogue": b'{"controls": 5}'})
    last = shelf.add(6, "pass")
    shelf.damage(damaged, "result")
    found = open_run(shelf.store, last).history

    assert ["run-1", "run-6"] == [point.run for point in found.points]
    assert (
        Unreadable(run="run-2", why=because("history_changed")),
        Unreadable(run="run-3", why=because("history_lacks")),
        Unreadable(run="run-4", why=because("history_shape")),
        Unreadable(run="run-5", why=because("history_shape")),
    ) == found.unreadable


def test_the_run_itself_must_be_readable(shelf: Shelf) -> None:
    """Damage to the run that is asked about is an error and no gap in its history."""
    shelf.add(1, "pass")
    last = shelf.add(2, "pass")
    shelf.damage(last, "result")

    with pytest.raises(IntegrityError, match="the result of run run-2"):
        open_run(shelf.store, last)
