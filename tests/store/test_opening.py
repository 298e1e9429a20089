"""Stores that cannot be written, and addresses that lead to none."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.errors import StoreError
from auditor.store.opening import hidden
from auditor.store.runs import RunStore
from auditor.store.ticks import TickLog
from tests.store.test_runs import result


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with two runs, closed as programs close it."""
    path = tmp_path / "copy" / "store.sqlite"
    made = RunStore(f"sqlite:///{path}")
    for name in ("run-1", "run-2"):
        made.add(result(name), {"inventory": b"{}"})
    made.close()
    return path


@pytest.fixture
def read_only(store: Path) -> Iterator[Path]:
    """The same on media that nobody can write: for root a file system, for others a folder."""
    folder = store.parent
    if os.geteuid() == 0:
        subprocess.run(["mount", "--bind", folder, folder], check=True)
        subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)
    else:
        store.chmod(0o400)
        folder.chmod(0o500)
    try:
        yield store
    finally:
        if os.geteuid() == 0:
            subprocess.run(["umount", folder], check=True)
        else:
            folder.chmod(0o700)


def test_a_store_on_read_only_media_is_read_and_verified(read_only: Path) -> None:
    """An inspector with a copy on a disc sees the runs, their parts and the chain; nothing is made beside it."""
    store = RunStore(f"sqlite:///{read_only}", create=False)

    assert ["run-2", "run-1"] == [run.id for run in store.list()]
    assert b"{}" == store.part(store.get("latest"), "inventory")
    assert (2, 0) == (store.verify(), TickLog(store).verify())
    assert () == store.intents()
    store.close()
    assert ["store.sqlite"] == [path.name for path in read_only.parent.iterdir()]


def test_nothing_is_written_there(read_only: Path) -> None:
    """What wants to write says so in one sentence."""
    store = RunStore(f"sqlite:///{read_only}", create=False)
    with pytest.raises(StoreError, match="readonly"):
        store.require_writable()
    store.close()
    with pytest.raises(StoreError):
        RunStore(f"sqlite:///{read_only}")


def test_commands_read_it(read_only: Path, tmp_path: Path) -> None:
    """`runs list`, `show` and `verify` work on such a store."""
    environment = os.environ | {"AUDITOR_STORE": f"sqlite:///{read_only}"}
    for words in (["list"], ["show", "run-1"], ["verify"]):
        command = [sys.executable, "-m", "auditor", "runs", *words]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment, check=False)
        assert (0, "") == (done.returncode, "".join(line for line in done.stderr.splitlines() if "Error" in line))
        assert done.stdout


def test_a_copy_without_what_was_newest(store: Path) -> None:
    """Runs that still lie beside the file must not be missing without a word."""
    writer = RunStore(f"sqlite:///{store}")
    writer.add(result("run-3"), {})
    copy = store.parent.parent / "disc"
    copy.mkdir()
    for end in ("", "-wal"):
        shutil.copy(f"{store}{end}", copy / f"store.sqlite{end}")
    writer.close()
    if os.geteuid() == 0:
        subprocess.run(["mount", "--bind", copy, copy], check=True)
        subprocess.run(["mount", "-o", "remount,bind,ro", copy], check=True)
    else:
        copy.chmod(0o500)
    try:
        with pytest.raises(StoreError, match="its newest runs lie in "):
            RunStore(f"sqlite:///{copy / 'store.sqlite'}", create=False)
    finally:
        if os.geteuid() == 0:
            subprocess.run(["umount", copy], check=True)
        else:
            copy.chmod(0o700)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql+nodriver://u:geheim@h/d", "names no kind of database that is known here"),
        ("postgresql://u:geheim@h:port/d", "has no such port"),
        ("postgresql://u:geheim@h:99999999999999999999x/d", "has no such port"),
        ("mysql+mysqlconnector://u:geheim@h/d", "the Python package mysql is not installed here"),
        ("oracle+cx_oracle://u:geheim@h/d?password=geheim", "the Python package cx_Oracle is not installed here"),
        ("nosuch://u:geheim@h/d", "names no kind of database that is known here"),
        ("not an address geheim@h", "names no kind of database that is known here"),
        ("", "names no kind of database that is known here"),
    ],
)
@pytest.mark.parametrize("create", [True, False])
def test_an_address_that_leads_to_no_store(url: str, words: str, *, create: bool) -> None:
    """One clear line, with what to do and without the password."""
    with pytest.raises(StoreError, match="cannot be opened") as caught:
        RunStore(url, create=create)

    assert words in caught.value.message
    assert caught.value.remedy
    assert "geheim" not in str(caught.value)


def test_passwords_are_not_shown() -> None:
    """Neither before the host nor behind the question mark."""
    assert "postgresql://…@h/d?password=…&sslmode=require" == hidden("postgresql://u:p@h/d?password=p&sslmode=require")
    assert "sqlite:///a.sqlite" == hidden("sqlite:///a.sqlite")
