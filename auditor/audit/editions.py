"""The editions of a stored run: reports, and the checklist, which is the plan's and keeps its old name here."""

from auditor.pages.formats import FORMATS as FILE_FORMATS
from auditor.pages.interface import ReportInput
from auditor.plan.checklist.verb import VERB
from auditor.plan.deliver import deliver
from auditor.plan.run import PlanRun
from auditor.reports import FORMATS, render
from auditor.reports import formats_of as formats_of_report
from auditor.text.words import Language

CHECKLIST = VERB.name
_CHECKLIST_FORMATS = tuple(name for name in VERB.formats if name in FILE_FORMATS and name != "json")
"""The files that hold the sheets; JSON is what the plan knows, without the conditions and words of a sheet."""

EDITIONS = (*FORMATS, (CHECKLIST, "html"), (CHECKLIST, "pdf"))
"""What an audit writes by itself: editions to read. Checklists to edit and to fill in are made when somebody asks."""


def formats_of(edition: str) -> tuple[str, ...]:
    """The formats of an edition, its usual one first. Raises NotFoundError for an edition that does not exist."""
    return _CHECKLIST_FORMATS if edition == CHECKLIST else formats_of_report(edition, (CHECKLIST,))


def edition_bytes(report: ReportInput, run: PlanRun, edition: str, format_: str, language: Language) -> bytes:
    """One edition as bytes; the checklist holds a sheet for each system that is to move and has not.

    Raises ReportError when it cannot be made.
    """
    if edition != CHECKLIST:
        return render(report, edition, format_, language)
    return deliver(run.asked(systems=run.population.left), CHECKLIST, format_, language)
