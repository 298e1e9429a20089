"""Finds denials that hold of no absent field although they look as if they did.

OPA works out what a call is given, and by what a set is asked, before it denies the call or the asking. So `not
is_number(look.data.offset_ms)` is undefined where no look told the offset, and the rule behind it silent: a look that
tells nothing is then neither one that tells nor one that does not. A reference that stands alone, or beside `==`, is
denied as it is (`not look.data.offset_ms == 3` holds). The library judges absence on purpose, so it must say it in a
form that means it: deny a rule that is given the look whole, or demand the field first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.policy.bodies import Body, of_this_body, outermost, within, within_every
from auditor.policy.module import COMPREHENSIONS, Node, Rule, called, read_module, row_of, spelled
from auditor.policy.origins import Origin, Origins
from auditor.policy.reads import Library

HOISTED_REMEDY = (
    "Give the look, or the entry, whole to a rule that says what is denied, and deny that rule; or demand the field."
)

_AS_THEY_ARE = frozenset({"eq", "equal"})


@dataclass(frozen=True, slots=True, order=True)
class Hoisted:
    """One denial, by its line from 1, and the reference that it is silent about where that is absent."""

    row: int
    reference: str


def hoisted(source: Path, library: Library, opa: Path) -> tuple[Hoisted, ...]:
    """Every such denial of a file, in order. Raises PolicyError when it does not parse.

    What functions are given from other files may be anything that looks told.
    """
    module = read_module(source, opa)
    search = _Search(Origins(module, library, given=Origin.FIELD).settle())
    return tuple(sorted({found for rules in module.rules.values() for rule in rules for found in search.rule(rule)}))


@dataclass(frozen=True, slots=True)
class _Search:
    origins: Origins

    def rule(self, rule: Rule) -> Iterator[Hoisted]:
        """Every such denial in one definition of a rule."""
        body = outermost(rule, self.origins)
        yield from self._statements(rule.body, body)
        yield from self._below(list(rule.results), body)

    def _statements(self, statements: Sequence[Node], body: Body) -> Iterator[Hoisted]:
        for statement in statements:
            if statement.get("negated"):
                for reference in _worked_out(statement):
                    if self._may_lack(reference, body):
                        yield Hoisted(row_of(statement), spelled(reference))
            yield from self._below([statement], body)

    def _below(self, nodes: list[Node], body: Body) -> Iterator[Hoisted]:
        """Denials in bodies that stand below some nodes."""
        for node in of_this_body(nodes):
            match node:
                case {"type": kind, "value": {"body": inner} as parts} if kind in COMPREHENSIONS:
                    inside = within(inner, body, self.origins)
                    yield from self._statements(inner, inside)
                    yield from self._below([parts.get(key) for key in ("term", "key", "value")], inside)
                case {"domain": domain, "body": inner}:
                    yield from self._statements(inner, within_every(node, body, self.origins))
                    yield from self._below([domain], body)

    def _may_lack(self, reference: Node, body: Body) -> bool:
        start, *steps = reference["value"]
        plain = any(step.get("type") == "string" for step in steps)
        own = start.get("type") == "var" and start["value"] in self.origins.module.rules
        told = plain and not own and self.origins.of(reference, body.names) is Origin.FIELD
        return told and spelled(reference) not in body.demanded


def _worked_out(statement: Node) -> Iterator[Node]:
    """References that must be there before a denied statement is looked at."""
    call = called(statement)
    if call is None:
        yield from _keys(statement["terms"])
        return
    function, operands = call
    for operand in operands:
        if function in _AS_THEY_ARE and operand.get("type") == "ref":
            yield from _keys(operand)
        else:
            yield from _references(operand)


def _keys(term: Node) -> Iterator[Node]:
    """References by which another one asks."""
    match term:
        case {"type": "ref", "value": [_, *steps]}:
            yield from _references(steps)


def _references(nodes: Node) -> Iterator[Node]:
    """References below some terms, the name of a called function aside."""
    for node in of_this_body(nodes):
        if node.get("type") == "ref" and len(node["value"]) > 1:
            yield node
