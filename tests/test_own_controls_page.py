"""The tutorial on controls of one's own: its files are written and its commands run in its order, as a reader would."""

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.command import auditor

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "own-controls.md").read_text("utf-8")
STEP = re.compile(r"^(?:`([^`\n]+)`:\n\n)?```(sh|yaml file|rego file)\n(.*?)^```", re.DOTALL | re.MULTILINE)

pytestmark = [pytest.mark.needs_opa, pytest.mark.slow]


def test_every_step_works(tmp_path: Path) -> None:
    """Each command ends with 0, and the control's verdicts are in the run beside the shipped ones."""
    said = {}
    for name, kind, text in STEP.findall(PAGE):
        if kind != "sh":
            assert name, "a file without a name"
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
            continue
        for line in text.splitlines():
            said[line] = _run(tmp_path, shlex.split(line))

    assert "1 controls, 8 cases, 0 differ" in said["auditor policy test QNI-01 --policies own"]
    assert "0 errors, 0 warnings" in said["auditor policy check --policies own"]
    assert {"QNI-01", "LG-01"} <= set(said["auditor policy list --policies own"].split())
    assert "QNI-01" in (tmp_path / "technical.html").read_text("utf-8")


def _run(folder: Path, words: list[str]) -> str:
    if words[0] == "rm":
        (folder / words[1]).unlink()
        return ""
    done = auditor(*words[1:], cwd=folder)
    assert 0 == done.code, f"{shlex.join(words)}\n{done.out}{done.err}"
    return done.out + done.err
