"""The workbook: what comes out of it is what went in, and every fault has its cell."""

import datetime
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from auditor.errors import InventoryError, UsageError
from auditor.inventory.exchange import import_workbook, write_workbook
from auditor.inventory.exchange.columns import Shape, tables
from auditor.inventory.exchange.headings import COLUMNS, SHEETS, WORDS_SHEET
from auditor.inventory.read import load
from auditor.inventory.write import write_inventory

INVENTORIES = Path(__file__).parents[2] / "inventories"
Folder = Callable[..., Path]
Cells = dict[tuple[str, str], Any]


def problems(path: Path) -> list[tuple[str, str, str]]:
    with pytest.raises(InventoryError) as caught:
        import_workbook(path)
    assert all(problem.remedy and problem.file == path for problem in caught.value.problems)
    return [(problem.key, problem.message, problem.value) for problem in caught.value.problems]


@pytest.fixture
def filled(folder: Folder, tmp_path: Path) -> Callable[[Cells], Path]:
    """Writes the small sound inventory as a workbook, then puts other values into some cells."""

    def write(cells: Cells) -> Path:
        path = tmp_path / "in.xlsx"
        write_workbook(path, load(folder()))
        book = load_workbook(path)
        for (sheet, cell), value in cells.items():
            book[sheet][cell] = value
        book.save(path)
        return path

    return write


@pytest.mark.parametrize("name", ["lab", "quang-ninh"])
def test_round_trip(tmp_path: Path, name: str) -> None:
    """An inventory written to a workbook, imported and written as YAML again is the same inventory."""
    inventory = load(INVENTORIES / name)

    write_workbook(tmp_path / "x.xlsx", inventory)
    imported = import_workbook(tmp_path / "x.xlsx")
    write_inventory(imported, tmp_path / "out")

    assert inventory == imported
    assert inventory == load(tmp_path / "out")


def test_every_column_has_a_heading(tmp_path: Path) -> None:
    """Each sheet and each column is named in Vietnamese, and no name stands for nothing."""
    used = {column.key for table in tables() for column in table.columns}

    assert set(SHEETS) == {(table.list_name, table.inner) for table in tables()}
    assert set(COLUMNS) == used
    assert max(map(len, SHEETS.values())) <= 31

    write_workbook(tmp_path / "x.xlsx")
    sheet = load_workbook(tmp_path / "x.xlsx")["Hệ thống"]

    assert ("Mã", "id") == (sheet["A1"].value, sheet["A2"].value)


def test_closed_lists_are_chosen_from(tmp_path: Path) -> None:
    """Each column of a closed list offers exactly the allowed words."""
    write_workbook(tmp_path / "x.xlsx")
    book = load_workbook(tmp_path / "x.xlsx")

    for table in tables():
        sheet = book[SHEETS[table.list_name, table.inner]]
        rules = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
        for position, column in enumerate(table.columns, start=1):
            rule = rules.pop(sheet.cell(3, position).coordinate, None)
            if column.shape is Shape.YES_NO:
                assert '"có,không"' == rule
            elif column.allowed and column.shape is Shape.TEXT:
                assert rule is not None
                cells = book[WORDS_SHEET][rule.partition("!")[2].replace("$", "")]
                assert column.allowed == tuple(row[0].value for row in cells)
            else:
                assert rule is None
        assert {} == rules


def test_empty_template_declares_nothing(tmp_path: Path) -> None:
    """A template nobody filled in is an error like an empty inventory."""
    write_workbook(tmp_path / "x.xlsx")

    with pytest.raises(InventoryError, match="declares no system"):
        import_workbook(tmp_path / "x.xlsx")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({("Hệ thống", "H3"): "thtc"}, ("Hệ thống!H3", "is not an allowed value", "thtc")),
        ({("Hệ thống", "I3"): "so-khnc"}, ("Hệ thống!I3", "is not declared under `organisations`", "so-khnc")),
        ({("Hệ thống", "I3"): None}, ("Hệ thống!I3", "is missing", "")),
        ({("Hệ thống", "S3"): "ba"}, ("Hệ thống!S3", "must be a whole number", "ba")),
        ({("Hệ thống", "S3"): 3.5}, ("Hệ thống!S3", "must be a whole number", "3.5")),
        ({("Hệ thống", "AA3"): "maybe"}, ("Hệ thống!AA3", "is neither yes nor no", "maybe")),
        ({("Hệ thống", "E3"): '=HYPERLINK("http://x")'}, ("Hệ thống!E3", "holds a formula", '=HYPERLINK("http://x")')),
        ({("Hệ thống", "E3"): "a\u202eb"}, ("Hệ thống!E3", "the text holds an invisible character", "U+202E")),
        (
            {("Máy chủ - Địa chỉ", "C4"): "--script=evil"},
            ("Máy chủ - Địa chỉ!C4", "'--script=evil' does not appear to be an IPv4 or IPv6 address", ""),
        ),
        (
            {("Máy chủ - Địa chỉ", "A5"): "web-9", ("Máy chủ - Địa chỉ", "B5"): "net-db"},
            ("Máy chủ - Địa chỉ!A5", "names no row of the sheet it belongs to", "web-9"),
        ),
        ({("Hệ thống", "H2"): "kinds"}, ("Hệ thống!H2", "is no key of this sheet", "kinds")),
        ({("Hồ sơ, văn bản", "J3"): "10/9/2026"}, ("Hồ sơ, văn bản!J3", "must be a date", "10/9/2026")),
        (
            {
                ("Hệ thống", "A4"): "tthc",
                ("Hệ thống", "F4"): "B",
                ("Hệ thống", "H4"): "portal",
                ("Hệ thống", "I4"): "ubnd",
            },
            ("Hệ thống!A4", "the systems id 'tthc' stands twice: in Hệ thống!3 and in Hệ thống!4", ""),
        ),
    ],
    ids=lambda value: str(value)[:40],
)
def test_fault_names_its_cell(filled: Callable[[Cells], Path], cells: Cells, expected: tuple[str, str, str]) -> None:
    """Each slip is answered with its sheet and cell."""
    assert expected in problems(filled(cells))


def test_what_a_person_types(filled: Callable[[Cells], Path]) -> None:
    """Numbers as decimals, spaces around words, capital yes and a real date are read as they are meant."""
    path = filled(
        {
            ("Hệ thống", "S3"): 3.0,
            ("Hệ thống", "AA3"): " Có ",
            ("Hệ thống", "AF3"): " a.quangninh.gov.vn ;b.quangninh.gov.vn; ",
            ("Hồ sơ, văn bản", "I3"): 12,
        }
    )
    inventory = import_workbook(path)

    assert (3, True, ("a.quangninh.gov.vn", "b.quangninh.gov.vn")) == (
        inventory.systems[0].level,
        inventory.systems[0].declares_secrets,
        inventory.systems[0].domains,
    )
    assert "12" == inventory.evidence[0].number


def test_text_never_becomes_a_formula(folder: Folder, tmp_path: Path) -> None:
    """A text that begins like a formula is written as text and read back unchanged."""
    inventory = load(folder("kind: tthc, owner", "note: '=cmd()', kind: tthc, owner"))
    write_workbook(tmp_path / "x.xlsx", inventory)

    assert "s" == load_workbook(tmp_path / "x.xlsx")["Hệ thống"]["E3"].data_type
    assert inventory == import_workbook(tmp_path / "x.xlsx")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04garbage", b"<html>"])
def test_no_workbook(tmp_path: Path, content: bytes) -> None:
    """A file that is no workbook is refused in words."""
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)

    assert [("", "is no workbook that can be read", "")] == problems(path)


def test_absent_workbook(tmp_path: Path) -> None:
    """A workbook that is not there is refused in words."""
    assert [("", "there is no such file", "")] == problems(tmp_path / "x.xlsx")


def test_another_archive(tmp_path: Path) -> None:
    """An archive that is no workbook is refused, and one that unpacks to too much is not unpacked."""
    small, bomb = tmp_path / "small.xlsx", tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(small, "w") as archive:
        archive.writestr("a.txt", "a")
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/a.xml", "w") as stream:
        for _ in range(300):
            stream.write(bytes(1024 * 1024))

    assert [("", "is no workbook that can be read", "")] == problems(small)
    assert [("", "unpacks to more than any inventory needs", "")] == problems(bomb)


def test_a_document_of_a_word_processor(tmp_path: Path) -> None:
    """An office file without a workbook in it, whatever its suffix, is refused in words."""
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        )
        archive.writestr("word/document.xml", "<document/>")

    assert [("", "is no workbook that can be read", "")] == problems(path)


def test_a_sheet_without_end(tmp_path: Path) -> None:
    """A cell at the far corner of a sheet does not make the reader walk there."""
    write_workbook(tmp_path / "x.xlsx")
    book = load_workbook(tmp_path / "x.xlsx")
    book["Hệ thống"]["XFD1048576"] = "x"
    book.save(tmp_path / "x.xlsx")

    with pytest.raises(InventoryError, match="Hệ thống: is larger than any list"):
        import_workbook(tmp_path / "x.xlsx")


def test_an_unknown_sheet(filled: Callable[[Cells], Path], tmp_path: Path) -> None:
    """A sheet that would not be read is said, with the nearest name."""
    book = load_workbook(filled({}))
    book.create_sheet("He thong")
    book.save(tmp_path / "in.xlsx")

    assert [("He thong", "is no sheet of an inventory", "")] == problems(tmp_path / "in.xlsx")


def test_nothing_is_overwritten(folder: Folder, tmp_path: Path) -> None:
    """An import into a folder that holds something is refused."""
    inventory = load(folder())

    with pytest.raises(UsageError, match="is not empty"):
        write_inventory(inventory, tmp_path)


def test_a_column_that_lost_its_key(filled: Callable[[Cells], Path]) -> None:
    """A label must not fall back to none because one cell of row 2 was emptied."""
    letter = _letter("systems", "", "label")
    found = problems(filled({("Hệ thống", f"{letter}2"): None}))

    assert [(f"Hệ thống!{letter}2", f"holds no key, though {letter}1 is filled in", "")] == found


def test_a_column_of_ones_own(filled: Callable[[Cells], Path]) -> None:
    """What stands in a column without a key would be lost without a word."""
    found = problems(filled({("Hệ thống", "CZ4"): "của tôi"}))

    assert [("Hệ thống!CZ2", "holds no key, though CZ4 is filled in", "")] == found


@pytest.mark.parametrize("title", [*SHEETS.values()])
def test_a_sheet_that_is_gone(filled: Callable[[Cells], Path], title: str) -> None:
    """A list that is not there is not an empty one, whichever it is; that alone is said."""
    path = filled({})
    book = load_workbook(path)
    book.remove(book[title])
    book.save(path)

    assert [(title, "is missing", "")] == problems(path)


@pytest.mark.parametrize("where", ["A3:A5", "B2:C2", "A1:A2"])
def test_merged_cells(filled: Callable[[Cells], Path], where: str) -> None:
    """Of merged cells one holds a value and the others nothing."""
    path = filled({})
    book = load_workbook(path)
    book["Máy chủ, thiết bị"].merge_cells(where)
    book.save(path)

    assert (f"Máy chủ, thiết bị!{where}", "is merged, so one cell stands for many", "") in problems(path)


def test_a_row_on_top(filled: Callable[[Cells], Path]) -> None:
    """One fault, not one for each column and each id that cannot be found."""
    path = filled({})
    book = load_workbook(path)
    book["Hệ thống"].insert_rows(1)
    book.save(path)

    assert [("Hệ thống!2", "holds no key", "")] == problems(path)


def test_a_title_in_another_normal_form(filled: Callable[[Cells], Path]) -> None:
    """A title whose marks are characters of their own, as some systems write them, is the same title."""
    path = filled({})
    book = load_workbook(path)
    book["Hệ thống"].title = unicodedata.normalize("NFD", "Hệ thống")
    book.save(path)

    assert import_workbook(path).systems


SHOWN = {
    (7, "000"): "007",
    (7, "General"): "7",
    (49.1, "0.00"): "49.10",
    (49.1, "General"): "49.1",
    (-5, "000"): "-005",
    (12.0, "General"): "12",
    (12, "#"): "12",
    (1234, "00.0"): "1234.0",
    (0.5, "0.0"): "0.5",
    ("007", "@"): "007",
}


@pytest.mark.parametrize(("raw", "form"), SHOWN)
def test_a_number_as_it_is_shown(filled: Callable[[Cells], Path], raw: Any, form: str) -> None:
    """What a person reads in the cell is what counts."""
    letter = _letter("organisations", "", "code")
    path = filled({("Cơ quan, tổ chức", f"{letter}3"): raw})
    book = load_workbook(path)
    book["Cơ quan, tổ chức"][f"{letter}3"].number_format = form
    book.save(path)

    assert SHOWN[raw, form] in {one.code for one in import_workbook(path).organisations}


@pytest.mark.parametrize(
    ("raw", "form"),
    [
        (1234, "#,##0"),
        (0.07, "0%"),
        (1.256, "0.00"),
        (12345678901234567890, "General"),
        (1.5, "0"),
        (7, '0" m"'),
        (datetime.date(2026, 2, 1), "d/m"),
        (datetime.time(7, 0), "h:mm"),
    ],
)
def test_a_number_that_shows_another_text(filled: Callable[[Cells], Path], raw: Any, form: str) -> None:
    """Thousands, per cent, rounded numbers, lost digits, a paper's number that became a date: asked for again."""
    letter = _letter("organisations", "", "code")
    path = filled({("Cơ quan, tổ chức", f"{letter}3"): raw})
    book = load_workbook(path)
    book["Cơ quan, tổ chức"][f"{letter}3"].number_format = form
    book.save(path)
    ((key, message, _),) = problems(path)

    assert key == f"Cơ quan, tổ chức!{letter}3"
    assert message == "is a number or date of the spreadsheet and not the text it shows"


def _letter(list_name: str, inner: str, key: str) -> str:
    (table,) = (one for one in tables() if (one.list_name, one.inner) == (list_name, inner))
    return get_column_letter([column.key for column in table.columns].index(key) + 1)


@pytest.mark.parametrize(
    "name", ["hosts.csv", "hosts.tsv", "ds.xls", "ds.ods", "netbox.json", "HOSTS.CSV", "cấp độ.docx"]
)
def test_a_list_in_another_form(tmp_path: Path, name: str) -> None:
    """What is refused says how to go on: by the template, with its own command, column by column."""
    (tmp_path / name).write_text("ten;dia chi\nweb;10.0.0.1\n", encoding="utf-8")
    with pytest.raises(InventoryError, match="workbook but ") as caught:
        import_workbook(tmp_path / name)

    assert "`auditor inventory template FILE.xlsx`" in caught.value.problems[0].remedy
    assert "copy each column under the heading that means the same" in caught.value.problems[0].remedy


def test_yaml_is_no_workbook(tmp_path: Path) -> None:
    """A file of YAML belongs into a folder that is read as it is."""
    (tmp_path / "x.yaml").write_text("hosts: []\n", encoding="utf-8")
    with pytest.raises(InventoryError, match="auditor inventory check FOLDER"):
        import_workbook(tmp_path / "x.yaml")


def test_a_table_saved_as_a_workbook(tmp_path: Path) -> None:
    """A workbook with sheets of its own is told once where its rows go, not once for each list."""
    book = Workbook()
    book.worksheets[0].append(["Tên", "Địa chỉ"])
    book.save(tmp_path / "x.xlsx")
    ((key, message, _),) = problems(tmp_path / "x.xlsx")

    assert ("", "holds no sheet of an inventory") == (key, message)
