"""A disk that fills up: an error in words, nothing half written that looks whole, and a way to go on.

The disk is a tiny file system in a mount namespace of its own, so that the real one is never filled.
"""

import functools
import json
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.cli.command import Done, auditor, facts_of, spawned

MOUNTS = ("unshare", "--mount"), ("unshare", "--user", "--map-root-user", "--mount")


@functools.cache
def namespace() -> tuple[str, ...] | None:
    """The way to a mount namespace on this machine, if there is one."""
    for way in MOUNTS if shutil.which("unshare") else ():
        if subprocess.run([*way, "true"], capture_output=True, check=False).returncode == 0:
            return way
    return None


pytestmark = pytest.mark.skipif(namespace() is None, reason="the kernel allows no mount namespace here")


def with_little_room(kilobytes: int, disk: Path, *words: str | Path, cwd: Path) -> tuple[Done, Path]:
    """Runs the command with so much room in the folder `disk`; also a copy of what was written there."""
    kept = disk.with_name("kept")
    disk.mkdir(exist_ok=True)
    script = f'mount -t tmpfs -o size={kilobytes}k full "$0" && {{ "$@"; code=$?; cp -r "$0" {kept}; exit $code; }}'
    return spawned(*words, cwd=cwd, before=(*(namespace() or ()), "bash", "-c", script, str(disk))), kept


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the starter inventory, facts that say nothing, and one stored run."""
    folder = tmp_path_factory.mktemp("sound")
    auditor("init", "mine", cwd=folder)
    facts_of(folder / "facts", "tthc")
    assert 0 == auditor("evaluate", "facts", "--inventory", "mine", cwd=folder).code
    return folder


@pytest.fixture
def mine(sound: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(sound, tmp_path / "copy")


def test_collect(mine: Path) -> None:
    """Facts that find no room are no facts: no manifest, only whole parts, and the command that goes on."""
    done, kept = with_little_room(4, mine / "disk", "collect", "mine", "-o", "disk/facts", cwd=mine)
    written = kept / "facts"

    assert (1, False) == (done.code, "Traceback" in done.err), done.err
    assert "cannot be written: No space left on device" in done.err
    assert "--resume" in done.err
    assert not (written / "manifest.json").exists()
    assert all(json.loads(part.read_bytes()) for part in written.glob("**/*.json"))


def test_store(mine: Path) -> None:
    """A run that finds no room is not kept at all."""
    settings = "store: sqlite:///disk/auditor.sqlite\n"
    (mine / "auditor.yaml").write_text(settings, encoding="utf-8")
    words = ("evaluate", "facts", "--inventory", "mine", "--config", "auditor.yaml")
    done, kept = with_little_room(192, mine / "disk", *words, cwd=mine)

    assert (1, "", False) == (done.code, done.out, "Traceback" in done.err), done.err
    assert "the run could not be stored: " in done.err
    assert "Nothing was kept" in done.err
    connection = sqlite3.connect(kept / "auditor.sqlite")
    assert (0, 0) == connection.execute("SELECT (SELECT count(*) FROM runs), (SELECT count(*) FROM blobs)").fetchone()
    connection.close()


def test_a_store_that_cannot_begin(mine: Path) -> None:
    """A store for which there is not even room to begin says so."""
    (mine / "auditor.yaml").write_text("store: sqlite:///disk/auditor.sqlite\n", encoding="utf-8")
    words = ("evaluate", "facts", "--inventory", "mine", "--config", "auditor.yaml")
    done, _ = with_little_room(8, mine / "disk", *words, cwd=mine)

    assert (1, "", False) == (done.code, done.out, "Traceback" in done.err), done.err
    assert "the store sqlite:///" in done.err


def test_report(mine: Path) -> None:
    """A page that finds no room leaves neither a page nor a part of one."""
    words = ("report", "latest", "--edition", "technical", "-o", "disk/technical.html", "--config", "mine/auditor.yaml")
    done, kept = with_little_room(16, mine / "disk", *words, cwd=mine)

    assert (1, False) == (done.code, "Traceback" in done.err), done.err
    assert "technical.html cannot be written: No space left on device" in done.err
    assert [] == list(kept.iterdir())


def test_audit(mine: Path) -> None:
    """An audit whose reports find no room keeps its facts and its run, and ends with 1."""
    done, kept = with_little_room(40, mine / "disk", "audit", "mine", "--reports", "disk", cwd=mine)
    left = {path.name for path in kept.glob("*/*")}

    assert (1, False) == (done.code, "Traceback" in done.err), done.err
    assert "cannot be written: No space left on device" in done.err
    assert "run: stored as" in done.err
    assert "facts" in left
    assert not [name for name in left if name.endswith(".part")]
