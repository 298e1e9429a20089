"""The lab for tests that need it up, and how to talk to it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.lab.live.keeper import Answer, Keeper

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]


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


@pytest.fixture(scope="session")
def keeper(answer: Answer) -> Iterator[Keeper]:
    """Who keeps the lab; at the end it is down."""
    made = Keeper(answer)
    yield made
    made.take_down()


@pytest.fixture(scope="module")
def machines(keeper: Keeper) -> dict[str, int]:
    """The lab, up: first process of each machine by name. Shared: a test that takes it leaves it as it was."""
    return keeper.machines()


@pytest.fixture(scope="module")
def own_machines(keeper: Keeper) -> Iterator[dict[str, int]]:
    """A lab that nobody used before and nobody will use afterwards, for tests that change it."""
    keeper.take_down()
    yield keeper.machines()
    keeper.take_down()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share the lab come first, so that it comes up once for all of them."""
    places = [place for place, item in enumerate(items) if item.path.is_relative_to(HERE)]
    ordered = sorted((items[place] for place in places), key=lambda item: "machines" not in _fixtures(item))
    for place, item in zip(places, ordered, strict=True):
        items[place] = item


def _fixtures(item: pytest.Item) -> list[str]:
    return item.fixturenames if isinstance(item, pytest.Function) else []
