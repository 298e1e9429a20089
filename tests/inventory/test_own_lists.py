"""Lists with headings of their own: a mapping is proposed, corrected, and nothing of a list is lost without a word."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import Workbook

from auditor.errors import InventoryError
from auditor.inventory.exchange import import_mapped, propose
from auditor.inventory.exchange.mapping import made_id
from auditor.inventory.read import load
from auditor.inventory.write import write_inventory

Folder = Callable[..., Path]

MACHINES = """\
DANH SÁCH MÁY CHỦ;;;;;;
STT;Tên máy chủ;Địa chỉ IP;Hệ điều hành;Thuộc hệ thống;Vai trò;Người phụ trách
1;Máy Web 01;10.0.1.15;Debian 12;Một cửa;Máy web;Nguyễn Văn A
2;Máy CSDL Đ02;10.0.2.15, 10.0.2.16;Windows Server 2019;một  cửa;Cơ sở dữ liệu; Trần B

"""
TABLE: dict[str, Any] = {
    "file": "may-chu.csv",
    "list": "hosts",
    "headings": 2,
    "columns": {
        "Tên máy chủ": "name",
        "địa chỉ ip": "interfaces.address",
        "Hệ điều hành": "os",
        "Thuộc hệ thống": "system",
        "Vai trò": "roles",
    },
    "ignore": ["STT", "Người phụ trách"],
    "values": {"system": {"Một cửa": "tthc"}, "roles": {"Máy web": "web", "Cơ sở dữ liệu": "database"}},
    "make_id": "Tên máy chủ",
}
"""What a person makes of the proposal for that list."""


def mapping(place: Path, **changes: Any) -> Path:
    """A mapping of the list of machines, changed."""
    path = place / "mapping.yaml"
    table = {key: value for key, value in {**TABLE, **changes}.items() if value is not None}
    path.write_text(yaml.safe_dump({"tables": [table]}, allow_unicode=True), encoding="utf-8")
    return path


def written(place: Path, text: str = MACHINES, encoding: str = "utf-8") -> Path:
    """The list as a file."""
    path = place / "may-chu.csv"
    path.write_text(text, encoding=encoding)
    return path


def problems(files: list[Path], how: Path, base: Path | None) -> list[str]:
    """Each problem in a line, under its file's name."""
    with pytest.raises(InventoryError) as caught:
        import_mapped(files, how, base)
    assert all(problem.remedy for problem in caught.value.problems)
    return [
        f"{one.file.name if one.file else ''}:{one.line or ''} {one.key} {one.message} {one.value}"
        for one in caught.value.problems
    ]


BY_ROW = MACHINES.replace("Người phụ trách", "Mạng").replace("Nguyễn Văn A", "net-dmz").replace(" Trần B", "net-db")
COLUMNS = {**TABLE["columns"], "Mạng": "interfaces.network"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_list_of_machines(folder: Folder, tmp_path: Path, encoding: str) -> None:
    """Its rows join the inventory they are added to; ids are made of names, cells with two addresses are two."""
    base = folder()
    how = mapping(tmp_path, columns=COLUMNS, ignore=["STT"])
    mapped = import_mapped([written(tmp_path, BY_ROW, encoding)], how, base)
    write_inventory(mapped.inventory, tmp_path / "out")
    hosts = {host.id: host for host in load(tmp_path / "out").hosts}

    assert {"web-1", "db-1", "may-web-01", "may-csdl-d02"} == set(hosts)
    assert ("tthc", ("database",), "Windows Server 2019", "Máy CSDL Đ02") == (
        hosts["may-csdl-d02"].system,
        hosts["may-csdl-d02"].roles,
        hosts["may-csdl-d02"].os,
        hosts["may-csdl-d02"].name,
    )
    assert [("net-db", "10.0.2.15"), ("net-db", "10.0.2.16")] == [
        (leg.network, str(leg.address)) for leg in hosts["may-csdl-d02"].interfaces
    ]
    assert ("may-chu.csv: 2 rows of hosts; left out: STT",) == mapped.notes


def test_a_workbook_of_systems(folder: Folder, tmp_path: Path) -> None:
    """Dates in Vietnam's order, yes and no, fixed values, and a sheet by its name."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "HTTT"
    for row in (
        ["Mã", "Tên hệ thống", "Cấp độ", "Ngày quyết định đầu tư", "Phục vụ người dân"],
        ["qlvb", "Quản lý văn bản", 2, "05/03/2021", "có"],
    ):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    text = {
        "sheet": "httt",
        "file": None,
        "list": "systems",
        "headings": 1,
        "columns": {
            "Mã": "id",
            "Tên hệ thống": "name.vi",
            "Cấp độ": "level",
            "Ngày quyết định đầu tư": "invested_on",
            "Phục vụ người dân": "serves_citizens",
        },
        "fixed": {"owner": "so-khcn", "site": "idc", "kind": "document_management"},
        "values": None,
        "ignore": None,
        "make_id": None,
    }
    found = import_mapped([tmp_path / "a.xlsx"], mapping(tmp_path, **text), folder()).inventory
    system = next(system for system in found.systems if system.id == "qlvb")

    assert (2, "2021-03-05", True, "so-khcn") == (
        system.level,
        str(system.invested_on),
        system.serves_citizens,
        system.owner,
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"ignore": ["STT"]}, ["may-chu.csv:2 G2 is a heading about which nothing is decided người phụ trách"]),
        ({"undecided": ["Người phụ trách"]}, ["still holds headings Người phụ trách"]),
        ({"columns": {"Tên": "name"}}, ["is no heading Tên"]),
        ({"columns": {**TABLE["columns"], "Vai trò": "rols"}}, ["is no key of hosts rols"]),
        ({"columns": {**TABLE["columns"], "STT": "os"}}, ["is given by two columns os"]),
        ({"list": "machines"}, ["tables[0].list is no list machines"]),
        ({"file": "x.csv"}, ["names no table of the files given"]),
        ({"headings": 99}, ["is a row that is not there 99"]),
        ({"make_id": "Tên"}, ["make_id is no heading Tên"]),
        ({"fixed": {"zone": "dmz"}}, ["is no key of hosts zone"]),
        ({"values": {"roles": {"Máy web": ""}}}, ["has no word of ours Máy web"]),
        ({"colums": {}}, ["is no known key here"]),
    ],
)
def test_a_mapping_that_does_not_fit(
    folder: Folder, tmp_path: Path, changes: dict[str, Any], expected: list[str]
) -> None:
    """Each fault has its place in the mapping, or the cell of the heading that it forgot."""
    found = problems([written(tmp_path)], mapping(tmp_path, **changes), folder())

    assert all(any(words in line for line in found) for words in expected), found


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("10.0.1.15", "10.0.1.300", "may-chu.csv:3 C3"),
        ("Một cửa", "Hai cửa", "may-chu.csv:3 E3"),
        ("Cơ sở dữ liệu;", "CSDL;", "may-chu.csv:4 F4 is not an allowed value CSDL"),
        ("Máy CSDL Đ02", "Máy Web 01", "may-chu.csv:4 B4"),
        ("Máy Web 01", "…", "may-chu.csv:3 B3 has the wrong form"),
        (";net-db", ";", "may-chu.csv:4 G4 is missing"),
        (";net-db", ";net-db;x", "may-chu.csv:2 H2 has no heading, though something stands below"),
    ],
)
def test_a_cell_that_means_nothing(folder: Folder, tmp_path: Path, old: str, new: str, expected: str) -> None:
    """It is told with its line and cell."""
    how = mapping(tmp_path, columns=COLUMNS, ignore=["STT"])
    found = problems([written(tmp_path, BY_ROW.replace(old, new, 1))], how, folder())

    assert any(expected in line for line in found), found


def test_tables_nobody_maps(folder: Folder, tmp_path: Path) -> None:
    """A further sheet or file is not passed over."""
    other = tmp_path / "khac.csv"
    other.write_text("a,b\n1,2\n")
    how = mapping(tmp_path, columns=COLUMNS, ignore=["STT"])

    assert ["khac.csv:  is mapped by no table "] == problems([written(tmp_path, BY_ROW), other], how, folder())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a;b\n\xff\xfe\x00", "is not UTF-8 text"),
        (b'a;b\n"x', "is no table"),
        (b"x;" * 300, "is larger than any list"),
        (b"a\n" * 20_001, "is larger than any list"),
    ],
)
def test_a_file_that_is_no_list(tmp_path: Path, content: bytes, words: str) -> None:
    """One clear error, for a proposal too."""
    path = tmp_path / "may-chu.csv"
    path.write_bytes(content)
    with pytest.raises(InventoryError, match=words):
        propose([path])
    with pytest.raises(InventoryError, match=words):
        import_mapped([path], mapping(tmp_path))


def test_a_proposal(tmp_path: Path) -> None:
    """Headings near a title or a key are mapped, words of a closed list wait for ours, the rest is undecided."""
    text = propose([written(tmp_path)])
    (table,) = yaml.safe_load(text)["tables"]

    assert {
        "file": "may-chu.csv",
        "list": "hosts",
        "headings": 2,
        "columns": {
            "Tên máy chủ": "name",
            "Địa chỉ IP": "interfaces.address",
            "Vai trò": "roles",
            "Thuộc hệ thống": "system",
            "Hệ điều hành": "os",
        },
        "ignore": ["STT"],
        "undecided": ["Người phụ trách"],
        "values": {"roles": {"Cơ sở dữ liệu": "", "Máy web": "web"}},
        "make_id": "Tên máy chủ",
    } == table


def test_what_is_still_needed(tmp_path: Path) -> None:
    """Keys that every entry has and no heading gives are named, and a table that resembles no list too."""
    path = tmp_path / "he-thong.csv"
    path.write_text("Tên hệ thống,Cấp độ\nA,2\n", encoding="utf-8")
    other = tmp_path / "khac.csv"
    other.write_text("xyz,qqq\n1,2\n", encoding="utf-8")
    text = propose([path, other])

    assert "# khac.csv : resembles no list" in text or "# khac.csv: resembles no list" in text
    assert "he-thong.csv: still needed, as a column or under `fixed:`: kind, owner" in text
    with pytest.raises(InventoryError, match="resembles the headings of a list"):
        propose([other])


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Máy Web 01", "may-web-01"), ("Đ/c: QLVB (mới)", "d-c-qlvb-moi"), ("…", ""), ("x" * 200, "x" * 80)],
)
def test_an_id_of_a_name(text: str, expected: str) -> None:
    """Letters without marks and digits, parted by hyphens."""
    assert expected == made_id(text)
