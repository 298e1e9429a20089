"""The checklists as one page in both languages, to be read on a screen or printed on A4, signed and kept."""

from auditor.pages.interface import ReportInput
from auditor.pages.layout import Looks, render_both
from auditor.plan.checklist.content import shown
from auditor.plan.checklist.shape import Checklists
from auditor.text.words import Language

_PAGE = Looks(styles=("base.css", "paper.css", "checklist.css", "plan_checklist.css"), scripts=("base.js",))


def checklist_page(checklists: Checklists, report: ReportInput, language: Language = "vi") -> bytes:
    """The whole page; it opens in `language`. Raises ReportError when a message lacks its Vietnamese."""
    return render_both("plan_checklist.html.j2", language, _PAGE, {"shown": shown(checklists, report)})
