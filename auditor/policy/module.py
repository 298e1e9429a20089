"""A Rego file as its rules by name, with the terms and statements that checks of a policy walk."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.policy.syntax import syntax_tree

Node = Any
"""A node of OPA's syntax tree: an object, a list of nodes, or a scalar."""

COMPREHENSIONS = frozenset({"arraycomprehension", "setcomprehension", "objectcomprehension"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One definition of a rule: what stands before `if`, the statements behind it, and whether another `else` or
    `default` gives a value where it does not hold.
    """

    name: str
    arguments: tuple[str, ...]
    """Names of a function's parameters; empty text for one that is no plain variable."""
    head: Mapping[str, Node]
    body: tuple[Mapping[str, Node], ...]
    falls_back: bool
    row: int

    @property
    def results(self) -> tuple[Node, ...]:
        """The terms a caller is given: key and value of the head, and keys within its reference."""
        keyed = [step for step in self.head.get("ref", [])[1:] if step.get("type") != "string"]
        return tuple(node for node in (*keyed, self.head.get("key"), self.head.get("value")) if node is not None)


@dataclass(frozen=True, slots=True)
class Module:
    """One Rego file: its rules by name in the order of the text, and the packages of `lib` by the names it uses."""

    libraries: Mapping[str, str]
    rules: Mapping[str, tuple[Rule, ...]]

    def library_rule(self, steps: list[Node]) -> tuple[str, str] | None:
        """Package of `lib` and name of the rule that a reference means, or None."""
        names = [step.get("value") for step in steps]
        if len(names) > 1 and isinstance(names[0], str) and names[0] in self.libraries and isinstance(names[1], str):
            return self.libraries[names[0]], names[1]
        return None


_READ: dict[tuple[Path, bytes], Module] = {}


def read_module(source: Path, opa: Path) -> Module:
    """One text is read once in a process. Raises PolicyError when the file does not parse."""
    text = opa, source.read_bytes()
    if text not in _READ:
        _READ[text] = _module(syntax_tree(source, opa))
    return _READ[text]


def _module(tree: Node) -> Module:
    rules: dict[str, list[Rule]] = {}
    given = {_name(node) for node in tree.get("rules", []) if node.get("default")}
    for node in tree.get("rules", []):
        for rule in _branches(node, fallback=_name(node) in given):
            rules.setdefault(rule.name, []).append(rule)
    libraries = dict(_libraries(tree.get("imports", [])))
    return Module(libraries, {name: tuple(found) for name, found in rules.items()})


def _libraries(imports: list[Node]) -> Iterator[tuple[str, str]]:
    for node in imports:
        match [step["value"] for step in node["path"]["value"]]:
            case ["data", "lib", package]:
                yield node.get("alias", package), package


def _branches(node: Node, *, fallback: bool) -> Iterator[Rule]:
    """A definition and what stands behind each `else` of it."""
    head = node["head"]
    arguments = tuple(str(given["value"]) if given["type"] == "var" else "" for given in head.get("args", []))
    other = node.get("else")
    default = bool(node.get("default"))
    row = _row(node)
    falls_back = bool(other) or (fallback and not default)
    yield Rule(_name(node), arguments, head, tuple(node.get("body", [])), falls_back, row)
    if other:
        yield from _branches(other, fallback=fallback)


def _name(node: Node) -> str:
    return str(node["head"].get("name") or node["head"]["ref"][0]["value"])


def _row(node: Node) -> int:
    return int(node.get("location", node["head"].get("location", {})).get("row", 0))


def row_of(node: Node) -> int:
    """Line of the first located node at or below one, from 1; 0 where none has a place."""
    match node:
        case {"location": {"row": row}}:
            return int(row)
        case dict():
            found = (row_of(value) for value in node.values())
        case list():
            found = (row_of(value) for value in node)
        case _:
            return 0
    return next((row for row in found if row), 0)


def below(node: Node) -> Iterator[Node]:
    """A node and every object below it, but neither places in the text nor the plain steps of references."""
    waiting = [node]
    while waiting:
        match waiting.pop():
            case list() as nodes:
                waiting.extend(nodes)
            case {"type": "ref", "value": steps} as found:
                yield found
                waiting.extend(step for step in steps[1:] if step.get("type") != "string")
                waiting.extend(step for step in steps[:1] if step.get("type") != "var")
            case dict() as found:
                yield found
                waiting.extend(value for name, value in found.items() if name != "location")


def called(term: Node) -> tuple[str, list[Node]] | None:
    """Dotted name and operands of a call, as a term or as a statement; None for anything else."""
    match term:
        case {"type": "call", "value": [{"type": "ref", "value": steps}, *operands]}:
            return dotted(steps), operands
        case {"terms": [{"type": "ref", "value": steps}, *operands]}:
            return dotted(steps), operands
    return None


def dotted(steps: list[Node]) -> str:
    """A reference's steps as text, for names of rules and builtins."""
    return ".".join(str(step.get("value")) for step in steps)


def spelled(term: Node) -> str:
    """A term roughly as it stands in the text, for messages."""
    match term:
        case {"type": "ref", "value": [first, *steps]}:
            return spelled(first) + "".join(map(_step, steps))
        case {"type": "call", "value": [{"value": steps}, *operands]}:
            return f"{dotted(steps)}({', '.join(map(spelled, operands))})"
        case {"type": kind} if kind in COMPREHENSIONS:
            return "a comprehension"
        case {"type": "string", "value": value}:
            return f'"{value}"'
        case {"type": "var" | "number" | "boolean" | "null", "value": value}:
            return str(value)
    return "…"


def _step(step: Node) -> str:
    return f".{step['value']}" if step.get("type") == "string" else f"[{spelled(step)}]"
