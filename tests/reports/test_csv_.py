"""Cells that a spreadsheet will not run."""

import csv
import io

from auditor.pages.interface import ReportInput
from auditor.reports import render
from tests.reports.changes import with_every_verdict


def test_no_cell_of_a_hostile_run_is_a_formula(report: ReportInput) -> None:
    """A banner that is a formula is text in the file."""
    content = render(with_every_verdict(report, observed="=HYPERLINK(1)"), "technical", "csv").decode("utf-8-sig")
    cells = {row[13] for row in list(csv.reader(io.StringIO(content)))[1:]}
    assert cells == {"'=HYPERLINK(1)"}
