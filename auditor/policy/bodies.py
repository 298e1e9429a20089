"""The bodies of a policy's rules: what stands in one, what its names hold, and which references it demands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.policy.module import COMPREHENSIONS, Node, Rule, called, spelled
from auditor.policy.origins import Names, Origins


@dataclass(frozen=True, slots=True)
class Body:
    """Where a statement stands: the statements around it, what their names hold, and the fields they demand."""

    statements: tuple[Node, ...]
    names: Names
    demanded: frozenset[str]


def outermost(rule: Rule, origins: Origins) -> Body:
    """The body of a rule."""
    return within(rule.body, Body((), origins.parameters(rule), frozenset()), origins)


def within(statements: Sequence[Node], outer: Body, origins: Origins) -> Body:
    """The body that some statements make inside another."""
    demanded = {
        spelled(node)
        for statement in statements
        if not statement.get("negated")
        for node in _outright(statement["terms"])
        if node.get("type") == "ref"
    }
    names = origins.names(list(statements), outer.names)
    return Body((*outer.statements, *statements), names, outer.demanded | demanded)


def within_every(node: Node, outer: Body, origins: Origins) -> Body:
    """The body of an `every`, which demands only what stands in it."""
    return within(node["body"], Body(outer.statements, origins.of_every(node, outer.names), outer.demanded), origins)


def of_this_body(nodes: Node) -> Iterator[Node]:
    """Nodes below some, without what stands within comprehensions and `every`."""
    match nodes:
        case list():
            for node in nodes:
                yield from of_this_body(node)
        case {"type": kind} if kind in COMPREHENSIONS:
            yield nodes
        case {"domain": _, "body": _}:
            yield nodes
        case {"type": "ref", "value": steps}:
            yield nodes
            yield from of_this_body([step for step in steps if step.get("type") not in {"string", "var"}])
        case dict():
            yield nodes
            yield from of_this_body([value for name, value in nodes.items() if name != "location"])


def _outright(terms: Node) -> Iterator[Node]:
    """What must be there for a statement to hold: all of it but what stands within a body or in a default's reach."""
    for node in of_this_body([terms]):
        call = called(node)
        if call and call[0] == "object.get":
            continue
        yield node
