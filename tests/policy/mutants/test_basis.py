"""What figures of mutants rest on changes with the files that they rest on, and with no others."""

import shutil
from pathlib import Path

import pytest

from auditor.policy.compiled import load
from auditor.policy.mutants.basis import basis_of
from auditor.resources import policies_dir

CONTROL = load().catalogue.find("NW-05")
FOLDER = f"controls/{CONTROL.family.value}/{CONTROL.name}"


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    """The shipped policies, to be changed."""
    for name in ("main", "lib", "base", "params", FOLDER):
        shutil.copytree(policies_dir() / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    ("path", "changed"),
    [
        (f"{FOLDER}/policy.rego", ("policy",)),
        (f"{FOLDER}/cases/pass_another.yaml", ("cases",)),
        ("main/scope.rego", ("library",)),
        ("lib/facts.rego", ("library",)),
        ("lib/addresses.rego", ("library",)),  # which no policy of its own imports, but what it imports does
        ("lib/facts_test.rego", ()),
        ("base/archive.yaml", ("library",)),
        ("params/admin_ports.yaml", ("library",)),
        ("lib/reached_by_nobody.rego", ()),
    ],
)
def test_a_file_that_changes(policies: Path, path: str, changed: tuple[str, ...]) -> None:
    """Each is told by the part that it belongs to."""
    before = basis_of(policies, CONTROL)
    with (policies / path).open("a", encoding="utf-8") as file:
        file.write("\n# another line\n")

    assert changed == basis_of(policies, CONTROL).changed_since(before)


def test_the_name_of_a_case_counts(policies: Path) -> None:
    """It says which status the case shows."""
    before = basis_of(policies, CONTROL)
    case = min((policies / FOLDER / "cases").glob("pass_*.yaml"))
    case.rename(case.with_name("pass_renamed.yaml"))

    assert ("cases",) == basis_of(policies, CONTROL).changed_since(before)
