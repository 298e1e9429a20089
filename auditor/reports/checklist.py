"""Pre-migration checklists: one A4 sheet per system, filled with evidence, with blank lines and signatures."""

from typing import Any

from auditor.errors import ReportError
from auditor.reports.content.sheets import Sheet, lines_that_fit, sheets_of, shortened
from auditor.reports.content.whole import Content
from auditor.reports.content.words import Both, mark
from auditor.reports.interface import Language, ReportInput
from auditor.reports.page import Looks, render_page
from auditor.reports.pdf import lay_out

# What only people can confirm on the day.
BY_HAND = (
    mark("Last backup before the move made and restored on trial"),
    mark("Way back agreed, with the hour of decision"),
    mark("Units using the system and connected systems told of the outage"),
    mark("Connections, addresses and firewall rules at the new place tried"),
    mark("People on duty named, with telephone numbers"),
)
# Lines on a sheet, tried on paper where the estimate was wrong.
LINES_TRIED = (10, 7, 4, 1)
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
        content = Content.of(source)
        sheets = _estimated(sheets_of(content), content)
        return render_page(
            "checklist.html.j2", (language, other), _PAGE, _context(content, sheets, content.notices)
        ).encode()


class ChecklistPdf:
    """PDF in the language asked for: as many pages as systems."""

    edition = "checklist"
    suffix = ".pdf"

    def render(self, source: ReportInput, language: Language) -> bytes:
        """See `ReportFormat`."""
        content = Content.of(source)
        whole = sheets_of(content)
        estimated = _estimated(whole, content)
        made = lay_out(_paper(content, estimated, content.notices, language))
        if made.pages > max(1, len(whole)):
            fitted = tuple(_fitted(sheet, content, _notices(n, content), language) for n, sheet in enumerate(whole))
            made = lay_out(_paper(content, fitted, content.notices, language))
        return made.write()


def _notices(place: int, content: Content) -> tuple[Both, ...]:
    """Only the first sheet of a file shows its notices."""
    return content.notices if place == 0 else ()


def _estimated(whole: tuple[Sheet, ...], content: Content) -> tuple[Sheet, ...]:
    return tuple(shortened(sheet, lines_that_fit(sheet, _notices(n, content))) for n, sheet in enumerate(whole))


def _fitted(sheet: Sheet, content: Content, notices: tuple[Both, ...], language: Language) -> Sheet:
    """The sheet with as many lines as one page takes when it is tried on paper."""
    for lines in LINES_TRIED:
        fitted = shortened(sheet, lines)
        if lay_out(_paper(content, (fitted,), notices, language)).pages == 1:
            return fitted
    raise ReportError(
        f"the checklist of {sheet.move.id} does not fit on one sheet",
        remedy="Shorten the names and remedies it shows, or use the HTML checklist.",
    )


def _paper(content: Content, sheets: tuple[Sheet, ...], notices: tuple[Both, ...], language: Language) -> str:
    return render_page("checklist_pdf.html.j2", (language,), _PAPER, _context(content, sheets, notices))


def _context(content: Content, sheets: tuple[Sheet, ...], notices: tuple[Both, ...]) -> dict[str, Any]:
    return {
        "content": content,
        "run": content.source.result.run,
        "sheets": sheets,
        "notices": notices,
        "by_hand": BY_HAND,
        "signatures": SIGNATURES,
    }
