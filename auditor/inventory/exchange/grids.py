"""Other people's lists as they lie in a file: rows of cells, of a workbook's sheets or of a table as text."""

import stat
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from auditor.errors import InventoryError, Problem
from auditor.inventory.exchange.importer import BOUNDS, MOST_COLUMNS, MOST_ROWS, merged
from auditor.inventory.exchange.opening import opened
from auditor.inventory.yamlfile import LARGEST_BYTES
from auditor.text import tables

TEXTS = frozenset({".csv", ".tsv", ".txt"})
_UTF8 = "Save it as CSV UTF-8 (or as Unicode text), or as .xlsx."


@dataclass(frozen=True, slots=True)
class TextCell:
    """A cell of a table as text, in the form of a workbook's cell."""

    value: str | None
    data_type: str = "s"
    number_format: str = "@"


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet, which is nameless in a table as text. Rows and columns count from 1."""

    file: Path
    sheet: str
    rows: Sequence[Sequence[Any]]
    merged: tuple[Problem, ...] = ()

    def place(self, row: int, column: int) -> tuple[int | None, str]:
        """Line and cell of a value, as a problem names them; a table as text has lines."""
        at = f"{get_column_letter(column)}{row}"
        return (None, f"{self.sheet}!{at}") if self.sheet else (row, at)

    def words(self, row: int) -> list[str]:
        """The texts of one row, by the way in which headings are compared."""
        return [plain("" if cell.value is None else str(cell.value)) for cell in self.rows[row - 1]]


def plain(text: str) -> str:
    """A heading or word without what does not tell it from another: case, blanks, and how its marks are written."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def grids(path: Path) -> list[Grid]:
    """Every sheet of a file that has rows. Raises InventoryError for one that cannot be read or is too large."""
    if path.suffix.lower() in TEXTS:
        rows = _text_rows(path)
        found = [Grid(path, "", rows)]
    else:
        book, _ = opened(path, BOUNDS, InventoryError)
        for sheet in book.worksheets:
            _bounded(path, sheet.title, sheet.max_row, sheet.max_column)
        found = [
            Grid(path, sheet.title, list(sheet.iter_rows()), tuple(merged(path, sheet, 1))) for sheet in book.worksheets
        ]
    return [grid for grid in found if any(cell.value not in {None, ""} for row in grid.rows for cell in row)]


def _bounded(path: Path, sheet: str, rows: int, columns: int) -> None:
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        remedy = f"A list has at most {MOST_ROWS} rows and {MOST_COLUMNS} columns; delete what lies beyond."
        raise InventoryError([Problem(path, None, sheet, "is larger than any list", remedy=remedy)])


def _text_rows(path: Path) -> list[list[TextCell]]:
    def refused(message: str, remedy: str) -> InventoryError:
        return InventoryError([Problem(path, None, "", message, remedy=remedy)])

    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise refused("is no regular file", "Name the list to read.")
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except OSError as fault:
        raise refused(f"cannot be read: {fault.strerror}", "Name the list to read.") from fault
    if len(content) > LARGEST_BYTES:
        raise refused(f"is larger than {LARGEST_BYTES // 1024**2} MiB", "Split it into several files.")
    try:
        lines = tables.cells(tables.decoded(content), lambda line: len(list(filter(None, line))))
    except UnicodeDecodeError as fault:
        raise refused("is not UTF-8 text", _UTF8) from fault
    except ValueError as fault:
        raise refused(f"is no table: {fault}", "Save it anew from the program it came from, or as .xlsx.") from fault
    _bounded(path, "", len(lines), max(map(len, lines), default=0))
    return [[TextCell(cell.strip() or None) for cell in line] for line in lines]
