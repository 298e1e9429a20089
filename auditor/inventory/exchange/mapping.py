"""Lists with headings of their own: which column means which key, as somebody wrote it into a small YAML file.

Nothing is lost without a word: a column that is filled in is mapped or named under `ignore`, and what a cell cannot
mean is a problem with its file and cell. One mapping serves every later edition of the same list.
"""

import datetime
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from auditor.errors import InventoryError, Problem
from auditor.inventory.assemble import assembled
from auditor.inventory.document import SingleFile, read_document
from auditor.inventory.entries import LISTS, Entry, dotted, identity
from auditor.inventory.exchange.cells import shaped, store, text_of
from auditor.inventory.exchange.columns import PARENT, Column, Shape, tables
from auditor.inventory.exchange.grids import Grid, grids, plain
from auditor.inventory.exchange.headings import NO, YES
from auditor.inventory.exchange.register import ABOUT, ALSO, parted, spelt_day, unfit
from auditor.inventory.explain import Fault, nearest
from auditor.inventory.read import entries_of
from auditor.model.base import VIETNAM, Document, Text
from auditor.model.inventory import Inventory

_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_PARTING = re.compile(r"[;,\n]")
_LONGEST_ID = 80


class ListMapping(Document):
    """How the rows of one table become entries of one list.

    `file` and `sheet` say which table, where there are several; `headings` is the row of its headings. `columns` gives
    for each heading the key it means, or several; a key inside an inner list begins with that list's name. `ignore`
    names columns left out, `undecided` those nobody has decided about. `fixed` holds values that every entry has,
    `values` for a key our word for each of theirs. `make_id` is the heading whose text an id is made of.
    """

    file: Text = ""
    sheet: Text = ""
    list: Text
    headings: Annotated[int, Field(ge=1, le=1000)] = 1
    columns: dict[str, str | tuple[str, ...]]
    ignore: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    fixed: dict[str, str | int | bool] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    make_id: Text = ""


class ListMappings(Document):
    """Tables that together are an inventory, or a part of one."""

    tables: Annotated[tuple[ListMapping, ...], Field(min_length=1)]


def keys_of(list_name: str) -> dict[str, Column]:
    """Every key that a column of an own list may mean: those of the list, and of its inner lists behind their name."""
    found: dict[str, Column] = {}
    for table in tables():
        if table.list_name == list_name:
            before = f"{table.inner}." if table.inner else ""
            found |= {f"{before}{column.key}": column for column in table.columns if column.key != PARENT}
    return found


def inner_lists(list_name: str) -> frozenset[str]:
    """Names of the lists inside the entries of a list."""
    return frozenset(table.inner for table in tables() if table.list_name == list_name and table.inner)


@dataclass(slots=True)
class MappedEntry:
    """One row of an own list; knows where each of its values stood."""

    list_name: str
    grid: Grid
    row: int
    at: Mapping[str, int]
    value: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id as written or made."""
        return identity(self.value)

    @property
    def place(self) -> str:
        """File or sheet, and row."""
        return f"{self.grid.sheet or self.grid.file.name}!{self.row}"

    def problem(self, fault: Fault) -> Problem:
        """A fault inside this row, with its cell; one of a value that no column gives names its key."""
        keys = [str(step) for step in fault.loc if not isinstance(step, int)]
        column = next((at for size in range(len(keys), 0, -1) if (at := self._under(".".join(keys[:size])))), 0)
        line, key = self.grid.place(self.row, column or 1)
        remedy = fault.remedy
        if not column:
            key = f"{self.place} {dotted(fault.loc).removeprefix('.')}"
            remedy = f"Map a column to `{'.'.join(keys)}`, or give it under `fixed:`. {remedy}".strip()
        return Problem(self.grid.file, line, key, fault.message, fault.value, remedy)

    def _under(self, key: str) -> int:
        key = ABOUT if key == ALSO and ALSO not in self.at else key
        return self.at.get(key) or next((at for name, at in self.at.items() if name.startswith(f"{key}.")), 0)


@dataclass(frozen=True, slots=True)
class Mapped:
    """An inventory made of own lists, and what was left out of it, for people."""

    inventory: Inventory
    notes: tuple[str, ...]


def import_mapped(
    files: Sequence[Path], mapping: Path, base: Path | None = None, today: datetime.date | None = None
) -> Mapped:
    """The inventory that own lists declare by a mapping, together with that of a folder `base`.

    `today` is the day after which no paper of a register can be dated; in Viet Nam now, unless it is given.

    Raises InventoryError with every problem at once, each with file, line or cell.
    """
    mappings, source = read_document(mapping, ListMappings, InventoryError)
    found = [grid for file in files for grid in grids(file)]
    problems: list[Problem] = []
    layouts = []
    for position, each in enumerate(mappings.tables):
        layout = _Layouts(source, position, each).layout(found)
        problems += layout.problems
        layouts.append(layout)
    used = [layout.grid for layout in layouts]
    problems += [
        Problem(
            grid.file, None, grid.sheet, "is mapped by no table", remedy=f"Map it in {mapping.name}, or leave it out."
        )
        for grid in found
        if grid not in used
    ]
    if problems:
        raise InventoryError(problems)  # what the rows say is not known while columns are not
    entries: list[Entry] = []
    notes: list[str] = []
    complete = True
    day = today or datetime.datetime.now(VIETNAM).date()
    for layout in layouts:
        rows = list(layout.entries(problems))
        problems += [row.problem(fault) for row in rows for fault in unfit(row.list_name, row.value, day)]
        entries += rows
        notes.append(layout.note(len(rows)))
    if base is not None:
        own, wrong, complete = entries_of(base)
        entries += own
        problems += wrong
    return Mapped(assembled(entries, problems, complete=complete), tuple(notes))


@dataclass(frozen=True, slots=True)
class _Layouts:
    """Finds what one table of a mapping speaks of."""

    source: SingleFile
    position: int
    mapping: ListMapping

    def layout(self, found: Sequence[Grid]) -> "_Layout":
        """The table with its columns, and what is wrong with either."""
        mapping = self.mapping
        matching = [
            grid
            for grid in found
            if mapping.file in {"", grid.file.name} and (not mapping.sheet or plain(mapping.sheet) == plain(grid.sheet))
        ]
        if mapping.list not in LISTS:
            return _Layout(
                mapping, None, {}, [self._fault("list", "is no list", mapping.list, nearest(mapping.list, LISTS))]
            )
        if len(matching) != 1:
            message = "names no table of the files given" if not matching else "fits several tables"
            names = sorted(f"{grid.file.name} {grid.sheet}".strip() for grid in found)
            return _Layout(
                mapping,
                None,
                {},
                [self._fault("file", message, "", f"Say `file:` and `sheet:`. There are: {', '.join(names)}.")],
            )
        problems = [*matching[0].merged]
        columns = self._columns(matching[0], problems)
        return _Layout(mapping, matching[0], columns, problems)

    def _fault(self, key: str, message: str, value: str, remedy: str) -> Problem:
        return self.source.problem(Fault(("tables", self.position, *key.split("\0")), message, value, remedy))

    def _columns(self, grid: Grid, problems: list[Problem]) -> dict[str, int]:
        """The column of each key. A heading that is not there, or about which nothing is said, is a problem."""
        mapping = self.mapping
        if mapping.headings > len(grid.rows):
            problems.append(
                self._fault("headings", "is a row that is not there", str(mapping.headings), "Name their row.")
            )
            return {}
        headings = grid.words(mapping.headings)
        known = keys_of(mapping.list)
        columns: dict[str, int] = {}
        for heading, keys in mapping.columns.items():
            if plain(heading) not in headings:
                problems.append(
                    self._fault(
                        f"columns\0{heading}", "is no heading", heading, nearest(plain(heading), filter(None, headings))
                    )
                )
                continue
            for key in (keys,) if isinstance(keys, str) else keys:
                if key not in known:
                    problems.append(
                        self._fault(f"columns\0{heading}", f"is no key of {mapping.list}", key, nearest(key, known))
                    )
                elif key in columns:
                    problems.append(
                        self._fault(f"columns\0{heading}", "is given by two columns", key, "Keep one of them.")
                    )
                else:
                    columns[key] = headings.index(plain(heading)) + 1
        for name in ("fixed", "values"):
            problems += [
                self._fault(f"{name}\0{key}", f"is no key of {mapping.list}", key, nearest(key, known))
                for key in getattr(mapping, name)
                if key not in known
            ]
        if mapping.make_id and plain(mapping.make_id) not in headings:
            problems.append(
                self._fault(
                    "make_id", "is no heading", mapping.make_id, nearest(plain(mapping.make_id), filter(None, headings))
                )
            )
        if mapping.undecided:
            remedy = "Move each to `columns:` with its key, or to `ignore:`."
            problems.append(self._fault("undecided", "still holds headings", ", ".join(mapping.undecided), remedy))
        problems += self._wordless(known)
        problems += self._left_out(grid, headings)
        return columns

    def _wordless(self, known: Mapping[str, Column]) -> Iterator[Problem]:
        for key, words in self.mapping.values.items():
            for own, ours in words.items():
                if not ours.strip():
                    allowed = known[key].allowed if key in known else ()
                    yield self._fault(f"values\0{key}\0{own}", "has no word of ours", own, nearest(own, allowed))

    def _left_out(self, grid: Grid, headings: list[str]) -> Iterator[Problem]:
        mapping = self.mapping
        decided = set(map(plain, (*mapping.columns, *mapping.ignore, *mapping.undecided, mapping.make_id)))
        remedy = f"Map it under `columns:`, or name it under `ignore:` in {self.source.path.name}."
        for column in range(1, max(map(len, grid.rows)) + 1):
            heading = headings[column - 1] if column <= len(headings) else ""
            below = (row[column - 1].value for row in grid.rows[self.mapping.headings :] if column <= len(row))
            filled = any(value not in {None, ""} for value in below)
            line, key = grid.place(self.mapping.headings, column)
            if heading and headings.count(heading) > 1:
                yield Problem(
                    grid.file, line, key, "is a heading that stands twice", heading, "Give one of them another name."
                )
            elif heading and heading not in decided:
                yield Problem(grid.file, line, key, "is a heading about which nothing is decided", heading, remedy)
            elif filled and not heading:
                yield Problem(
                    grid.file,
                    line,
                    key,
                    "has no heading, though something stands below",
                    "",
                    "Write one, or empty the column.",
                )


@dataclass(frozen=True, slots=True)
class _Layout:
    """A table of an own list whose columns are known, or what is wrong with it."""

    mapping: ListMapping
    grid: Grid | None
    columns: Mapping[str, int]
    problems: list[Problem]

    def note(self, rows: int) -> str:
        """What became of the table."""
        grid = self.grid
        name = f"{grid.file.name} {grid.sheet}".strip() if grid else ""
        left = f"; left out: {', '.join(self.mapping.ignore)}" if self.mapping.ignore else ""
        return f"{name}: {rows} rows of {self.mapping.list}{left}"

    def entries(self, problems: list[Problem]) -> Iterator[MappedEntry]:
        """An entry for each row in which something mapped stands."""
        if self.grid is None:
            return
        headings = self.grid.words(self.mapping.headings)
        made = headings.index(plain(self.mapping.make_id)) + 1 if self.mapping.make_id else 0
        at = {**({"id": made} if made and "id" not in self.columns else {}), **self.columns}
        for number in range(self.mapping.headings + 1, len(self.grid.rows) + 1):
            cells = self.grid.rows[number - 1]
            if all(cells[column - 1].value in {None, ""} for column in at.values() if column <= len(cells)):
                continue
            entry = MappedEntry(self.mapping.list, self.grid, number, at)
            self._fill(entry, cells, problems)
            yield entry

    def _fill(self, entry: MappedEntry, cells: Sequence[Any], problems: list[Problem]) -> None:
        known = keys_of(self.mapping.list)
        inner = inner_lists(self.mapping.list)
        nested: dict[str, dict[str, list[Any]]] = {}
        for key, fixed in self.mapping.fixed.items():
            text = (
                fixed if isinstance(fixed, str) else (YES if fixed else NO) if isinstance(fixed, bool) else str(fixed)
            )
            self._put(entry, key, known[key], (inner, nested), text, problems)
        for key, column in entry.at.items():
            if column > len(cells):
                continue
            text, fault = text_of(known[key], cells[column - 1])
            if fault is not None:
                problems.append(entry.problem(Fault(tuple(key.split(".")), fault.message, fault.value, fault.remedy)))
            elif text:
                if key == "id" and key not in self.columns:
                    text = made_id(text)
                for part, said in parted(self.mapping.list, key, text):
                    self._put(entry, part, known[part], (inner, nested), said, problems)
        for name, keys in nested.items():
            entry.value[name] = list(_rows(keys))

    def _put(
        self,
        entry: MappedEntry,
        key: str,
        column: Column,
        inner: tuple[frozenset[str], dict[str, dict[str, list[Any]]]],
        text: str,
        problems: list[Problem],
    ) -> None:
        """One text under one key; in an inner list each of its parts makes an entry there."""
        names, nested = inner
        before, _, rest = key.partition(".")
        inside = before in names and bool(rest)
        parts = [part.strip() for part in _PARTING.split(text) if part.strip()] if inside else [text]
        values = []
        for part in parts:
            value, fault = shaped(column, self._translated(key, column, part))
            if fault is not None:
                problems.append(entry.problem(Fault(tuple(key.split(".")), fault.message, fault.value, fault.remedy)))
            values.append(value)
        if inside:
            nested.setdefault(before, {})[rest] = values
        else:
            store(entry.value, key, values[0])

    def _translated(self, key: str, column: Column, text: str) -> str:
        """Our words for theirs, and a day in Vietnam's order as a date."""
        own_words = self.mapping.values.get(key) or self.mapping.values.get(ABOUT if key == ALSO else key, {})
        words = {plain(own): ours for own, ours in own_words.items()}
        if plain(text) in words:
            return words[plain(text)]
        if column.shape is Shape.WORDS:
            return ";".join(words.get(plain(part), part.strip()) for part in _PARTING.split(text))
        text = spelt_day(text) if column.shape is Shape.DATE else text
        found = _DAY_FIRST.fullmatch(text) if column.shape is Shape.DATE else None
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else text


def _rows(keys: Mapping[str, Sequence[Any]]) -> Iterator[dict[str, Any]]:
    """Entries of an inner list; a key with a single value has it in each."""
    for at in range(max(map(len, keys.values()))):
        row: dict[str, Any] = {}
        for key, values in keys.items():
            if at < len(values) or len(values) == 1:
                store(row, key, values[at] if at < len(values) else values[0])
        yield row


def made_id(text: str) -> str:
    """An id of a name: its letters without marks and its digits, parted by hyphens."""
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", "-", bare.lower().replace("đ", "d")).strip("-")[:_LONGEST_ID]
