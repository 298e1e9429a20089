"""Ctrl-C in each phase of an audit: what is finished is kept and said to be partial, and the exit code is 130."""

import contextlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.policy.evaluate import SERIAL_BYTES
from tests.cli.command import Done, auditor, facts_of, start, wait_until
from tests.cli.estate import large_estate

PERMISSION = """authorisations:
  - {id: p, owner: vp-ubnd, document: 1/GP, allowed_by: ai, valid_from: 2020-01-01, valid_until: 2099-12-31,
     areas: [{prefixes: [192.0.2.0/24]}]}
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A folder with the starter inventory and its settings."""
    auditor("init", "mine", cwd=tmp_path)
    return tmp_path


def settings(cwd: Path, text: str) -> None:
    (cwd / "mine" / "auditor.yaml").write_text(f"store: sqlite:///auditor.sqlite\n{text}", encoding="utf-8")


def interrupted(process: "subprocess.Popen[str]") -> Done:
    """What is left after Ctrl-C, which a terminal sends to every process of the command."""
    os.killpg(process.pid, signal.SIGINT)
    try:
        out, err = process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise
    assert "Traceback" not in err, err
    return Done(process.returncode, out, err)


def runs(cwd: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(
        auditor("runs", "list", "--format", "json", "--config", "mine/auditor.yaml", cwd=cwd).out
    )
    return found


def test_while_collecting(mine: Path) -> None:
    """What was measured is judged, stored and reported all the same, everywhere marked as partial."""
    agent = 'agent_command: [sh, -c, "touch started; sleep 60"]'
    settings(mine, f"vantages: [{{id: here, zone: management, kind: local, {agent}}}]\n")
    (mine / "mine" / "scope.yaml").write_text(PERMISSION, encoding="utf-8")
    process = start("audit", "mine", "--reports", "reports", "--edition", "leader", "--lang", "en", cwd=mine)
    wait_until((mine / "started").exists, process)
    done = interrupted(process)
    facts = next(mine.glob("reports/*/facts/manifest.json"))
    page = next(mine.glob("reports/*/leader.html")).read_text("utf-8")

    assert 130 == done.code, done.err
    assert "partial: the collection was cut short" in done.err
    assert not json.loads(facts.read_text())["complete"]
    assert [False] == [run["complete"] for run in runs(mine)]
    assert "partial" in auditor("runs", "list", "--config", "mine/auditor.yaml", cwd=mine).out
    assert "the collection is incomplete" in page


@pytest.fixture
def silent_opa() -> Iterator[tuple[str, threading.Event]]:
    """A policy server that takes every question and answers none; the event says that one was asked."""
    asked = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener, contextlib.ExitStack() as held:

        def take() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                held.enter_context(connection)
                asked.set()

        threading.Thread(target=take, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", asked
        listener.shutdown(socket.SHUT_RDWR)


def test_while_evaluating(mine: Path, silent_opa: tuple[str, threading.Event]) -> None:
    """Nothing is stored, the facts stay, and the command that judges them is named."""
    url, asked = silent_opa
    settings(mine, f"engine: opa\nopa: {{url: '{url}', timeout_seconds: 60}}\n")
    process = start("audit", "mine", "--reports", "reports", cwd=mine)
    wait_until(asked.is_set, process)
    done = interrupted(process)
    facts = next(mine.glob("reports/*/facts")).relative_to(mine)

    assert (130, []) == (done.code, runs(mine)), done.err
    assert f"auditor evaluate {facts} --inventory mine" in done.err
    assert 0 == auditor("evaluate", facts, "--inventory", "mine", "--engine", "wasm", "--no-store", cwd=mine).code


def test_while_many_processes_evaluate(tmp_path: Path) -> None:
    """Workers say nothing of their own when a terminal interrupts all of them, and leave with their parent."""
    large_estate(tmp_path / "mine", systems=SERIAL_BYTES // 10_000, communes=250)
    facts_of(tmp_path / "facts", "s1")
    settings(tmp_path, "workers: 2\n")
    process = start("evaluate", "facts", "--inventory", "mine", cwd=tmp_path)
    wait_until(lambda: len(forked(process.pid)) > 1, process)
    workers = forked(process.pid)
    done = interrupted(process)

    assert (130, "", "interrupted", []) == (done.code, done.out, done.err.strip(), runs(tmp_path))
    wait_until(lambda: not [worker for worker in workers if Path(f"/proc/{worker}").exists()], None)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_workers_leave_with_a_parent_that_is_ended(tmp_path: Path, number: signal.Signals) -> None:
    """However the command that started them ends, nothing of it goes on judging."""
    process = start("policy", "test", "SY-03", "NW-05", "--mutants", cwd=tmp_path)
    wait_until(lambda: len(forked(process.pid)) > 1, process)
    workers = forked(process.pid)
    os.kill(process.pid, number)
    process.communicate(timeout=60)

    assert -number == process.returncode
    wait_until(lambda: not [worker for worker in workers if Path(f"/proc/{worker}").exists()], None)


def forked(pid: int) -> list[int]:
    """The server that forks workers, and the workers, below one process."""
    below = children(pid)
    return [child for child in below if b"forkserver" in command_line(child)]


def command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def children(pid: int) -> list[int]:
    """Processes that descend from one."""
    try:
        texts = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return []
    found = [int(child) for text in texts for child in text.split()]
    return found + [deeper for child in found for deeper in children(child)]


def test_while_storing(mine: Path) -> None:
    """A run that waits for the store is not stored, the store is sound, and the facts stay."""
    settings(mine, "")
    facts_of(mine / "facts", "tthc")
    auditor("evaluate", "facts", "--inventory", "mine", cwd=mine)
    other = sqlite3.connect(mine / "mine" / "auditor.sqlite")
    process = start("audit", "mine", "--reports", "reports", cwd=mine)
    wait_until(lambda: next(mine.glob("reports/*/facts/manifest.json"), None), process)
    other.execute("BEGIN IMMEDIATE")
    wait_until(lambda: holds(process.pid, "auditor.sqlite-wal"), process)
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGINT)
    time.sleep(0.5)
    assert process.poll() is None
    other.rollback()
    other.close()
    done = interrupted(process)

    assert (130, 1) == (done.code, len(runs(mine))), done.err
    assert "auditor evaluate reports/" in done.err
    assert 0 == auditor("runs", "verify", "--config", "mine/auditor.yaml", cwd=mine).code


def holds(pid: int, name: str) -> bool:
    """Whether a process has a file of that name open."""
    opened: list[str] = []
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(OSError):
            opened.append(str(link.readlink()))
    return any(target.endswith(f"/{name}") for target in opened)


def test_while_reporting(mine: Path) -> None:
    """The run is stored, finished pages are whole, none is half written, and the way to the others is named."""
    settings(mine, "")
    process = start("audit", "mine", "--reports", "reports", cwd=mine)
    wait_until(lambda: next(mine.glob("reports/*/leader.html"), None), process)
    done = interrupted(process)
    pages = sorted(path.name for path in mine.glob("reports/*/*.*"))

    assert (130, 1) == (done.code, len(runs(mine))), done.err
    assert "run: stored as" in done.err
    assert "Finished before the interruption: leader.html" in done.err
    assert "auditor report latest --edition EDITION --config mine/auditor.yaml" in done.err
    assert "leader.html" in pages
    assert not [page for page in pages if page.endswith(".part") or page == "checklist.pdf"]
    assert next(mine.glob("reports/*/leader.html")).read_text("utf-8").rstrip().endswith("</html>")
