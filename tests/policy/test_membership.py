"""The slow form of a membership test is found wherever Rego allows an expression, and nothing else is taken for it."""

from pathlib import Path

import pytest

from auditor.policy.membership import SlowTest, slow_tests
from auditor.policy.opa_binary import find_opa

pytestmark = pytest.mark.needs_opa


def found(tmp_path: Path, rule: str) -> list[tuple[int, int]]:
    path = tmp_path / "policy.rego"
    path.write_text(f"package p\n\n{rule}\n", encoding="utf-8")
    return [(test.row - 2, test.column) for test in slow_tests(path, find_opa())]


@pytest.mark.parametrize(
    ("rule", "columns"),
    [
        ("a if input.x in input.xs", [14]),
        ("a if not input.x in input.xs", [18]),
        ("a if input.k, input.x in input.xs", [23]),
        ("a := input.x in input.xs", [14]),
        ("a := {y | some y in input.ys; y in input.xs}", [33]),
        ("a := [y | some y in input.ys; y in input.xs]", [33]),
        ("a := {y: 1 | some y in input.ys; y in input.xs}", [36]),
        ("a if { every y in input.ys { y in input.xs } }", [32]),
        ("a if { every y in [z | some z in input.ys; z in input.xs] { y } }", [46]),
        ("a if { some y in {z | some z in input.ys; z in input.xs}; y }", [45]),
        ("a if count({1 | input.x in input.xs}) > 0", [25]),
        ("a if { x := input.x in input.xs; x }", [21]),
        ("a if input.x in object.keys(input.xs)", [14]),
        ("a if input.x in {input.y} | input.xs", [14]),
        ("a := 1 if { false } else := 2 if { input.x in input.xs }", [44]),
        ("f(x) if x in input.xs", [11]),
        ("default a := false\n\na if input.x in input.xs", [14]),
        ("a contains x if { some x in input.ys; not x in data.xs }", [45]),
        ("a if input.x in input.xs with input.y as 1", [14]),
        ("a if { b with input as input.x in input.xs }\n\nb if input", [32]),
    ],
)
def test_the_slow_form_is_found(tmp_path: Path, rule: str, columns: list[int]) -> None:
    """Bare, negated, with a key, as a value, in comprehensions, `every`, arguments, `else`, functions and `with`."""
    assert columns == [column for _, column in found(tmp_path, rule)]


@pytest.mark.parametrize(
    "rule",
    [
        'a if input.x in {"b", "c"}',
        'a if not input.x in ["b", input.y]',
        "a if some x in input.xs",
        'a if some "b" in input.xs',
        "a if { some k, x in input.xs; k == x }",
        "a if { every x in input.xs { x } }",
        "a if input.xs[input.x]",
        'a if "x in xs" == input.x  # x in xs',
    ],
)
def test_what_is_not_slow_is_left_alone(tmp_path: Path, rule: str) -> None:
    """Literals, iteration, lookups, texts and comments."""
    assert [] == found(tmp_path, rule)


def test_every_test_of_a_file_is_listed_in_order(tmp_path: Path) -> None:
    """Two on one line are two."""
    rule = "a if { input.x in input.xs; input.y in input.xs }\n\nb if input.x in input.xs"

    assert [(1, 16), (1, 37), (3, 14)] == found(tmp_path, rule)
    assert SlowTest(1, 37) < SlowTest(3, 14)
