"""The editions of a stored run: reports, and the checklist, which is the plan's and keeps its old name here."""

from auditor.pages.interface import ReportInput
from auditor.plan.deliver import deliver
from auditor.plan.run import PlanRun
from auditor.reports import FORMATS, render
from auditor.reports import formats_of as formats_of_report
from auditor.text.words import Language

CHECKLIST = "checklist"
_CHECKLIST_FORMATS = ("html", "pdf")

EDITIONS = (*FORMATS, *((CHECKLIST, format_) for format_ in _CHECKLIST_FORMATS))
"""Every edition and format, the formats of one edition in a row and its usual one first."""


def formats_of(edition: str) -> tuple[str, ...]:
    """The formats of an edition. Raises NotFoundError for an edition that does not exist."""
    return _CHECKLIST_FORMATS if edition == CHECKLIST else formats_of_report(edition, (CHECKLIST,))


def edition_bytes(report: ReportInput, run: PlanRun, edition: str, format_: str, language: Language) -> bytes:
    """One edition as bytes; the checklist holds a sheet for each system that is to move and has not.

    Raises ReportError when it cannot be made.
    """
    if edition != CHECKLIST:
        return render(report, edition, format_, language)
    return deliver(run.asked(systems=run.population.left), CHECKLIST, format_, language)
