"""Pre-migration checklists: one A4 sheet per system, filled with evidence, with blank lines and signatures."""

from collections.abc import Sequence
from typing import Any

from auditor.errors import ReportError
from auditor.pages.interface import ReportInput
from auditor.pages.layout import Looks, render_page
from auditor.pages.pdf import LaidOut, lay_out
from auditor.reports.content.sheets import Sheet, lines_that_fit, sheets_of, shortened
from auditor.reports.content.whole import Content
from auditor.text.words import Bilingual, Language, mark

# What only people can confirm on the day.
BY_HAND = (
    mark("Last backup before the move made and restored on trial"),
    mark("Way back agreed, with the hour of decision"),
    mark("Units using the system and connected systems told of the outage"),
    mark("Connections, addresses and firewall rules at the new place tried"),
    mark("People on duty named, with telephone numbers"),
)
# Millimetres thought to be left for lines, tried in turn on paper; the screen takes the second.
WIDE, NARROW, NARROWEST = 126.0, 106.0, 20.0
SIGNATURES = (mark("Prepared by"), mark("Operating unit"), mark("System owner"))

_PAGE = Looks(styles=("base.css", "paper.css", "checklist.css"), scripts=("base.js",))
_PAPER = Looks(styles=("paper.css", "checklist.css"))


class ChecklistPage:
    """HTML in both languages, one sheet per system, to be printed or read."""

    def render(self, source: ReportInput, language: Language) -> bytes:
        """See `ReportFormat`."""
        other: Language = "en" if language == "vi" else "vi"
        content = Content.of(source)
        whole = sheets_of(content)
        sheets = _estimated(whole, content, [NARROW] * len(whole))
        return render_page("checklist.html.j2", (language, other), _PAGE, _context(content, sheets)).encode()


class ChecklistPdf:
    """PDF in the language asked for: as many pages as systems."""

    def render(self, source: ReportInput, language: Language) -> bytes:
        """See `ReportFormat`."""
        content = Content.of(source)
        whole = sheets_of(content)
        rooms = [WIDE] * len(whole)
        made = _laid_out(content, _estimated(whole, content, rooms), language)
        for narrower in (NARROW, NARROWEST):
            long = _too_long(made, len(whole))
            if not long:
                break
            rooms = [narrower if n in long else room for n, room in enumerate(rooms)]
            made = _laid_out(content, _estimated(whole, content, rooms), language)
        for n in _too_long(made, len(whole)):
            raise ReportError(
                f"the checklist of {whole[n].move.id} does not fit on one sheet",
                remedy="Shorten the names and remedies it shows, or use the HTML checklist.",
            )
        return made.write()


def _too_long(made: LaidOut, sheets: int) -> set[int]:
    pages = made.pages_from([f"sheet-{n}" for n in range(sheets)])
    return {n for n, taken in enumerate(pages) if taken > 1}


def _laid_out(content: Content, sheets: tuple[Sheet, ...], language: Language) -> LaidOut:
    context = _context(content, sheets)
    return lay_out(render_page("checklist_pdf.html.j2", (language,), _PAPER, context))


def _notices(place: int, content: Content) -> tuple[Bilingual, ...]:
    """Only the first sheet of a file shows its notices."""
    return content.notices if place == 0 else ()


def _estimated(whole: tuple[Sheet, ...], content: Content, rooms: Sequence[float]) -> tuple[Sheet, ...]:
    return tuple(
        shortened(sheet, lines_that_fit(sheet, room, _notices(n, content)))
        for n, (sheet, room) in enumerate(zip(whole, rooms, strict=True))
    )


def _context(content: Content, sheets: tuple[Sheet, ...]) -> dict[str, Any]:
    return {
        "content": content,
        "run": content.source.result.run,
        "sheets": sheets,
        "notices": content.notices,
        "by_hand": BY_HAND,
        "signatures": SIGNATURES,
    }
