"""The workbook: what comes out of it is what went in, and every fault has its cell."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

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
            ("Hệ thống", "AD3"): " a.quangninh.gov.vn ;b.quangninh.gov.vn; ",
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


def test_a_sheet_without_end(tmp_path: Path) -> None:
    """A cell at the far corner of a sheet does not make the reader walk there."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Hệ thống"
    sheet["A2"] = "id"
    sheet["XFD1048576"] = "x"
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
