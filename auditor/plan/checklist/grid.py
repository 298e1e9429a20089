"""The checklists as cells: what the workbook holds, which of it people may fill in, and what it was made from.

The same cells are made again when a filled-in workbook comes back, so that whatever else was changed in it shows.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from auditor.model.base import VIETNAM, digest
from auditor.model.tick import Tick
from auditor.plan.checklist.content import ANSWER, BOX, ShownChecklists, ShownLine, ShownSheet, decision
from auditor.text.harmless import for_page
from auditor.text.vocabulary import LABEL, word
from auditor.text.words import Bilingual, Language, day, joined, mark, same, say

STAMP_SHEET = "_"
"""The hidden sheet that says what the workbook was made from."""

FORM = "auditor-checklist/2"

HEADINGS = (
    mark("No."),
    mark("Phase"),
    mark("What to check"),
    mark("Clause"),
    mark("What the evidence shows"),
    mark("When, from where"),
    mark("Owner"),
    mark("Due"),
    mark("Stops the night"),
    mark("Answer"),
    mark("Who answered"),
    mark("When (day and hour)"),
    mark("Note"),
)
CONDITION_HEADINGS = (
    mark("Id"),
    mark("Result"),
    mark("What is reviewed"),
    mark("Who can act, and how"),
    mark("What the evidence shows"),
    mark("When, from where"),
    mark("Owner"),
    mark("Due"),
)
"""Conditions stand below the lines, in the columns that hold the like of it there."""

WIDTHS = (6, 16, 48, 34, 34, 26, 26, 12, 10, 16, 24, 20, 34)
ANSWER_AT, WHO_AT, WHEN_AT, NOTE_AT = 10, 11, 12, 13
OPEN = (ANSWER_AT, WHO_AT, WHEN_AT, NOTE_AT)
"""Columns that people fill in, counted from 1; everything else is locked."""

HEADING_ROW = 5
_LONGEST_TITLE = 31
Cells = dict[tuple[int, int], str]

_UNFIT = str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))


@dataclass(frozen=True, slots=True)
class Row:
    """One line's row: its number in the sheet, the line, and the answer that stood there when the file was made."""

    number: int
    line: str
    tick: Tick | None


@dataclass(frozen=True, slots=True)
class Tab:
    """One sheet of the workbook: locked texts by (row, column), the rows that can be answered, and where a table below
    them has its headings (0: there is none).
    """

    title: str
    cells: Mapping[tuple[int, int], str]
    rows: tuple[Row, ...]
    go: str = ""
    conditions_at: int = 0


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a workbook was made from: enough to make its cells again. `systems` are those asked for by name."""

    run: str
    language: str
    wave: str
    systems: tuple[str, ...]
    entries: int
    """How many answers the log held."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Everything a workbook holds. The first tab lists the others."""

    stamp: Stamp
    language: Language
    tabs: tuple[Tab, ...]

    def digest(self) -> str:
        """SHA-256 over every locked cell, every line and the answers that stood there."""
        return digest(
            [
                [tab.title, sorted((*at, text) for at, text in tab.cells.items()), [_row(row) for row in tab.rows]]
                for tab in self.tabs
            ]
        )


def grid_of(shown: ShownChecklists, stamp: Stamp, language: Language) -> Grid:
    """The cells of a workbook in one language."""
    titles = [_title(n, sheet) for n, sheet in enumerate(shown.sheets, start=1)]
    tabs = tuple(_tab(title, sheet, shown, language) for title, sheet in zip(titles, shown.sheets, strict=True))
    return Grid(stamp, language, (_index(titles, shown, language), *tabs))


def answers(language: Language) -> dict[str, str]:
    """The word for each answer in one language."""
    return {key: say(message).of(language) for key, message in ANSWER.items()}


def moment(at: datetime.datetime) -> str:
    """An instant as it stands in a cell: Vietnamese time, to the minute."""
    return at.astimezone(VIETNAM).strftime("%Y-%m-%d %H:%M")


def _row(row: Row) -> list[object]:
    return [row.number, row.line, row.tick.model_dump(mode="json") if row.tick else None]


def _title(number: int, sheet: ShownSheet) -> str:
    return f"{number} {sheet.id}".translate(_UNFIT)[:_LONGEST_TITLE]


def _index(titles: Sequence[str], shown: ShownChecklists, language: Language) -> Tab:
    head = (
        joined([shown.words["title"], shown.province], " - "),
        shown.made_from,
        say("Fill in the four open columns of each sheet only; formulas and changes elsewhere are refused."),
        joined(list(shown.notices), " "),
    )
    cells = _placed(enumerate(head, start=1), 1, language)
    names = (mark("Sheet"), mark("Name"), mark("Night of the move"), mark("Standing"))
    cells |= _row_of(HEADING_ROW, [say(name) for name in names], language)
    for n, (title, sheet) in enumerate(zip(titles, shown.sheets, strict=True), start=HEADING_ROW + 1):
        cells |= _row_of(n, (same(title), sheet.name, day(sheet.date), sheet.go_words), language)
    below = [] if shown.sheets else [shown.words["nothing"]]
    below += [shown.words["to_compare"], *shown.unread] if shown.unread else []
    below.append(shown.digests)
    cells |= _placed(enumerate(below, start=HEADING_ROW + len(titles) + 2), 2, language)
    return Tab(say("List").of(language), cells, ())


def _placed(texts: Iterable[tuple[int, Bilingual]], column: int, language: Language) -> Cells:
    return {(row, column): text.of(language) for row, text in texts if text.of(language)}


def _row_of(number: int, texts: Iterable[Bilingual], language: Language) -> Cells:
    """One row from its first column on; a cell without text is no cell."""
    clean = (for_page(text.of(language)) for text in texts)
    return {(number, column): text for column, text in enumerate(clean, start=1) if text}


def _tab(title: str, sheet: ShownSheet, shown: ShownChecklists, language: Language) -> Tab:
    words = shown.words
    label = () if shown.label.is_open else (joined([words["label"], word(LABEL, shown.label)], ": "),)
    head = (
        joined([words[sheet.kind], sheet.name], ": "),
        joined([text for text in (sheet.owner, sheet.about) if text.vi], "; "),
        joined([text for text in (sheet.go_words, sheet.stopped) if text.vi], "; "),
        joined([words["grade"], *label, words["self_check"]], "; "),
    )
    cells = _placed(enumerate(head, start=1), 1, language)
    cells |= _row_of(HEADING_ROW, [say(name) for name in HEADINGS], language)
    number, rows = HEADING_ROW, []
    for phase in sheet.phases:
        for line in phase.lines:
            number += 1
            cells |= _row_of(number, _texts(phase.title, line, words), language)
            rows.append(Row(number, line.id, line.tick))
    found, end = _conditions(sheet, shown, number + 2, language)
    cells |= found | _placed(enumerate(_below(sheet, words), start=end), 3, language)
    return Tab(title, cells, tuple(rows), sheet.go, number + 3 if sheet.conditions else 0)


def _conditions(sheet: ShownSheet, shown: ShownChecklists, start: int, language: Language) -> tuple[Cells, int]:
    """What gates the move, from row `start` on, and the first row after it and a blank one."""
    if not sheet.conditions:
        return {}, start
    cells = _placed([(start, shown.words["conditions"])], 3, language)
    cells |= _row_of(start + 1, [say(name) for name in CONDITION_HEADINGS], language)
    for number, row in enumerate(sheet.conditions, start=start + 2):
        due = day(row.due) if row.due else same("")
        texts = (same(row.control), row.standing, row.title, row.remedy, row.observed, row.known, row.owner, due)
        cells |= _row_of(number, texts, language)
    return cells, start + len(sheet.conditions) + 3


def _below(sheet: ShownSheet, words: Mapping[str, Bilingual]) -> Iterator[Bilingual]:
    yield joined([words["stops"], words["without_clause"]], " ")
    yield words["taken_back"]
    yield from (joined([same(BOX), phrase], " ") for phrase in sheet.rollback)
    yield from (*decision(words), words["dated"])
    yield from (joined([role, words["signed"]], " ") for role in sheet.signatures)


def _texts(phase: Bilingual, line: ShownLine, words: Mapping[str, Bilingual]) -> Iterator[Bilingual]:
    against = (words["contradicted"],) if line.contradicted else ()
    yield from (same(line.number), phase, line.words, joined(list(line.law), "; "))
    yield joined([text for text in (line.state_words, line.filled, *against) if text.vi], ": ")
    yield from (line.known, line.owner, day(line.due) if line.due else same(""))
    yield say("yes") if line.stops else same("")
