"""`auditor plan state` prints how far each system is, for people and for programs."""

import datetime
from pathlib import Path

import pytest

from auditor.plan.movement.shape import Movement, Progress
from tests.cli.command import auditor
from tests.cli.plan.moving import province


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return province(tmp_path_factory.mktemp("state"))


def test_table(folder: Path) -> None:
    """Declared stands beside measured with the count and the reason, within the width of a terminal."""
    done = auditor("plan", "state", "--lang", "en", cwd=folder)

    assert 0 == done.code
    assert [
        "app: Being copied",
        "  ho-so: Being copied (declared: Cut over; measured: Being copied; the two",
        "    disagree; 40 of 100 rows)",
        "    A side of ho-so has not been counted to the end",
        "camera: Not started",
        "    No finished wave holds Cameras (camera), and it has no data set that moves",
        "can: Not started",
        "    No finished wave holds The scales (can), and it has no data set that moves",
    ] == done.out.splitlines()


def test_vietnamese(folder: Path) -> None:
    """Vietnamese is spoken unless another language is asked for."""
    done = auditor("plan", "state", cwd=folder)

    assert "Một phía của ho-so chưa được đếm hết" in done.out


def test_json_is_the_published_shape(folder: Path) -> None:
    """A program gets every state with its evidence."""
    found = Movement.model_validate_json(auditor("plan", "state", "--format", "json", cwd=folder).out)
    (data,) = found.systems[0].data_sets

    assert ["app", "camera", "can"] == [item.system for item in found.systems]
    assert ("copying", "cut_over", False) == (data.measured, data.declared, data.agrees)
    assert ("data_manifest/ho-so/import/new", "data_manifest/ho-so/import/old") == data.evidence


def test_from_a_count_to_the_plan(tmp_path: Path) -> None:
    """What people counted in a file is collected with the rest, evaluated, and stands in the plan."""
    folder = province(tmp_path)
    at = (datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=1)).isoformat(timespec="seconds")
    rows = [f"ho-so,{side},{at},120,900,{'ab' * 32},true" for side in ("old", "new")]
    heading = "data_set,side,exported_at,rows,bytes,sha256,complete"
    (folder / "counts.csv").write_text("\n".join([heading, *rows]), encoding="utf-8")
    (folder / "auditor.yaml").write_text(
        "vantages: [{id: v, zone: dc, kind: local, sweep: false}]\nimports: [counts.csv]\n", encoding="utf-8"
    )
    (folder / "scope.yaml").write_text("authorisations: []\n", encoding="utf-8")
    collected = auditor("collect", "tinh", "--scope", "scope.yaml", "-o", "collected", cwd=folder)
    evaluated = auditor("evaluate", "collected", "--inventory", "tinh", cwd=folder)
    found = Movement.model_validate_json(auditor("plan", "state", "--format", "json", cwd=folder).out)
    (data,) = found.systems[0].data_sets

    assert (0, 0) == (collected.code, evaluated.code), collected.err + evaluated.err
    assert ("parallel", Progress(rows_done=120, rows=120, bytes_done=900, bytes=900)) == (data.measured, data.progress)


def test_an_unknown_run_ends_in_words(folder: Path) -> None:
    """A run nobody stored is named, without a traceback."""
    done = auditor("plan", "state", "nowhere", cwd=folder)

    assert (2, "") == (done.code, done.out)
    assert "nowhere" in done.err
    assert "Traceback" not in done.err
