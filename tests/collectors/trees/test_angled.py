"""Apache's form."""

import pytest

from auditor.collectors.trees.angled import tree
from auditor.collectors.trees.line import MAX_DEPTH, MAX_LINES, Doubt, Line


def test_lines_and_their_parents() -> None:
    """Two blocks of one heading are two blocks, quotes and continued lines are one word and one line."""
    found = tree('<V *:80>\n  Name "a b" \\\n    c\n  # <V>\n</V>\n\n<v *:80>\n<If x>\nEnd 1\n</If>\n</v>\n')

    assert (
        Line(1, (), ("<v>", "*:80")),
        Line(2, ("1 v *:80",), ("Name", "a b", "c")),
        Line(7, (), ("<v>", "*:80")),
        Line(8, ("7 v *:80",), ("<if>", "x")),
        Line(9, ("7 v *:80", "8 if x"), ("End", "1")),
    ) == found.lines
    assert () == found.doubts


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("<V>\nA\n", Doubt(2, "left_open")),
        ("</V>\n", Doubt(1, "not_opened")),
        ("<V>\n</W>\n</V>\n", Doubt(2, "not_opened")),
        ("<>\n", Doubt(1, "no_heading")),
        ("<V>\n" * (MAX_DEPTH + 2), Doubt(MAX_DEPTH + 2, "too_much")),
        ("A\n" * (MAX_LINES + 1), Doubt(MAX_LINES + 1, "too_much")),
    ],
)
def test_doubts(text: str, doubt: Doubt) -> None:
    """What the grammar does not allow is told and never fatal."""
    assert doubt == tree(text).doubts[0]
