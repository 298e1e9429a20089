"""The command `auditor law`, as a person runs it, on the shipped law and one control."""

import shutil
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from auditor.policy.build import build
from auditor.resources import policies_dir

pytestmark = pytest.mark.needs_opa


@pytest.fixture(scope="module")
def policies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped law with one control, compiled."""
    root = tmp_path_factory.mktemp("policies")
    shutil.copy(policies_dir() / "capabilities.json", root)
    for name in ("main", "lib", "law", "params", "schemas", "controls/network/insecure_services"):
        shutil.copytree(policies_dir() / name, root / name)
    build(root)
    return root


def law(policies: Path, *arguments: str) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "auditor", "law", *arguments, "--policies", str(policies)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout, done.stderr


def test_list_by_date(policies: Path) -> None:
    """The same instrument is in force on one date and ended on another, and every line fits 80 columns."""
    early = law(policies, "list", "--as-of", "2026-06-30")[1].splitlines()
    late = law(policies, "list", "--as-of", "2026-11-22")[1].splitlines()

    def marks(lines: list[str], name: str) -> list[str]:
        return [line[0] for line in lines if name in line]

    assert (["●"], ["×"]) == (marks(early, "luat-24-2018-qh14"), marks(late, "luat-24-2018-qh14"))
    assert (["○"], ["●"]) == (marks(early, "nd-331-2026-nd-cp"), marks(late, "nd-331-2026-nd-cp"))
    assert 80 >= max(map(len, early + late))


def test_one_instrument(policies: Path) -> None:
    """One instrument shows each clause with the control that rests on it, its force and its confidence."""
    code, out, _ = law(policies, "list", "TCVN 14423:2026", "--as-of", "2026-11-22", "--format", "json")

    assert 0 == code
    rows = orjson.loads(out)["clauses"]
    assert {("NW-05", "B", "in_force")} == {(row["control"], row["confidence"], row["standing"]) for row in rows}
    assert "binding" in {row["force"] for row in rows}


def test_impact(policies: Path) -> None:
    """The control whose clause begins between two dates is named."""
    code, out, _ = law(policies, "impact", "--from", "2026-08-18", "--to", "2026-08-19", "--format", "json")

    assert 0 == code
    assert ["NW-05"] == [row["control"] for row in orjson.loads(out)]


def test_wrong_words(policies: Path) -> None:
    """Unknown instruments and dates that are none are refused with exit code 2."""
    assert (2, "") == law(policies, "list", "nd-1")[:2]
    assert (2, "") == law(policies, "list", "--as-of", "30/6/2026")[:2]
    assert (2, "") == law(policies, "impact", "--from", "2026-07-01", "--to", "2026-06-30")[:2]


def test_check(policies: Path, tmp_path: Path) -> None:
    """A citation of a text that is not listed, and one without force, end with exit code 1 and name their entry."""
    sound = law(policies, "check")
    shutil.copytree(policies, tmp_path / "p")
    rule = tmp_path / "p/controls/network/insecure_services/policy.rego"
    text = rule.read_text(encoding="utf-8")
    rule.write_text(text.replace("#       instrument: tcvn-14423-2026\n", "#       instrument: tcvn-0\n", 1))
    code, out, err = law(tmp_path / "p", "check", "--format", "json")
    rule.write_text(text.replace("#       force: binding\n", "", 1))

    assert 0 == sound[0]
    assert "0 errors" in sound[2]
    assert (1, "") == (code, err)
    assert ("NW-05 d1", "names 'tcvn-0', which is no listed instrument", False) in [
        (row["place"], row["message"], row["warning"]) for row in orjson.loads(out)
    ]
    assert "error: NW-05 d1: force: Field required" in law(tmp_path / "p", "check")[1]
