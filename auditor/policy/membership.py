"""Finds membership tests that OPA's WebAssembly answers by walking the whole collection.

`x in xs` compiles to the builtin `internal.member_2`, which OPA 1.22 implements in Wasm as a linear scan, for sets as
well (`wasm/src/aggregates.c`, `builtin_member`): 2,181 ms against 3.6 ms for as many lookups as a set of 4,000 has
elements. `xs[x]` is a lookup by hash. Found in OPA's own syntax tree, so neither comments nor spelling matter.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.policy.syntax import syntax_tree

_MEMBER = frozenset({"internal.member_2", "internal.member_3"})
_LITERALS = frozenset({"array", "set", "object", "string", "number", "boolean", "null"})

MEMBERSHIP_REMEDY = (
    "Write `xs[x]` for a set of strings or numbers, `count(xs & {x}) > 0` for one that holds booleans or null, "
    "and index an array once, or iterate over it with `some`."
)


@dataclass(frozen=True, slots=True, order=True)
class SlowTest:
    """One membership test in the slow form, by line and column of its `in`, both from 1."""

    row: int
    column: int


def slow_tests(source: Path, opa: Path) -> tuple[SlowTest, ...]:
    """The slow tests of a Rego file in order. Raises PolicyError when it does not parse.

    A test against a literal is none, since its cost is known where it is read; iteration (`some x in xs`, also as
    the head of `every`) is none either.
    """
    return tuple(sorted({SlowTest(place["row"], place["col"]) for place in _places(syntax_tree(source, opa))}))


def _places(node: Any) -> Iterator[dict[str, int]]:
    """Locations of the operator of every slow test below a node of the syntax tree."""
    match node:
        case {"symbols": [{"type": "call", "value": [_, *iterated]}, *_]}:  # some … in …: only its operands can test
            yield from _places(iterated)
        case {"terms": [_, *_] as call} | {"type": "call", "value": [_, *_] as call}:
            if _is_membership(call[0]) and not _is_literal(call[-1]):
                yield call[0]["location"]
            yield from _places(call)
        case dict():
            for value in node.values():
                yield from _places(value)
        case list():
            for value in node:
                yield from _places(value)


def _is_membership(term: Any) -> bool:
    match term:
        case {"type": "ref", "value": [*steps]}:
            return ".".join(str(step["value"]) for step in steps) in _MEMBER
    return False


def _is_literal(term: Any) -> bool:
    return isinstance(term, dict) and term.get("type") in _LITERALS
