"""Checklists from the command line: written, filled in, read back, logged; and nothing half when something is wrong."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.cli.command import Done, auditor, facts_of

_INVENTORY = """organisations:
  - {id: ubnd, name: {vi: Tỉnh, en: Province}, kind: province}
sites: [{id: idc, name: {vi: Trung tâm}, organisation: ubnd}]
zones: [{id: dc, name: {vi: Máy chủ}, kind: servers, site: idc}]
networks: [{id: n, zone: dc, prefixes: [10.0.0.0/16]}]
systems:
  - {id: app, name: {vi: Ứng dụng, en: The app}, kind: application, owner: ubnd, level: 2, decision: migrate}
  - {id: kho, name: {vi: Kho, en: The store}, kind: application, owner: ubnd, level: 2}
waves:
  - {id: dot-1, name: {vi: Đợt 1, en: Wave 1}, date: 2026-12-05, systems: [app]}
"""
DUTY = "system/app@2026-12-05/duty"
SHEET = "2 app"


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one run, made once."""
    made = tmp_path_factory.mktemp("province")
    (made / "tinh").mkdir()
    (made / "tinh" / "inventory.yaml").write_text(_INVENTORY, encoding="utf-8")
    facts_of(made / "facts", "app")
    done = auditor("evaluate", "facts", "--inventory", "tinh", "--at", "2026-11-22T05:00:00Z", cwd=made)
    assert 0 == done.code, done.err
    return made


@pytest.fixture
def folder(evaluated: Path, tmp_path: Path) -> Path:
    """A copy of that folder."""
    return shutil.copytree(evaluated, tmp_path / "province")


def filled(folder: Path, change: Callable[[Any], None], *words: str) -> Path:
    """The workbook as the command writes it, with what a person does to it."""
    done = auditor("plan", "checklist", *words, "-o", "in.xlsx", cwd=folder)
    assert 0 == done.code, done.err
    book = load_workbook(folder / "in.xlsx")
    change(book)
    book.save(folder / "in.xlsx")
    return folder / "in.xlsx"


def answer(
    text: str = "có", who: str = "Trần C", when: str = "2025-12-01 14:00", sheet: str = SHEET
) -> Callable[[Any], None]:
    """Answers the line about who is on duty."""

    def write(book: Any) -> None:
        cells = book[sheet]
        place = next(cell.row for cell in cells["C"] if str(cell.value).startswith("Danh sách trực"))
        for letter, value in zip("JKLM", (text, who, when, "đủ"), strict=True):
            cells[f"{letter}{place}"] = value

    return write


def brought(folder: Path, path: Path, *words: str, by: str = "Lê D") -> Done:
    return auditor("plan", "checklist", *words, "--import", path, "--by", by, cwd=folder)


def ticks(folder: Path) -> dict[str, Any]:
    done = auditor("plan", "checklist", "--format", "json", cwd=folder)
    lines = [line for sheet in json.loads(done.out)["sheets"] for line in sheet["lines"]]
    return {line["id"]: line["tick"] for line in lines if line["tick"]}


def test_the_table_fits_and_says_the_rule(folder: Path) -> None:
    """One row per sheet, on 80 columns, with what stops it."""
    done = auditor("plan", "checklist", "--lang", "en", cwd=folder)
    rows = [line.split() for line in done.out.splitlines()[2:]]

    assert (0, True) == (done.code, all(len(line) <= 80 for line in done.out.splitlines()))
    assert [["Open", "Wave", "dot-1"], ["Open", "System", "app"]] == [row[:3] for row in rows]


@pytest.mark.parametrize("form", ["html", "docx", "xlsx", "json"])
def test_files_are_written_and_repeatable(folder: Path, form: str) -> None:
    """Each form is written by its name, and equal runs give equal bytes."""
    made = []
    for name in ("a", "b"):
        assert 0 == auditor("plan", "checklist", "-o", f"{name}.{form}", cwd=folder).code
        made.append((folder / f"{name}.{form}").read_bytes())

    assert made[0] == made[1] != b""


def test_there_and_back(folder: Path) -> None:
    """An answer given in the workbook is stored with who, when, file and importer, and shows in the next sheets."""
    path = filled(folder, answer())
    done = brought(folder, path)
    kept = ticks(folder)

    assert (0, [DUTY]) == (done.code, list(kept)), done.err
    assert {
        "answer": "yes",
        "who": "Trần C",
        "at": "2025-12-01T14:00:00+07:00",
        "note": "đủ",
        "file_digest": sha256(path.read_bytes()).hexdigest(),
    } == {key: value for key, value in kept[DUTY].items() if key != "imported_at"}
    assert kept[DUTY]["imported_at"]
    assert 0 == auditor("plan", "checklist", "-o", "x.html", cwd=folder).code
    assert "Trần C" in (folder / "x.html").read_text(encoding="utf-8")
    assert "1 answers of checklists verified" in auditor("runs", "verify", cwd=folder).out


def test_a_second_file_supersedes(folder: Path) -> None:
    """A later answer holds, the earlier stays in the log, and the same file again brings nothing."""
    first = brought(folder, filled(folder, answer()))
    path = filled(folder, answer("không", "Phạm E", "2025-12-01 15:00"))
    second, third = brought(folder, path), brought(folder, path)

    assert ["đã lưu 1 ", "đã lưu 1 ", "đã lưu 0 "] == [done.out[:9] for done in (first, second, third)]
    assert "no" == ticks(folder)[DUTY]["answer"]
    assert "2 answers of checklists verified" in auditor("runs", "verify", cwd=folder).out


def test_one_systems_file_comes_back(folder: Path) -> None:
    """A workbook of one system, in English, is read back without saying so again."""

    def write(book: Any) -> None:
        sheet = book["1 app"]
        place = next(cell.row for cell in sheet["C"] if str(cell.value).startswith("The people on duty"))
        for letter, value in zip("JKL", ("yes", "Trần C", "2025-12-01 14:00"), strict=True):
            sheet[f"{letter}{place}"] = value

    done = brought(folder, filled(folder, write, "--system", "app", "--lang", "en"))

    assert (0, [DUTY]) == (done.code, list(ticks(folder))), done.err


def test_nothing_is_stored_when_anything_is_wrong(folder: Path) -> None:
    """One bad row beside a good one keeps both out; every fault is named with its cell, and no log is begun."""

    def both(book: Any) -> None:
        answer()(book)
        book[SHEET]["J6"] = "ok"
        book[SHEET]["C7"] = "khác"

    done = brought(folder, filled(folder, both))

    assert (2, "", {}) == (done.code, done.out, ticks(folder))
    for text in ("2 app!J6: is no answer (found 'ok')", "2 app!C7: is locked and was changed", "2 app!K6"):
        assert text in done.err
    assert "Traceback" not in done.err


def test_another_run(folder: Path) -> None:
    """A workbook is read back to the run it was made from and to no other."""
    path = filled(folder, answer())
    again = auditor("evaluate", "facts", "--inventory", "tinh", "--at", "2026-11-23T05:00:00Z", cwd=folder)
    done = brought(folder, path)

    assert (0, 2, {}) == (again.code, done.code, ticks(folder))
    assert "was made from another run" in done.err


def test_another_plan(folder: Path) -> None:
    """A workbook made for other waves is refused, with what to do."""
    path = filled(folder, answer())
    run = json.loads(auditor("plan", "checklist", "--format", "json", cwd=folder).out)["run"]
    waves = [{"id": "dot-2", "date": "2026-12-12", "systems": ["app"]}]
    plan = {"schema": "waves/1", "run": run, "as_of": "2026-11-22", "status": "optimal", "waves": waves}
    (folder / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    done = brought(folder, path, "--plan", "plan.json")

    assert (2, {}) == (done.code, ticks(folder))
    assert "was made from other waves" in done.err


def test_another_store(folder: Path) -> None:
    """A workbook written after answers that this store does not hold is refused."""
    assert 0 == brought(folder, filled(folder, answer())).code
    path = filled(folder, answer("không", when="2025-12-01 15:00"))
    with sqlite3.connect(next(folder.glob("*.sqlite"))) as store:
        store.execute("DELETE FROM ticks")
    done = brought(folder, path)

    assert (2, True) == (done.code, "was made from another store" in done.err)


def test_a_changed_log_is_an_integrity_failure(folder: Path) -> None:
    """A log that somebody changed is not read from, and verifying says so."""
    assert 0 == brought(folder, filled(folder, answer())).code
    with sqlite3.connect(next(folder.glob("*.sqlite"))) as store:
        store.execute("UPDATE ticks SET record = replace(CAST(record AS TEXT), 'yes', 'no')")

    assert [5, 5] == [auditor(*words, cwd=folder).code for words in (("plan", "checklist"), ("runs", "verify"))]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("--wave", "dot-2"), "there is no wave 'dot-2'"),
        (("--system", "ap"), "Did you mean 'app'?"),
        (("--format", "odt"), "there is no format 'odt'"),
        (("-o", "x.odt"), "nothing here is written as .odt"),
        (("--by", "A"), "--by goes with --import"),
        (("--import", "none.xlsx"), "--by names nobody"),
        (("--import", "none.xlsx", "--by", " "), "--by names nobody"),
        (("--import", "none.xlsx", "--by", "A\u202eB"), "names nobody"),
        (("--import", "none.xlsx", "--by", "A"), "there is no such file"),
        (("--import", "none.xlsx", "--by", "A", "--wave", "dot-1"), "--import goes without"),
        (("--lines", "none.yaml"), "none.yaml"),
        (("--format", "table", "-o", "x.txt"), "a table is not written to a file"),
    ],
)
def test_bad_orders(folder: Path, words: tuple[str, ...], text: str) -> None:
    """What cannot be done is said in words with a remedy, exit code 2."""
    done = auditor("plan", "checklist", "latest", *words, cwd=folder)

    assert (2, True) == (done.code, text in done.err), done.err
    assert "Traceback" not in done.err


def test_a_system_in_no_wave(folder: Path) -> None:
    """Its sheet has no dates and never goes."""
    done = auditor("plan", "checklist", "--system", "kho", "--format", "json", cwd=folder)
    sheet = json.loads(done.out)["sheets"][0]

    assert ("", None, True) == (sheet["wave"], sheet["date"], sheet["go"] != "go")


def test_lines_of_a_province(folder: Path) -> None:
    """A province's own lines are used for writing and have to be named for reading back."""
    shipped = Path(__file__).parents[3] / "policies" / "migration" / "checklist.yaml"
    text = shipped.read_text(encoding="utf-8").replace("Danh sách trực đêm chuyển", "Danh sách trực ca đêm")
    (folder / "lines.yaml").write_text(text, encoding="utf-8")
    path = filled(folder, answer(), "--lines", "lines.yaml")

    assert [2, 0] == [brought(folder, path).code, brought(folder, path, "--lines", "lines.yaml").code]


def test_the_edition_of_reports_is_the_same_sheet(folder: Path) -> None:
    """`report -e checklist` writes the plan's sheet of each system still to move, the same file in each format."""
    names = [f"{form}.{form}" for form in ("html", "pdf", "docx", "xlsx")]
    done = [auditor("report", "latest", "-e", "checklist", "-o", name, cwd=folder) for name in names]
    done += [auditor("plan", "checklist", "--system", "app", "-o", f"plan-{name}", cwd=folder) for name in names]
    wrong = auditor("report", "latest", "-e", "checklist", "-o", "alias.csv", cwd=folder)

    assert ([0] * 8, 2) == ([one.code for one in done], wrong.code), [one.err for one in done]
    assert [] == [name for name in names if (folder / name).read_bytes() != (folder / f"plan-{name}").read_bytes()]


def test_the_workbook_of_the_edition_comes_back(folder: Path) -> None:
    """A workbook about several systems says which, and an answer in it is stored."""
    text = _INVENTORY.replace("owner: ubnd, level: 2}", "owner: ubnd, level: 2, decision: migrate}")
    (folder / "tinh" / "inventory.yaml").write_text(text, encoding="utf-8")
    assert 0 == auditor("evaluate", "facts", "--inventory", "tinh", "--at", "2026-11-22T05:00:00Z", cwd=folder).code
    assert 0 == auditor("report", "latest", "-e", "checklist", "-o", "in.xlsx", cwd=folder).code
    book = load_workbook(folder / "in.xlsx")
    sheets = book.sheetnames
    answer(sheet="1 app")(book)
    book.save(folder / "in.xlsx")

    assert ["1 app", "2 kho"] == sheets[1:3]
    assert 0 == brought(folder, folder / "in.xlsx").code
    assert [DUTY] == list(ticks(folder))
