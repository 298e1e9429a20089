"""`auditor plan decisions` prints proposals and decisions, for people and for programs."""

from pathlib import Path

import pytest

from auditor.plan.decisions.shape import Decisions
from tests.cli.command import auditor
from tests.cli.plan.moving import province


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return province(tmp_path_factory.mktemp("decisions"))


def test_table(folder: Path) -> None:
    """What law or rule contradict comes first, with every fact and the line to change; what agrees comes last."""
    done = auditor("plan", "decisions", "--lang", "en", cwd=folder)

    assert 0 == done.code
    lines = done.out.splitlines()
    assert [
        "can: Declared decision against the law; to be decided anew (entered: Move to the",
        "    National Data Center; proposed: Keep isolated; rule state-secrets)",
        "    It holds state secrets, so it stays isolated or gets a zone of its own",
        "    The scales (can) declares that it holds state secrets",
        "    The law forbids what was decided: Move to the National Data Center",
        "    → inventory.yaml:14",
        "camera: Decided otherwise than the rules propose (entered: Move to the National",
        "    Data Center; proposed: Keep at the provincial data centre; rule place-bound)",
        "    It is tied to its place, so it stays",
        "    It works with devices in the field",
        "    The rule place-bound is advice of this tool; no text commands it",
        "    People decided otherwise, and that stands: Move to the National Data Center",
        "    → inventory.yaml:16",
    ] == lines[:13]
    assert [
        "app: Decided (entered: Move to the National Data Center; proposed: Move to the",
        "    National Data Center; rule nothing-ties-it)",
        "    It holds data of the province and nothing entered ties it to its place",
    ] == lines[-3:]
    assert done.err.startswith("Decided: 1; Not decided: 1; Decided otherwise than the rules propose: 1;")


def test_vietnamese(folder: Path) -> None:
    """Vietnamese is spoken unless another language is asked for."""
    done = auditor("plan", "decisions", cwd=folder)

    assert "Pháp luật không cho phép phương án đã quyết định" in done.out


def test_json_is_the_published_shape(folder: Path) -> None:
    """A program gets every proposal; what the law forbids has no final decision."""
    found = Decisions.model_validate_json(auditor("plan", "decisions", "--format", "json", cwd=folder).out)

    assert [
        ("app", "migrate"),
        ("camera", "migrate"),
        ("can", None),
        ("ho-so", None),
    ] == [(item.id, item.final) for item in found.items]


def test_rules_of_its_own(folder: Path, tmp_path: Path) -> None:
    """A province's own rules replace the shipped ones; a faulty file ends in words with its line."""
    rules = tmp_path / "rules.yaml"
    guard = "- {id: a, when: {secret: true}, decide: special_zone, reason: rule_own, origin: ours}\n"
    rules.write_text(f"systems:\n{guard}data_sets:\n{guard}")
    own = auditor("plan", "decisions", "--rules", rules, "--lang", "en", cwd=folder)
    rules.write_text(
        f"systems:\n{guard.replace('true', 'false')}data_sets:\n{guard.replace('special_zone', 'migrate')}"
    )
    faulty = auditor("plan", "decisions", "--rules", rules, cwd=folder)
    absent = auditor("plan", "decisions", "--rules", tmp_path / "none.yaml", cwd=folder)

    assert "(entered: Move to the National Data Center; proposed: Place in a zone of its own; rule a)" in " ".join(
        own.out.split()
    )
    assert (2, "") == (faulty.code, faulty.out)
    assert "rules.yaml:4: data_sets[0].decide: would let something with state secrets" in faulty.err
    assert (2, "") == (absent.code, absent.out)
    assert "none.yaml" in absent.err
    assert "Traceback" not in faulty.err + absent.err
