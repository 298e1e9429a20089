"""What is particular to one control stands in its METADATA, so that a control of a province's own wants no Python."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.policy.compiled import load

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = [ROOT / "hatch_build.py", *sorted((ROOT / "auditor").rglob("*.py"))]
SAYING = {"help", "remedy", "epilog"}
"""Arguments whose text only shows a user how an id looks."""


def docstrings(tree: ast.AST) -> Iterator[ast.AST]:
    """Texts that stand as statements of their own."""
    yield from (
        node.value for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )


def shown(tree: ast.AST) -> Iterator[ast.AST]:
    """Texts, and parts of texts, of arguments that only say something to a user."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in SAYING:
            yield from ast.walk(node.value)


def named(source: str, ids: re.Pattern[str]) -> list[str]:
    """Control ids in the code of a module; comments, docstrings and help may give examples."""
    tree = ast.parse(source)
    passed = {id(node) for node in (*docstrings(tree), *shown(tree))}
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed
    ]
    return [found for text in texts for found in ids.findall(text)]


@pytest.fixture(scope="module")
def ids() -> re.Pattern[str]:
    """Any id of the families that the catalogue has, whether a control has it today or not."""
    families = {control.id[:2] for control in load().catalogue.controls}
    return re.compile(rf"\b(?:{'|'.join(sorted(families))})-[0-9]{{2}}\b")


def test_no_python_names_a_control(ids: re.Pattern[str]) -> None:
    """No module of the product decides by the id of a control."""
    found = {path.relative_to(ROOT).as_posix(): named(path.read_text(encoding="utf-8"), ids) for path in PRODUCT}

    assert {} == {path: names for path, names in found.items() if names}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('UNITS = {"CN-05": "item"}', ["CN-05"]),
        (
            'def f(verdict):\n    """For example CN-05."""\n    return verdict.control in ("LG-01", "SY-22")',
            ["LG-01", "SY-22"],
        ),
        ('x = f"{prefix} NW-03 {rest}"', ["NW-03"]),
        ('typer.Option("--id", help="Stable id, for example NW-05.")', []),
    ],
    ids=["a table", "a test of one", "part of a text", "help"],
)
def test_the_reader_can_fail(ids: re.Pattern[str], source: str, found: list[str]) -> None:
    """A control named in code is found, one in a docstring or in help is an example."""
    assert found == named(source, ids)
