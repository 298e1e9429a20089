"""METADATA of controls as their policies write it, without OPA and before anything is built."""

from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

import yaml

from auditor.errors import PolicyError

_FIRST = "# METADATA"


def law_as_written(root: Path) -> dict[str, list[Any]]:
    """The law entries of each control, by its id and in that order, whatever they hold.

    Raises PolicyError for a policy without METADATA, or with METADATA that is no YAML or has no id or list of law.
    """
    return dict(sorted(_law(path, root) for path in sorted(root.glob("controls/*/*/policy.rego"))))


def _law(path: Path, root: Path) -> tuple[str, list[Any]]:
    try:
        custom = yaml.safe_load("\n".join(_block(path)))["custom"]
        name, law = custom["id"], custom["law"]
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise PolicyError(f"{path.relative_to(root)}: METADATA cannot be read: {error}") from error
    if not isinstance(name, str) or not isinstance(law, list):
        raise PolicyError(f"{path.relative_to(root)}: METADATA has no id, or no list of law")
    return name, law


def _block(path: Path) -> Iterator[str]:
    """The comment below the first METADATA, without its marks."""
    lines = iter(path.read_text(encoding="utf-8").splitlines())
    for line in lines:
        if line == _FIRST:
            break
    return (line.removeprefix("#").removeprefix(" ") for line in takewhile(lambda line: line.startswith("#"), lines))
