"""Runs are kept with their inputs, chained, and any later change shows."""

import contextlib
import datetime
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from auditor.errors import IntegrityError, NotFoundError, StoreError
from auditor.model.verdict import RunHead, RunResult, Subject, Verdict, totals_of
from auditor.store.runs import RunStore


def result(name: str, status: str = "pass") -> RunResult:
    verdict = Verdict(
        control="NW-05", control_version=1, subject=Subject(kind="host", id="web-1"), status=status, severity="high"
    )
    head = RunHead(
        id=name,
        as_of=datetime.date(2026, 11, 22),
        evaluated_at=datetime.datetime(2026, 11, 22, 5, tzinfo=datetime.UTC),
        engine="wasm",
        tool_version="0",
        inventory_digest="i",
        facts_digest="f",
        policy_digest="p",
        params_digest="q",
    )
    return RunResult(run=head, totals=totals_of((verdict,)), verdicts=(verdict,))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite"


def opened(path: Path) -> RunStore:
    return RunStore(f"sqlite:///{path}")


def test_run_comes_back_whole(path: Path) -> None:
    """What was stored is what is read, inputs included."""
    store = opened(path)
    store.add(result("run-1"), {"inventory": b"{}", "facts": b"[]"})
    run = store.get("run-1")

    assert result("run-1") == store.result(run)
    assert b"[]" == store.part(run, "facts")
    store.close()


def test_storing_twice_keeps_one(path: Path) -> None:
    """The same run again is the stored run, not a second one."""
    store = opened(path)
    first = store.add(result("run-1"), {})
    second = store.add(result("run-1"), {})

    assert first == second
    assert 1 == len(store.list())
    store.close()


def test_runs_are_found_by_beginning_and_by_latest(path: Path) -> None:
    """An unambiguous beginning or `latest` names a run; anything else is not found."""
    store = opened(path)
    store.add(result("20261101-a"), {})
    store.add(result("20261102-b"), {})

    assert "20261101-a" == store.get("20261101").id
    assert "20261102-b" == store.get("latest").id
    with pytest.raises(NotFoundError, match="more than one"):
        store.get("2026")
    with pytest.raises(NotFoundError, match="there is no run"):
        store.get("1999")
    store.close()


def changed(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE blobs SET content = x'00'",
        "UPDATE runs SET record = replace(record, '2026-11-22', '2026-11-21') WHERE sequence = 1",
        "DELETE FROM runs WHERE sequence = 1",
        "DELETE FROM blobs",
    ],
    ids=["blob", "record", "run", "blob removed"],
)
def test_any_later_change_is_found(path: Path, statement: str) -> None:
    """A changed blob, a changed record, a removed run or a removed blob fails verification."""
    store = opened(path)
    store.add(result("run-1"), {"facts": b"[1]"})
    store.add(result("run-2", "fail"), {"facts": b"[2]"})
    store.close()
    changed(path, statement)

    store = opened(path)
    with pytest.raises(IntegrityError):
        store.verify()
    store.close()


def test_untouched_store_verifies(path: Path) -> None:
    """A store nobody changed verifies and says how many runs it holds."""
    store = opened(path)
    store.add(result("run-1"), {})
    store.add(result("run-2"), {})

    assert 2 == store.verify()
    store.close()


def test_runs_that_are_kept_at_the_same_time(path: Path) -> None:
    """Each waits for its turn: all are kept, in one chain."""
    opened(path).close()
    names = [f"run-{number}" for number in range(24)]

    def keep(each: list[str]) -> None:
        store = opened(path)
        for name in each:
            store.add(result(name), {"facts": name.encode()})
        store.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(keep, (names[part::4] for part in range(4))))
    store = opened(path)

    assert (24, set(names)) == (store.verify(), {run.id for run in store.list()})
    store.close()


def test_unusable_store_is_one_clear_error(tmp_path: Path) -> None:
    """A store that is a folder, or not a database, says so with a remedy."""
    (tmp_path / "folder").mkdir()
    with pytest.raises(StoreError, match="cannot be opened"):
        RunStore(f"sqlite:///{tmp_path / 'folder'}")
    (tmp_path / "text").write_text("not a database " * 100, encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be opened"):
        RunStore(f"sqlite:///{tmp_path / 'text'}")


@pytest.mark.slow
def test_another_program_that_writes(path: Path) -> None:
    """Space and permissions are in order then; what helps is to wait."""
    store = opened(path)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked") as caught:
            store.add(result("a"), {})

    assert "Another program is writing" in caught.value.remedy
    assert 1 == store.add(result("a"), {}).sequence
    store.close()


def test_damaged_pages_are_words(path: Path) -> None:
    """A database whose pages are overwritten cannot be read, and the error names the store."""
    store = opened(path)
    store.add(result("run-1"), {"facts": b"[1]" * 5000})
    store.close()
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))

    with pytest.raises(StoreError, match=r"store\.sqlite cannot be opened"):
        opened(path)


def test_a_table_lost_meanwhile_is_words(path: Path) -> None:
    """A database that changes under an open store cannot be read, and the error names the store."""
    store = opened(path)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE runs")
    connection.close()

    with pytest.raises(StoreError, match=r"store\.sqlite cannot be read"):
        store.list()
    store.close()


def test_looking_leaves_nothing_behind(path: Path) -> None:
    """A store opened for reading where none is shows no runs, and no file is made."""
    store = RunStore(f"sqlite:///{path}", create=False)

    assert ((), False) == (store.list(), path.exists())
    with pytest.raises(NotFoundError, match=r"store\.sqlite"):
        store.get("latest")
    store.close()


def numbered(path: Path, statement: str) -> None:
    opened(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DROP TABLE store_schema", "made by an older version (schema 1, this one reads 2)"),
        ("DELETE FROM store_schema", "made by an older version (schema 1, this one reads 2)"),
        ("UPDATE store_schema SET number = 3", "made by a newer version (schema 3, this one reads 2)"),
    ],
)
@pytest.mark.parametrize("create", [True, False])
def test_a_store_of_another_number_is_refused(path: Path, statement: str, words: str, *, create: bool) -> None:
    """One sentence says which version made it, and what to do; nothing in it is changed."""
    numbered(path, statement)
    before = path.read_bytes()

    with pytest.raises(StoreError) as refused:
        RunStore(f"sqlite:///{path}", create=create)
    assert words in str(refused.value)
    assert "Read it with the version that made it" in refused.value.remedy
    assert before == path.read_bytes()


def test_a_new_store_carries_its_number(path: Path) -> None:
    """A store that was just made opens again, with runs and without."""
    opened(path).close()
    store = opened(path)
    store.add(result("run-1"), {})
    store.close()
    again = opened(path)

    assert ["run-1"] == [run.id for run in again.list()]
    again.close()
