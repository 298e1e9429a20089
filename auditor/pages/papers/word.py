"""A paper as an editable file: styles, repeated table headings, page numbers, annexes laid across.

Equal papers give equal bytes: the file carries the run's instant and no time of its own.
"""

import datetime
import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph

from auditor.pages.office import settled
from auditor.pages.papers.blocks import LINE, Annex, Block, Foot, Head, Heading, Paper, Paragraph, Points, Table
from auditor.pages.papers.form import PaperForm
from auditor.pages.papers.head import about, addressed
from auditor.text.harmless import for_paper
from auditor.text.words import Bilingual, Language

_LONG, _SHORT = Mm(297), Mm(210)
_BLACK = RGBColor(0, 0, 0)
_SMALLER = 3
_HEAD_WIDTHS = (Mm(64), Mm(101))
_PARAGRAPHS = {"body": "Body Text", "note": "Auditor Note", "basis": "Auditor Basis"}
_WHOLE = 1000


def paper_docx(paper: Paper, language: Language, at: datetime.datetime) -> bytes:
    """The file; `at` is the instant it says it was made."""
    file = docx.Document()
    writer = _Writer(file, language, paper.form)
    writer.set_up()
    writer.head(paper.head, paper.grade, about(paper) if paper.addressees else None)
    for notice in paper.notices:
        writer.text(notice, "Auditor Note")
    if paper.addressees:
        for line in addressed(paper):
            writer.text(line, "Auditor Addressee")
    else:
        writer.text(paper.kind, "Title")
        writer.text(paper.subject, "Subtitle")
    writer.blocks(paper.blocks)
    writer.foot(paper.foot)
    for annex in paper.annexes:
        writer.annex(annex)
    _properties(file, paper, language, at)
    loose = io.BytesIO()
    file.save(loose)
    return settled(loose.getvalue(), at)


class _Writer:
    """Writes blocks into a file in one language."""

    def __init__(self, file: WordFile, language: Language, form: PaperForm) -> None:
        self._file = file
        self._language = language
        self._form = form
        self._ids: dict[str, str] = {}

    def set_up(self) -> None:
        """Page, styles and page numbers."""
        section = self._file.sections[0]
        section.page_width, section.page_height = _SHORT, _LONG
        margins = self._form.margins_mm
        section.top_margin, section.bottom_margin = Mm(margins.top), Mm(margins.bottom)
        section.left_margin, section.right_margin = Mm(margins.left), Mm(margins.right)
        section.different_first_page_header_footer = True
        _numbered(section)
        _styles(self._file, self._form, self._language)

    def text(self, text: Bilingual, style: str) -> WordParagraph:
        """One paragraph."""
        return self._styled(self._file.add_paragraph(self._text(text)), style)

    def _styled(self, paragraph: WordParagraph, style: str) -> WordParagraph:
        """The library searches all styles for each paragraph it is told to style; tables of many rows cannot wait."""
        if style not in self._ids:
            self._ids[style] = self._file.styles[style].style_id
        paragraph._p.style = self._ids[style]  # noqa: SLF001 - see above
        return paragraph

    def blocks(self, blocks: Sequence[Block]) -> None:
        """Blocks in their order."""
        for block in blocks:
            if isinstance(block, Heading):
                self.text(block.text, f"Heading {block.level}")
            elif isinstance(block, Paragraph):
                self.text(block.text, _PARAGRAPHS[block.style])
            elif isinstance(block, Points):
                for item in block.items:
                    self.text(item, "Auditor Point")
            else:
                self.table(block)

    def table(self, table: Table) -> None:
        """A table with a repeated heading; a sentence where there is nothing to show."""
        if not table.rows:
            self.text(table.empty, "Body Text")
            return
        made = self._file.add_table(rows=1, cols=len(table.columns), style="Table Grid")
        made.autofit = False
        made.alignment = WD_TABLE_ALIGNMENT.CENTER
        section = self._file.sections[-1]
        room = int(section.page_width or 0) - int(section.left_margin or 0) - int(section.right_margin or 0)
        whole = sum(column.share for column in table.columns) or _WHOLE
        widths = [room * column.share // whole for column in table.columns]
        for column, width in zip(made.columns, widths, strict=True):
            column.width = Emu(width)
        self._row(made.rows[0], [column.title for column in table.columns], widths, "Auditor Table Head")
        _mark(made.rows[0], "w:tblHeader")
        for row in table.rows:
            self._row(made.add_row(), row, widths, "Auditor Table")
        self._file.add_paragraph(style="Auditor Table")

    def _row(self, row: _Row, texts: Sequence[Bilingual], widths: Sequence[int], style: str) -> None:
        _mark(row, "w:cantSplit")
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = Emu(width)
            self._fill(cell, text, style)

    def _fill(self, cell: _Cell, text: Bilingual, style: str) -> None:
        lines = self._text(text).split(LINE)
        cell.paragraphs[0].text = lines[0]
        self._styled(cell.paragraphs[0], style)
        for line in lines[1:]:
            self._styled(cell.add_paragraph(line), style)

    def head(self, head: Head, grade: Bilingual, subject: Bilingual | None) -> None:
        """Issuer at the left, the body's lines at the right, number and date below; of a letter what it is about."""
        made = self._file.add_table(rows=2, cols=2)
        made.autofit = False
        left, right = made.rows[0].cells
        self._stack(left, [(head.superior, False), (head.issuer, True)])
        under = head.under_issuer or "⸺⸺⸺"
        self._stack(left, [(Bilingual(under, under), False)], more=True)
        self._stack(right, [(line, True) for line in head.lines])
        self._stack(right, [(Bilingual("⸺⸺⸺⸺⸺", "⸺⸺⸺⸺⸺"), False)], more=True)
        left = [(head.number, False), *([(subject, False)] if subject else []), (grade, False)]
        self._stack(made.rows[1].cells[0], left)
        self._stack(made.rows[1].cells[1], [(head.place_and_date, False)])
        made.rows[1].cells[1].paragraphs[0].runs[0].italic = True
        for column, width in zip(made.columns, _HEAD_WIDTHS, strict=True):
            column.width = width
            for cell in column.cells:
                cell.width = width

    def _stack(self, cell: _Cell, lines: Sequence[tuple[Bilingual, bool]], *, more: bool = False) -> None:
        """Centred lines, some bold; without text, none."""
        first = not more
        for text, bold in lines:
            if not text.vi:
                continue
            paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
            first = False
            self._styled(paragraph, "Auditor Head")
            paragraph.add_run(self._text(text)).bold = bold

    def foot(self, foot: Foot) -> None:
        """Recipients at the left, the signer at the right."""
        made = self._file.add_table(rows=1, cols=2)
        left, right = made.rows[0].cells
        left.paragraphs[0].style = "Auditor Recipients"
        left.paragraphs[0].add_run(self._text(foot.recipients_title)).bold = True
        for name in foot.recipients:
            left.add_paragraph(f"- {self._text(name)};", style="Auditor Recipients")
        self._stack(right, [(foot.signer_title, True)])
        for _ in range(4):
            right.add_paragraph(style="Auditor Head")
        self._stack(right, [(foot.signer, True)], more=True)
        _mark(made.rows[0], "w:cantSplit")

    def annex(self, annex: Annex) -> None:
        """An annex on pages laid across."""
        section = self._file.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = _LONG, _SHORT
        section.different_first_page_header_footer = False
        margins = self._form.margins_mm
        section.left_margin, section.right_margin = Mm(margins.bottom), Mm(margins.bottom)
        section.top_margin, section.bottom_margin = Mm(margins.right), Mm(margins.right)
        heading = self.text(annex.label, "Heading 1")
        heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self.text(annex.title, "Subtitle")
        self.blocks(annex.blocks)

    def _text(self, text: Bilingual) -> str:
        return for_paper(text.of(self._language))


def _styles(file: WordFile, form: PaperForm, language: Language) -> None:
    normal = file.styles["Normal"]
    _font(normal, form, form.size_pt)
    _speaks(normal, "vi-VN" if language == "vi" else "en-GB")
    body = _style(file, "Body Text", form, form.size_pt)
    body.paragraph_format.first_line_indent = Mm(10)
    body.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for name, size in (("Title", form.size_pt + 1), ("Subtitle", form.size_pt)):
        style = _style(file, name, form, size, bold=True)
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _without(style.element.get_or_add_pPr(), "w:pBdr")
        _without(style.element.get_or_add_rPr(), "w:spacing", "w:kern")
    file.styles.add_style("Auditor Addressee", 1).base_style = normal
    _style(file, "Auditor Addressee", form, form.size_pt).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for level in (1, 2):
        style = _style(file, f"Heading {level}", form, form.size_pt, bold=True)
        style.paragraph_format.keep_with_next = True
    for name, base in (("Auditor Point", "Body Text"), ("Auditor Basis", "Body Text"), ("Auditor Note", "Normal")):
        file.styles.add_style(name, 1).base_style = file.styles[base]
        style = _style(file, name, form, form.size_pt - (_SMALLER if name.endswith("Note") else 0))
        style.font.italic = name != "Auditor Point"
    for name, lead in (("Auditor Table", 0), ("Auditor Table Head", 0), ("Auditor Head", 0), ("Auditor Recipients", 0)):
        file.styles.add_style(name, 1).base_style = normal
        small = form.size_pt - (1 if name == "Auditor Head" else _SMALLER)
        style = _style(file, name, form, small, bold=name == "Auditor Table Head")
        style.paragraph_format.space_after = Pt(lead)
        style.paragraph_format.space_before = Pt(lead)
        if name in ("Auditor Head", "Auditor Table Head"):
            style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _style(file: WordFile, name: str, form: PaperForm, size: int, *, bold: bool = False) -> ParagraphStyle:
    style = file.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(name)
    _font(style, form, size)
    style.font.bold = bold
    style.font.italic = False
    style.font.color.rgb = _BLACK
    style.paragraph_format.space_before = Pt(3)
    style.paragraph_format.space_after = Pt(3)
    return style


def _font(style: Any, form: PaperForm, size: int) -> None:
    style.font.name = form.font
    style.font.size = Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), form.font)


def _speaks(style: Any, tag: str) -> None:
    """The language a word processor checks spelling in."""
    language = OxmlElement("w:lang")
    for key in ("w:val", "w:eastAsia"):
        language.set(qn(key), tag)
    style.element.get_or_add_rPr().append(language)


def _without(properties: Any, *tags: str) -> None:
    """Takes away what the library's template decorates a style with."""
    for tag in tags:
        for found in properties.findall(qn(tag)):
            properties.remove(found)


def _mark(row: _Row, tag: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(tag))  # noqa: SLF001 - the library has no word for it


def _numbered(section: Section) -> None:
    """The page's number in the middle of its head; the first page shows none."""
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        run._r.append(mark)  # noqa: SLF001 - the library has no word for it


def _properties(file: WordFile, paper: Paper, language: Language, at: datetime.datetime) -> None:
    properties = file.core_properties
    properties.title = for_paper(paper.subject.of(language))[:255]
    properties.author = for_paper(paper.head.issuer.of(language))[:255]
    properties.last_modified_by = ""
    properties.comments = ""
    properties.revision = 1
    properties.language = language
    properties.created = properties.modified = at.astimezone(datetime.UTC).replace(microsecond=0, tzinfo=None)
