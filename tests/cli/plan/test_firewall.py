"""`auditor plan firewall` prints and writes the change list of a stored run."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.command import auditor
from tests.cli.plan.cutover import estate, run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("firewall")
    run(made, estate(made, "tinh"), "2027-02-01")
    return made


def test_the_table_fits_a_terminal(folder: Path) -> None:
    """Each rule says action, wave, ends, ports and days, and why; no line is wider than 80 columns."""
    done = auditor("plan", "firewall", "--lang", "en", cwd=folder)

    assert (done.code, max(map(len, done.out.splitlines())) <= 80) == (0, True)
    assert done.out.splitlines()[:4] == [
        "To open: d1; office (10.4.0.0/24) → ndc (10.9.0.10); tcp/443; from 6 Mar 2027",
        "    The declared flow users is still needed after the move",
        "To keep for the parallel run: d1; office (10.4.0.0/24) → dmz (10.1.0.10);",
        "    tcp/443; from 6 Mar 2027, until 5 Apr 2027",
    ]
    assert done.err.splitlines()[-1] == "rules: 4, without an address: 0; names and addresses: 3; questions: 0"


def test_the_formats_say_the_same(folder: Path) -> None:
    """JSON, spreadsheet and nftables text hold the same rules by the same numbers."""
    listed = json.loads(auditor("plan", "firewall", "--format", "json", cwd=folder).out)
    sheet = auditor("plan", "firewall", "--format", "csv", "--lang", "vi", cwd=folder).out
    text = auditor("plan", "firewall", "--format", "nft", cwd=folder).out
    numbers = [rule["id"] for rule in listed["rules"]]
    rows = list(csv.reader(io.StringIO(sheet.removeprefix("\ufeff"))))

    assert listed["schema"] == "changes/1"
    assert [row[2] for row in rows[1 : len(numbers) + 1]] == numbers
    assert {len(row) for row in rows} == {16}
    assert [number for number in numbers if f'comment "{number} ' not in text] == []


def test_one_wave_into_a_file(folder: Path) -> None:
    """--wave keeps one wave, -o writes a file that equals what is printed."""
    printed = auditor("plan", "firewall", "--wave", "d1", "--format", "nft", cwd=folder)
    written = auditor("plan", "firewall", "--wave", "d1", "--format", "nft", "-o", "out/d1.nft", cwd=folder)

    assert (written.code, written.out, written.err) == (0, "", "out/d1.nft\n")
    assert (folder / "out" / "d1.nft").read_text("utf-8") == printed.out


def test_an_unknown_wave_is_an_error(folder: Path) -> None:
    """A wave that is not there is named, with those that are."""
    done = auditor("plan", "firewall", "--wave", "d9", cwd=folder)

    assert (done.code, done.out) == (2, "")
    assert "there is no wave 'd9'" in done.err
    assert "Allowed: d1." in done.err


def test_a_saved_proposal_is_used(folder: Path) -> None:
    """--plan takes the waves of a saved proposal of the same run instead of the adopted ones."""
    name = json.loads(auditor("plan", "firewall", "--format", "json", cwd=folder).out)["run"]
    waves = [{"id": "w", "date": "2027-04-03", "systems": ["app"]}]
    proposal = {"schema": "waves/1", "run": name, "as_of": "2027-02-01", "status": "optimal", "waves": waves}
    (folder / "plan.json").write_text(json.dumps(proposal), "utf-8")
    found = json.loads(auditor("plan", "firewall", "--plan", "plan.json", "--format", "json", cwd=folder).out)

    assert {rule["wave"] for rule in found["rules"]} == {"w"}
    assert found["rules"][0]["start"] == "2027-04-03"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"schema": "waves/1", "run": "other", "as_of": "2027-02-01", "status": "optimal"}', "another run"),
        ('{"schema": "waves/2"}', "plan.json:1"),
        ("{", "plan.json:"),
        ('{"run": "r", "as_of": "2027-02-01", "status": "optimal", "wavs": []}', "wavs"),
    ],
)
def test_a_proposal_that_is_none_is_an_error(folder: Path, text: str, words: str) -> None:
    """A file of another run, another version or another kind is refused with its place."""
    (folder / "bad").mkdir(exist_ok=True)
    (folder / "bad" / "plan.json").write_text(text, "utf-8")
    done = auditor("plan", "firewall", "--plan", "bad/plan.json", cwd=folder)

    assert (done.code, done.out, words in done.err, "Traceback" in done.err) == (2, "", True, False)
