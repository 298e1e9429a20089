"""Pre-migration checklists: one A4 sheet per system, filled with evidence, with blank lines and signatures."""

from typing import Any

from auditor.errors import ReportError
from auditor.reports.content.sheets import MOST_LINES, sheets_of
from auditor.reports.content.whole import Content
from auditor.reports.content.words import mark
from auditor.reports.interface import Language, ReportInput
from auditor.reports.page import Looks, render_page
from auditor.reports.pdf import pdf

# What only people can confirm on the day.
BY_HAND = (
    mark("Last backup before the move made and restored on trial"),
    mark("Way back agreed, with the hour of decision"),
    mark("Units using the system and connected systems told of the outage"),
    mark("Connections, addresses and firewall rules at the new place tried"),
    mark("People on duty named, with telephone numbers"),
)
# Lines per sheet, tried in turn until every system has exactly one page.
LINES_TRIED = (12, MOST_LINES, 7, 4, 1)
SIGNATURES = (mark("Prepared by"), mark("Operating unit"), mark("System owner"))

_PAGE = Looks(styles=("base.css", "paper.css", "checklist.css"), scripts=("base.js",))
_PAPER = Looks(styles=("paper.css", "checklist.css"))


class ChecklistPage:
    """HTML in both languages, one sheet per system, to be printed or read."""

    edition = "checklist"
    suffix = ".html"

    def render(self, source: ReportInput, language: Language) -> bytes:
        """See `ReportFormat`."""
        other: Language = "en" if language == "vi" else "vi"
        return render_page("checklist.html.j2", (language, other), _PAGE, _context(Content.of(source))).encode()


class ChecklistPdf:
    """PDF in the language asked for: as many pages as systems."""

    edition = "checklist"
    suffix = ".pdf"

    def render(self, source: ReportInput, language: Language) -> bytes:
        """See `ReportFormat`."""
        content = Content.of(source)
        for lines in LINES_TRIED:
            context = _context(content, lines)
            made = pdf(render_page("checklist_pdf.html.j2", (language,), _PAPER, context))
            if made.pages <= max(1, len(context["sheets"])):
                return made.content
        raise ReportError(
            "a checklist does not fit on one sheet",
            remedy="Shorten the longest name or remedy of the systems to move; the HTML checklist shows them all.",
        )


def _context(content: Content, lines: int = MOST_LINES) -> dict[str, Any]:
    return {
        "content": content,
        "run": content.source.result.run,
        "sheets": sheets_of(content, lines),
        "by_hand": BY_HAND,
        "signatures": SIGNATURES,
    }
