"""The sample run, built once: it is frozen."""

import pytest

from auditor.pages.interface import ReportInput
from auditor.pages.names import Names
from auditor.reports.content.whole import Content
from tests.reports.builder import report_input


@pytest.fixture(scope="session")
def source() -> ReportInput:
    """One lifelike run."""
    return report_input()


@pytest.fixture(scope="session")
def estate(source: ReportInput) -> Names:
    """Its inventory by id."""
    return Names.of(source.inventory)


@pytest.fixture(scope="session")
def content(source: ReportInput) -> Content:
    """What its reports say."""
    return Content.of(source)
