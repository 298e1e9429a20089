"""Cells that a spreadsheet will not run."""

import csv
import io

import pytest

from auditor.reports import render
from auditor.reports.csv_ import safe
from auditor.reports.interface import ReportInput
from tests.reports.changes import with_every_verdict


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+1+1", "'+1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("-41", "-41"),
        ("\uff1dcmd", "'\uff1dcmd"),
        ("\t=cmd", "'=cmd"),
        ("\x1b[0m=cmd", "'=cmd"),
        ("a\r\nb", "a b"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_safe(cell: str, written: str) -> None:
    """Formulas get an apostrophe, negative whole numbers stay numbers, and every cell stays on one line."""
    assert safe(cell) == written


def test_no_cell_of_a_hostile_run_is_a_formula(source: ReportInput) -> None:
    """A banner that is a formula is text in the file."""
    content = render(with_every_verdict(source, observed="=HYPERLINK(1)"), "technical", "csv").decode("utf-8-sig")
    cells = {row[13] for row in list(csv.reader(io.StringIO(content)))[1:]}
    assert cells == {"'=HYPERLINK(1)"}
