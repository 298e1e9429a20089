"""Answers are kept all or none, in order, chained, and any later change shows."""

import datetime
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.errors import IntegrityError, StoreError
from auditor.model.tick import LoggedTick, Tick
from auditor.store.runs import RunStore
from auditor.store.ticks import TickLog

ROOT = Path(__file__).resolve().parents[2]
AT = datetime.datetime(2026, 11, 23, 1, tzinfo=datetime.UTC)


def logged(line: str, answer: str = "yes", run: str = "run-1") -> LoggedTick:
    tick = Tick.model_validate({"answer": answer, "who": "A", "at": AT, "file_digest": "d", "imported_at": AT})
    return LoggedTick(run=run, line=line, tick=tick, imported_by="B")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[RunStore]:
    opened = RunStore(f"sqlite:///{path}")
    yield opened
    opened.close()


def test_answers_come_back_by_run_in_order(store: RunStore) -> None:
    """What was kept is what is read; the last answer to a line holds, earlier ones stay in the log."""
    log = TickLog(store)
    entries = [logged("a"), logged("b"), logged("a", run="run-2"), logged("a", "no")]

    assert (3, 1) == (log.append(entries[:3]), log.append(entries[3:]))
    assert (entries[0], entries[1], entries[3]) == log.of("run-1")
    assert {"a": "no", "b": "yes"} == {line: tick.answer for line, tick in log.latest("run-1").items()}
    assert {"a": "yes"} == {line: tick.answer for line, tick in log.latest("run-1", until=1).items()}
    assert (4, 4) == (log.length(), log.verify())


def test_an_empty_store_has_no_log(store: RunStore, path: Path) -> None:
    """Looking makes no table, so that a store on read-only media stays readable."""
    log = TickLog(store)

    assert ((), 0, 0) == (log.of("run-1"), log.verify(), log.length())
    assert [] == list(sqlite3.connect(path).execute("SELECT name FROM sqlite_master WHERE name = 'ticks'"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ticks SET record = replace(record, 'yes', 'no') WHERE sequence = 1",
        "UPDATE ticks SET record = x'00' WHERE sequence = 2",
        "UPDATE ticks SET run = 'run-2' WHERE sequence = 2",
        "DELETE FROM ticks WHERE sequence = 1",
        "UPDATE ticks SET chain = previous WHERE sequence = 3",
        "INSERT INTO ticks (run, record, previous, chain) SELECT run, record, 'x', chain FROM ticks WHERE sequence = 1",
    ],
    ids=["answer", "damaged", "moved", "removed", "chain", "inserted"],
)
def test_any_later_change_is_found(store: RunStore, path: Path, statement: str) -> None:
    """A changed, moved, removed or inserted answer fails verification, and nothing is read from such a log."""
    log = TickLog(store)
    log.append([logged("a"), logged("b"), logged("c")])
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()

    for look in (log.verify, lambda: log.latest("run-1")):
        with pytest.raises(IntegrityError):
            look()


def test_a_fault_in_the_middle_keeps_nothing(store: RunStore) -> None:
    """When making the answers fails half-way, none of them is kept."""

    def broken() -> Iterator[LoggedTick]:
        yield logged("a")
        raise OSError("gone")

    log = TickLog(store)
    with pytest.raises(StoreError, match="could not be written"):
        log.append(broken())

    assert 0 == log.length()


_WRITER = """
import sys, time
from auditor.store.runs import RunStore
from auditor.store.ticks import TickLog
from auditor.model.tick import LoggedTick

def answers():
    for n in range(50):
        yield LoggedTick.model_validate({"run": "run-1", "line": f"l{n}", "imported_by": "B",
            "tick": {"answer": "yes", "who": "A", "at": "2026-11-23T01:00:00Z"}})
    print("half", flush=True)
    time.sleep(60)

TickLog(RunStore(sys.argv[1])).append(answers())
"""


def test_a_kill_in_the_middle_leaves_nothing_half(store: RunStore, path: Path) -> None:
    """A writer killed after fifty answers leaves none of them, and the log can be written to again."""
    log = TickLog(store)
    log.append([logged("before")])
    command = [sys.executable, "-c", _WRITER, f"sqlite:///{path}"]
    writer = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert writer.stdout
    assert "half" == writer.stdout.readline().strip()
    os.kill(writer.pid, signal.SIGKILL)
    writer.communicate()

    assert 1 == log.verify()
    assert 1 == log.append([logged("after")])
    assert ["before", "after"] == [entry.line for entry in log.of("run-1")]


def test_two_writers_do_not_fork_the_chain(store: RunStore) -> None:
    """A second writer that began from the same last entry fails whole; nothing of its answers is kept."""
    log, other = TickLog(store), TickLog(store)
    log.append([logged("first")])

    def slow() -> Iterator[LoggedTick]:
        other.append([logged("theirs")])
        yield logged("mine")

    with pytest.raises(StoreError):
        log.append(slow())

    assert ["first", "theirs"] == [entry.line for entry in log.of("run-1")]
    assert 2 == log.verify()


def test_answers_checked_against_an_older_log(store: RunStore) -> None:
    """Answers that were checked before others came in are not kept."""
    log = TickLog(store)
    log.append([logged("first")], 0)
    with pytest.raises(StoreError, match="other answers came in meanwhile"):
        log.append([logged("second")], 0)

    assert 1 == log.length()
