"""`policy check` finds each way in which a policies folder can be wrong, and nothing in one that is right."""

import hashlib
import shutil
from pathlib import Path

import orjson
import pytest

from auditor.policy.build import build
from auditor.policy.check import FORBIDDEN, check, schema_bytes, update_schema
from tests.policy.small import Controls, write_policies

pytestmark = pytest.mark.needs_opa

_SILENT = "findings contains finding if {\n\tfalse\n\tfinding := {}\n}"
CONTROLS: Controls = {"silent": ({}, _SILENT)}
_CASE = """expect:
  - {subject: web-1, status: unknown}
"""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("policies")
    write_policies(folder, CONTROLS)
    update_schema(folder)
    (folder / "controls/network/silent/cases/unknown_silent.yaml").write_text(_CASE, encoding="utf-8")
    build(folder)
    return folder


@pytest.fixture
def root(sound: Path, tmp_path: Path) -> Path:
    """A copy of the sound folder, for this test to spoil."""
    return shutil.copytree(sound, tmp_path / "policies")


def errors(root: Path) -> list[str]:
    return [str(problem) for problem in check(root) if not problem.warning]


def policy(root: Path) -> Path:
    return root / "controls/network/silent/policy.rego"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_sound_folder_has_no_error(root: Path) -> None:
    """What the other tests start from is right, so each finds only the fault it made."""
    assert [] == errors(root)


def test_missing_situations_are_warnings(root: Path) -> None:
    """A control whose cases leave situations out is warned about each."""
    found = [str(problem) for problem in check(root) if problem.warning]

    assert "controls/network/silent: NW-01 has no case for: pass (pass_*)" in found


def test_a_misspelt_key_is_an_error(root: Path) -> None:
    """The schema makes a misspelt key an error instead of a silent absence."""
    edit(policy(root), "\tfalse", "\tinput.inventory.hosts[_].adress")

    assert any("undefined ref: input.inventory.hosts[_].adress" in error for error in errors(root))


def test_a_builtin_of_the_clock_is_an_error(root: Path) -> None:
    """A policy that asks for the time does not compile."""
    edit(policy(root), "\tfalse", "\ttime.now_ns() == 1")

    assert any("undefined function time.now_ns" in error for error in errors(root))


FAULTS = [
    ("package controls.network.{name}", "package controls.network.other", "its package must be"),
    ("#   - input: schema.input", "#   - input: schema.other", "does not name schema.input"),
    ("\tfalse", '\tdata.params["NW-99"].x', "a control reads its own parameters"),
    ("\tfalse", "\tsome x in data.params\n\tx", "a control reads its own parameters"),
    ("\tfalse", "\tdata.catalogue.network", "depends on input, lib"),
    ("\tfalse", "\tdata.controls.network.other", "depends on input, lib"),
    ("\tfalse", "   false", "is not in OPA's format"),
    ("\tfalse", '\tsome h in input.inventory.hosts\n\t"servers" in h.zones', "`x in xs` walks the whole collection"),
    ("\tfalse", "\tsome o in input.observations.http\n\tnot o.data.permanent", "`not` holds where"),
]
"""One fault of a policy's text each: what is written, what is written instead, what is said of it."""


def test_faults_of_many_policies_are_found_at_once(tmp_path: Path) -> None:
    """Package, schema, foreign data, format, slow tests and absences are each told, at the policy that has them."""
    names = [f"fault_{number}" for number, _ in enumerate(FAULTS)]
    write_policies(tmp_path, {name: ({}, _SILENT) for name in names})
    for name, (old, new, _) in zip(names, FAULTS, strict=True):
        edit(tmp_path / "controls/network" / name / "policy.rego", old.format(name=name), new)
    found = errors(tmp_path)

    for name, (_, _, words) in zip(names, FAULTS, strict=True):
        assert any(name in error and words in error for error in found), (name, words, found)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"severity": "low"', '"severity": "grave"', "custom.severity"),
        ('"max_age_days": 30, ', "", "max_age_days must say how old the looks may be that it needs"),
        ('"transition": {', '"per": "system", "transition": {', "only a duty of an organisation can be one per system"),
        ('"severity": "low"', '"severity": "low", "limits": ["x"]', "limits and limits_vi say different numbers"),
        ('"force": "binding"', '"force": "binding", "colour": "red"', "custom.law.0.colour"),
        ('"instrument": "law"', '"instrument": "no-such-law"', "cites 'no-such-law'"),
        ('"id": "NW-01"', '"id": "SS-01"', "does not belong in the family folder"),
        ("findings contains", "findings contain", "rego_parse_error"),
    ],
)
def test_a_fault_in_a_policy_is_found(root: Path, old: str, new: str, words: str) -> None:
    """Metadata, law and syntax are each checked; such a fault may hide another one."""
    edit(policy(root), old, new)

    assert any(words in error for error in errors(root)), errors(root)


def test_files_that_do_not_belong_are_found(root: Path) -> None:
    """A control folder holds a policy and cases; families and names are known."""
    folder = policy(root).parent
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    (folder / "cases" / "case.json").write_text("{}", encoding="utf-8")
    (root / "controls" / "weather").mkdir()
    (root / "controls" / "network" / "Bad-Name").mkdir()
    found = errors(root)

    assert 4 == len(found)
    for place in ("silent/notes.txt", "cases/case.json", "controls/weather", "Bad-Name"):
        assert any(place in error for error in found)


def test_a_control_without_cases_is_found(root: Path) -> None:
    """No case, no control."""
    shutil.rmtree(policy(root).parent / "cases")

    assert ["controls/network/silent: has no cases"] == errors(root)


def test_a_malformed_case_is_found(root: Path) -> None:
    """Each case that cannot be read is named, and no other."""
    texts = ("[]", "colour: red\nexpect: []", "expect: [", "patches: []", "base: nowhere\nexpect: []")
    names = [f"fail_{number}.yaml" for number, _ in enumerate(texts)]
    for name, text in zip(names, texts, strict=True):
        (policy(root).parent / "cases" / name).write_text(text, encoding="utf-8")

    assert names == [Path(error.split(": ")[0]).name for error in errors(root)]


def test_a_stale_schema_is_found_and_mended(root: Path) -> None:
    """A schema older than the models is an error until it is brought up to date."""
    path = root / "schemas" / "input.json"
    path.write_bytes(orjson.dumps({"properties": {}}))

    assert any("older than the models" in error for error in errors(root))
    assert update_schema(root)
    assert schema_bytes() == path.read_bytes()
    assert not update_schema(root)


def test_compiled_policies_older_than_a_source_are_found(root: Path) -> None:
    """A rule changed after the build shows in every compiled file it reaches, until the next build."""
    edit(policy(root), "\tfalse", '\tinput.part == "none"')

    names = ("bundle.tar.gz", "manifest.json", "policy.wasm")
    assert [
        f"compiled/{name}: differs from what the sources compile to. Run `auditor policy build`." for name in names
    ] == errors(root)
    build(root)
    assert [] == errors(root)


def test_compiled_policies_of_other_sources_are_found_although_their_manifest_agrees(root: Path) -> None:
    """A module whose digest was written into the manifest is still not what these sources compile to."""
    module, manifest = root / "compiled/policy.wasm", root / "compiled/manifest.json"
    former = hashlib.sha256(module.read_bytes()).hexdigest()
    module.write_bytes(module.read_bytes() + b"\0")
    edit(manifest, former, hashlib.sha256(module.read_bytes()).hexdigest())

    assert ["compiled/manifest.json", "compiled/policy.wasm"] == [error.split(":")[0] for error in errors(root)]


def test_missing_and_foreign_compiled_files_are_found(root: Path) -> None:
    """The folder holds what a build writes, all of it and nothing else."""
    (root / "compiled/catalogue.json").unlink()
    (root / "compiled/notes.txt").touch()

    assert [
        "compiled/catalogue.json: is missing. Run `auditor policy build`.",
        "compiled/notes.txt: is nothing the sources compile to. Remove it.",
    ] == errors(root)


def test_capabilities_that_allow_too_much_are_found(root: Path) -> None:
    """The list of builtins may not grow by what reads a clock or the network."""
    path = root / "capabilities.json"
    allowed = orjson.loads(path.read_bytes())
    allowed["builtins"].append(
        {"name": "http.send", "decl": {"type": "function", "args": [], "result": {"type": "any"}}}
    )
    path.write_bytes(orjson.dumps(allowed))

    assert ["capabilities.json: allows the builtin http.send"] == [
        error for error in errors(root) if "builtin" in error
    ]


def test_a_denial_of_the_library_that_never_holds_of_an_absent_field_is_found(root: Path) -> None:
    """What all controls share is looked at too, but for its tests; the place is told with its line."""
    text = "package lib.{}\n\na contains o.id if {{\n\tsome o in input.observations.http\n\tnot o.data.status > 3\n}}\n"
    for name in ("broken", "broken_test"):
        (root / "lib" / f"{name}.rego").write_text(text.format(name), encoding="utf-8")

    (found,) = [error for error in errors(root) if "never holds" in error]
    assert found.startswith("lib/broken.rego:5: `not` never holds where `o.data.status` is absent")


def test_a_failing_unit_test_of_the_library_is_found(root: Path) -> None:
    """`opa test` runs over the library."""
    (root / "lib" / "broken_test.rego").write_text("package lib.broken_test\n\ntest_no if false\n", encoding="utf-8")

    assert any("test_no: FAIL" in error for error in errors(root))


@pytest.mark.parametrize(
    "name", ["time.now_ns", "http.send", "rand.intn", "opa.runtime", "sprintf", "net.lookup_ip_addr"]
)
def test_builtins_of_the_outside_are_forbidden(name: str) -> None:
    """Clock, chance, network and what the host would have to provide."""
    assert FORBIDDEN.fullmatch(name)


@pytest.mark.parametrize("name", ["net.cidr_contains", "concat", "object.get", "json.filter", "printable", "time"])
def test_pure_builtins_are_allowed(name: str) -> None:
    """A name that only looks alike is not forbidden."""
    assert not FORBIDDEN.fullmatch(name)
