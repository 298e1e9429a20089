"""The lab judges the auditor, so it must not lean on it."""

import ast
from pathlib import Path

import pytest

LAB = Path(__file__).resolve().parents[2] / "lab"
SOURCES = [source for source in sorted(LAB.rglob("*.py")) if ".run" not in source.parts]


def imported(source: Path) -> set[str]:
    """First part of every module name a file imports, wherever in the file."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    return names


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.relative_to(LAB).as_posix())
def test_lab_imports_nothing_of_the_auditor(source: Path) -> None:
    """No file of the lab imports the auditor, so that its truth cannot copy the auditor's mistakes."""
    assert not imported(source) & {"auditor", "importlib"}


def test_there_are_files_to_look_at() -> None:
    """The check above looked at the lab's files and not at an empty folder."""
    assert {"truth.py", "hosts.py", "up.py"} <= {source.name for source in SOURCES}
