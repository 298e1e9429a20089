"""The sample run of the reports, which pages are tried with."""

from tests.reports.conftest import estate, source

__all__ = ["estate", "source"]
