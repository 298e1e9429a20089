"""A new control's folder passes the check, judges nobody, and its one case fails until it is written."""

from pathlib import Path

import pytest

from auditor.errors import UsageError
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SUBJECT_LISTS, SubjectKind
from auditor.policy.build import build
from auditor.policy.check import check, update_schema
from auditor.policy.run_cases import chosen_policies, run_cases
from auditor.policy.scaffold import NewControl, scaffold
from tests.policy.small import write_policies

pytestmark = pytest.mark.needs_opa

_SILENT = "findings contains finding if {\n\tfalse\n\tfinding := {}\n}"
SYSTEM_PART = {SubjectKind.SYSTEM, SubjectKind.HOST, SubjectKind.ENDPOINT}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_policies(tmp_path, {"silent": ({"aliases": ["HO-08"]}, _SILENT)})
    update_schema(tmp_path)
    (tmp_path / "controls/network/silent/cases/unknown_x.yaml").write_text("expect: []\n", encoding="utf-8")
    return tmp_path


def test_every_kind_of_subject_has_a_list() -> None:
    """No subject is forgotten."""
    assert set(SubjectKind) == set(SUBJECT_LISTS)


def test_new_controls_pass_the_check(root: Path) -> None:
    """For every kind of subject the folder made is formatted, typed and complete."""
    for number, subject in enumerate(SubjectKind, start=50):
        part = Part.SYSTEM if subject in SYSTEM_PART else Part.ESTATE
        scaffold(root, NewControl(f"migration/new_{subject.value}", f"MG-{number}", subject, part))
    build(root)

    assert [] == [str(problem) for problem in check(root) if not problem.warning]


def test_its_case_fails_and_nothing_passes(root: Path) -> None:
    """Until it is written, the policy warns about everyone and its only case differs."""
    scaffold(root, NewControl("migration/new", "MG-99", SubjectKind.HOST, Part.SYSTEM))
    with chosen_policies(root, ["MG-99"]) as (stage, compiled):
        results = list(run_cases(stage, compiled, "wasm"))

    assert [False] == [result.passed for result in results]
    assert "status: warn" in results[0].difference
    assert "status: pass" not in results[0].difference


@pytest.mark.parametrize(
    ("path", "id_", "words"),
    [
        ("weather/rain", "NW-50", "no family"),
        ("network/Bad-Name", "NW-50", "no control name"),
        ("network/../../escape", "NW-50", "no control name"),
        ("network", "NW-50", "no control name"),
        ("network/new", "SS-50", "does not belong to network"),
        ("network/new", "NW-5", "does not belong to network"),
        ("network/new", "NW-01", "taken by network/silent"),
        ("hosting/new", "HO-08", "taken by network/silent"),
        ("network/silent", "NW-50", "exists already"),
    ],
)
def test_an_unfit_path_or_id_is_refused(root: Path, path: str, id_: str, words: str) -> None:
    """Unknown families, names that lead elsewhere, and ids of another family or control make no folder."""
    before = sorted(root.rglob("*"))

    with pytest.raises(UsageError, match=words):
        scaffold(root, NewControl(path, id_, SubjectKind.HOST, Part.SYSTEM))
    assert before == sorted(root.rglob("*"))
