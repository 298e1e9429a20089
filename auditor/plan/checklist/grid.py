"""The checklists as cells: what the workbook holds, which of it people may fill in, and what it was made from.

The same cells are made again when a filled-in workbook comes back, so that whatever else was changed in it shows.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from auditor.model.base import VIETNAM, digest
from auditor.model.tick import Tick
from auditor.plan.checklist.content import ANSWER, ShownChecklists, ShownLine, ShownSheet
from auditor.text.harmless import for_page
from auditor.text.words import Bilingual, Language, day, instant, joined, mark, same, say

STAMP_SHEET = "_"
"""The hidden sheet that says what the workbook was made from."""

FORM = "auditor-checklist/1"

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
WIDTHS = (6, 16, 48, 34, 34, 26, 26, 12, 10, 16, 24, 20, 34)
ANSWER_AT, WHO_AT, WHEN_AT, NOTE_AT = 10, 11, 12, 13
OPEN = (ANSWER_AT, WHO_AT, WHEN_AT, NOTE_AT)
"""Columns that people fill in, counted from 1; everything else is locked."""

HEADING_ROW = 5
_LONGEST_TITLE = 31
_UNFIT = str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))


@dataclass(frozen=True, slots=True)
class Row:
    """One line's row: its number in the sheet, the line, and the answer that stood there when the file was made."""

    number: int
    line: str
    tick: Tick | None


@dataclass(frozen=True, slots=True)
class Tab:
    """One sheet of the workbook: locked texts by (row, column) and the rows that can be answered."""

    title: str
    cells: Mapping[tuple[int, int], str]
    rows: tuple[Row, ...]
    go: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a workbook was made from: enough to make its cells again."""

    run: str
    language: str
    wave: str
    system: str
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
    tabs = tuple(_tab(title, sheet, language) for title, sheet in zip(titles, shown.sheets, strict=True))
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
    run = shown.run
    head = (
        joined([say("Checklists of the move"), shown.province], " - "),
        say(
            "Run {run}; law as of {day}; evaluated at {instant}",
            run=run.id,
            day=day(run.as_of),
            instant=instant(run.evaluated_at),
        ),
        say("Fill in the four open columns of each sheet only; formulas and changes elsewhere are refused."),
        joined(list(shown.notices), " "),
    )
    cells = _placed(enumerate(head, start=1), 1, language)
    names = (mark("Sheet"), mark("Name"), mark("Night of the move"), mark("Standing"))
    cells |= {(HEADING_ROW, n): say(name).of(language) for n, name in enumerate(names, start=1)}
    for n, (title, sheet) in enumerate(zip(titles, shown.sheets, strict=True), start=HEADING_ROW + 1):
        for column, text in enumerate((same(title), sheet.name, day(sheet.date), sheet.go_words), start=1):
            cells[n, column] = text.of(language)
    return Tab(say("List").of(language), cells, ())


def _placed(texts: Iterator[tuple[int, Bilingual]], column: int, language: Language) -> dict[tuple[int, int], str]:
    return {(row, column): text.of(language) for row, text in texts if text.of(language)}


def _tab(title: str, sheet: ShownSheet, language: Language) -> Tab:
    kind = say("Checklist of a wave") if sheet.kind == "wave" else say("Checklist of a system's move")
    stopped = say("lines: {numbers}", numbers=", ".join(sheet.stopped_by)) if sheet.stopped_by else same("")
    head = (
        joined([kind, sheet.name], ": "),
        say("Id {id}; wave {wave}; night of {day}", id=sheet.id, wave=sheet.wave, day=day(sheet.date)),
        joined([text for text in (sheet.go_words, stopped) if text.vi], "; "),
        say("Secrecy grade: ........ (set by the competent person)"),
    )
    cells = _placed(enumerate(head, start=1), 1, language)
    cells |= {(HEADING_ROW, n): say(name).of(language) for n, name in enumerate(HEADINGS, start=1)}
    number, rows = HEADING_ROW, []
    for phase in sheet.phases:
        for line in phase.lines:
            number += 1
            cells |= {(number, n): text for n, text in _texts(phase.title, line, language) if text}
            rows.append(Row(number, line.id, line.tick))
    below = [say("The old instance is taken back when"), *sheet.rollback, *sheet.signatures]
    cells |= _placed(enumerate(below, start=number + 2), 3, language)
    return Tab(title, cells, tuple(rows), sheet.go)


def _texts(phase: Bilingual, line: ShownLine, language: Language) -> Iterator[tuple[int, str]]:
    found = joined([text for text in (line.state_words, line.filled) if text.vi], ": ")
    texts = (
        same(line.number),
        phase,
        line.words,
        joined(list(line.law), "; "),
        found,
        line.known,
        line.owner,
        day(line.due) if line.due else same(""),
        say("yes") if line.stops else same(""),
    )
    return enumerate((for_page(text.of(language)) for text in texts), start=1)
