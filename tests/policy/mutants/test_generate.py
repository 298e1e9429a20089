"""Documents that mutants are tried on are such as a run could have."""

from typing import Any

import pytest

from auditor.model.policy_input import MONTHS_AGO
from auditor.policy.compiled import load
from auditor.policy.mutants.generate import Generator, starts_of
from auditor.policy.opa_binary import find_opa
from auditor.policy.run_cases import case_files
from auditor.policy.syntax import syntax_tree
from auditor.resources import policies_dir

pytestmark = [pytest.mark.needs_opa, pytest.mark.slow]


@pytest.mark.parametrize("name", ["LV-11", "LG-05"])
def test_months_of_parameters_are_some_that_documents_tell(name: str) -> None:
    """Alone and in a table by level: a number of months that no day is told of tells nothing of a policy."""
    generator = _generator(name)
    chosen = [change for number in range(200) for change in generator.document(number)[0].changes if "param" in change]
    months = {number for one in chosen if "months" in one["param"] for number in _numbers(one["value"])}

    assert len(months) > 1
    assert months <= set(MONTHS_AGO)


def test_a_second_look_that_is_worse_stands_beside_another() -> None:
    """Of the same kind, and in most of these documents of the same subject: broken off, old, or from elsewhere."""
    made = [one for one, _ in _generator("LG-01").documents(50)][50:]
    added = [one.changes[0] for one in made]
    looks = [change["add"] for change in added]

    assert 20 == len(made)
    assert {True} == {change["in"].startswith("observations.") for change in added}
    assert {True} == {look["id"].endswith("-beside") for look in looks}
    assert {"timeout", "partial"} <= {look.get("state") for look in looks}
    assert any("retention_days" not in look.get("data", {}) for look in looks)


def test_where_nobody_looks_there_is_no_second_look() -> None:
    """A control of papers is tried on no more documents than before."""
    assert 10 == len(list(_generator("LV-13").documents(10)))


def _generator(name: str) -> Generator:
    root, control = policies_dir(), load().catalogue.find(name)
    folder = root / "controls" / control.family.value / control.name
    tree = syntax_tree(folder / "policy.rego", find_opa())
    return Generator(root, control, starts_of(root, case_files(root, control)), tree)


def _numbers(value: Any) -> list[int]:
    return list(value.values()) if isinstance(value, dict) else [value]
