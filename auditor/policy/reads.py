"""Finds which fields of observations a policy names, in OPA's own syntax tree.

Data of an observation is reached as `….data.FIELD`, or as `data_.FIELD` where a helper was given the data: the name
that policies use because `data` is taken. What a policy learns through `policies/lib` is not found here; the tests of
leaving fields out (`tests/policy/test_fields.py`) find that.
"""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auditor.model.control import ControlMeta
from auditor.model.facts import KINDS
from auditor.policy.syntax import syntax_tree

_DATA = frozenset({"data", "data_"})

FIELDS_REMEDY = "Name it under `fields` of the need it is judged by."


def unnamed_fields(source: Path, control: ControlMeta, opa: Path) -> tuple[str, ...]:
    """Fields, as `kind.field`, that the policy reads and no need with `fields` of that kind names.

    A field that several needed kinds have must be named by one of them. Raises PolicyError when it does not parse.
    """
    read = set(_fields(syntax_tree(source, opa)))
    listed = {need.kind: set(need.fields) for need in control.needs if need.fields}
    of = {field: {kind for kind in listed if field in KINDS[kind].shape.model_fields} for field in read}
    return tuple(
        sorted(
            f"{min(kinds)}.{field}"
            for field, kinds in of.items()
            if kinds and not any(field in listed[k] for k in kinds)
        )
    )


def _fields(node: Any) -> Iterator[str]:
    """The step behind `data` of every reference below a node."""
    match node:
        case {"type": "ref", "value": [*steps]}:
            names = [step.get("value") for step in steps]
            yield from (after for name, after in itertools.pairwise(names) if _is_data(name, after))
            yield from _fields(steps)
        case dict():
            for value in node.values():
                yield from _fields(value)
        case list():
            for value in node:
                yield from _fields(value)


def _is_data(name: Any, after: Any) -> bool:
    return isinstance(name, str) and name in _DATA and isinstance(after, str)
