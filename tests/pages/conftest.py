"""The sample run of the reports, which pages are tried with."""

from tests.reports.conftest import names, report

__all__ = ["names", "report"]
