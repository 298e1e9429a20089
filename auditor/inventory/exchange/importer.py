"""Reads a filled-in workbook. Every fault names its sheet and cell; a formula is never evaluated, it is refused."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from auditor.errors import InventoryError, Problem
from auditor.inventory.assemble import assembled
from auditor.inventory.entries import identity
from auditor.inventory.exchange.cells import store, value_of
from auditor.inventory.exchange.columns import PARENT, Column, Table, tables
from auditor.inventory.exchange.headings import GUIDE_SHEET, SHEETS, WORDS_SHEET
from auditor.inventory.exchange.opening import Bounds, opened
from auditor.inventory.exchange.workbook import FIRST_ROW, KEY_ROW
from auditor.inventory.explain import Fault, nearest
from auditor.inventory.yamlfile import LARGEST_BYTES, Loc
from auditor.model.inventory import Inventory
from auditor.text.harmless import declared

LARGEST_UNPACKED = 8 * LARGEST_BYTES
BOUNDS = Bounds(
    packed=LARGEST_BYTES,
    unpacked=LARGEST_UNPACKED,
    parts=2_000,
    too_much="unpacks to more than any inventory needs",
    remedy="Save it as .xlsx from the template that `auditor inventory template` writes.",
)
MOST_ROWS, MOST_COLUMNS = 20_000, 200
_YAML = (".yaml", ".yml")
_OTHER_FORMS = {
    **dict.fromkeys((".csv", ".tsv", ".txt"), "a table as text"),
    **dict.fromkeys((".xls", ".xlsb", ".ods"), "a workbook of another form"),
    **dict.fromkeys((".docx", ".doc", ".odt", ".pdf"), "a document"),
    **dict.fromkeys((".json", ".xml"), "an export of another program"),
    **dict.fromkeys(_YAML, "YAML"),
}
_WAYS = {
    False: "Have a mapping proposed with `auditor inventory mapping FILE -o mapping.yaml`, correct it, and import with"
    " `--mapping mapping.yaml`. Or write a template with `auditor inventory template FILE.xlsx`, open both side by"
    " side, copy each column under the heading that means the same, on the sheet of its list, and import the template."
    " Rows 1 and 2 stay as they are.",
    True: "A folder of YAML files is an inventory as it is: try `auditor inventory check FOLDER`.",
}
"""What to do with a list in another form, and with YAML."""


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
    _refuse_others(path)
    book, _ = opened(path, BOUNDS, InventoryError)
    problems: list[Problem] = []
    sheets = _sheets(path, book, problems)
    layouts = {table: _layout(path, sheet, table) for table, sheet in sheets.items()}
    problems += [problem for layout in layouts.values() for problem in layout.problems]
    if problems:
        raise InventoryError(problems)  # what the rows say is not known while sheets and columns are not
    rows = {
        (table.list_name, table.inner): list(_entries(path, sheet, table, layouts[table].columns, problems))
        for table, sheet in sheets.items()
    }
    for (list_name, inner), children in rows.items():
        if inner:
            _attach(rows.get((list_name, ""), []), inner, children, problems)
    outer = (entry for (_, inner), entries in rows.items() if not inner for entry in entries)
    return assembled(outer, problems)


def _refuse_others(path: Path) -> None:
    """Raises InventoryError for a list in another form, with the way on from there."""
    kind = path.suffix.lower()
    if path.is_file() and kind in _OTHER_FORMS:
        raise InventoryError(
            [_problem(path, "", f"is no .xlsx workbook but {_OTHER_FORMS[kind]}", _WAYS[kind in _YAML])]
        )


def _sheets(path: Path, book: Any, problems: list[Problem]) -> dict[Table, Worksheet]:
    """The sheet of each list; a missing or a strange one is a problem, since a list that is not there is not an empty
    one. Raises InventoryError where none is there.
    """
    titles = {SHEETS[table.list_name, table.inner]: table for table in tables()}
    found: dict[Table, Worksheet] = {}
    for sheet in book.worksheets:
        title = unicodedata.normalize("NFC", sheet.title).strip()
        if title in titles and titles[title] not in found:
            found[titles[title]] = sheet
        elif title not in (GUIDE_SHEET, WORDS_SHEET):
            shown, _ = declared(title)
            problems.append(_problem(path, shown, "is no sheet of an inventory", nearest(shown, titles)))
    if not found:
        remedy = "Copy the rows into the template that `auditor inventory template` writes, each list on its sheet."
        problems[:] = [_problem(path, "", "holds no sheet of an inventory", remedy)]
        raise InventoryError(problems)
    remedy = "Keep every sheet of the template, empty where there is nothing to declare."
    problems += [_problem(path, title, "is missing", remedy) for title, table in titles.items() if table not in found]
    return found


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the columns of a sheet are, and what is wrong with it as a whole."""

    columns: dict[int, Column]
    problems: list[Problem]


def _layout(path: Path, sheet: Worksheet, table: Table) -> _Layout:
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        remedy = f"A sheet has at most {MOST_ROWS} rows and {MOST_COLUMNS} columns; delete what lies beyond."
        return _Layout({}, [_problem(path, sheet.title, "is larger than any list", remedy)])
    problems: list[Problem] = []
    columns = _columns(path, sheet, table, problems)
    problems += merged(path, sheet, KEY_ROW)
    return _Layout(columns, problems)


def merged(path: Path, sheet: Worksheet, first: int) -> list[Problem]:
    """A problem for each area of merged cells that reaches a row from `first` on."""
    remedy = "Undo the merging and write the value into each cell it is meant for."
    areas = (area.coord for area in sheet.merged_cells.ranges if area.max_row >= first)
    return [_problem(path, f"{sheet.title}!{area}", "is merged, so one cell stands for many", remedy) for area in areas]


def _problem(path: Path, key: str, message: str, remedy: str, value: str = "") -> Problem:
    return Problem(path, None, key, message, value, remedy)


def _entries(
    path: Path, sheet: Worksheet, table: Table, columns: dict[int, Column], problems: list[Problem]
) -> Iterator[CellEntry]:
    letters = {column.key: get_column_letter(position) for position, column in columns.items()}
    for number in range(FIRST_ROW, sheet.max_row + 1):
        cells = [(column, sheet.cell(number, position)) for position, column in columns.items()]
        if all(cell.value is None or cell.value == "" for _, cell in cells):
            continue
        entry = CellEntry(table.list_name, path, sheet.title, number, letters, {})
        for column, cell in cells:
            value, fault = value_of(column, cell)
            if fault is not None:
                problems.append(entry.problem(fault))
            elif value is not None:
                store(entry.value, column.key, value)
        yield entry


def _columns(path: Path, sheet: Worksheet, table: Table, problems: list[Problem]) -> dict[int, Column]:
    known = {column.key: column for column in table.columns}
    found: dict[int, Column] = {}
    for position in range(1, sheet.max_column + 1):
        key = sheet.cell(KEY_ROW, position).value
        place = f"{sheet.title}!{get_column_letter(position)}{KEY_ROW}"
        if key is None or not str(key).strip():
            if (filled := _filled(sheet, position)) is not None:
                remedy = "Row 2 holds the keys of the columns; copy it from a fresh template, or empty the column."
                problems.append(_problem(path, place, f"holds no key, though {filled} is filled in", remedy))
            continue
        if str(key) not in known:
            problems.append(_problem(path, place, "is no key of this sheet", nearest(str(key), known), str(key)))
        elif known[str(key)] in found.values():
            problems.append(_problem(path, place, "stands twice in row 2", "Keep one of the two columns.", str(key)))
        else:
            found[position] = known[str(key)]
    if not found:
        remedy = "Row 2 holds the keys of the columns; copy it from a fresh template."
        problems[:] = [_problem(path, f"{sheet.title}!{KEY_ROW}", "holds no key", remedy)]
    return found


def _filled(sheet: Worksheet, position: int) -> str | None:
    """The first cell of a column, beside its key, in which something stands."""
    numbers = (number for number in range(1, sheet.max_row + 1) if number != KEY_ROW)
    values = ((number, sheet.cell(number, position).value) for number in numbers)
    row = next((number for number, value in values if value is not None and str(value).strip()), None)
    return None if row is None else f"{get_column_letter(position)}{row}"


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
