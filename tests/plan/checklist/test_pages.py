"""The checklists as a page, a document and a workbook: the same lines in each, and text that stays text."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from auditor.pages.interface import ReportInput
from auditor.plan.checklist.docx import checklist_document
from auditor.plan.checklist.grid import OPEN, STAMP_SHEET, Stamp
from auditor.plan.checklist.html import checklist_page
from auditor.plan.checklist.pdf import checklist_pdf
from auditor.plan.checklist.shape import Checklists
from auditor.plan.checklist.xlsx import checklist_workbook
from auditor.text.words import Language
from tests.plan.checklist.sheets import checklists

Made = Callable[[Checklists, ReportInput, Language], bytes]
EMPTY = Checklists(run="20261122-0915-7f3c", sheets=())


def workbook(made: Checklists, report: ReportInput, language: Language = "vi") -> bytes:
    return checklist_workbook(made, report, Stamp(made.run, language, "", (), 0), language)


FORMS: tuple[Made, ...] = (checklist_page, checklist_document, workbook, checklist_pdf)


def words(content: bytes) -> str:
    """Everything a document says, in order."""
    document = Document(BytesIO(content))
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(texts)


@pytest.mark.long
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_equal_input_gives_equal_bytes(report: ReportInput, form: Made, language: Language) -> None:
    """No clock and no order of making shows in a file."""
    assert form(checklists(), report, language) == form(checklists(), report, language)


def test_no_part_of_an_office_file_carries_a_clock(report: ReportInput) -> None:
    """Every part is dated alike, and the properties name the instant of the run."""
    for content in (checklist_document(checklists(), report), workbook(checklists(), report)):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            assert {(1980, 1, 1, 0, 0, 0)} == {part.date_time for part in archive.infolist()}
            stamps = re.findall(rb"T[0-9:]+Z", archive.read("docProps/core.xml"))
        assert [b"T02:15:00Z"] * 2 == stamps


def test_the_page_shows_each_line(report: ReportInput) -> None:
    """Lines, what fills them, owners, answers and what speaks against an answer stand on the page."""
    page = checklist_page(checklists(), report).decode()
    for text in (
        "Chưa đủ điều kiện thực hiện",
        "NW-05: đạt ở toàn bộ 2 đối tượng đã rà soát",
        "20:15 22/11/2026",
        "20/11/2026",
        "Căn cứ cho thấy khác",
        "Nghị định số 331/2026/NĐ-CP, Điều 29" if "nd-331-2026-nd-cp" in report.catalogue.instruments else "Điều 29",
        "Chưa nhập văn bản",
        "05/12/2026",
        "Người lập",
        "Tổ chức tự kiểm tra",
    ):
        assert text in page, text
    assert 2 == page.count('<article class="a4 paper plan" id=')


def test_clauses_nobody_read_stand_apart(report: ReportInput) -> None:
    """What rests on a secondary source is listed as a text to be compared with the original, in page and document."""
    page, document = checklist_page(checklists(), report).decode(), words(checklist_document(checklists(), report))

    assert ("Văn bản cần đối chiếu bản gốc" in page, "Văn bản cần đối chiếu bản gốc" in document) == (True, True)
    assert page.count("C: mới có nguồn thứ cấp") == 2


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_document_has_real_tables(report: ReportInput, language: Language) -> None:
    """A table per phase and one of conditions: heads repeat, no row is torn apart; headings are headings."""
    document = Document(BytesIO(checklist_document(checklists(), report, language)))
    lined = [table for table in document.tables if len(table.columns) == 5]
    headings = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]

    breaks = [paragraph for paragraph in document.paragraphs if paragraph.paragraph_format.page_break_before]

    assert 2 == len(breaks)  # the second sheet, and the texts to compare
    assert [1, 4, 1, 1, 9] == [len(table.rows) - 1 for table in lined]
    assert all(len(table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")) == 1 for table in lined)  # noqa: SLF001 - no other way to see it
    assert (2, "Times New Roman") == (headings.count("Heading 1"), document.styles["Normal"].font.name)


def test_the_workbook_is_locked_but_for_the_answers(report: ReportInput) -> None:
    """Only the four columns of each line are open, answers are chosen from a list, and the stamp is hidden."""
    book = load_workbook(BytesIO(workbook(checklists(), report)))
    sheet = book["2 tthc"]
    rules = sheet.data_validations.dataValidation
    open_ = {(cell.row, cell.column) for cells in sheet.iter_rows() for cell in cells if not cell.protection.locked}

    assert ["Danh mục", "1 dot-x", "2 tthc", STAMP_SHEET] == book.sheetnames
    assert open_ == {(row, column) for row in range(6, 12) for column in OPEN}
    assert all(item.protection.sheet for item in book.worksheets)
    assert [('"có,không,không áp dụng"', "J6:J11")] == [(rule.formula1, str(rule.sqref)) for rule in rules]
    assert ("hidden", "có", "Phòng Kỹ thuật") == (book[STAMP_SHEET].sheet_state, sheet["J7"].value, sheet["K7"].value)


def test_text_stays_text(report: ReportInput) -> None:
    """Markup, formulas, control and reordering characters of a person's text do nothing in any form."""
    made = checklists(hostile=True)
    page = checklist_page(made, report).decode()
    book = load_workbook(BytesIO(workbook(made, report)))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]

    assert "<img" not in page
    assert {"s"} == {cell.data_type for cell in cells}
    for text in (page, words(checklist_document(made, report)), "\n".join(str(cell.value) for cell in cells)):
        assert not set("\x1b\u202e\x00") & set(text)


def test_sheet_titles_are_fit_and_unique(report: ReportInput) -> None:
    """Long ids give titles of at most 31 letters that differ."""
    made = checklists(name="x" * 80)
    twice = made.model_copy(update={"sheets": made.sheets * 2})
    titles = load_workbook(BytesIO(workbook(twice, report))).sheetnames

    assert (6, True) == (len(set(titles)), all(len(title) <= 31 for title in titles))


@pytest.mark.parametrize("form", FORMS)
def test_nothing_to_prepare(report: ReportInput, form: Made) -> None:
    """Without a wave each form is made all the same, and page and document say that there is no night."""
    content: Any = form(EMPTY, report, "vi")

    assert content
    if form is checklist_page:
        assert "chưa có đêm chuyển" in content.decode()
    if form is checklist_document:
        assert "chưa có đêm chuyển" in words(content)
