"""A workbook that comes back: what people answered is read, everything else in it is refused with sheet and cell."""

import datetime
import os
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from auditor.errors import ChecklistError
from auditor.model.tick import Tick
from auditor.pages.interface import ReportInput
from auditor.plan.checklist.content import shown
from auditor.plan.checklist.grid import STAMP_SHEET, Grid, Stamp, grid_of
from auditor.plan.checklist.readback import Answered, FilledIn, Today, open_filled, read_answers
from auditor.plan.checklist.xlsx import checklist_workbook
from auditor.text.words import Language, say
from tests.plan.checklist.sheets import AT, NIGHT, checklists

NOW = datetime.datetime(2026, 11, 23, 1, tzinfo=datetime.UTC)
DAY = datetime.date(2026, 11, 22)
SHEET = "2 tthc"
OLD = "lies before 2025-11-21, more than a year before the run"
EARLIER = "is earlier than the answer of Phòng Kỹ thuật that the log holds (2026-11-22 20:15)"
STRANGE = "names a line that this checklist does not have"
Cells = Mapping[tuple[str, str], Any]


@pytest.fixture
def written(report: ReportInput, tmp_path: Path) -> Callable[..., tuple[Path, Grid]]:
    """Writes the sample's workbook, then puts other values into some cells, as a person with a spreadsheet does."""

    def write(
        cells: Cells, language: Language = "vi", change: Callable[[Any], None] | None = None
    ) -> tuple[Path, Grid]:
        made = checklists()
        stamp = Stamp(made.run, language, "", (), 2)
        path = tmp_path / "in.xlsx"
        path.write_bytes(checklist_workbook(made, report, stamp, language))
        book = load_workbook(path)
        for (sheet, cell), value in cells.items():
            book[sheet][cell] = value
        if change:
            change(book)
        book.save(path)
        return path, grid_of(shown(made, report), stamp, language)

    return write


def today(**latest: Tick) -> Today:
    stood = {item.id: item.tick for sheet in checklists().sheets for item in sheet.lines if item.tick}
    return Today(NOW, DAY, stood | {name(number): tick for number, tick in latest.items()})


def name(number: str) -> str:
    return f"system/tthc@{NIGHT}/line{number.removeprefix('n')}"


def read(path: Path, grid: Grid, day: Today | None = None) -> tuple[Answered, ...]:
    return read_answers(open_filled(path), grid, day or today())


def faults(path: Path, grid: Grid, day: Today | None = None) -> list[tuple[str, str, str]]:
    with pytest.raises(ChecklistError) as caught:
        read(path, grid, day)
    assert all(problem.remedy and problem.file == path for problem in caught.value.problems)
    return [(problem.key, problem.message, problem.value) for problem in caught.value.problems]


def row(
    number: int, answer: Any = "có", who: Any = "Trần C", when: Any = "2026-11-23 07:45", note: Any = None
) -> Cells:
    """The four open cells of line `number` of the system's sheet."""
    return {
        (SHEET, f"{letter}{5 + number}"): value for letter, value in zip("JKLM", (answer, who, when, note), strict=True)
    }


def test_nothing_new(written: Callable[..., tuple[Path, Grid]]) -> None:
    """A workbook that nobody filled in brings no answer, not even those that stood there."""
    assert () == read(*written({}))


@pytest.mark.parametrize(
    ("cells", "language"),
    [
        (row(1, note="theo biên bản 5"), "vi"),
        (row(1, "CÓ ", " Trần C", "23/11/2026 07:45", "theo  biên bản 5"), "vi"),
        (row(1, "yes", "Trần C", datetime.datetime(2026, 11, 23, 7, 45), "theo biên bản 5"), "en"),  # noqa: DTZ001 - a cell
        (row(1, "Có", note="theo biên bản 5"), "en"),
    ],
)  # fmt: skip
def test_a_new_answer(written: Callable[..., tuple[Path, Grid]], cells: Cells, language: Language) -> None:
    """Words of either language, dates as cells or text, in Vietnamese time."""
    found = read(*written(cells, language))
    at = datetime.datetime(2026, 11, 23, 0, 45, tzinfo=datetime.UTC)

    assert [(name("1"), "yes", "Trần C", at)] == [
        (answer.line, answer.tick.answer, answer.tick.who, answer.tick.at) for answer in found
    ]
    assert "theo biên bản 5" == " ".join(found[0].tick.note.split())


def test_a_later_answer_takes_the_place_of_an_earlier(written: Callable[..., tuple[Path, Grid]]) -> None:
    """Changing an answer that stood there is a new answer."""
    found = read(*written(row(2, "không")))

    assert [(name("2"), "no")] == [(answer.line, answer.tick.answer) for answer in found]


def test_the_same_file_again(written: Callable[..., tuple[Path, Grid]]) -> None:
    """What the log holds already is no new answer, so that a file can be read twice."""
    path, grid = written(row(1))
    first = read(path, grid)

    assert () == read(path, grid, today(n1=first[0].tick))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (row(1, "ok"), ("J6", "is no answer", "ok")),
        (row(1, None), ("J6", "is empty, but something stands beside it", "")),
        (row(1, who=None), ("K6", "an answer stands here without who gave it", "")),
        (row(1, who="  "), ("K6", "an answer stands here without who gave it", "")),
        (row(1, who="x" * 201), ("K6", "is longer than 200 characters", "")),
        (row(1, who="A\u202eB"), ("K6", "the text holds an invisible character", "U+202E")),
        (row(1, note="x" * 1001), ("M6", "is longer than 1000 characters", "")),
        (row(1, when=None), ("L6", "an answer stands here without when it was given", "")),
        (row(1, when="hôm qua"), ("L6", "is no day with an hour", "hôm qua")),
        (row(1, when=True), ("L6", "is no day with an hour", "True")),
        (row(1, when=10**9), ("L6", "holds an error of the spreadsheet", "#VALUE!")),
        (row(1, when="2026-11-23"), ("L6", "is no day with an hour", "2026-11-23")),
        (row(1, when="2026-11-23 08:01"), ("L6", "lies in the future", "2026-11-23 08:01")),
        (row(1, when="2025-11-20 08:01"), ("L6", OLD, "2025-11-20 08:01")),
        (row(1, answer="=1+1"), ("J6", "holds a formula", "=1+1")),
        (row(1, who='=HYPERLINK("http://x")'), ("K6", "holds a formula", '=HYPERLINK("http://x")')),
        (row(1, when="=NOW()"), ("L6", "holds a formula", "=NOW()")),
        (row(1, note="#REF!"), ("M6", "holds an error of the spreadsheet", "#REF!")),
        (row(2, None, None, None, None), ("J7", "the answer that stood here is gone", "")),
        (row(2, when="2026-11-22 20:14"), ("L7", EARLIER, "2026-11-22 20:14")),
        ({(SHEET, "C6"): "Dòng khác"}, ("C6", "is locked and was changed", "Dòng khác")),
        ({(SHEET, "C6"): None}, ("C6", "is locked and was changed", "")),
        ({(SHEET, "A3"): "Đủ điều kiện"}, ("A3", "is locked and was changed", "Đủ điều kiện")),
        ({(SHEET, "I6"): "=1"}, ("I6", "holds a formula", "=1")),
        ({(SHEET, "P40"): "thêm"}, ("P40", "is locked and was changed", "thêm")),
        ({(SHEET, "J20"): "có"}, ("J20", "is locked and was changed", "có")),
    ],
    ids=lambda value: str(value)[-60:],
)  # fmt: skip
def test_each_fault_has_its_cell(
    written: Callable[..., tuple[Path, Grid]], cells: Cells, expected: tuple[str, str, str]
) -> None:
    """Slips and changes where nothing may be changed are named with sheet, cell and value."""
    place, message, value = expected

    assert [(f"{SHEET}!{place}", message, value)] == faults(*written(cells))


def test_all_faults_at_once(written: Callable[..., tuple[Path, Grid]]) -> None:
    """Every fault of every row is named in one answer."""
    cells = {**row(1, "ok", None), **row(4, when="x"), (SHEET, "C8"): "?"}

    assert [f"{SHEET}!{cell}" for cell in ("C8", "J6", "K6", "L9")] == [
        place for place, _, _ in faults(*written(cells))
    ]


def test_an_answer_that_came_in_meanwhile(written: Callable[..., tuple[Path, Grid]]) -> None:
    """An answer older than one that came in with another file is not laid over it."""
    came = Tick.model_validate({"answer": "no", "who": "D", "at": NOW})
    path, grid = written(row(1))

    message = "is earlier than the answer of D that the log holds (2026-11-23 08:00)"
    assert [(f"{SHEET}!L6", message, "2026-11-23 07:45")] == faults(path, grid, today(n1=came))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda book: book.create_sheet("Thêm"), ("Thêm", "is no sheet of this checklist")),
        (lambda book: book.remove(book[SHEET]), (SHEET, "this sheet is missing")),
        (lambda book: book[SHEET].merge_cells("C6:E6"), (f"{SHEET}!E6", "is locked and was changed")),
        (lambda book: book[SHEET].cell(30_000, 1, "x"), (SHEET, "is larger than any checklist")),
        (lambda book: book[SHEET].cell(1, 300, "x"), (SHEET, "is larger than any checklist")),
        (lambda book: book[STAMP_SHEET].__setitem__("C10", "system/x"), (f"{STAMP_SHEET}!C10", STRANGE)),
        (lambda book: book[STAMP_SHEET].__setitem__("B10", "9"), (f"{STAMP_SHEET}!C10", "was changed")),
        (lambda book: book[STAMP_SHEET].__setitem__("C40", "system/x"), (f"{STAMP_SHEET}!C40", STRANGE)),
    ],
)  # fmt: skip
def test_another_shape(
    written: Callable[..., tuple[Path, Grid]], change: Callable[[Any], None], expected: tuple[str, str]
) -> None:
    """Sheets and lines that were added, taken away or moved are refused."""
    assert expected in [(place, message) for place, message, _ in faults(*written({}, change=change))]


@pytest.mark.parametrize("cell", ["B2", "B6", "B7"])
def test_a_forged_stamp(written: Callable[..., tuple[Path, Grid]], cell: str) -> None:
    """A stamp whose digest is not that of the cells made anew is not believed."""
    path, grid = written({(STAMP_SHEET, cell): "7"})
    filled = open_filled(path)

    assert isinstance(filled, FilledIn)
    if cell == "B7":
        assert "was made from other waves, lines, planning or answers than are there now" == faults(path, grid)[0][1]
    else:
        assert filled.stamp != grid.stamp


@pytest.mark.parametrize(
    "change",
    [
        lambda book: book.remove(book[STAMP_SHEET]),
        lambda book: book[STAMP_SHEET].__setitem__("A1", "x"),
        lambda book: book[STAMP_SHEET].__setitem__("A3", "tongue"),
        lambda book: book[STAMP_SHEET].__setitem__("B6", "-1"),
        lambda book: book[STAMP_SHEET].__setitem__("B6", "9" * 5000),
        lambda book: book[STAMP_SHEET].__setitem__("B6", "=1"),
    ],
)
def test_no_checklist(written: Callable[..., tuple[Path, Grid]], change: Callable[[Any], None]) -> None:
    """A workbook without a sound stamp is no checklist."""
    with pytest.raises(ChecklistError, match="hidden sheet"):
        open_filled(written({}, change=change)[0])


def test_comments_do_nothing(written: Callable[..., tuple[Path, Grid]]) -> None:
    """A comment on a cell is between people; it changes no answer."""

    def remark(book: Any) -> None:
        book[SHEET]["J6"].comment = Comment("=1+1", "x")

    assert () == read(*written({}, change=remark))


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<x>" + b"0" * (33 * 1024**2))


def _many(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(2_001):
            archive.writestr(f"{n}.xml", b"")


def _macros(path: Path) -> None:
    Workbook().save(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")


def _entities(path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    Workbook().save(path)
    broken = path.with_suffix(".part")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(broken, "w") as new:
        for part in old.infolist():
            main = part.filename.endswith("workbook.xml")
            new.writestr(part, bomb + "]><workbook>&j;</workbook>" if main else old.read(part))
    shutil.move(broken, path)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (_bomb, "unpacks to more than any checklist needs"),
        (_many, "unpacks to more than any checklist needs"),
        (_macros, "carries macros"),
        (_entities, "defines entities of its own"),
        (lambda path: path.write_bytes(b"0" * (8 * 1024**2 + 1)), "is larger than 8 MiB"),
        (lambda path: path.write_bytes(b"no workbook"), "is no workbook that can be read"),
        (lambda path: path.write_bytes(b""), "is no workbook that can be read"),
        (lambda path: path.mkdir(), "is no regular file"),
        (os.mkfifo, "is no regular file"),
        (lambda _: None, "there is no such file"),
        (lambda path: Workbook().save(path), "its hidden sheet is missing"),
    ],
)
def test_hostile_files(tmp_path: Path, make: Callable[[Path], None], message: str) -> None:
    """Bombs, macros, pipes and what is no workbook are refused in words, with a remedy, before they cost anything."""
    path = tmp_path / "in.xlsx"
    make(path)
    with pytest.raises(ChecklistError, match=message) as caught:
        open_filled(path)

    assert all(problem.remedy and problem.file == path for problem in caught.value.problems)


def test_words_of_answers_are_three() -> None:
    """The three answers differ in each language, and no word means two things in the two."""
    words = {
        language: [say(text).of(language) for text in ("yes", "no", "not applicable")] for language in ("vi", "en")
    }

    assert 6 == len(set(words["vi"] + words["en"]))
    assert AT < NOW
