"""The sample run, built once: it is frozen."""

import pytest

from auditor.pages.interface import ReportInput
from auditor.pages.names import Names
from auditor.reports.content.whole import Content
from tests.reports.builder import report_input


@pytest.fixture(scope="session")
def report() -> ReportInput:
    """One lifelike run."""
    return report_input()


@pytest.fixture(scope="session")
def names(report: ReportInput) -> Names:
    """Its inventory by id."""
    return Names.of(report.inventory)


@pytest.fixture(scope="session")
def content(report: ReportInput) -> Content:
    """What its reports say."""
    return Content.of(report)
