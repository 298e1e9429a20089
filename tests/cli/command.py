"""The command line, in this process or as one of its own, and small worlds to run it on."""

import contextlib
import datetime
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from auditor.cli import main
from auditor.collectors.running.folder import dumped, system_file, write_part
from auditor.model.facts import EstateFacts, Manifest, Observation, SystemFacts

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Done:
    """What a command left: its exit code and what it printed."""

    code: int
    out: str
    err: str


def environment() -> dict[str, str]:
    """80 columns, our source, and no setting of the person who runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AUDITOR_")}
    return kept | {"PYTHONPATH": str(ROOT), "COLUMNS": "80", "PYTHONUNBUFFERED": "1"}


def auditor(*words: str | Path, cwd: Path) -> Done:
    """Runs the command in a folder, in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    mine = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("AUDITOR_")}
    code: object = 0
    try:
        with contextlib.chdir(cwd), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main(list(map(str, words)))
    except SystemExit as ended:
        code = ended.code
    finally:
        os.environ.update(mine)
    texts = [stream.detach().getvalue().decode() for stream in (out, err)]
    return Done(code if isinstance(code, int) else 0, *texts)


def spawned(*words: str | Path, cwd: Path, before: tuple[str, ...] = ()) -> Done:
    """Runs the command as a process of its own, behind another command if one is given."""
    command = [*before, sys.executable, "-m", "auditor", *map(str, words)]
    done = subprocess.run(command, cwd=cwd, env=environment(), capture_output=True, text=True, check=False, timeout=120)
    return Done(done.returncode, done.stdout, done.stderr)


def start(*words: str | Path, cwd: Path) -> "subprocess.Popen[str]":
    """The same, left running in a session of its own, so that the whole of it can be interrupted as a terminal does."""
    return subprocess.Popen(
        [sys.executable, "-m", "auditor", *map(str, words)],
        cwd=cwd,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_until(ready: Callable[[], object], process: "subprocess.Popen[str] | None", seconds: float = 60) -> None:
    """Waits for something to become so, while the process runs if one is given; kills it when that does not happen."""
    deadline = time.monotonic() + seconds
    while not ready():
        if process is None:
            assert time.monotonic() < deadline
        elif process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            out, err = process.communicate()
            raise AssertionError(f"it never came so far; exit code {process.returncode}\n{out}\n{err}")
        time.sleep(0.02)


def facts_of(folder: Path, system: str, *observations: Observation) -> Path:
    """A sound facts folder of one system."""
    parts = (
        write_part(folder, system_file(system), SystemFacts(system=system, observations=observations)),
        write_part(folder, "estate.json", EstateFacts()),
    )
    at = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
    write_part(folder, "manifest.json", dumped(Manifest(id="m", started_at=at, complete=True, parts=parts)))
    return folder


def verdicts(out: str) -> dict[tuple[str, str], str]:
    """Status by control and subject, of a JSON answer."""
    return {(row["control"], row["subject"]["id"]): row["status"] for row in json.loads(out)["verdicts"]}
