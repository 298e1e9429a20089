"""Edits of a policy's METADATA: what a pass must rest on, how old it may be, and what speaks against it."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import yaml

from auditor.errors import PolicyError
from auditor.policy.metadata import METADATA, metadata_lines
from auditor.policy.mutants.edits import Edit, Kind


def note_edits(text: str) -> list[Edit]:
    """Every edit of a policy's METADATA. Raises PolicyError when it has none, or none that is YAML."""
    lines = metadata_lines(text)
    starts = _starts(text, lines)
    try:
        custom = _entries(_entries(yaml.compose("\n".join(lines), yaml.SafeLoader))["custom"])
        notes = yaml.safe_load("\n".join(lines))["custom"]
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise PolicyError(f"METADATA cannot be read: {error}") from error
    edits = []
    for key, variants in _VARIANTS.items():
        if key not in custom:
            continue
        node = custom[key]
        start = starts[node.start_mark.line] + node.start_mark.column
        end = _trimmed(text, start, starts, node.end_mark)
        edits += [Edit(start, end, json.dumps(value, ensure_ascii=False), kind) for kind, value in variants(notes[key])]
    return edits


def _starts(text: str, lines: list[str]) -> list[int]:
    """Offset in the policy of the first letter of each line of the block, and of what follows it."""
    at = text.index(f"{METADATA}\n") + len(METADATA) + 1
    starts = []
    for line in lines:
        mark = text.index("\n", at) - at - len(line)
        starts.append(at + mark)
        at += mark + len(line) + 1
    return [*starts, at]


def _trimmed(text: str, start: int, starts: list[int], mark: Any) -> int:
    """End of a value; a list in block style ends, for YAML, where the next key begins."""
    value = text[start : starts[mark.line] + mark.column]
    return start + len(value.rstrip("# \n"))


def _entries(node: Any) -> dict[str, Any]:
    return {key.value: value for key, value in node.value}


def _of_needs(needs: list[dict[str, Any]]) -> Iterator[tuple[Kind, Any]]:
    for at, need in enumerate(needs):
        yield "need", _without(needs, at)
        if need.get("from", "any") != "any":
            yield "source", _with(needs, at, need | {"from": "any"})
        fields = need.get("fields", [])
        # none at all would say that all of the kind must be read, which is more
        for place in range(len(fields) if len(fields) > 1 else 0):
            yield "field", _with(needs, at, need | {"fields": _without(fields, place)})


def _of_matters(matters: list[Any]) -> Iterator[tuple[Kind, Any]]:
    for at in range(len(matters)):
        yield "matter", _without(matters, at)


def _of_age(days: int) -> Iterator[tuple[Kind, Any]]:
    yield "age", 2 * days


_Variants = Callable[[Any], Iterator[tuple[Kind, Any]]]
_VARIANTS: dict[str, _Variants] = {"needs": _of_needs, "matters": _of_matters, "max_age_days": _of_age}


def _without(values: list[Any], at: int) -> list[Any]:
    return values[:at] + values[at + 1 :]


def _with(values: list[Any], at: int, value: Any) -> list[Any]:
    return [*values[:at], value, *values[at + 1 :]]
