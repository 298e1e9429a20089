"""Writes an inventory, or an empty template, as a workbook: a sheet per list, headings, keys, lists to choose from."""

import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from auditor.errors import UsageError
from auditor.inventory.exchange.columns import PARENT, Column, Shape, Table, tables
from auditor.inventory.exchange.headings import COLUMNS, GUIDE, GUIDE_SHEET, NO, SHEETS, WORDS_SHEET, YES
from auditor.model.entity import Entity
from auditor.model.inventory import Inventory
from auditor.text.harmless import is_formula
from auditor.writing import OPEN, write_whole

HEADING_ROW, KEY_ROW, FIRST_ROW = 1, 2, 3
_LAST_ROW = 5000
_HEADING = PatternFill("solid", fgColor="DCE6F1")
_KEY = Font(color="808080", size=8)
_WIDTH = 24


def write_workbook(path: Path, inventory: Inventory | None = None) -> None:
    """Write the workbook, its lists empty without an inventory. Raises UsageError when the file cannot be written."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _guide(book.create_sheet(GUIDE_SHEET))
    words = _Words(book.create_sheet(WORDS_SHEET))
    for table in tables():
        sheet = book.create_sheet(SHEETS[table.list_name, table.inner])
        _head(sheet, table, words)
        for number, row in enumerate(_rows(table, inventory or Inventory()), start=FIRST_ROW):
            for position, value in enumerate(row, start=1):
                _put(sheet.cell(number, position), value)
    book.move_sheet(WORDS_SHEET, len(book.sheetnames))
    words.sheet.sheet_state = "hidden"
    packed = BytesIO()
    book.save(packed)
    try:
        write_whole(path, packed.getvalue(), OPEN)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror}", remedy="Name a file in a folder you may write to."
        ) from error


def _guide(sheet: Worksheet) -> None:
    for number, line in enumerate(GUIDE, start=1):
        cell = sheet.cell(number, 1, line)
        cell.alignment = Alignment(wrap_text=True)
        cell.font = Font(bold=number == 1)
    sheet.column_dimensions["A"].width = 110


class _Words:
    """The hidden sheet that holds the closed lists, because a list inside a rule may not exceed 255 characters."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self._ranges: dict[tuple[str, ...], str] = {}

    def range(self, allowed: tuple[str, ...]) -> str:
        """The cells that hold a closed list, written once."""
        if allowed not in self._ranges:
            letter = get_column_letter(len(self._ranges) + 1)
            for number, word in enumerate(allowed, start=1):
                self.sheet[f"{letter}{number}"] = word
            self._ranges[allowed] = f"'{WORDS_SHEET}'!${letter}$1:${letter}${len(allowed)}"
        return self._ranges[allowed]


def _head(sheet: Worksheet, table: Table, words: _Words) -> None:
    for position, column in enumerate(table.columns, start=1):
        letter = get_column_letter(position)
        heading = sheet.cell(HEADING_ROW, position, COLUMNS[column.key])
        heading.font, heading.fill, heading.alignment = Font(bold=True), _HEADING, Alignment(wrap_text=True)
        if column.shape is Shape.WORDS and column.allowed:
            heading.comment = Comment("Các giá trị: " + "; ".join(column.allowed), "auditor")
        sheet.cell(KEY_ROW, position, column.key).font = _KEY
        sheet.column_dimensions[letter].width = _WIDTH
        if choice := _choice(column, words):
            rule = DataValidation(type="list", formula1=choice, allow_blank=True)
            rule.add(f"{letter}{FIRST_ROW}:{letter}{_LAST_ROW}")
            sheet.add_data_validation(rule)
    sheet.freeze_panes = "B3"


def _choice(column: Column, words: _Words) -> str:
    if column.shape is Shape.YES_NO:
        return f'"{YES},{NO}"'
    return words.range(column.allowed) if column.shape is Shape.TEXT and column.allowed else ""


def _rows(table: Table, inventory: Inventory) -> list[list[Any]]:
    entities: tuple[Entity, ...] = getattr(inventory, table.list_name)
    if not table.inner:
        return [_row(table.columns, _written(entity)) for entity in entities]
    return [
        _row(table.columns, {PARENT: str(entity.id)} | part.model_dump())
        for entity in entities
        for part in getattr(entity, table.inner)
    ]


def _written(entity: Entity) -> dict[str, Any]:
    """What differs from the defaults; of a document that is there but all default, everything, so that it stays."""
    chosen, everything = entity.model_dump(exclude_defaults=True), entity.model_dump()
    return {key: everything[key] if value == {} else value for key, value in chosen.items()}


def _row(columns: tuple[Column, ...], values: dict[str, Any]) -> list[Any]:
    return [_cell_value(column, _at(values, column.key)) for column in columns]


def _at(values: Any, key: str) -> Any:
    for step in key.split("."):
        values = values.get(step) if isinstance(values, dict) else None
    return values


def _cell_value(column: Column, value: Any) -> Any:
    if value is None or value in ("", ()):
        return None
    if column.shape is Shape.WORDS:
        return "; ".join(str(part) for part in value)
    if column.shape is Shape.YES_NO:
        return YES if value else NO
    return value if isinstance(value, int | datetime.date) else str(value)


def _put(cell: Cell | Any, value: Any) -> None:
    """Text stays text: one that begins with an equals sign must not become a formula."""
    if value is None:
        return
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = is_formula(value)
    elif isinstance(value, datetime.datetime):
        cell.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(value, datetime.date):
        cell.number_format = "yyyy-mm-dd"
