"""Mutants of a small control: caught by its cases, excused where nothing tells them apart, else survivors."""

import textwrap
from pathlib import Path

import pytest

from auditor.errors import PolicyError
from auditor.policy.mutants.basis import Basis
from auditor.policy.mutants.judge import judge_control
from auditor.policy.mutants.report import ControlMutants, Judged, figures_of
from auditor.policy.mutants.run import judge_mutants
from auditor.policy.opa_binary import find_opa
from auditor.policy.run_cases import chosen_policies
from tests.policy.small import Controls, write_policies

pytestmark = [pytest.mark.needs_opa, pytest.mark.slow]

_RULES = """
import data.lib.finding

findings contains finding.fail(s.id, s.level, {"at_least": 3}, {finding.inv("systems", s.id, "level")}) if {
	some s in input.inventory.systems
	s.level < 3
	is_number(s.level)
}

findings contains finding.pass(s.id, s.level, {"at_least": 3}, {finding.inv("systems", s.id, "level")}) if {
	some s in input.inventory.systems
	s.level >= 3
}
"""
CONTROLS: Controls = {"level": ({"subject": "system", "needs": []}, _RULES)}
_FAIL = """
patches:
  - {in: inventory.systems, select: {id: tthc}, set: {level: 1}}
expect:
  - {subject: tthc, status: fail, observed: 1, expected: {at_least: 3}, evidence: ['inv:/systems/tthc/level']}
"""
_PASS = """
expect:
  - {subject: tthc, status: pass, observed: 3, expected: {at_least: 3}, evidence: ['inv:/systems/tthc/level']}
"""
_BOUND = """
patches:
  - {in: inventory.systems, select: {id: tthc}, set: {level: 2}}
expect:
  - {subject: tthc, status: fail, observed: 2, expected: {at_least: 3}, evidence: ['inv:/systems/tthc/level']}
"""
DOCUMENTS = 200


def policies(folder: Path, **cases: str) -> Path:
    write_policies(folder, CONTROLS)
    for name, text in cases.items():
        (folder / f"controls/network/level/cases/{name}.yaml").write_text(textwrap.dedent(text), encoding="utf-8")
    return folder


def judged(folder: Path) -> ControlMutants:
    with chosen_policies(folder, []) as (stage, compiled):
        return judge_control(stage, compiled.catalogue, compiled.catalogue.controls[0], find_opa(), documents=DOCUMENTS)


def the(found: ControlMutants, after: str) -> Judged:
    return next(one for one in found.mutants if one.after == after)


@pytest.fixture(scope="module")
def weak(tmp_path_factory: pytest.TempPathFactory) -> ControlMutants:
    """The control with cases of level 1 and 3 only, so that nobody looks at the bound."""
    return judged(policies(tmp_path_factory.mktemp("weak"), fail_low=_FAIL, pass_three=_PASS))


def test_what_no_case_notices_survives(weak: ControlMutants) -> None:
    """Level 2 has no case: what lets it go survives, with the document that tells it apart and what differs there."""
    survivor = the(weak, "s.level < 2")

    assert ("survived", "number", 13) == (survivor.fate, survivor.kind, survivor.line)
    assert survivor.case is not None
    assert ("fail", 2) in [(one["status"], one["observed"]) for one in survivor.case["expect"]]
    assert "-  status: fail" in survivor.difference
    assert "+- status: unknown" in survivor.difference.replace("+  status", "+- status")


def test_its_document_as_a_case_catches_it(tmp_path: Path) -> None:
    """With a case of level 2 the same mutant is caught, by that case."""
    caught = the(judged(policies(tmp_path, fail_low=_FAIL, pass_three=_PASS, fail_two=_BOUND)), "s.level < 2")

    assert ("caught", "fail_two.yaml") == (caught.fate, caught.by)


def test_what_nothing_tells_apart_is_excused(weak: ControlMutants) -> None:
    """A level below three is a number, so the line that asks for one changes nothing; nor does the age of a look that
    the control does not need.
    """
    same = [one for one in weak.mutants if one.before == "is_number(s.level)" or one.kind == "age"]

    assert [("excused", "", None, "")] * 2 == [(one.fate, one.by, one.case, one.difference) for one in same]


def test_what_does_not_compile_is_not_counted(weak: ControlMutants) -> None:
    """Without `some s in …` the name s is unsafe: two lines and nothing else that OPA refuses."""
    assert 2 == weak.refused
    assert {"true"}.isdisjoint({one.after for one in weak.mutants if one.before.startswith("some s in")})


def test_a_dropped_rule_is_caught(weak: ControlMutants) -> None:
    """Either rule is missed by the case of its status."""
    dropped = [(one.fate, one.by) for one in weak.mutants if one.kind == "rule"]

    assert [("caught", "fail_low.yaml"), ("caught", "pass_three.yaml")] == dropped


def test_the_same_fates_by_other_processes(weak: ControlMutants, tmp_path: Path) -> None:
    """Fates, order, catching cases and telling documents are equal whoever judges."""
    folder = policies(tmp_path, fail_low=_FAIL, pass_three=_PASS)
    told: list[tuple[str, int]] = []
    found = judge_mutants(folder, documents=DOCUMENTS, done=lambda one, left: told.append((one.control, left)))

    assert ([weak], [("NW-01", 0)]) == (found, told)


def test_a_case_that_differs_already_is_an_error(tmp_path: Path) -> None:
    """Mutants are judged by cases that hold; one that does not is named."""
    with pytest.raises(PolicyError, match=r"NW-01: pass_wrong\.yaml differs before anything is changed"):
        judged(policies(tmp_path, pass_wrong=_PASS.replace("observed: 3", "observed: 4")))


_POINTER = """
import data.lib.finding

_names := {"all": {s.id: {s.id} | some s in input.inventory.systems}}

findings contains finding.pass(s.id, s.level, {"at_least": 3}, {finding.inv("systems", name, "level")}) if {
	some s in input.inventory.systems
	some name in object.get(_names, ["all", s.id], set())
}
"""


def test_an_answer_that_is_no_verdict_is_caught(tmp_path: Path) -> None:
    """A mutant that puts a set where an id belongs answers what no engine takes; the others are judged all the same."""
    write_policies(tmp_path, {"level": ({"subject": "system", "needs": []}, _POINTER)})
    (tmp_path / "controls/network/level/cases/pass_three.yaml").write_text(textwrap.dedent(_PASS), encoding="utf-8")

    found = the(judged(tmp_path), 'some name in object.get(_names, ["all"], set())')

    assert ("caught", "pass_three.yaml") == (found.fate, found.by)


def _fates(*fates: str) -> ControlMutants:
    judged_ = tuple(Judged("line", 1, "a", "b", fate) for fate in fates)  # type: ignore[arg-type]  # spelt by the test
    return ControlMutants("NW-01", "p", 1, 0, judged_, Basis("", "", ""))


@pytest.mark.parametrize(
    ("caught", "excused", "survived", "enough"),
    [(95, 0, 5, True), (94, 0, 6, False), (85, 10, 5, True), (85, 11, 4, False), (0, 0, 0, True)],
)
def test_how_many_are_enough(caught: int, excused: int, survived: int, enough: bool) -> None:  # noqa: FBT001  # a column
    """95 in 100 caught or excused, and no more than 10 excused."""
    figures = figures_of([_fates(*["caught"] * caught, *["excused"] * excused, *["survived"] * survived)])

    assert enough == figures.enough
