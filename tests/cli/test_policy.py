"""`auditor policy`: lists, pages, checks and cases, with the documented exit codes."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from auditor.cli import main
from auditor.cli.policy_text import page
from auditor.policy.build import build
from auditor.policy.compiled import load
from tests.policy.small import CLAUSE, Controls, write_policies

pytestmark = pytest.mark.needs_opa

_PASSES = """
import data.lib.facts
import data.lib.finding

findings contains finding.pass(host.id, 1, {"equals": 1}, facts.sound(host.id, "ports", "same_zone")) if {
	some host in input.inventory.hosts
}
"""
HELD = {"says": "where it is so", "clause": "5"}
CONTROLS: Controls = {
    "listed": (
        {
            "aliases": ["NW-71"],
            "formerly": ["NW-72"],
            "law": [
                CLAUSE
                | {
                    "clause": "Art. 7",
                    "force": "recommended",
                    "confidence": "C",
                    "condition": "unread",
                    "transition": {"rules": ["law/kept"]},
                    "due": "2026-12-31",
                    "applies_to": {"levels": [3, 4]},
                    "against": [{"instrument": "law", "clause": "Art. 8", "why": "contradicts_itself"}],
                },
                CLAUSE | {"id": "s1", "role": "support", "addressee": "unread", "condition": HELD},
            ],
            "params": {"limit": {"type": "integer", "default": 5, "unit": "days", "origin": "suggested"}},
            "check_by_hand": "Look.",
            "check_by_hand_vi": "Nhìn.",
            "remedy": "Mend.",
            "remedy_vi": "Sửa.",
        },
        _PASSES,
    ),
}
_CASE = "expect:\n" + "".join(
    f"  - {{subject: {host}, status: pass, observed: 1, expected: {{equals: 1}}, evidence: [{evidence}]}}\n"
    for host, evidence in (("db-1", "ports/db-1/probe-database"), ("web-1", "ports/web-1/probe-dmz"))
)


@dataclass(frozen=True)
class Done:
    """What a command left: its exit code and what it printed."""

    code: int
    out: str
    err: str


Policy = Callable[..., Done]


@pytest.fixture
def policy(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Policy:
    """`auditor policy` on a small policies folder, which holds one control with one passing case."""
    write_policies(tmp_path, CONTROLS)
    (tmp_path / "controls/network/listed/cases/pass_both.yaml").write_text(_CASE, encoding="utf-8")

    def run(*words: str) -> Done:
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(["policy", *words, "--policies", str(tmp_path)])
        printed = capfd.readouterr()
        return Done(int(ended.value.code or 0), printed.out, printed.err)

    return run


def test_the_list_has_the_shape_other_programs_rely_on(policy: Policy, tmp_path: Path) -> None:
    """Every key of the published shape is there, and no other."""
    build(tmp_path)
    done = policy("list", "--format", "json")

    expected = {
        "id": "NW-01",
        "aliases": ["NW-71"],
        "title": "listed",
        "title_vi": "Thử",
        "family": "network",
        "severity": "low",
        "part": "system",
        "subject": "host",
        "needs": [{"kind": "ports", "from": "same_zone", "optional": False, "fields": [], "duties": []}],
        "automated": True,
        "decided_by": "measurement",
        "law": [
            {
                "id": "d1",
                "role": "duty",
                "instrument": "law",
                "clause": "Art. 7",
                "force": "recommended",
                "confidence": "C",
                "addressee": {"who": "anyone", "clause": "2", "instrument": None, "others": "free"},
                "condition": "unread",
                "transition": {"rules": ["law/kept"]},
            },
            {
                "id": "s1",
                "role": "support",
                "instrument": "law",
                "clause": "1",
                "force": "binding",
                "confidence": "A",
                "addressee": "unread",
                "condition": HELD | {"instrument": None},
                "transition": {"none": "9", "instrument": None},
            },
        ],
    }
    assert (0, [expected]) == (done.code, json.loads(done.out))


@pytest.mark.parametrize("name", ["NW-01", "nw-01", "NW-71", "NW-72"])
def test_a_control_is_shown_by_every_name_it_has(policy: Policy, tmp_path: Path, name: str) -> None:
    """Id, alias and former id show law with dates and confidence, parameters with origin, remedy and check by hand."""
    build(tmp_path)
    done = policy("show", name)

    assert 0 == done.code
    for words in (
        "NW-01",
        "NW-71, NW-72",
        "d1 duty / nghĩa vụ: 1/2026, Art. 7",
        "everybody / mọi tổ chức, cá nhân (2)",
        "condition / điều kiện: not read",
        "before / trước 01/07/2027: levelled_under nd85; approved_before 2026-08-19 (9(1))",
        "against it / quy định khác: 1/2026, Art. 8 (contradicts_itself)",
        "s1 support / dẫn chiếu bổ trợ",
        "addressed to / đối tượng thực hiện: not read",
        "condition / điều kiện: where it is so (5)",
        "transition / chuyển tiếp: none / không (9)",
        "01/01/2026",
        "31/12/2026",
        "confidence C",
        "levels 3, 4",
        "limit = 5",
        "days; suggested",
        "Mend.",
        "Sửa.",
        "Look.",
        "Nhìn.",
    ):
        assert words in " ".join(done.out.split())


def test_a_name_no_control_has_is_a_usage_error(policy: Policy, tmp_path: Path) -> None:
    """Exit code 2, and the way to the right name."""
    build(tmp_path)
    for words in (("show", "XX-99"), ("test", "XX-99")):
        done = policy(*words)

        assert 2 == done.code
        assert "there is no control 'XX-99'" in done.err
        assert "auditor policy list" in done.err


def test_policies_that_are_not_compiled_are_named_with_the_command_that_helps(policy: Policy) -> None:
    """Before the first build, listing says what to run."""
    done = policy("list")

    assert 1 == done.code
    assert "auditor policy build" in done.err


def test_build_makes_what_list_reads(policy: Policy) -> None:
    """After `build` the list has the control."""
    assert 0 == policy("build").code
    assert "NW-01" in policy("list").out


@pytest.mark.parametrize("engine", ["wasm", "opa", "both"])
def test_passing_cases_end_with_zero(policy: Policy, engine: str) -> None:
    """Every case as expected, on each engine, is exit code 0 and no word on stdout."""
    done = policy("test", "--engine", engine)

    assert (0, "") == (done.code, done.out)
    assert f"1 controls, {2 if engine == 'both' else 1} cases, 0 differ" in done.err


def test_a_differing_case_ends_with_one_and_shows_the_difference(policy: Policy, tmp_path: Path) -> None:
    """What was expected and what came stand side by side."""
    path = tmp_path / "controls/network/listed/cases/pass_both.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("observed: 1", "observed: 2", 1), encoding="utf-8")
    done = policy("test", "NW-01")

    assert 1 == done.code
    assert "DIFFERS NW-01 on wasm: controls/network/listed/cases/pass_both.yaml" in done.out
    assert "-  observed: 2" in done.out
    assert "+  observed: 1" in done.out


def test_a_name_that_belies_its_case_differs(policy: Policy, tmp_path: Path) -> None:
    """A file called fail_* without a fail is no case of failing."""
    folder = tmp_path / "controls/network/listed/cases"
    (folder / "pass_both.yaml").rename(folder / "fail_both.yaml")
    done = policy("test")

    assert 1 == done.code
    assert "the file's name says fail" in done.out


def test_an_unfinished_control_does_not_stop_the_test_of_another(policy: Policy, tmp_path: Path) -> None:
    """A chosen control is compiled apart from one that does not compile."""
    broken = tmp_path / "controls/network/broken"
    broken.mkdir()
    (broken / "policy.rego").write_text("package controls.network.broken\n\nnonsense(\n", encoding="utf-8")

    assert 0 == policy("test", "network/listed").code
    assert 1 == policy("test").code


def test_check_says_what_is_wrong_and_ends_with_one(policy: Policy, tmp_path: Path) -> None:
    """Errors and warnings are words on stderr; errors change the exit code, warnings too when told to be strict."""
    policy("build")
    warned = policy("check", "--strict")
    assert "warning: controls/network/listed: NW-01 has no case for" in warned.err
    assert (0, 1) == (policy("check").code, warned.code)
    (tmp_path / "controls/network/listed/notes.txt").write_text("x", encoding="utf-8")
    done = policy("check")

    assert 1 == done.code
    assert "error: controls/network/listed/notes.txt: does not belong in a control folder" in done.err


def test_new_makes_a_control_once(policy: Policy, tmp_path: Path) -> None:
    """The second time, and with an unknown kind of subject, it refuses with exit code 2."""
    words = ("new", "migration/moved", "--id", "MG-55", "--subject", "system")

    assert 0 == policy(*words).code
    assert (tmp_path / "controls/migration/moved/policy.rego").is_file()
    assert 2 == policy(*words).code
    assert 2 == policy("new", "migration/x", "--id", "MG-56", "--subject", "planet").code


def test_every_shipped_control_has_a_page() -> None:
    """No control of the catalogue breaks the page, and each names its law and its origin of thresholds."""
    catalogue = load().catalogue
    pages = {control.id: " ".join(page(control, catalogue).split()) for control in catalogue.controls}

    assert pages
    for control in catalogue.controls:
        assert all(catalogue.instruments[entry.instrument].number in pages[control.id] for entry in control.law)
        assert control.remedy_vi in pages[control.id]


@pytest.mark.slow
def test_mutants_that_no_case_notices_end_with_1(policy: Policy) -> None:
    """The one case has no weak look: what its policy does with one is noticed by nobody. A survivor is told with its
    line, what tells it apart and the case that would catch it.
    """
    done = policy("test", "NW-01", "--mutants", "--format", "json")
    answer = json.loads(done.out)

    assert 1 == done.code
    assert False is answer["figures"]["enough"]
    assert "NW-01: " in done.err
    (control,) = answer["controls"]
    survivor = control["survivors"][0]
    assert "controls/network/listed/policy.rego" == control["policy"]
    assert control["mutants"] == control["caught"] + control["excused"] + control["survived"]
    assert survivor["case"]["expect"]
    assert survivor["difference"].startswith("--- the policy\n+++ the mutant\n")


@pytest.mark.slow
def test_mutants_as_a_table(policy: Policy) -> None:
    """Figures by control and in all, then the place of each survivor."""
    done = policy("test", "NW-01", "--mutants")
    lines = done.out.splitlines()

    assert ["control", "mutants", "caught", "excused", "survivors"] == lines[0].split()
    assert ["NW-01", "all"] == [line.split()[0] for line in lines[2:4]]
    assert any(line.startswith("controls/network/listed/policy.rego:") for line in lines)


@pytest.mark.parametrize("words", [("--mutants", "--engine", "opa"), ("--format", "json")])
def test_what_mutants_are_not_judged_by(policy: Policy, words: tuple[str, ...]) -> None:
    """Mutants are judged by the wasm engine alone, and only they are told as JSON."""
    assert 2 == policy("test", "NW-01", *words).code
