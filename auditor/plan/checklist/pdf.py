"""The checklists on paper: A4, one language, each sheet from the top of a page."""

from auditor.pages.interface import ReportInput
from auditor.pages.layout import Looks, render_page
from auditor.pages.pdf import pdf_of
from auditor.plan.checklist.content import shown
from auditor.plan.checklist.shape import Checklists
from auditor.text.words import Language

_PAPER = Looks(styles=("paper.css", "checklist.css", "plan_checklist.css", "plan_checklist_paper.css"))


def checklist_pdf(checklists: Checklists, report: ReportInput, language: Language = "vi") -> bytes:
    """The file. Raises ReportError when it cannot be made or a message lacks its Vietnamese."""
    context = {"shown": shown(checklists, report)}
    return pdf_of(render_page("plan_checklist_pdf.html.j2", (language,), _PAPER, context))
