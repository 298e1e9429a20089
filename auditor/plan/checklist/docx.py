"""The checklists as an editable document: real headings, tables whose heads repeat, page numbers, one language."""

import datetime
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from auditor.pages.interface import ReportInput
from auditor.pages.office import settled
from auditor.plan.checklist.content import BOX, ShownChecklists, ShownLine, ShownSheet, decision, shown
from auditor.plan.checklist.shape import Checklists
from auditor.text.harmless import for_page
from auditor.text.vocabulary import LABEL, word
from auditor.text.words import Bilingual, Language, day, instant, joined, mark, same, say

_FONT = "Times New Roman"
_WIDTHS = (14, 84, 64, 42, 63)
"""Millimetres of the columns on A4 lying."""

_HEADINGS = (
    mark("No."),
    mark("What to check"),
    mark("What the evidence shows"),
    mark("Owner, due"),
    mark("Answer, who, when"),
)
_CONDITIONS = (
    mark("Id"),
    mark("What is reviewed"),
    mark("Result"),
    mark("What the evidence shows"),
    mark("Who can act, and how"),
)
_GO = {"go": RGBColor(0x1B, 0x6E, 0x40), "no_go": RGBColor(0xB0, 0x24, 0x2A), "open": RGBColor(0x85, 0x54, 0x00)}


def checklist_document(checklists: Checklists, report: ReportInput, language: Language = "vi") -> bytes:
    """The document. Raises ReportError when a message lacks its Vietnamese."""
    return _Writer(shown(checklists, report), language).written(report.result.run.evaluated_at)


class _Writer:
    """Lays the sheets out one after the other, each on a page of its own."""

    def __init__(self, content: ShownChecklists, language: Language) -> None:
        self._content, self._language, self._words = content, language, content.words
        self._document: Any = Document()

    def written(self, at: datetime.datetime) -> bytes:
        self._styles()
        self._page()
        for n, sheet in enumerate(self._content.sheets):
            self._sheet(sheet, first=n == 0)
        if not self._content.sheets:
            self._heading(self._words["title"], 1)
            self._paragraph(self._words["nothing"])
        self._unread()
        self._properties(at)
        packed = BytesIO()
        self._document.save(packed)
        return settled(packed.getvalue(), at)

    def _t(self, text: Bilingual) -> str:
        return for_page(text.of(self._language))

    def _styles(self) -> None:
        for name, size in (("Normal", 11), ("Heading 1", 14), ("Heading 2", 12)):
            style = self._document.styles[name]
            style.font.name, style.font.size = _FONT, Pt(size)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for key in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
                fonts.set(qn(key), _FONT)
            for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(qn(key), None)
            style.font.color.rgb = RGBColor(0, 0, 0)
            style.paragraph_format.space_before = Pt(0 if name == "Normal" else 6)
            style.paragraph_format.space_after = Pt(2)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "vi-VN" if self._language == "vi" else "en-GB")
        self._document.styles["Normal"].element.get_or_add_rPr().append(language)

    def _page(self) -> None:
        section = self._document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.left_margin = section.right_margin = Mm(15)
        section.top_margin = section.bottom_margin = Mm(14)
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for code in ("PAGE", "NUMPAGES"):
            _field(foot, code)
            if code == "PAGE":
                foot.add_run("/")

    def _properties(self, at: datetime.datetime) -> None:
        core = self._document.core_properties
        core.title = self._t(self._words["title"])
        core.author = core.last_modified_by = core.comments = ""
        core.created = core.modified = at.astimezone(datetime.UTC).replace(tzinfo=None)

    def _sheet(self, sheet: ShownSheet, *, first: bool) -> None:
        owner = self._paragraph(sheet.owner, bold=True)
        owner.paragraph_format.page_break_before = not first
        self._paragraph(self._words["grade"], align=WD_ALIGN_PARAGRAPH.RIGHT)
        if not self._content.label.is_open:
            label = joined([self._words["label"], word(LABEL, self._content.label)], ": ")
            self._paragraph(label, align=WD_ALIGN_PARAGRAPH.RIGHT)
        for notice in self._content.notices if first else ():
            self._paragraph(notice, italic=True)
        self._heading(self._words[sheet.kind], 1, WD_ALIGN_PARAGRAPH.CENTER)
        self._paragraph(sheet.name, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
        self._paragraph(self._words["self_check"], italic=True, align=WD_ALIGN_PARAGRAPH.CENTER)
        self._paragraph(sheet.about)
        self._paragraph(self._content.made_from)
        self._standing(sheet)
        for phase in sheet.phases:
            self._heading(phase.title, 2)
            self._lines(phase.lines)
        self._conditions(sheet)
        self._below(sheet)

    def _conditions(self, sheet: ShownSheet) -> None:
        if not sheet.conditions:
            return
        self._heading(self._words["conditions"], 2)
        table = self._table([self._t(say(heading)) for heading in _CONDITIONS], _WIDTHS)
        for row in sheet.conditions:
            cells = self._row(table, _WIDTHS)
            _fill(cells[0], [row.control])
            _fill(cells[1], [self._t(row.title)])
            _fill(cells[2], [self._t(row.standing)])
            _fill(cells[3], [self._t(row.observed)], [self._t(row.known)])
            due = [self._t(day(row.due))] if row.due else []
            _fill(cells[4], [self._t(row.owner), *due], [self._t(row.remedy)])

    def _standing(self, sheet: ShownSheet) -> None:
        paragraph = self._paragraph(
            joined([text for text in (sheet.go_words, sheet.stopped) if text.vi], "; "), bold=True
        )
        paragraph.runs[0].font.color.rgb = _GO[sheet.go]

    def _lines(self, lines: Sequence[ShownLine]) -> None:
        table = self._table([self._t(say(heading)) for heading in _HEADINGS], _WIDTHS)
        for line in lines:
            cells = self._row(table, _WIDTHS)
            _fill(cells[0], [line.number + (" ■" if line.stops else "")])
            _fill(cells[1], [self._t(line.words)], [self._t(law) for law in line.law])
            _fill(
                cells[2],
                [self._t(line.state_words)],
                [text for text in (self._t(line.filled), self._t(line.known)) if text],
            )
            _fill(cells[3], [self._t(line.owner)], [self._t(day(line.due))] if line.due else [])
            self._answer(cells[4], line)

    def _answer(self, cell: Any, line: ShownLine) -> None:
        if line.tick is None:
            words = (say("yes"), say("no"), say("n/a"))
            _fill(
                cell,
                ["   ".join(f"{BOX} {self._t(text)}" for text in words)],
                ["......................................"],
            )
            return
        small = [f"{for_page(line.tick.who)}, {self._t(instant(line.tick.at))}", for_page(line.tick.note)]
        if line.contradicted:
            small.append(self._t(self._words["contradicted"]))
        _fill(cell, [self._t(line.answer)], [text for text in small if text])

    def _below(self, sheet: ShownSheet) -> None:
        words = self._words
        self._paragraph(joined([same("■"), words["stops"], words["without_clause"]], " "))
        self._heading(words["taken_back"], 2)
        for phrase in sheet.rollback:
            self._paragraph(joined([same(BOX), phrase], " "))
        for text in decision(words):
            self._paragraph(text)
        self._paragraph(words["dated"], align=WD_ALIGN_PARAGRAPH.RIGHT)
        if sheet.signatures:
            self._signatures(sheet.signatures)
        self._paragraph(self._content.digests)

    def _signatures(self, roles: Sequence[Bilingual]) -> None:
        table = self._document.add_table(rows=1, cols=len(roles))
        for cell, role in zip(table.rows[0].cells, roles, strict=True):
            _fill(cell, [self._t(role)], [self._t(self._words["signed"]), "", "", ""], bold=True)
            for paragraph in cell.paragraphs:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _together(table.rows[0])

    def _unread(self) -> None:
        if self._content.unread:
            heading = self._heading(self._words["to_compare"], 2)
            heading.paragraph_format.page_break_before = True
            for clause in self._content.unread:
                self._paragraph(clause)

    def _table(self, headings: Sequence[str], widths: Sequence[int]) -> Any:
        table = self._document.add_table(rows=1, cols=len(headings))
        table.style, table.autofit = "Table Grid", False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for cell, text, width in zip(table.rows[0].cells, headings, widths, strict=True):
            cell.width = Mm(width)
            _fill(cell, [text], bold=True)
        mark_ = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(mark_)  # noqa: SLF001 - the library has no way to repeat a head
        _together(table.rows[0])
        return table

    @staticmethod
    def _row(table: Any, widths: Sequence[int]) -> Any:
        row = table.add_row()
        _together(row)
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
        return row.cells

    def _heading(self, text: Bilingual, level: int, align: Any = None) -> Any:
        heading = self._document.add_heading(self._t(text), level)
        heading.alignment = align
        return heading

    def _paragraph(self, text: Bilingual, *, bold: bool = False, italic: bool = False, align: Any = None) -> Any:
        paragraph = self._document.add_paragraph()
        written = paragraph.add_run(self._t(text))
        written.bold, written.italic = bold or None, italic or None
        paragraph.alignment = align
        return paragraph


def _fill(cell: Any, texts: Sequence[str], small: Sequence[str] = (), *, bold: bool = False) -> None:
    """Writes into a cell, the first texts in its own size, the rest smaller below."""
    paragraph = cell.paragraphs[0]
    first = True
    for text, size in [(text, 10.0) for text in texts if text] + [(text, 8.5) for text in small]:
        if not first:
            paragraph = cell.add_paragraph()
        written = paragraph.add_run(text)
        written.font.size, written.bold = Pt(size), (bold and first) or None
        first = False


def _together(row: Any) -> None:
    """Keeps a row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - the library has no way to say it


def _field(paragraph: Any, code: str) -> None:
    """A field that the word processor fills in, such as the page's number."""
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        run = paragraph.add_run()
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)  # noqa: SLF001 - the library knows no fields
