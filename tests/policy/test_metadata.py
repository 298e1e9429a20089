"""METADATA read as it is written, whatever it holds."""

from pathlib import Path

import pytest

from auditor.errors import PolicyError
from auditor.policy.metadata import law_as_written


def policy(root: Path, text: str) -> Path:
    folder = root / "controls" / "network" / "x"
    folder.mkdir(parents=True)
    (folder / "policy.rego").write_text(text, encoding="utf-8")
    return root


def test_entries_are_read_as_they_are(tmp_path: Path) -> None:
    """Also what no model would take; comments of the code below are no METADATA."""
    custom = "# custom:\n#   id: NW-01\n#   law:\n#     - {id: d1, role: hint}\n"
    text = f"# METADATA\n# title: X\n{custom}package a\n\n# law: x\n"

    assert {"NW-01": [{"id": "d1", "role": "hint"}]} == law_as_written(policy(tmp_path, text))


@pytest.mark.parametrize(
    "text",
    [
        "package a\n",
        "# METADATA\n# custom: {id: NW-01}\npackage a\n",
        "# METADATA\n# custom: {id: NW-01, law: none}\npackage a\n",
        "# METADATA\n# custom: {id: [\npackage a\n",
    ],
    ids=["none", "no law", "no list", "no YAML"],
)
def test_what_cannot_be_read_is_an_error(tmp_path: Path, text: str) -> None:
    """A control whose law nobody can read is not passed over."""
    with pytest.raises(PolicyError, match=r"controls/network/x/policy\.rego"):
        law_as_written(policy(tmp_path, text))
