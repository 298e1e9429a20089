"""`auditor plan portfolio` on a small estate."""

import json
from pathlib import Path

import pytest

from auditor.plan.portfolio.shape import Portfolio
from tests.cli.command import auditor
from tests.cli.plan.moving import province


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one run."""
    return province(tmp_path_factory.mktemp("tinh"))


def test_json_is_the_published_document(folder: Path) -> None:
    """The figures, and the past of the store with this run last, agree."""
    done = auditor("plan", "portfolio", "--format", "json", cwd=folder)
    page = Portfolio.model_validate(json.loads(done.out) | {})
    now = page.burn_up.points[-1]

    assert (0, "portfolio/1") == (done.code, json.loads(done.out)["schema"])
    assert page.run == page.burn_up.run == now.run
    assert (page.standing.to_move, page.standing.moved, page.standing.unknown) == (now.systems, now.moved, now.unknown)


@pytest.mark.parametrize("kind", ["html", "pdf", "json"])
def test_a_file_is_written_whole(folder: Path, kind: str) -> None:
    """Each format goes where it is told, and its path is said; nothing else is printed."""
    path = folder / f"page.{kind}"
    done = auditor("plan", "portfolio", "--format", kind, "-o", path, "--lang", "en", cwd=folder)

    assert (0, "", str(path)) == (done.code, done.out, done.err.strip())
    assert path.read_bytes()[:5] == {"html": b"<!doc", "pdf": b"%PDF-", "json": b'{"ans'}[kind]


def test_the_default_place_is_the_folder_of_reports(folder: Path) -> None:
    """Without a name the page of the run lies under reports/."""
    done = auditor("plan", "portfolio", cwd=folder)

    assert [done.err.strip()] == [str(path.relative_to(folder)) for path in (folder / "reports").glob("*.html")]


def test_a_plan_of_another_run_is_refused(folder: Path) -> None:
    """A saved proposal must have been made for the run."""
    (folder / "other.json").write_text(
        json.dumps({"schema": "waves/1", "run": "another", "as_of": "2026-11-22", "status": "feasible"}), "utf-8"
    )
    done = auditor("plan", "portfolio", "--plan", "other.json", cwd=folder)

    assert 2 == done.code
    assert "the proposal was made for another run" in done.err


def test_a_faulty_planning_file_is_refused(folder: Path) -> None:
    """The fault is named with its line; no page is written."""
    (folder / "planning.yaml").write_text("freezes: [{id: f, name: {vi: f}, start: 2027-02-02, end: 2027-01-01}]\n")
    done = auditor("plan", "portfolio", "--planning", "planning.yaml", "-o", "none.html", cwd=folder)

    assert (2, False) == (done.code, (folder / "none.html").exists())
    assert "planning.yaml:1" in done.err
