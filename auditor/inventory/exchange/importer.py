"""Reads a filled-in workbook. Every fault names its sheet and cell; a formula is never evaluated, it is refused."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from auditor.errors import InventoryError, Problem
from auditor.inventory.assemble import assembled
from auditor.inventory.entries import identity
from auditor.inventory.exchange.columns import PARENT, Column, Shape, Table, tables
from auditor.inventory.exchange.headings import GUIDE_SHEET, NO, SHEETS, WORDS_SHEET, YES
from auditor.inventory.exchange.opening import Bounds, opened
from auditor.inventory.exchange.workbook import FIRST_ROW, KEY_ROW
from auditor.inventory.explain import Fault, nearest
from auditor.inventory.yamlfile import LARGEST_BYTES, Loc
from auditor.model.inventory import Inventory
from auditor.text.harmless import declared

LARGEST_UNPACKED = 8 * LARGEST_BYTES
_BOUNDS = Bounds(
    packed=LARGEST_BYTES,
    unpacked=LARGEST_UNPACKED,
    parts=2_000,
    too_much="unpacks to more than any inventory needs",
    remedy="Save it as .xlsx from the template that `auditor inventory template` writes.",
)
MOST_ROWS, MOST_COLUMNS = 100_000, 200
_PARTING = re.compile(r"[;\n]")


@dataclass(slots=True)
class CellEntry:
    """One row of a list's sheet, with the rows of its inner sheets; knows the cell of each of its values."""

    list_name: str
    file: Path
    sheet: str
    row: int
    letters: dict[str, str]
    value: dict[str, Any]
    inner: dict[str, list["CellEntry"]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id as written."""
        return identity(self.value)

    @property
    def place(self) -> str:
        """Sheet and row."""
        return f"{self.sheet}!{self.row}"

    def problem(self, fault: Fault) -> Problem:
        """A fault inside this row, with its cell."""
        rows = self.inner.get(str(fault.loc[0])) if fault.loc else None
        if rows and len(fault.loc) > 1 and isinstance(fault.loc[1], int):
            return rows[fault.loc[1]].problem(Fault(fault.loc[2:], fault.message, fault.value, fault.remedy))
        return Problem(self.file, None, self._cell(fault.loc), fault.message, fault.value, fault.remedy)

    def _cell(self, loc: Loc) -> str:
        keys = [str(step) for step in loc if not isinstance(step, int)]
        for size in range(len(keys), 0, -1):
            key = ".".join(keys[:size])
            letter = self.letters.get(key) or next(
                (at for name, at in self.letters.items() if name.startswith(f"{key}.")), ""
            )
            if letter:
                return f"{self.sheet}!{letter}{self.row}"
        return f"{self.sheet}!{self.row}"


def import_workbook(path: Path) -> Inventory:
    """The inventory a workbook declares. Raises InventoryError with every problem, each with its sheet and cell."""
    book, _ = opened(path, _BOUNDS, InventoryError)
    titles = {SHEETS[table.list_name, table.inner]: table for table in tables()}
    problems: list[Problem] = []
    rows: dict[tuple[str, str], list[CellEntry]] = {}
    for sheet in book.worksheets:
        if sheet.title in titles:
            table = titles[sheet.title]
            rows[table.list_name, table.inner] = list(_entries(path, sheet, table, problems))
        elif sheet.title not in (GUIDE_SHEET, WORDS_SHEET):
            title, _ = declared(sheet.title)
            problems.append(_problem(path, title, "is no sheet of an inventory", nearest(title, titles)))
    for (list_name, inner), children in rows.items():
        if inner:
            _attach(rows.get((list_name, ""), []), inner, children, problems)
    outer = (entry for (_, inner), entries in rows.items() if not inner for entry in entries)
    return assembled(outer, problems)


def _problem(path: Path, key: str, message: str, remedy: str, value: str = "") -> Problem:
    return Problem(path, None, key, message, value, remedy)


def _entries(path: Path, sheet: Worksheet, table: Table, problems: list[Problem]) -> Iterator[CellEntry]:
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        remedy = f"A sheet has at most {MOST_ROWS} rows and {MOST_COLUMNS} columns; delete what lies beyond."
        problems.append(_problem(path, sheet.title, "is larger than any list", remedy))
        return
    columns = _columns(path, sheet, table, problems)
    letters = {column.key: get_column_letter(position) for position, column in columns.items()}
    for number in range(FIRST_ROW, sheet.max_row + 1):
        cells = [(column, sheet.cell(number, position)) for position, column in columns.items()]
        if all(cell.value is None or cell.value == "" for _, cell in cells):
            continue
        entry = CellEntry(table.list_name, path, sheet.title, number, letters, {})
        for column, cell in cells:
            value, fault = _value(column, cell)
            if fault is not None:
                problems.append(entry.problem(fault))
            elif value is not None:
                _store(entry.value, column.key, value)
        yield entry


def _columns(path: Path, sheet: Worksheet, table: Table, problems: list[Problem]) -> dict[int, Column]:
    known = {column.key: column for column in table.columns}
    found: dict[int, Column] = {}
    for position in range(1, sheet.max_column + 1):
        key = sheet.cell(KEY_ROW, position).value
        place = f"{sheet.title}!{get_column_letter(position)}{KEY_ROW}"
        if key is None:
            continue
        if str(key) not in known:
            problems.append(_problem(path, place, "is no key of this sheet", nearest(str(key), known), str(key)))
        elif known[str(key)] in found.values():
            problems.append(_problem(path, place, "stands twice in row 2", "Keep one of the two columns.", str(key)))
        else:
            found[position] = known[str(key)]
    if not found:
        remedy = "Row 2 holds the keys of the columns; copy it from a fresh template."
        problems.append(_problem(path, f"{sheet.title}!{KEY_ROW}", "holds no key", remedy))
    return found


def _value(column: Column, cell: Any) -> tuple[Any, Fault | None]:
    loc: Loc = tuple(column.key.split("."))
    raw = cell.value
    if raw is None:
        return None, None
    if cell.data_type == "f":
        return None, Fault(loc, "holds a formula", str(raw)[:80], "Write the value itself; formulas are not evaluated.")
    if cell.data_type == "e":
        return None, Fault(loc, "holds an error of the spreadsheet", str(raw), "Write the value itself.")
    text, hidden = declared(_text(raw).strip())
    if hidden:
        return None, Fault(loc, "the text holds an invisible character", hidden, "Type the value again by hand.")
    if text == "":
        return None, None
    return _shaped(column, text, loc)


def _text(raw: Any) -> str:
    if isinstance(raw, bool):
        return YES if raw else NO
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime.datetime):
        return raw.date().isoformat()
    return raw.isoformat() if isinstance(raw, datetime.date | datetime.time) else str(raw)


def _shaped(column: Column, text: str, loc: Loc) -> tuple[Any, Fault | None]:
    if column.shape is Shape.WORDS:
        return [part.strip() for part in _PARTING.split(text) if part.strip()], None
    if column.shape is Shape.YES_NO:
        word = text.casefold()
        if word not in (YES, NO):
            return None, Fault(loc, "is neither yes nor no", text, f"Write {YES} or {NO}.")
        return word == YES, None
    if column.shape is Shape.NUMBER:
        if not re.fullmatch(r"-?[0-9]{1,18}", text):
            return None, Fault(loc, "must be a whole number", text, "Write digits only.")
        return int(text), None
    return text, None


def _store(target: dict[str, Any], key: str, value: Any) -> None:
    *outer, last = key.split(".")
    for step in outer:
        target = target.setdefault(step, {})
    target[last] = value


def _attach(owners: list[CellEntry], inner: str, children: list[CellEntry], problems: list[Problem]) -> None:
    by_id = {owner.id: owner for owner in owners if owner.id}
    for child in children:
        name = child.value.pop(PARENT, "")
        owner = by_id.get(name)
        if owner is None:
            problems.append(
                child.problem(Fault((PARENT,), "names no row of the sheet it belongs to", name, nearest(name, by_id)))
            )
            continue
        owner.value.setdefault(inner, []).append(child.value)
        owner.inner.setdefault(inner, []).append(child)
