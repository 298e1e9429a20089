"""Labels are compared in one place; nobody else can grow a closure of his own."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "auditor"
ALLOWED = {ROOT / "estate" / "cover.py", ROOT / "model" / "vocab" / "secrecy.py"}


def comparisons(source: str) -> list[int]:
    """Lines that compare a label: an attribute or name called `label`, or a member of `Label`, in a comparison."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Compare)
        and any(map(_is_label, (node.left, *node.comparators)))
        and not any(isinstance(part, ast.Constant) and part.value is None for part in node.comparators)
    ]


def _is_label(node: ast.expr) -> bool:
    if isinstance(node, ast.Attribute) and node.attr == "value":
        return _is_label(node.value)
    if isinstance(node, ast.Attribute):
        return node.attr == "label" or (isinstance(node.value, ast.Name) and node.value.id == "Label")
    return isinstance(node, ast.Name) and node.id == "label"


@pytest.mark.parametrize(
    "line",
    [
        "x = system.label is Label.NONE",
        "x = system.label != 'none'",
        "x = run.label.value == 'mat'",
        "x = Label.MAT in labels",
        "x = [one for one in all if one.label is not Label.NONE]",
    ],
)
def test_a_comparison_is_found(line: str) -> None:
    """The search finds each way a label has been compared in this house."""
    assert [1] == comparisons(line)


def test_labels_are_compared_nowhere_else() -> None:
    """Only the closure and the noun itself compare labels; everybody else asks them."""
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted(ROOT.rglob("*.py"))
        if path not in ALLOWED
        for line in comparisons(path.read_text(encoding="utf-8"))
    }

    assert set() == found
