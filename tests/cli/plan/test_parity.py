"""`auditor plan parity` compares two stored runs."""

import datetime
import json
from pathlib import Path

import pytest

from tests.cli.command import auditor
from tests.cli.plan.cutover import estate, run
from tests.plan.changes.moving import observation

BEFORE, AFTER = datetime.date(2027, 3, 1), datetime.date(2027, 5, 1)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """Two runs of one store: the page of the application answered before the night and fails after it."""
    folder = tmp_path_factory.mktemp("parity")
    answers = [
        observation("http", name, {"scheme": "https", "status": status}, day)
        for name, status, day in (("web/tcp/443", 200, BEFORE), ("new-web/tcp/443", 503, AFTER))
    ]
    first = run(folder, estate(folder, "truoc"), str(BEFORE), answers[0])
    return folder, first, run(folder, estate(folder, "sau", moved=True), str(AFTER), answers[1])


def test_what_got_worse_is_said(runs: tuple[Path, str, str]) -> None:
    """The system, its standing, and each check that is not good, within 80 columns."""
    folder, first, second = runs
    done = auditor("plan", "parity", first, second, "--lang", "en", cwd=folder)
    lines = done.out.splitlines()

    assert (done.code, max(map(len, lines)) <= 80) == (0, True)
    assert lines[0].startswith("app: Worse than before the move (")
    assert "Answered from probe before, and now fails or is silent" in " ".join(done.out.split())
    assert f"1 system moved between {first} and {second}" in done.err


def test_the_document(runs: tuple[Path, str, str]) -> None:
    """JSON holds every check with its evidence."""
    folder, first, second = runs
    found = json.loads(auditor("plan", "parity", first, second, "--format", "json", cwd=folder).out)
    lost = [one for one in found["systems"][0]["checks"] if one["standing"] == "degraded"]

    assert (found["schema"], found["before"], found["after"], lost) == (
        "parity/1",
        first,
        second,
        [
            {
                "kind": "service",
                "id": "web/tcp/443@probe/http",
                "standing": "degraded",
                "before": None,
                "after": None,
                "why": {"code": "service_lost", "args": ["probe"]},
                "evidence": ["http/new-web/tcp/443@probe", "http/web/tcp/443@probe"],
            }
        ],
    )


def test_runs_in_the_wrong_order(runs: tuple[Path, str, str]) -> None:
    """The earlier run comes first."""
    folder, first, second = runs
    done = auditor("plan", "parity", second, first, cwd=folder)

    assert (done.code, done.out, "Name the run before the move first." in done.err) == (2, "", True)


@pytest.mark.parametrize(("system", "words"), [("peer", "no system 'peer' moved"), ("app", "")])
def test_one_system(runs: tuple[Path, str, str], system: str, words: str) -> None:
    """--system keeps one system; one that did not move is an error."""
    folder, first, second = runs
    done = auditor("plan", "parity", first, second, "--system", system, cwd=folder)

    assert (done.code, words in done.err, done.out.startswith("app:")) == (2 if words else 0, True, not words)
