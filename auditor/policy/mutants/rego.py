"""Edits of a policy's rules, found in OPA's own syntax tree.

Every node of the tree has the place where it begins and its own text; what is edited is the text, so that a mutant
differs from its policy in one place and nothing else.
"""

import base64
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from auditor.errors import PolicyError
from auditor.policy.mutants.edits import Edit

_COMPARISONS = {"==": "!=", "!=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">"}
_INFIX = {"&": ("left", "right"), "|": ("left", "right"), "-": ("left",)}
"""Which sides of an operator may stand alone; what is taken away has no meaning without what it is taken from."""
_NUMBER = re.compile(r"-?[0-9]+")

Node = dict[str, Any]


def rule_edits(text: str, tree: Any) -> list[Edit]:
    """Every edit of the rules of a policy, given its text and its syntax tree. Raises PolicyError where the tree is not
    of the text.
    """
    places = _Places(text)
    finders = (_comparisons, _booleans, _operands, _members, _helpers, _quantifiers, _lines, _rules)
    nodes = list(_nodes(tree["rules"]))
    found = [edit for find in finders for node in nodes for edit in find(node, places)]
    return found + list(_numbers(nodes, places))


class _Places:
    """Where the nodes of a syntax tree stand in their text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines: list[int] = [0, *(place.end() for place in re.finditer("\n", text))]

    def start(self, node: Node) -> int:
        """Offset at which OPA says that a node begins."""
        place = node["location"]
        row, column = int(place["row"]), int(place["col"])
        return self._lines[row - 1] + column - 1

    def words(self, node: Node) -> str:
        """The node's own text as OPA tells it."""
        return base64.b64decode(node["location"].get("text", "")).decode()

    def span(self, node: Node) -> tuple[int, int]:
        """Begin and end of a node. One in parentheses begins with them, though its place is behind them."""
        words, told = self.words(node), self.start(node)
        start = self.text.rfind(words, 0, told + len(words))
        if start < 0 or self.text[start:told].strip("( \t\n"):
            raise PolicyError(f"the syntax tree does not fit the policy at line {node['location']['row']}")
        return start, start + len(words)

    def of(self, node: Node) -> str:
        """The text of a node."""
        start, end = self.span(node)
        return self.text[start:end]


def _nodes(node: Any) -> Iterator[Node]:
    """A node and all below it that have a place, parents first."""
    if isinstance(node, dict):
        if "location" in node:
            yield node
        for value in node.values():
            yield from _nodes(value)
    elif isinstance(node, list):
        for value in node:
            yield from _nodes(value)


def _comparisons(node: Node, places: _Places) -> Iterator[Edit]:
    if node.get("type") == "ref" and (other := _COMPARISONS.get(places.words(node))):
        yield Edit(*places.span(node), other, "comparison")


def _booleans(node: Node, places: _Places) -> Iterator[Edit]:
    if node.get("type") == "boolean" and (words := places.words(node)) in {"true", "false"}:
        yield Edit(*places.span(node), "false" if words == "true" else "true", "boolean")


def _numbers(nodes: list[Node], places: _Places) -> Iterator[Edit]:
    """One more and one less. Of a bound only the step that the exchanged comparison does not make already: whole
    numbers below 3 or equal to it are those below 4.
    """
    bounds = dict(_bounds(nodes, places))
    for node in nodes:
        # the sign is a token of its own, with which OPA's text of a number ends
        written = _NUMBER.match(places.text, places.start(node)) if node.get("type") == "number" else None
        if written:
            steps = bounds.get(written.start(), (1, -1))
            yield from (Edit(*written.span(), str(int(written[0]) + step), "number") for step in steps)


_OWN_STEP = {"<": (-1,), "<=": (1,), ">": (1,), ">=": (-1,)}


def _bounds(nodes: list[Node], places: _Places) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Where the right side of a comparison is a number, and which steps are its own."""
    for node in nodes:
        match _call(node):
            case [{"type": "ref"} as operator, _, {"type": "number"} as bound] if places.words(operator) in _OWN_STEP:
                yield places.start(bound), _OWN_STEP[places.words(operator)]


def _operands(node: Node, places: _Places) -> Iterator[Edit]:
    match node:
        case {"type": "call", "value": [{"type": "ref"} as operator, _, _]}:
            start, end = places.span(node)
            split, after = places.span(operator)
            inside = (start + 1, end - 1) if _in_parentheses(places.text[start:end]) else (start, end)
            sides = {"left": places.text[inside[0] : split].rstrip(), "right": places.text[after : inside[1]].lstrip()}
            yield from (Edit(start, end, sides[side], "operand") for side in _INFIX.get(places.of(operator), ()))


def _in_parentheses(words: str) -> bool:
    """Whether the first parenthesis of a text is closed by its last letter."""
    depth = 0
    for at, letter in enumerate(words):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0:
            return at == len(words) - 1 > 0
    return False


def _members(node: Node, places: _Places) -> Iterator[Edit]:
    match node:
        case {"type": "set" | "array", "value": [_, _, *_] as members}:
            spans = sorted(places.span(member) for member in members)  # OPA orders those of a set by their values
            yield from (Edit(this[0], after[0], "", "member") for this, after in pairwise(spans))
            yield Edit(spans[-2][1], spans[-1][1], "", "member")


def _helpers(node: Node, places: _Places) -> Iterator[Edit]:
    """Only `sound` says from where; what anybody saw is sound from anywhere."""
    match _call(node):
        case [{"type": "ref", "value": [{"value": "facts"}, {"value": helper}]} as called, *arguments]:
            (start, end), last = places.span(called), places.span(arguments[-1])[1]
            closing = places.text.index(")", last)
            if helper in {"sound", "sound_data"}:
                kept = places.text[end : places.span(arguments[-2])[1]]
                yield Edit(start, closing, f"facts.{helper.replace('sound', 'seen')}{kept}", "helper")
            elif helper in {"seen", "seen_data"}:
                kept = places.text[end:last]
                yield Edit(start, closing, f'facts.{helper.replace("seen", "sound")}{kept}, "any"', "helper")


def _call(node: Node) -> Any:
    """Function and arguments of a call, whether it is a term or stands alone."""
    return node.get("value") if node.get("type") == "call" else node.get("terms")


def _quantifiers(node: Node, places: _Places) -> Iterator[Edit]:
    match node:
        case {"terms": {"domain": domain, "body": [*_]}}:
            start, end = places.span(node)
            head = places.span(domain)[1]
            opening = places.text.index("{", head)
            body = places.text[opening + 1 : end - 1].strip()
            yield Edit(start, end, f"some{places.text[start + len('every') : head]}\n\t{body}", "quantifier")


def _lines(node: Node, places: _Places) -> Iterator[Edit]:
    """Expressions of the body of a rule, a comprehension or an `every`; OPA writes one itself where a rule has none."""
    value = node.get("value")
    for expression in node.get("body") or (value.get("body", ()) if isinstance(value, dict) else ()):
        start, end = places.span(expression)
        if expression.get("generated") or places.text[start:end] == "true":
            continue
        yield Edit(start, end, "true", "line")
        negated = re.match(r"not\s+", places.text[start:end])
        if expression.get("negated") and negated:
            yield Edit(start, start + negated.end(), "", "negation")


def _rules(node: Node, places: _Places) -> Iterator[Edit]:
    if "head" in node:
        yield Edit(*places.span(node), "", "rule")
