"""Kinds of fact are found by their files."""

from pathlib import Path

import auditor.model.facts
from auditor.model.facts import KINDS
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind

_SHARED = {"addressed", "__init__", "folder", "kind", "observation", "reading", "registry", "steady"}


def test_a_file_is_a_kind() -> None:
    """Every file of the folder is one kind of its name, but for what all kinds share."""
    files = {path.stem for path in Path(auditor.model.facts.__file__).parent.glob("*.py")}

    assert files - _SHARED == set(KINDS)


def test_a_subject_decides_the_part() -> None:
    """What is about a machine, a service or a system is judged with its system, all else with the estate."""
    of_a_system = {SubjectKind.HOST, SubjectKind.ENDPOINT, SubjectKind.SYSTEM}

    assert {name: kind.part is Part.SYSTEM for name, kind in KINDS.items()} == {
        name: kind.subject in of_a_system for name, kind in KINDS.items()
    }


def test_no_kind_stands_twice() -> None:
    """Two kinds of one shape or one title could not be told apart."""
    assert len({kind.shape for kind in KINDS.values()}) == len(KINDS) == len({kind.title for kind in KINDS.values()})
