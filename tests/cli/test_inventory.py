"""The command `auditor inventory`, as a person runs it."""

import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from auditor.cli.common import wrapped

LAB = Path(__file__).parents[2] / "inventories" / "lab"
SMALL = """\
organisations:
  - {id: so-khcn, name: {vi: Sở Khoa học và Công nghệ}, kind: department}
systems:
  - id: portal
    name: {vi: Cổng thông tin điện tử tỉnh, en: Portal}
    kind: portal
    owner: so-khcn
    level: 2
    decision: migrate
    decision_reason: tỉnh quyết định chuyển trước
"""

PAPER = """\
evidence:
  - {id: ev, kind: regulation, subject: {kind: system, id: portal}, number: 1/QC, issuer: UBND tỉnh, date: 2026-10-12}
"""


def auditor(*arguments: str | Path) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "auditor", *map(str, arguments)], capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with one organisation and one system."""
    (tmp_path / "all.yaml").write_text(SMALL, encoding="utf-8")
    return tmp_path


def test_check_sound(small: Path) -> None:
    """A sound inventory is one line of counts and exit code 0."""
    assert (0, wrapped(f"{small}: sound: 1 organisation, 1 system", "  ") + "\n", "") == auditor(
        "inventory", "check", small
    )


def test_check_the_lab() -> None:
    """The lab's inventory, scope and settings are sound."""
    code, out, _ = auditor("inventory", "check", LAB, "--format", "json")

    assert (0, True, []) == (code, orjson.loads(out)["sound"], orjson.loads(out)["problems"])


def test_check_says_every_fault(small: Path) -> None:
    """Faults of the inventory and of the files beside it are all printed, and the exit code is 2."""
    (small / "more.yaml").write_text("hosts:\n\t- id: x\n")
    (small / "scope.yaml").write_text("authorisation: []\n")
    (small / "auditor.yaml").write_text("engine: wasm\nvantages:\n  - {id: v, zone: dmz, kind: local}\n")

    code, out, _ = auditor("inventory", "check", small)

    assert 2 == code
    nearest = "Did you mean 'authorisations'? Allowed: authorisations."
    assert [
        f"{small}/more.yaml:2: a tab stands in the indentation. Replace the tab by spaces; YAML allows none here.",
        f"{small}/scope.yaml:1: authorisation: is no known key here. {nearest}",
    ] == out.splitlines()


def test_check_compares_neighbours(small: Path) -> None:
    """A scope for an unknown owner and a vantage in an unknown zone are faults."""
    (small / "auditor.yaml").write_text("vantages:\n  - {id: v, zone: dmz, kind: local}\n")
    paper = "id: p, owner: so-khnc, document: 1/GP, allowed_by: A, valid_from: 2026-01-01, valid_until: 2026-12-31"
    (small / "scope.yaml").write_text(f"authorisations:\n  - {{{paper}, areas: [{{prefixes: [10.0.0.0/16]}}]}}\n")

    code, out, _ = auditor("inventory", "check", small, "--format", "json")

    assert 2 == code
    assert [
        ("authorisations[p].owner", "so-khnc", "Did you mean 'so-khcn'? Allowed: so-khcn."),
        ("authorisations[p].areas.domain", "province", "None is near that name."),
        ("vantages[v].zone", "dmz", "None is near that name."),
    ] == [(row["key"], row["value"], row["remedy"]) for row in orjson.loads(out)["problems"]]


def test_check_asks(small: Path) -> None:
    """What is possible but to be confirmed is asked after the verdict, by file and line, and is no fault."""
    (small / "more.yaml").write_text(PAPER, encoding="utf-8")
    asked = "evidence[ev].date: lies after 2026-09-01, the day of this check (found '2026-10-12')"
    remedy = "Correct the date, or enter the paper when it is signed."

    code, out, _ = auditor("inventory", "check", small, "--as-of", "2026-09-01")

    assert 0 == code
    sound = wrapped(f"{small}: sound: 1 organisation, 1 system, 1 evidence", "  ")
    question = wrapped(f"{small}/more.yaml:2: {asked}. {remedy}", "  ")
    assert f"{sound}\n\n1 question, to be confirmed or corrected:\n{question}\n" == out
    later = orjson.loads(auditor("inventory", "check", small, "--as-of", "2026-11-01", "--format", "json")[1])
    assert (True, [], []) == (later["sound"], later["problems"], later["questions"])


def test_check_refuses_what_cannot_be(small: Path) -> None:
    """Two declarations that cannot both be true are a fault beside the others, and the questions are asked as well."""
    (small / "more.yaml").write_text(PAPER, encoding="utf-8")
    (small / "all.yaml").write_text(SMALL.replace("kind: portal", "kind: secret_docs"), encoding="utf-8")

    code, out, _ = auditor("inventory", "check", small, "--as-of", "2026-09-01", "--format", "json")

    report = orjson.loads(out)
    assert (2, False) == (code, report["sound"])
    assert [("all.yaml", 6, "systems[portal].kind", "secret_docs")] == [
        (Path(row["file"]).name, row["line"], row["key"], row["value"]) for row in report["problems"]
    ]
    assert ["evidence[ev].date"] == [row["key"] for row in report["questions"]]


def test_show_table_fits(small: Path) -> None:
    """The table of systems is no wider than 80 columns."""
    code, out, _ = auditor("inventory", "show", small)

    assert 0 == code
    assert [
        "system  lv  label  decision  name",
        "──────  ──  ─────  ────────  ───────────────────────────",
        "portal  2          migrate   Cổng thông tin điện tử tỉnh",
    ] == out.splitlines()
    assert 80 >= max(map(len, auditor("inventory", "show", LAB)[1].splitlines()))


def test_show_one_thing(small: Path) -> None:
    """One thing is shown with everything that refers to it."""
    code, out, _ = auditor("inventory", "show", small, "so-khcn")

    assert 0 == code
    assert out == (
        "organisations / so-khcn\nid: so-khcn\nname: {vi: Sở Khoa học và Công nghệ}\nkind: department\n\n"
        "Referred to by:\nlist     key    id\n───────  ─────  ────────\nsystems  owner  portal\n"
    )


def test_show_unknown(small: Path) -> None:
    """An unknown id is answered with the nearest one and exit code 2, without a traceback."""
    words = "auditor: the inventory declares nothing with the id 'portl'\n  Did you mean 'portal'?"

    assert (2, "", f"{words} Allowed: portal, so-khcn.\n") == auditor("inventory", "show", small, "portl")


def test_workbook_there_and_back(small: Path, tmp_path: Path) -> None:
    """A workbook filled from a folder gives the same inventory when it is imported into a new one."""
    book, out = tmp_path / "x.xlsx", tmp_path / "out"

    assert 0 == auditor("inventory", "template", "-o", book, "--from", small)[0]
    said = wrapped(f"{out}: sound: 1 organisation, 1 system", "  ") + "\n"
    assert (0, said) == auditor("inventory", "import", book, "-o", out)[:2]
    first, second = (
        orjson.loads(auditor("inventory", "check", folder, "--format", "json")[1]) for folder in (small, out)
    )
    assert first["digest"] == second["digest"]


def test_workbook_is_not_replaced(small: Path) -> None:
    """Neither a workbook nor a folder that holds something is replaced unasked."""
    book = small / "x.xlsx"
    assert 0 == auditor("inventory", "template", "-o", book)[0]
    before = book.read_bytes()

    assert 2 == auditor("inventory", "template", "-o", book, "--from", small)[0]
    assert before == book.read_bytes()
    assert 0 == auditor("inventory", "template", "-o", book, "--from", small, "--force")[0]
    assert before != book.read_bytes()
    assert 2 == auditor("inventory", "import", book, "-o", small)[0]
