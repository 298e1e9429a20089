"""The lab for tests that need it up, and how to talk to it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
Answer = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def answer() -> Answer:
    """Runs one command of the lab, which must succeed, and returns its JSON answer."""
    if os.geteuid() != 0:
        pytest.skip("namespaces and packet filters need root")
    if shutil.which("chronyd", path="/usr/sbin:/usr/bin") is None:
        pytest.skip("scripts/install brings the servers")

    def run(*arguments: str) -> dict[str, Any]:
        command = [sys.executable, "-m", "lab", *arguments, "--json"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout))

    return run


@pytest.fixture(scope="module")
def machines(answer: Answer) -> Iterator[dict[str, int]]:
    """The lab, up: first process of each machine by name."""
    assert answer("up")["state"] == "up"
    yield {name: int(pid) for name, pid in answer("status")["machines"].items()}
    assert answer("down")["left"] == []
