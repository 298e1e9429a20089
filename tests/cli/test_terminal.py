"""What a hostile file or target says reaches the screen, the page and the table as text and nothing else."""

import csv
import datetime
import io
import json
import re
from pathlib import Path

import pytest

from auditor.model.facts import Cause, Observation
from tests.cli.command import auditor, facts_of

HOSTILE = "=cmd()<script>alert(1)</script>\x1b[31m\x9b2J\u202egpj"
ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")
AT = datetime.datetime(2026, 11, 22, 1, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over facts in which a target said something hostile wherever it could."""
    cwd = tmp_path_factory.mktemp("hostile")
    assert 0 == auditor("init", "mine", cwd=cwd).code
    told = Observation(
        id="ports/tthc-web/here",
        kind="ports",
        subject="tthc-web",
        vantage="here",
        zone="dmz",
        state="parse_error",
        basis="measured",
        observed_at=AT,
        tool=HOSTILE,
        cause=Cause(code="nmap_unreadable", args=(HOSTILE,)),
        data={"open": [], "swept": []},
    )
    services = told.model_copy(
        update={
            "id": "services/tthc-web/here",
            "kind": "services",
            "data": {"services": [{"port": "tcp/22", "name": HOSTILE, "product": HOSTILE}]},
        }
    )
    facts_of(cwd / "facts", "tthc", told, services)
    done = auditor("evaluate", "facts", "--inventory", "mine", cwd=cwd)
    assert (0, None) == (done.code, ACTS.search(done.out + done.err))
    return cwd


@pytest.mark.parametrize("words", [("runs", "show"), ("runs", "show", "--format", "json"), ("plan", "readiness")])
def test_a_terminal_is_told_nothing_to_act_on(judged: Path, words: tuple[str, ...]) -> None:
    """Tables and JSON on stdout carry no control character of a target."""
    done = auditor(*words, "--config", "mine/auditor.yaml", cwd=judged)

    assert (0, None) == (done.code, ACTS.search(done.out + done.err))


def report(cwd: Path, edition: str, format_: str) -> str:
    path = cwd / f"{edition}.{format_}"
    words = ("report", "latest", "--edition", edition, "--format", format_, "-o", path)
    done = auditor(*words, "--config", "mine/auditor.yaml", cwd=cwd)
    assert (0, None) == (done.code, ACTS.search(done.out + done.err))
    return path.read_text("utf-8-sig")


def test_a_page_shows_it_as_text(judged: Path) -> None:
    """The words are on the page, so the way there is real, and its markup is not."""
    page = report(judged, "technical", "html")

    assert "alert(1)" in page
    assert "<script>alert" not in page
    assert not ACTS.search(page)


def test_no_cell_is_a_formula(judged: Path) -> None:
    """No cell of the table begins as a formula does, and none holds a control character."""
    text = report(judged, "technical", "csv")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]

    assert any("alert(1)" in cell for cell in cells)
    assert [] == [cell for cell in cells if cell[:1] in {"=", "+", "@"}]
    assert not ACTS.search(text)


def test_an_error_about_a_hostile_file_is_text(tmp_path: Path) -> None:
    """A facts folder whose very keys and names are hostile is refused in plain words."""
    auditor("init", "mine", cwd=tmp_path)
    folder = facts_of(tmp_path / "facts", "tthc")
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {HOSTILE: HOSTILE}))
    unknown_key = auditor("evaluate", "facts", "--inventory", "mine", cwd=tmp_path)
    manifest["parts"].append({"path": HOSTILE, "sha256": "0" * 64})
    (folder / "manifest.json").write_text(json.dumps(manifest))
    no_path = auditor("-v", "evaluate", "facts", "--inventory", "mine", cwd=tmp_path)

    assert (2, 2) == (unknown_key.code, no_path.code)
    for done in (unknown_key, no_path):
        assert "alert(1)" in done.err
        assert not ACTS.search(done.out + done.err)
