"""`plan readiness` and `plan fixes` on a run that was evaluated without a single measurement."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import Done, auditor, facts_of

ESTATE = """organisations:
- {id: so, name: {vi: Sở A, en: Department A}, kind: department}
- {id: tt, name: {vi: Trung tâm, en: Centre}, kind: department}
sites: [{id: idc, name: {vi: Trung tâm dữ liệu}, organisation: tt, without: []}]
zones:
- {id: dmz, name: {vi: Vùng DMZ, en: DMZ}, kind: dmz, site: idc}
- {id: db, name: {vi: Vùng dữ liệu, en: Database zone}, kind: database, site: idc}
- {id: lan, name: {vi: Vùng nội bộ, en: Internal zone}, kind: internal, site: idc}
- {id: net, name: {vi: Internet}, kind: internet, site: idc}
networks:
- {id: n-dmz, zone: dmz, prefixes: [10.0.1.0/24]}
- {id: n-db, zone: db, prefixes: [10.0.2.0/24]}
systems:
- {id: cong, name: {vi: Cổng, en: Portal}, kind: portal, owner: so, operator: tt, site: idc, level: 3}
- {id: kho, name: {vi: Kho, en: Store}, kind: data_store, owner: so, operator: tt, site: idc, level: 3}
hosts:
- {id: cong-web, system: cong, roles: [web], interfaces: [{network: n-dmz, address: 10.0.1.1}]}
- {id: cong-db, system: cong, roles: [database], interfaces: [{network: n-db, address: 10.0.2.1}]}
- {id: kho-db, system: kho, roles: [database], interfaces: [{network: n-db, address: 10.0.2.2}]}
waves:
- {id: dot-1, name: {vi: Đợt 1}, date: 2027-03-06, systems: [cong]}
"""
PLANNING = "costs:\n- {control: MG-28, million_vnd: 3, days: 4}\n"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of one run."""
    folder = tmp_path_factory.mktemp("fixes")
    (folder / "estate").mkdir()
    (folder / "estate" / "estate.yaml").write_text(ESTATE, encoding="utf-8")
    (folder / "estate" / "planning.yaml").write_text(PLANNING, encoding="utf-8")
    facts_of(folder / "facts", "cong")
    clocks = ("--as-of", "2026-11-22", "--at", "2026-11-22T08:00:00+07:00")
    assert auditor("evaluate", "facts", "--inventory", "estate", *clocks, cwd=folder).code == 0
    return folder


def plan(world: Path, *words: str | Path) -> Done:
    return auditor("plan", *words, cwd=world)


def document(world: Path, *words: str | Path) -> Any:
    done = plan(world, *words, "--format", "json")
    assert (0, "") == (done.code, done.err)
    return json.loads(done.out)


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize(
    "words",
    [("readiness",), ("readiness", "--system", "cong"), ("readiness", "--wave", "dot-1"), ("fixes",),
     ("fixes", "--wave", "dot-1", "--to", "conditional")],
)  # fmt: skip
def test_tables_fit_the_screen(world: Path, words: tuple[str, ...], lang: str) -> None:
    """No line is wider than 80 columns, in either language."""
    done = plan(world, *words, "--lang", lang)

    assert (0, []) == (done.code, [line for line in done.out.splitlines() if len(line) > 80])


def test_a_blocker_is_told_in_full(world: Path) -> None:
    """Control, subject, how it stands, who clears it, whose it is, in the language asked for."""
    english = " ".join(plan(world, "readiness", "--wave", "dot-1", "--lang", "en").out.split())
    vietnamese = " ".join(plan(world, "readiness", "--system", "cong").out.split())

    assert "AC-05 cong-db; Not enough evidence to conclude; cleared by the province; owner Centre" in english
    assert "AC-05 cong-db; Chưa đủ căn cứ kết luận; nơi giải quyết: cấp tỉnh; phụ trách: Trung tâm" in vietnamese
    assert "kho" not in english


def test_readiness_is_narrowed(world: Path) -> None:
    """Named systems or those of a wave, and all without either."""
    assert (["cong", "kho"], ["cong"], ["kho"]) == tuple(
        [item["id"] for item in document(world, "readiness", *words)["systems"]]
        for words in ((), ("--wave", "dot-1"), ("--system", "kho"))
    )


def test_fixes_lead_where_they_say(world: Path) -> None:
    """What a set promises is what a what-if with its assumptions gives."""
    found = document(world, "fixes", "--system", "cong", "--system", "kho")
    assumed = [word for text in found["assume"] for word in ("--assume", text)]
    states = {item["id"]: item["state"] for item in document(world, "readiness", *assumed)["systems"]}

    assert {"cong": "ready", "kho": "ready"} == states
    assert states == {item["system"]: item["after"] for item in found["outcome"]}
    assert found["proven"]


def test_a_scan_of_a_zone_is_one_fix(world: Path) -> None:
    """Two machines of one zone need one look from it, whichever systems they belong to."""
    found = document(world, "fixes")
    looks = [item for item in found["fixes"] if (item["what"], item["place"]) == ("ports", "db")]

    assert [["cong-db", "kho-db"]] == [[subject["id"] for subject in item["clears"]] for item in looks]


def test_costs_come_from_the_planning_file(world: Path) -> None:
    """The run's planning file, or another one, says what putting right costs."""
    other = world / "other.yaml"
    other.write_text("costs:\n- {control: MG-28, subject: cong, million_vnd: 70, days: 8}\n", encoding="utf-8")
    words = ("fixes", "--system", "cong")
    own, changed = document(world, *words), document(world, *words, "--planning", other)

    assert ((3, 4), (70, 8)) == ((own["million_vnd"], own["days"]), (changed["million_vnd"], changed["days"]))
    assert own["unpriced"] == changed["unpriced"] == len(own["fixes"]) - 1


def test_a_saved_proposal_chooses_the_wave(world: Path) -> None:
    """`--plan` reads waves that were saved, and refuses those of another run or of no plan at all."""
    run = document(world, "readiness")["run"]
    waves = {"schema": "waves/1", "run": run, "as_of": "2026-11-22", "status": "optimal"}
    saved = world / "waves.json"
    saved.write_text(json.dumps(waves | {"waves": [{"id": "w", "date": "2027-05-01", "systems": ["kho"]}]}))
    chosen = document(world, "readiness", "--plan", saved, "--wave", "w")["systems"]
    saved.write_text(json.dumps(waves | {"run": "another"}))
    foreign = plan(world, "fixes", "--plan", saved, "--wave", "w")
    saved.write_text('{"waves": 5}')
    broken = plan(world, "fixes", "--plan", saved, "--wave", "w")

    assert (["kho"], 2, 2) == ([item["id"] for item in chosen], foreign.code, broken.code)
    assert "another run" in foreign.err
    assert "waves.json" in broken.err


def test_rules_of_ones_own(world: Path) -> None:
    """Who clears what, and what one act clears, may be said otherwise on the command line."""
    (world / "who.yaml").write_text("clearances:\n- {control: any, clearer: police}\n", encoding="utf-8")
    (world / "what.yaml").write_text("look_from:\n- {control: NW-09, zones: [dmz]}\n", encoding="utf-8")
    judged = document(world, "readiness", "--clearances", "who.yaml")
    found = document(world, "fixes", "--clearances", "who.yaml", "--rules", "what.yaml")

    assert {"police"} == {item["clearer"] for one in judged["systems"] for item in one["blockers"]}
    assert {"police"} == {item["clearer"] for item in found["fixes"]}
    assert found["fixes"] != document(world, "fixes", "--clearances", "who.yaml")["fixes"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("fixes", "--rules", "nowhere.yaml"), "nowhere.yaml"),
        (("readiness", "--clearances", "nowhere.yaml"), "nowhere.yaml"),
        (("fixes", "--system", "kong"), "there is no system 'kong' in this run\n  Did you mean 'cong'?"),
        (("readiness", "--wave", "dot1"), "there is no wave 'dot1'\n  Did you mean 'dot-1'?"),
        (("fixes", "--wave", "dot-1", "--system", "kho"), "Give --wave or --system, not both"),
        (("readiness", "--assume", "MG-28@kong=pass"), "MG-28 has judged no 'kong' in this run"),
        (("readiness", "--assume", "MG-28=fail"), "is not an assumption"),
        (("fixes", "--plan", "nowhere.json", "--wave", "w"), "nowhere.json"),
        (("fixes", "--planning", "nowhere.yaml"), "nowhere.yaml"),
        (("fixes", "nosuchrun"), "there is no run 'nosuchrun'"),
    ],
)
def test_what_is_not_there_is_said(world: Path, words: tuple[str, ...], message: str) -> None:
    """One clear error, the nearest name, and exit code 2."""
    done = plan(world, *words)

    assert (2, "", True) == (done.code, done.out, message in done.err)
