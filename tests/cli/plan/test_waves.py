"""`auditor plan waves` proposes nights from a stored run alone, or names the lines that leave no plan."""

import json
from pathlib import Path

import pytest
import yaml

from auditor.plan.waves.shape import WavePlan
from tests.cli.command import Done, auditor, facts_of
from tests.plan.waves.estate import puzzle

ESTATE = """organisations:
- {id: so, name: {vi: Sở A, en: Department A}, kind: department}
sites: [{id: idc, name: {vi: Trung tâm dữ liệu}, organisation: so, without: []}]
zones: [{id: lan, name: {vi: Vùng nội bộ, en: Internal zone}, kind: internal, site: idc}]
networks: [{id: n-lan, zone: lan, prefixes: [10.0.1.0/24]}]
systems:
- {id: cong, name: {vi: Cổng, en: Portal}, kind: portal, owner: so, level: 3, decision: migrate}
- {id: kho, name: {vi: Kho, en: Store}, kind: data_store, owner: so, level: 3, decision: migrate}
- {id: cu, name: {vi: Cũ, en: Old one}, kind: application, owner: so}
links: [{id: lk, source: cong, target: kho, channel: lgsp, network: tslcd, hard: true}]
"""
PLANNING = """nights: {start: 2026-12-12, end: 2027-01-31}
systems_per_night: 1
rollback_days: 3
work_limit: 2
"""
FROZEN = PLANNING + "freezes:\n- {id: tet, name: {vi: Tết}, start: 2026-12-01, end: 2027-02-28}\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of one run, its estate, and a planning file that leaves no night."""
    here = tmp_path_factory.mktemp("waves")
    (here / "estate").mkdir()
    (here / "estate" / "estate.yaml").write_text(ESTATE, encoding="utf-8")
    (here / "estate" / "planning.yaml").write_text(PLANNING, encoding="utf-8")
    (here / "frozen.yaml").write_text(FROZEN, encoding="utf-8")
    facts_of(here / "facts", "cong")
    clocks = ("--as-of", "2026-11-23", "--at", "2026-11-23T08:00:00+07:00")
    assert auditor("evaluate", "facts", "--inventory", "estate", *clocks, cwd=here).code == 0
    return here


def waves(folder: Path, *words: str) -> Done:
    return auditor("plan", "waves", *words, cwd=folder)


def test_table(folder: Path) -> None:
    """Each night with its systems and one sentence each; what has no night; what nobody entered; the figures apart."""
    done = waves(folder, "--lang", "en")

    assert 0 == done.code
    assert [
        "12 Dec 2026  wave-2026-12-12: 1 system; notice by 2 Dec 2026",
        "  kho (Not enough evidence to conclude): The first night there is",
        "19 Dec 2026  wave-2026-12-19: 1 system; notice by 9 Dec 2026",
        "  cong (Not enough evidence to conclude): The night of 12 Dec 2026 already takes",
        "      1 systems, and no more are allowed",
        "No wave: Nobody has decided what becomes of Old one (cu)",
    ] == done.out.splitlines()[:6]
    assert max(map(len, done.out.splitlines())) <= 80
    assert "the best plan there is; cost 3, at least 3 (gap 0.0%); by hand 3, gain 0;" in done.err


def test_vietnamese(folder: Path) -> None:
    """The sentences are said in the language asked for."""
    assert "  kho (Chưa đủ căn cứ kết luận): Đêm đầu tiên có thể chuyển" in waves(folder).out.splitlines()


def test_json_is_the_published_shape_and_the_file_is_the_same(folder: Path) -> None:
    """The document is read back as it is; the file holds the same bytes as standard output."""
    done = waves(folder, "--format", "json", "-o", "proposal.json")

    assert (0, (folder / "proposal.json").read_text(encoding="utf-8")) == (done.code, done.out)
    plan = WavePlan.model_validate(json.loads(done.out))
    assert [("wave-2026-12-12", ("kho",)), ("wave-2026-12-19", ("cong",))] == [
        (wave.id, wave.systems) for wave in plan.waves
    ]


def test_the_proposal_can_be_planned_with(folder: Path) -> None:
    """What was written is what the other verbs take as --plan."""
    waves(folder, "-o", "proposal.json")

    assert 0 == auditor("plan", "firewall", "--plan", "proposal.json", "--format", "json", cwd=folder).code


def test_no_plan_names_the_demands(folder: Path) -> None:
    """A contradiction is wrong input: exit code 2, each demand named; the document still stands on standard output."""
    done = waves(folder, "--planning", "frozen.yaml", "--format", "json", "--lang", "en")

    assert 2 == done.code
    assert "infeasible" == json.loads(done.out)["status"]
    assert "frozen.yaml:1: nights:" in done.err
    assert 'frozen.yaml:6: freeze:tet: Nothing moves in the freeze "Tết" (1 Dec 2026 to 28 Feb 2027)' in done.err
    assert "nights: There are 8 nights to move in, from 12 Dec 2026 to 31 Jan 2027" in done.err
    assert "changing any one of them helps" in done.err


def test_a_contradiction_of_the_stored_run_names_its_lines(tmp_path: Path, folder: Path) -> None:
    """Of a run that was stored with its planning file, file and line of each demand are known."""
    (tmp_path / "estate").mkdir()
    (tmp_path / "estate" / "estate.yaml").write_text(ESTATE, encoding="utf-8")
    (tmp_path / "estate" / "planning.yaml").write_text(FROZEN, encoding="utf-8")
    clocks = ("--as-of", "2026-11-23", "--at", "2026-11-23T08:00:00+07:00")
    assert auditor("evaluate", str(folder / "facts"), "--inventory", "estate", *clocks, cwd=tmp_path).code == 0

    done = waves(tmp_path)

    assert 2 == done.code
    assert "planning.yaml:1: nights:" in done.err
    assert "planning.yaml:6: freeze:tet:" in done.err


def test_a_file_that_cannot_be_written(folder: Path) -> None:
    """A folder that does not exist is an error with its name, and no traceback."""
    done = waves(folder, "-o", "nowhere/proposal.json")

    assert 2 == done.code
    assert "nowhere/proposal.json cannot be written" in done.err


def test_a_limit_that_ends_too_soon(tmp_path: Path) -> None:
    """Without an answer in time the command fails and says what to raise; nothing is shown as a plan."""
    head = ESTATE.partition("systems:")[0]
    estate = yaml.safe_load(head) | {"systems": [row | {"owner": "so"} for row in puzzle()]}
    nights = "{start: 2026-12-12, end: 2027-01-15}"
    (tmp_path / "estate").mkdir()
    (tmp_path / "estate" / "estate.yaml").write_text(yaml.safe_dump(estate), encoding="utf-8")
    (tmp_path / "estate" / "planning.yaml").write_text(f"nights: {nights}\nwork_limit: 1\n", encoding="utf-8")
    facts_of(tmp_path / "facts", "s000")
    clocks = ("--as-of", "2026-11-23", "--at", "2026-11-23T08:00:00+07:00")
    assert auditor("evaluate", "facts", "--inventory", "estate", *clocks, cwd=tmp_path).code == 0

    done = waves(tmp_path, "--lang", "en")

    assert 1 == done.code
    assert "Raise `work_limit` in planning.yaml." in done.err
    assert not [line for line in done.out.splitlines() if line.startswith(("20", "  s"))]
