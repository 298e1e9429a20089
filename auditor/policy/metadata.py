"""METADATA of controls as their policies write it, without OPA and before anything is built."""

from itertools import takewhile
from pathlib import Path
from typing import Any

import yaml

from auditor.errors import PolicyError

METADATA = "# METADATA"
"""The line above the block that describes what follows it."""


def law_as_written(root: Path) -> dict[str, list[Any]]:
    """The law entries of each control, by its id and in that order, whatever they hold.

    Raises PolicyError for a policy without METADATA, or with METADATA that is no YAML or has no id or list of law.
    """
    return dict(sorted(_law(path, root) for path in sorted(root.glob("controls/*/*/policy.rego"))))


def _law(path: Path, root: Path) -> tuple[str, list[Any]]:
    try:
        custom = notes_of(path.read_text(encoding="utf-8"))["custom"]
        name, law = custom["id"], custom["law"]
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise PolicyError(f"{path.relative_to(root)}: METADATA cannot be read: {error}") from error
    if not isinstance(name, str) or not isinstance(law, list):
        raise PolicyError(f"{path.relative_to(root)}: METADATA has no id, or no list of law")
    return name, law


def notes_of(text: str) -> Any:
    """What the first METADATA block of a policy says, whatever it holds. Raises yaml.YAMLError."""
    return yaml.safe_load("\n".join(metadata_lines(text)))


def metadata_lines(text: str) -> list[str]:
    """The comment below the first METADATA, without its marks."""
    lines = iter(text.splitlines())
    for line in lines:
        if line == METADATA:
            break
    return [line.removeprefix("#").removeprefix(" ") for line in takewhile(lambda line: line.startswith("#"), lines)]
