"""A register of papers as an office keeps it becomes papers of the inventory; what it cannot mean is told by cell."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import Workbook

from auditor.errors import InventoryError
from auditor.inventory.exchange import import_mapped, propose
from auditor.model.inventory import EvidenceRecord

Folder = Callable[..., Path]
TODAY = datetime.date(2026, 11, 22)

REGISTER = """\
SỔ THEO DÕI VĂN BẢN NĂM 2026;;;;;
STT;Số, ký hiệu;Ngày văn bản;Cơ quan ban hành;Loại văn bản;Về hệ thống
1;12/PA-STTTT;05/11/2026;Trung tâm CNTT;Phương án an toàn;Một cửa
2;13/BC-STTTT;2026-11-06;Trung tâm CNTT;Báo cáo rủi ro;Một cửa
3;14/BB-STTTT;ngày 7 tháng 11 năm 2026;Trung tâm CNTT;Báo cáo rủi ro;Một cửa
"""
TABLE: dict[str, Any] = {
    "list": "evidence",
    "headings": 2,
    "columns": {
        "Số, ký hiệu": "number",
        "Ngày văn bản": "date",
        "Cơ quan ban hành": "issuer",
        "Loại văn bản": "kind",
        "Về hệ thống": "subject.id",
    },
    "ignore": ["STT"],
    "fixed": {"subject.kind": "system"},
    "values": {
        "kind": {"Phương án an toàn": "safety_plan", "Báo cáo rủi ro": "risk_report"},
        "subject.id": {"Một cửa": "tthc", "Cổng": "portal"},
    },
    "make_id": "Số, ký hiệu",
}


def read(place: Path, base: Path, path: Path) -> dict[str, EvidenceRecord]:
    """The papers of a register, by id, beside those of an inventory."""
    mapping = place / "mapping.yaml"
    mapping.write_text(yaml.safe_dump({"tables": [TABLE]}, allow_unicode=True), encoding="utf-8")
    found = import_mapped([path], mapping, base, TODAY).inventory.evidence
    return {paper.id: paper for paper in found}


def register(place: Path, text: str = REGISTER) -> Path:
    """A register as a file of text."""
    path = place / "so-van-ban.csv"
    path.write_text(text, encoding="utf-8")
    return path


def faults(place: Path, base: Path, path: Path) -> list[tuple[str, str]]:
    """Cell and message of everything wrong with a register."""
    with pytest.raises(InventoryError) as caught:
        read(place, base, path)
    assert all(problem.remedy for problem in caught.value.problems)
    return [(problem.key, problem.message) for problem in caught.value.problems]


def test_a_day_in_three_spellings(folder: Folder, tmp_path: Path) -> None:
    """A day is read as offices write it, as a date, and in words; ids are made of the numbers of the papers."""
    papers = read(tmp_path, folder(), register(tmp_path))

    days = {name: paper.date.isoformat() for name, paper in papers.items() if name.startswith("1")}
    assert {"12-pa-stttt": "2026-11-05", "13-bc-stttt": "2026-11-06", "14-bb-stttt": "2026-11-07"} == days


def test_a_number_as_the_cell_shows_it(folder: Folder, tmp_path: Path) -> None:
    """007 is no 7: a number counts as the spreadsheet shows it."""
    book = Workbook()
    sheet = book.worksheets[0]
    for line in REGISTER.splitlines()[:3]:
        sheet.append(line.split(";"))
    sheet["B3"] = 7
    sheet["B3"].number_format = "000"
    book.save(tmp_path / "so.xlsx")

    assert "007" == read(tmp_path, folder(), tmp_path / "so.xlsx")["007"].number


def test_one_paper_about_several_systems(folder: Folder, tmp_path: Path) -> None:
    """Several names in one cell are one paper about all of them."""
    text = REGISTER.replace("Phương án an toàn;Một cửa", 'Phương án an toàn;"Một cửa; tthc-2"')
    base = folder(more="systems:\n  - {id: tthc-2, name: {vi: Hai}, kind: application, owner: ubnd}\n")

    paper = read(tmp_path, base, register(tmp_path, text))["12-pa-stttt"]
    assert ("tthc", "tthc-2") == paper.subjects


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("05/11/2026", "23/11/2026", ("C3", "lies after 2026-11-22, the day of this import")),
        ("05/11/2026", "05/11/26", ("C3", "must be a date")),
        ("05/11/2026", "31/11/2026", ("C3", "must be a date")),
        ("1;12/PA-STTTT", "1;", ("B3", "is missing: a register lists papers by their numbers")),
        ("1;12/PA-STTTT", "1;chưa có", ("B3", "is no number of a paper")),
        (";Một cửa\n2", ";Một cửa; ao-anh\n2", ("F3", "is not declared under `systems`")),
        ("Phương án an toàn;", "Giấy lạ;", ("E3", "is not an allowed value")),
    ],
)
def test_a_fault_names_its_cell(
    folder: Folder, tmp_path: Path, before: str, after: str, fault: tuple[str, str]
) -> None:
    """A paper of tomorrow, a day that is none, a row without a number or with a word for one: each with its cell."""
    path = register(tmp_path, REGISTER.replace(before, after).replace(";Một cửa; ao-anh", ';"Một cửa; ao-anh"'))
    assert fault in faults(tmp_path, folder(), path)


def test_merged_cells_are_refused(folder: Folder, tmp_path: Path) -> None:
    """One cell that stands for many says nothing of each."""
    book = Workbook()
    sheet = book.worksheets[0]
    for line in REGISTER.splitlines():
        sheet.append(line.split(";"))
    sheet.merge_cells("D3:D5")
    book.save(tmp_path / "so.xlsx")

    assert [("Sheet!D3:D5", "is merged, so one cell stands for many")] == faults(
        tmp_path, folder(), tmp_path / "so.xlsx"
    )


def test_a_mapping_is_proposed(tmp_path: Path) -> None:
    """The headings of a register are known, and ids are made of the papers' numbers."""
    [table] = yaml.safe_load(propose([register(tmp_path)]))["tables"]

    assert ("evidence", 2, "Số, ký hiệu") == (table["list"], table["headings"], table["make_id"])
    assert TABLE["columns"] == table["columns"]
