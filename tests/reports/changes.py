"""Small changes to the sample run, so that a test can say what it changes and nothing else."""

from dataclasses import replace
from typing import Any

from auditor.model.verdict import Verdict, totals_of
from auditor.pages.interface import ReportInput


def with_verdicts(source: ReportInput, verdicts: tuple[Verdict, ...]) -> ReportInput:
    """The same run with other verdicts and their totals."""
    result = source.result.model_copy(update={"verdicts": verdicts, "totals": totals_of(verdicts)})
    return replace(source, result=result)


def with_run(source: ReportInput, **changes: Any) -> ReportInput:
    """The same run with another head."""
    run = source.result.run.model_copy(update=changes)
    return replace(source, result=source.result.model_copy(update={"run": run}))


def with_every_verdict(source: ReportInput, **changes: Any) -> ReportInput:
    """The same run with something changed in each verdict."""
    return with_verdicts(source, tuple(verdict.model_copy(update=changes) for verdict in source.result.verdicts))
