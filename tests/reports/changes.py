"""Small changes to the sample run, so that a test can say what it changes and nothing else."""

from dataclasses import replace
from typing import Any

from auditor.model.verdict import Verdict, totals_of
from auditor.pages.interface import ReportInput


def with_verdicts(report: ReportInput, verdicts: tuple[Verdict, ...]) -> ReportInput:
    """The same run with other verdicts and their totals."""
    result = report.result.model_copy(update={"verdicts": verdicts, "totals": totals_of(verdicts)})
    return replace(report, result=result)


def with_run(report: ReportInput, **changes: Any) -> ReportInput:
    """The same run with another head."""
    run = report.result.run.model_copy(update=changes)
    return replace(report, result=report.result.model_copy(update={"run": run}))


def with_every_verdict(report: ReportInput, **changes: Any) -> ReportInput:
    """The same run with something changed in each verdict."""
    return with_verdicts(report, tuple(verdict.model_copy(update=changes) for verdict in report.result.verdicts))
