"""A province's own controls stand beside the shipped ones under the same checks; a fault is told once, with a line."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from auditor.errors import PolicyError
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind
from auditor.policy.build import build
from auditor.policy.catalogue import parameters
from auditor.policy.check import check, require_sound
from auditor.policy.compiled import load
from auditor.policy.evaluate import EngineChoice, Request, answer_all
from auditor.policy.own import book, is_own, rows
from auditor.policy.run_cases import chosen_policies, run_cases
from auditor.policy.scaffold import NewControl, scaffold
from auditor.resources import policies_dir
from tests.policy.small import TODAY, data_of, document, encode

pytestmark = pytest.mark.needs_opa

_POLICY = """# METADATA
# title: Nothing is said
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: ABC-01
#   title_vi: Không nói gì
#   severity: low
#   part: system
#   subject: host
#   needs: [{kind: ports, from: same_zone}]
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: own-decision
#       clause: "1"
#       force: binding
#       confidence: A
#       addressee: {who: anyone, clause: "2"}
#       condition: {none: "1"}
#       transition: {none: "9"}
#   params:
#     limit: {type: integer, default: 5, unit: days, origin: legal}
#   owner_role: operator
#   rationale: "-"
#   rationale_vi: "-"
#   remedy: "-"
#   remedy_vi: "-"
#   check_by_hand: "-"
#   check_by_hand_vi: "-"
package controls.network.silent

findings contains finding if {
	false
	finding := {}
}
"""
_INSTRUMENTS = """instruments:
  - id: own-decision
    number: 1/2026/QĐ-UBND
    title_vi: Quyết định thử
    title_en: A decision for tests
    issuer: UBND
    effective_from: 2026-01-01
    source: ABC1
    checked_on: 2026-11-22
"""
_SOURCES = "sources:\n  ABC1: {read: original, what: a paper, at: []}\n"
_CASE = "expect:\n  - {subject: web-1, status: unknown}\n"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A sound folder of one's own with one control, for this test to spoil."""
    root = tmp_path / "own"
    folder = root / "controls/network/silent"
    (folder / "cases").mkdir(parents=True)
    (root / "law").mkdir()
    (folder / "policy.rego").write_text(_POLICY, encoding="utf-8")
    (folder / "cases/unknown_silent.yaml").write_text(_CASE, encoding="utf-8")
    (root / "law/instruments.yaml").write_text(_INSTRUMENTS, encoding="utf-8")
    (root / "law/sources.yaml").write_text(_SOURCES, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a control that loops over what is huge and a silent one, compiled with all shipped ones."""
    root = tmp_path_factory.mktemp("own")
    loop = _POLICY.replace("ABC-01", "ABC-02").replace("network.silent", "network.loops").replace("\tfalse", _LOOP)
    for name, text in (("silent", _POLICY), ("loops", loop)):
        (root / "controls/network" / name / "cases").mkdir(parents=True)
        (root / "controls/network" / name / "policy.rego").write_text(text, encoding="utf-8")
    (root / "law").mkdir()
    (root / "law/instruments.yaml").write_text(_INSTRUMENTS, encoding="utf-8")
    build(root)
    return root


_LOOP = "\n".join(f"\tsome h{step} in input.inventory.hosts" for step in range(9)) + "\n\th0.id == h8.address"


def errors(root: Path) -> list[str]:
    """Errors of the sources, without their remedies."""
    return [f"{one.place}: {one.message}" for one in check(root, compiled=False) if not one.warning]


def edit(root: Path, old: str, new: str, name: str = "controls/network/silent/policy.rego") -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new), encoding="utf-8")


def second(root: Path, name: str, change: Callable[[str], str]) -> None:
    """Another control beside the first."""
    shutil.copytree(root / "controls/network/silent", root / "controls/network" / name)
    path = root / "controls/network" / name / "policy.rego"
    path.write_text(change(path.read_text("utf-8").replace("network.silent", f"network.{name}")), encoding="utf-8")


def test_a_sound_folder_has_no_error(own: Path) -> None:
    """What the other tests start from is right, so each finds only the fault it made."""
    assert is_own(own)
    assert [] == errors(own)


POLICY = "controls/network/silent/policy.rego"
FAULTS = [
    ("\tfalse", "\tfalse if", f"{POLICY}:36: rego_parse_error: "),
    (
        "package controls.network.silent",
        "package lib.facts",
        f"{POLICY}:33: its package must be controls.network.silent",
    ),
    ("# METADATA\n", "# A note\n", f"{POLICY}:1: has no package METADATA with a custom block"),
    ("# scope: package\n", "# scope: rule\n", f"{POLICY}:1: rego_parse_error: annotation scope 'rule'"),
    ("#   severity: low", "#   severity: [low", f"{POLICY}:9: rego_parse_error: yaml"),
    ("#   severity: low", "#   severity: grave", f"{POLICY}:9: METADATA custom.severity: Input should be "),
    ("#   severity: low\n", "", f"{POLICY}:6: METADATA custom.severity: Field required"),
    (
        "own-decision",
        "no-such-law",
        f"{POLICY}:17: ABC-01 cites 'no-such-law', which law/instruments.yaml does not have",
    ),
    (
        "default: 5",
        "default: five",
        f"{POLICY}:25: METADATA custom.params.limit: Value error, default must be of type integer",
    ),
    (
        "default: 5",
        "default: true",
        f"{POLICY}:25: METADATA custom.params.limit: Value error, default must be of type integer",
    ),
    ("default: 5", "table: no_such", f"{POLICY}:25: there is no table 'no_such' in params/"),
    ("type: integer", "type: number", f"{POLICY}:25: METADATA custom.params.limit.type: Input should be "),
    ("ABC-01", "NW-99", f"{POLICY}:7: NW-99 is a name for shipped controls"),
    ("#   title_vi", "#   aliases: [NW-05]\n#   title_vi", f"{POLICY}:8: NW-05 is a name for shipped controls"),
    ("\tfalse", "\ttime.now_ns() == 1", f"{POLICY}:36: rego_type_error: undefined function time.now_ns"),
    ("\tfalse", '\thttp.send({"url": "x"}).status == 1', f"{POLICY}:36: rego_type_error: undefined function http.send"),
    ("\tfalse", "\tinput.inventory.hosts[_].adress", f"{POLICY}:36: rego_type_error: undefined ref: "),
    ("\tfalse", '\tdata.params["NW-05"].forbidden', f"{POLICY}:36: reads data.params.NW-05: a control reads its own "),
    ("\tfalse", '\tdata["catalogue"].network', f"{POLICY}:36: reads data.catalogue.network: a control depends on "),
    (
        "\tfalse",
        '\tsome x in ["main"]\n\tdata[x].verdicts',
        f"{POLICY}:37: reads data.[…].verdicts: a control ",
    ),
    ("\tfalse", "   false", f"{POLICY}: is not in OPA's format"),
    ("finding if", "broken if", f"{POLICY}:35: rego_unsafe_var_error: "),
]
"""One fault of the policy each: what is written, what is written instead, how the one error begins."""


@pytest.mark.parametrize(("old", "new", "told"), FAULTS)
def test_a_fault_is_told_once_with_its_line(own: Path, old: str, new: str, told: str) -> None:
    """Whatever follows from it is not told beside it."""
    edit(own, old, new)

    (found,) = errors(own)
    assert told == found[: len(told)]


def test_a_fault_of_one_control_hides_none_of_another(own: Path) -> None:
    """Each of several broken controls has its line, and a sound one beside them none."""
    second(own, "other", lambda text: text.replace("ABC-01", "ABC-02").replace("\tfalse", "\tfalse if"))
    second(own, "third", lambda text: text.replace("ABC-01", "ABC-03").replace("\tfalse", '\trand.intn("a", 2) == 1'))
    second(own, "sound", lambda text: text.replace("ABC-01", "ABC-04"))

    assert ["controls/network/other/policy.rego:36", "controls/network/third/policy.rego:36"] == [
        error.split(": ")[0] for error in errors(own)
    ]


def test_two_controls_with_one_id(own: Path) -> None:
    """The second is told, with the place of the first."""
    second(own, "twin", lambda text: text)

    assert ["controls/network/twin/policy.rego:7: ABC-01 names controls/network/silent/policy.rego too"] == errors(own)


def test_the_folder_of_a_shipped_control(own: Path) -> None:
    """A package has one place, among both."""
    second(own, "insecure_services", lambda text: text.replace("ABC-01", "ABC-02"))

    (found,) = errors(own)
    assert "the shipped policies have controls/network/insecure_services too" in found


LAW = [
    ("number: 1/2026/QĐ-UBND", "number: [1", "law/instruments.yaml:4: is no YAML: "),
    ("    issuer: UBND\n", "", "law/instruments.yaml:2: issuer: Field required"),
    ("2026-01-01", "soon", "law/instruments.yaml:7: effective_from: "),
    ("own-decision", "nd-331-2026-nd-cp", "law/instruments.yaml:2: 'nd-331-2026-nd-cp' is shipped already"),
    ("instruments:", "instrument:", "law/instruments.yaml:1: is no list `instruments:`"),
]


@pytest.mark.parametrize(("old", "new", "told"), LAW)
def test_a_fault_of_the_law(own: Path, old: str, new: str, told: str) -> None:
    """Without the law nothing can be said of the controls, so it is the one error."""
    edit(own, old, new, "law/instruments.yaml")

    (found,) = errors(own)
    assert told == found[: len(told)]


def test_what_does_not_belong(own: Path) -> None:
    """A library, a constitution of one's own, or a wider list of builtins would change what other controls say."""
    (own / "lib").mkdir()
    (own / "lib/facts.rego").write_text("package lib.facts\n\nsound := true\n", encoding="utf-8")
    (own / "capabilities.json").write_text("{}", encoding="utf-8")
    (own / "law/notes.txt").touch()

    assert ["capabilities.json", "lib", "law/notes.txt"] == [error.split(": ")[0] for error in errors(own)]


def test_all_is_refused_before_it_is_compiled(own: Path) -> None:
    """Every error stands in what the command says, with the folder's name."""
    edit(own, "\tfalse", "\tfalse if")

    with pytest.raises(PolicyError, match=re.escape(f"{own}/{POLICY}:36: rego_parse_error")):
        require_sound(own)
    with pytest.raises(PolicyError, match=re.escape(f"{own}/{POLICY}:36: rego_parse_error")):
        chosen_policies(own, ["ABC-01"]).__enter__()


def test_bytes_that_are_no_text(own: Path) -> None:
    """One error with its file, by check and by test."""
    (own / POLICY).write_bytes(b"\xff\xfe# METADATA")

    assert [f"{POLICY}:1: cannot be read"] == [error.split(": '")[0] for error in errors(own)]
    with pytest.raises(PolicyError, match=re.escape(f"{own}/{POLICY}:1: cannot be read")):
        chosen_policies(own, ["network/silent"]).__enter__()


@pytest.mark.parametrize(
    "text", ["rows: 5", "rows: [{from: soon, values: 1}]", "rows: [", "rows: [{from: 2026-01-01}]"]
)
def test_a_table_that_is_none(own: Path, text: str) -> None:
    """It is named by its place in one's own folder, wherever it was looked at."""
    (own / "params").mkdir()
    (own / "params/limits.yaml").write_text(text, encoding="utf-8")
    (found,) = errors(own)

    assert "params/limits.yaml: not a table of dated rows" in found
    with pytest.raises(PolicyError, match=re.escape(f"{own}/params/limits.yaml: not a table of dated rows")):
        chosen_policies(own, ["ABC-01"]).__enter__()


def test_a_table_of_ones_own(own: Path) -> None:
    """Its dated values are the control's parameter."""
    (own / "params").mkdir()
    (own / "params/limits.yaml").write_text("rows: [{from: 2026-01-01, values: 7}]\n", encoding="utf-8")
    edit(own, "default: 5", "table: limits")
    with chosen_policies(own, ["ABC-01"]) as (_, compiled):
        assert {"ABC-01": {"limit": 7}} == parameters(compiled.catalogue, TODAY)


def test_a_name_that_is_shipped(own: Path) -> None:
    """A table or document of one's own never takes the place of a shipped one."""
    (own / "params").mkdir()
    (own / "params/admin_ports.yaml").write_text("rows: []\n", encoding="utf-8")

    (found,) = errors(own)
    assert "params/admin_ports.yaml: the shipped policies have params/admin_ports.yaml too" in found


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """It is named, and what makes one."""
    with pytest.raises(PolicyError, match="there is no folder"):
        load(tmp_path / "nowhere")


def test_law_of_both_is_one(own: Path) -> None:
    """A control of one's own cites shipped instruments as well as its own, and rows of both are told."""
    (own / "law/rows.yaml").write_text(
        "rows:\n  - {id: ABC-01, says: a, says_vi: b, source: c, severity: low, by: facts}\n", encoding="utf-8"
    )
    known = book(own)

    assert {"own-decision", "nd-331-2026-nd-cp"} <= set(known.instruments)
    assert {"ABC1", "K1"} <= set(known.sources)
    assert {"ABC-01", "NW-05"} <= {row.id for row in rows(own)}
    assert [] == errors(own)


def test_a_new_control_of_ones_own(tmp_path: Path) -> None:
    """The folder is made where there is none, passes the check, and its case fails until it is written."""
    root = tmp_path / "own"
    made = scaffold(root, NewControl("network/new", "ABC-07", SubjectKind.HOST, Part.SYSTEM))

    assert root / "controls/network/new" == made
    assert [] == errors(root)
    with chosen_policies(root, ["ABC-07"]) as (stage, compiled):
        assert [False] == [result.passed for result in run_cases(stage, compiled, "wasm")]


def test_a_shipped_control_may_be_tested_beside(own: Path) -> None:
    """Whoever names one gets it, with its own cases."""
    with chosen_policies(own, ["ABC-01", "LV-12"]) as (_, compiled):
        assert ["ABC-01", "LV-12"] == [control.id for control in compiled.catalogue.controls]


def test_shipped_and_own_are_compiled_together(built: Path) -> None:
    """The catalogue has both, and what was compiled is refused when a source of either changed."""
    shipped = {control.id for control in load().catalogue.controls}
    both = {control.id for control in load(built).catalogue.controls}

    assert shipped | {"ABC-01", "ABC-02"} == both
    assert {"own-decision", "nd-331-2026-nd-cp"} <= set(load(built).catalogue.instruments)


def test_a_source_changed_after_building_is_refused(built: Path, tmp_path: Path) -> None:
    """One's own file is named as one's own, and the remedy names the folder."""
    root = shutil.copytree(built, tmp_path / "own")
    edit(root, "low", "med")

    with pytest.raises(PolicyError, match=r"older than own/controls/network/silent/policy\.rego") as refused:
        load(root)
    assert f"--policies {root}" in refused.value.remedy


def test_a_loop_over_a_huge_document_is_bounded(built: Path) -> None:
    """Its own subjects get `error`; all that the others say stands as it does without it."""
    body = document()
    many = [body["inventory"]["hosts"][0] | {"id": f"h{number}"} for number in range(120)]
    body["inventory"]["hosts"] = many
    request = Request("s", encode(body))
    found, without = (
        next(iter(answer_all(policies, data_of(policies), [request], EngineChoice("wasm", 1))))
        for policies in (load(built), load())
    )
    looped = [verdict for verdict in found if verdict["control"] == "ABC-02"]

    assert {"error"} == {verdict["status"] for verdict in looped}
    assert 120 == len(looped)
    assert without == [verdict for verdict in found if verdict["control"] not in {"ABC-01", "ABC-02"}]


def test_nothing_of_it_is_in_the_shipped_folder(built: Path) -> None:
    """Compiling writes to one's own folder alone."""
    manifest = orjson.loads((built / "compiled/manifest.json").read_bytes())

    assert "own/controls/network/silent/policy.rego" in manifest["sources"]
    assert not any(path.name == "silent" for path in (policies_dir() / "controls/network").iterdir())
