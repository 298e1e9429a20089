"""The checklists as a workbook to be filled in and read back: locked but for the answers."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from auditor.pages.interface import ReportInput
from auditor.pages.office import settled
from auditor.plan.checklist.content import shown
from auditor.plan.checklist.grid import (
    ANSWER_AT,
    CONDITION_HEADINGS,
    FORM,
    HEADING_ROW,
    NOTE_AT,
    OPEN,
    STAMP_SHEET,
    WHEN_AT,
    WHO_AT,
    WIDTHS,
    Grid,
    Row,
    Stamp,
    Tab,
    answers,
    grid_of,
    moment,
)
from auditor.plan.checklist.shape import Checklists
from auditor.text.harmless import is_formula
from auditor.text.words import Language

_FONT = "Times New Roman"
_HEADING = PatternFill("solid", fgColor="DCE6F1")
_OPEN = PatternFill("solid", fgColor="FFF9DB")
_THIN = Side(style="thin", color="8B939C")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WRAP = Alignment(wrap_text=True, vertical="top")
_GO = {"go": "1B6E40", "no_go": "B0242A", "open": "855400"}
_INDEX_WIDTHS = (36, 60, 18, 64)


def checklist_workbook(checklists: Checklists, report: ReportInput, stamp: Stamp, language: Language = "vi") -> bytes:
    """The workbook. Raises ReportError when a message lacks its Vietnamese."""
    grid = grid_of(shown(checklists, report), stamp, language)
    book = Workbook()
    book.remove(book.worksheets[0])
    for tab in grid.tabs:
        _sheet(book.create_sheet(tab.title), tab, language)
    _stamp(book.create_sheet(STAMP_SHEET), grid)
    packed = BytesIO()
    book.save(packed)
    return settled(packed.getvalue(), report.result.run.evaluated_at)


def stamp_rows(grid: Grid) -> list[tuple[str, ...]]:
    """What the hidden sheet holds: what the workbook was made from, its digest, and where each line stands."""
    stamp = grid.stamp
    head = [
        (FORM,),
        ("run", stamp.run),
        ("language", stamp.language),
        ("wave", stamp.wave),
        ("system", *stamp.systems),
        ("entries", str(stamp.entries)),
        ("digest", grid.digest()),
        ("sheet", "row", "line"),
    ]
    return head + [(tab.title, str(row.number), row.line) for tab in grid.tabs for row in tab.rows]


def _stamp(sheet: Worksheet, grid: Grid) -> None:
    for number, row in enumerate(stamp_rows(grid), start=1):
        for column, text in enumerate(row, start=1):
            _put(sheet.cell(number, column), text)
    sheet.sheet_state = "hidden"
    sheet.protection.enable()


def _sheet(sheet: Worksheet, tab: Tab, language: Language) -> None:
    for (number, column), text in tab.cells.items():
        cell = sheet.cell(number, column)
        _put(cell, text)
        cell.font = Font(name=_FONT, size=14 if number == 1 else 11, bold=number in (1, HEADING_ROW, tab.conditions_at))
        if number > HEADING_ROW:
            cell.alignment = _WRAP
    _heading(sheet, tab)
    for row in tab.rows:
        _open(sheet, row, language)
    if tab.rows:
        _lists(sheet, tab, language)
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    sheet.protection.enable()


def _heading(sheet: Worksheet, tab: Tab) -> None:
    widths = WIDTHS if tab.rows else _INDEX_WIDTHS
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        heading = sheet.cell(HEADING_ROW, column)
        heading.fill, heading.alignment, heading.border = _HEADING, _WRAP, _BOX
    for column in range(1, len(CONDITION_HEADINGS) + 1 if tab.conditions_at else 1):
        below = sheet.cell(tab.conditions_at, column)
        below.fill, below.border = _HEADING, _BOX
    if tab.go:
        sheet.cell(3, 1).font = Font(name=_FONT, size=11, bold=True, color=_GO[tab.go])
    sheet.freeze_panes = f"D{HEADING_ROW + 1}" if tab.rows else f"A{HEADING_ROW + 1}"
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _open(sheet: Worksheet, row: Row, language: Language) -> None:
    for column in range(1, len(WIDTHS) + 1):
        sheet.cell(row.number, column).border = _BOX
    for column in OPEN:
        cell = sheet.cell(row.number, column)
        cell.protection, cell.fill, cell.alignment = Protection(locked=False), _OPEN, _WRAP
        cell.font, cell.number_format = Font(name=_FONT, size=11), "@"
    sheet.cell(row.number, WHEN_AT).number_format = "yyyy-mm-dd hh:mm"
    if row.tick:
        _put(sheet.cell(row.number, ANSWER_AT), answers(language)[row.tick.answer])
        _put(sheet.cell(row.number, WHO_AT), row.tick.who)
        _put(sheet.cell(row.number, WHEN_AT), moment(row.tick.at))
        _put(sheet.cell(row.number, NOTE_AT), row.tick.note)


def _lists(sheet: Worksheet, tab: Tab, language: Language) -> None:
    rule = DataValidation(type="list", formula1=f'"{",".join(answers(language).values())}"', allow_blank=True)
    letter = get_column_letter(ANSWER_AT)
    rule.add(f"{letter}{tab.rows[0].number}:{letter}{tab.rows[-1].number}")
    sheet.add_data_validation(rule)


def _put(cell: Cell | MergedCell, text: str) -> None:
    """Text stays text: one that begins with an equals sign must not become a formula."""
    if text:
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = is_formula(text)
