"""The lifelike run of the reports' tests, for the pages of the plan."""

import pytest

from auditor.pages.interface import ReportInput
from auditor.pages.names import Names
from tests.reports.builder import report_input


@pytest.fixture(scope="session")
def source() -> ReportInput:
    """One lifelike run, built once: it is frozen."""
    return report_input()


@pytest.fixture(scope="session")
def estate(source: ReportInput) -> Names:
    """Its inventory by id."""
    return Names.of(source.inventory)
