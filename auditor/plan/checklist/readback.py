"""Reads a filled-in checklist back. Every fault names its sheet and cell, all of them at once; nothing is repaired.

What people may not change is compared with the cells as they were written; a formula is never evaluated.
"""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import takewhile
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from auditor.errors import ChecklistError, Problem
from auditor.inventory.exchange.opening import Bounds, opened
from auditor.inventory.explain import nearest
from auditor.model.base import VIETNAM
from auditor.model.tick import Tick
from auditor.plan.checklist.grid import (
    ANSWER_AT,
    FORM,
    NOTE_AT,
    OPEN,
    STAMP_SHEET,
    WHEN_AT,
    WHO_AT,
    Grid,
    Row,
    Stamp,
    Tab,
    answers,
    moment,
)
from auditor.text.harmless import declared

_MIB = 1024**2
_BOUNDS = Bounds(
    packed=8 * _MIB,
    unpacked=32 * _MIB,
    parts=2_000,
    too_much="unpacks to more than any checklist needs",
    remedy="Fill in the file that `auditor plan checklist --format xlsx` wrote, and save it as .xlsx.",
)
MOST_ROWS, MOST_COLUMNS, MOST_SYSTEMS = 20_000, 100, 16_384
OLDEST_DAYS = 366
"""An answer from longer before the run than this is a slip of the pen. Ours, not the law's."""

_LONGEST = {WHO_AT: 200, NOTE_AT: 1_000}
_HEAD = ("run", "language", "wave", "system", "entries", "digest")
_WHENS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S")
_FRESH = "Write a fresh file with `auditor plan checklist --format xlsx` and fill that in."
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class FilledIn:
    """A workbook that came back, before anything in it is believed but what it says it was made from."""

    path: Path
    book: Any
    file_digest: str
    stamp: Stamp
    digest: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A new answer to one line."""

    line: str
    tick: Tick


def open_filled(path: Path) -> FilledIn:
    """Opens a workbook and reads what it was made from.

    Raises ChecklistError for a file that is no checklist, is too large, unpacks to too much or carries macros.
    """
    book, content = opened(path, _BOUNDS, ChecklistError)
    if STAMP_SHEET not in book.sheetnames or not hasattr(book[STAMP_SHEET], "cell"):
        raise ChecklistError([Problem(path, None, "", "is no checklist: its hidden sheet is missing", remedy=_FRESH)])
    sheet = book[STAMP_SHEET]
    found = {str(sheet.cell(row, 1).value): _text(sheet.cell(row, 2).value) for row in range(2, 2 + len(_HEAD))}
    entries = found.get("entries", "")
    if sheet.cell(1, 1).value != FORM or set(found) != set(_HEAD) or not re.fullmatch(r"[0-9]{1,9}", entries):
        raise ChecklistError(
            [Problem(path, None, STAMP_SHEET, f"is no {FORM}: its hidden sheet was changed", remedy=_FRESH)]
        )
    stamp = Stamp(found["run"], found["language"], found["wave"], _systems(sheet), int(entries))
    return FilledIn(path, book, sha256(content).hexdigest(), stamp, found["digest"])


def _systems(sheet: Any) -> tuple[str, ...]:
    """The systems asked for by name, one a cell; as many as a sheet may have columns."""
    row = 2 + _HEAD.index("system")
    found = (_text(sheet.cell(row, column).value) for column in range(2, min(sheet.max_column, MOST_SYSTEMS) + 1))
    return tuple(takewhile(bool, found))


@dataclass(frozen=True, slots=True)
class Today:
    """What answers are held against: the instant of reading, the day of the run, the answers that hold by now."""

    now: datetime.datetime
    run_day: datetime.date
    latest: Mapping[str, Tick]


def read_answers(filled: FilledIn, grid: Grid, today: Today) -> tuple[Answered, ...]:
    """The answers that are new; `grid` is what the file held when it was written.

    Raises ChecklistError with every fault at once.
    """
    if filled.digest != grid.digest():
        message = "was made from other waves, lines, planning or answers than are there now"
        remedy = "Name the --plan, --planning and --lines it was written with. If they changed: " + _FRESH
        raise ChecklistError([Problem(filled.path, None, "", message, remedy=remedy)])
    reader = _Reader(filled, grid, today)
    found = reader.read()
    if reader.problems:
        raise ChecklistError(reader.problems)
    return found


class _Reader:
    """Walks the sheets and gathers answers and faults."""

    def __init__(self, filled: FilledIn, grid: Grid, today: Today) -> None:
        self._filled, self._grid, self._today = filled, grid, today
        self._oldest = today.run_day - datetime.timedelta(days=OLDEST_DAYS)
        self._words = {word.casefold(): key for language in ("vi", "en") for key, word in answers(language).items()}
        self.problems: list[Problem] = []

    def read(self) -> tuple[Answered, ...]:
        tabs = {tab.title: tab for tab in self._grid.tabs}
        names = list(self._filled.book.sheetnames)
        for name in names:
            if name not in tabs and name != STAMP_SHEET:
                self._fault(_shown(name), "is no sheet of this checklist", remedy="Delete it.")
        self._stamped()
        return tuple(answer for title, tab in tabs.items() for answer in self._tab(title, tab, names))

    def _tab(self, title: str, tab: Tab, names: list[str]) -> Iterator[Answered]:
        if title not in names or not hasattr(self._filled.book[title], "iter_rows"):
            self._fault(title, "this sheet is missing", remedy=_FRESH)
            return
        sheet = self._filled.book[title]
        if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
            self._fault(title, "is larger than any checklist", remedy=_FRESH)
            return
        open_rows = {row.number: row for row in tab.rows}
        self._locked(sheet, tab, set(open_rows))
        for number in sorted(open_rows):
            if answer := self._answer(sheet, open_rows[number]):
                yield answer

    def _locked(self, sheet: Any, tab: Tab, open_rows: set[int]) -> None:
        found = {
            (cell.row, cell.column): cell
            for cells in sheet.iter_rows()
            for cell in cells
            if cell.value is not None and not (cell.row in open_rows and cell.column in OPEN)
        }
        for at in sorted(found.keys() | tab.cells.keys()):
            cell, expected = found.get(at), tab.cells.get(at, "")
            text = _text(cell.value) if cell else ""
            formula = cell is not None and cell.data_type == "f"
            if formula or _even(text) != _even(expected):
                place = f"{sheet.title}!{get_column_letter(at[1])}{at[0]}"
                message = "holds a formula" if formula else "is locked and was changed"
                self._fault(place, message, _shown(text), f"Put back: {expected}" if expected else "Empty the cell.")

    def _stamped(self) -> None:
        """The list of lines in the hidden sheet is no source of anything, but a changed one is no accident."""
        sheet = self._filled.book[STAMP_SHEET]
        expected = [(tab.title, str(row.number), row.line) for tab in self._grid.tabs for row in tab.rows]
        first = len(_HEAD) + 3
        if sheet.max_row > MOST_ROWS * 5:
            self._fault(STAMP_SHEET, "is larger than any checklist", remedy=_FRESH)
            return
        for number in range(first, max(sheet.max_row, first + len(expected) - 1) + 1):
            found = tuple(_text(sheet.cell(number, column).value) for column in (1, 2, 3))
            wanted = expected[number - first] if number - first < len(expected) else ("", "", "")
            if found != wanted:
                known = {line for _, _, line in expected}
                message = "names a line that this checklist does not have" if found[2] not in known else "was changed"
                self._fault(f"{STAMP_SHEET}!C{number}", message, _shown(found[2]), _FRESH)

    def _answer(self, sheet: Any, row: Row) -> Answered | None:
        """The row's answer; None when there is none, it stood there before, or something in it is wrong."""
        count = len(self.problems)
        raw = {column: self._cell(sheet, row.number, column) for column in OPEN}
        if len(self.problems) > count:
            return None
        texts = {column: _text(value) for column, value in raw.items()}
        latest = self._today.latest.get(row.line)
        if self._same(texts, row.tick) or (latest and self._same(texts, latest)):
            return None
        if not texts[ANSWER_AT]:
            self._without_answer(sheet, row, texts)
            return None
        answer = self._words.get(texts[ANSWER_AT].casefold())
        at = self._instant(sheet, row, raw[WHEN_AT], texts[WHEN_AT])
        if answer is None:
            allowed = nearest(texts[ANSWER_AT], answers(self._grid.language).values())
            self._fault(_place(sheet, row, ANSWER_AT), "is no answer", _shown(texts[ANSWER_AT]), allowed)
        if not texts[WHO_AT]:
            self._fault(
                _place(sheet, row, WHO_AT), "an answer stands here without who gave it", remedy="Write the name."
            )
        if answer is None or at is None or not texts[WHO_AT]:
            return None
        if latest and at < latest.at.replace(second=0, microsecond=0):
            message = f"is earlier than the answer of {latest.who} that the log holds ({moment(latest.at)})"
            self._fault(_place(sheet, row, WHEN_AT), message, texts[WHEN_AT], "Write when this answer was given.")
            return None
        return Answered(
            row.line,
            Tick.model_validate({"answer": answer, "who": texts[WHO_AT], "at": at, "note": texts[NOTE_AT]}),
        )

    def _without_answer(self, sheet: Any, row: Row, texts: dict[int, str]) -> None:
        if row.tick:
            no = answers(self._grid.language)["no"]
            remedy = f"An answer is not taken back by deleting it: answer again, {no!r} if it no longer holds."
            self._fault(_place(sheet, row, ANSWER_AT), "the answer that stood here is gone", remedy=remedy)
        elif any(texts.values()):
            remedy = "Choose an answer, or empty the row."
            self._fault(_place(sheet, row, ANSWER_AT), "is empty, but something stands beside it", remedy=remedy)

    def _cell(self, sheet: Any, row: int, column: int) -> Any:
        """A value as a person typed it: formulas, errors, hidden characters and endless texts are faults."""
        cell = sheet.cell(row, column)
        place = f"{sheet.title}!{get_column_letter(column)}{row}"
        if cell.data_type == "f":
            remedy = "Write the value itself; formulas are not evaluated."
            self._fault(place, "holds a formula", _shown(_text(cell.value)), remedy)
        elif cell.data_type == "e":
            self._fault(place, "holds an error of the spreadsheet", _text(cell.value), "Write the value itself.")
        elif isinstance(cell.value, str):
            text, hidden = declared(cell.value.strip())
            if hidden:
                self._fault(place, "the text holds an invisible character", hidden, "Type it again by hand.")
            if len(text) > _LONGEST.get(column, 40):
                self._fault(place, f"is longer than {_LONGEST.get(column, 40)} characters", remedy="Shorten it.")
            return text
        return cell.value

    def _instant(self, sheet: Any, row: Row, raw: Any, text: str) -> datetime.datetime | None:
        place = _place(sheet, row, WHEN_AT)
        remedy = "Write day and hour, as 2026-12-05 20:15, in Vietnamese time."
        if not text:
            self._fault(place, "an answer stands here without when it was given", remedy=remedy)
            return None
        local = raw if isinstance(raw, datetime.datetime) else _parsed(text)
        if local is None:
            self._fault(place, "is no day with an hour", _shown(text), remedy)
            return None
        at = local.replace(tzinfo=VIETNAM)
        if at > self._today.now:
            self._fault(place, "lies in the future", text, remedy)
            return None
        if local.date() < self._oldest:
            self._fault(place, f"lies before {self._oldest}, more than a year before the run", text, remedy)
            return None
        return at

    def _same(self, texts: dict[int, str], tick: Tick | None) -> bool:
        if tick is None:
            return not any(texts.values())
        words = answers(self._grid.language)
        stood = {ANSWER_AT: words[tick.answer], WHO_AT: tick.who, WHEN_AT: moment(tick.at), NOTE_AT: tick.note}
        return all(_even(texts[column]) == _even(stood[column]) for column in OPEN)

    def _fault(self, key: str, message: str, value: str = "", remedy: str = "") -> None:
        self.problems.append(Problem(self._filled.path, None, key, message, value, remedy))


def _place(sheet: Any, row: Row, column: int) -> str:
    return f"{sheet.title}!{get_column_letter(column)}{row.number}"


def _parsed(text: str) -> datetime.datetime | None:
    for form in _WHENS:
        try:
            return datetime.datetime.strptime(text, form)  # noqa: DTZ007 - cells hold Vietnamese time without a zone
        except ValueError:
            continue
    return None


def _text(value: Any) -> str:
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return "" if value is None else str(value)


def _even(text: str) -> str:
    """Spreadsheets rewrite spaces and line ends; that is no change."""
    return _SPACES.sub(" ", text).strip()


def _shown(text: str) -> str:
    clean, hidden = declared(text)
    return f"{clean[:80]}{' with ' + hidden if hidden else ''}"
