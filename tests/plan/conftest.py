"""The lifelike run of the reports' tests, for the pages of the plan."""

import pytest

from auditor.pages.interface import ReportInput
from auditor.pages.names import Names
from tests.reports.builder import report_input


@pytest.fixture(scope="session")
def report() -> ReportInput:
    """One lifelike run, built once: it is frozen."""
    return report_input()


@pytest.fixture(scope="session")
def names(report: ReportInput) -> Names:
    """Its inventory by id."""
    return Names.of(report.inventory)
