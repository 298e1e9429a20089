"""Finds what takes absence for a value: conditions that hold because a look did not tell a field, or was not made.

Rego calls absent what no look told, and absence is nothing: `not`, a default, an empty collection and an `every` over
nothing all hold of it. A pass or a not_applicable out of one of these would be a verdict out of silence. So a control
says what must be there: it binds a field before it denies something of it, states both sides of a test as rules of
their own, and asks `lib.facts` for what looks told whole (`facts.told`, `facts.told_by_each`), which is undefined
where one of them did not tell it.

Not refused is `not` of a control's own index of faults (`not _faults[id]`): it adds to a proof, and is none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.policy.bodies import Body, of_this_body, outermost, within, within_every
from auditor.policy.module import COMPREHENSIONS, Node, Rule, below, called, read_module, row_of, spelled
from auditor.policy.origins import OF_MANY, Origin, Origins
from auditor.policy.reads import Library

_NOT = "Bind the field first and deny something of the bound value, or write the opposite as a rule of its own."
_DEFAULT = "Ask `facts.told` or `facts.told_by_each`, which are undefined where a look did not tell the field."
_EMPTY = "Compare what `facts.told_by_each` gives, which is undefined where a look did not tell the field."
_EVERY = "Demand in the same body that there is something: `count(…) > 0`, `some … in …`, or `is_array(…)`."
_OTHERWISE = "Write each case as a rule of its own that says what must be there."

_SETS = {"and": (0, 1), "or": (0, 1), "minus": (0,), "union": (0,), "object.keys": (0,), "intersection": (0,)}
"""Operands whose emptiness makes the answer empty, of the operations on sets."""
_TYPES = frozenset({"is_array", "is_set", "is_object"})
_DEPTH = 8
"""How many names an empty collection is followed through."""


@dataclass(frozen=True, slots=True, order=True)
class Absence:
    """One place, by its line from 1, where absence would be taken for a value."""

    row: int
    message: str
    remedy: str


def absences(source: Path, library: Library, opa: Path) -> tuple[Absence, ...]:
    """Every such place of a policy, in order. Raises PolicyError when it does not parse."""
    module = read_module(source, opa)
    search = _Search(Origins(module, library).settle())
    return tuple(sorted({found for rules in module.rules.values() for rule in rules for found in search.rule(rule)}))


@dataclass(frozen=True, slots=True)
class _Search:
    origins: Origins

    def rule(self, rule: Rule) -> Iterator[Absence]:
        """Every place in one definition of a rule."""
        body = outermost(rule, self.origins)
        yield from self._statements(rule.body, body)
        yield from self._terms(list(rule.results), body)
        read = next((node for node in below([*rule.results, *rule.body]) if self._is_field(node, body)), None)
        if rule.falls_back and read is not None:
            what = f"a default or `else` stands in where `{spelled(read)}` is absent"
            yield Absence(row_of(read) or rule.row, what, _OTHERWISE)

    def _statements(self, statements: Sequence[Node], body: Body) -> Iterator[Absence]:
        for statement in statements:
            if statement.get("negated"):
                yield from self._denied(statement, body)
            yield from self._terms([statement], body)

    def _terms(self, nodes: list[Node], body: Body) -> Iterator[Absence]:
        """What stands below some nodes; the bodies of comprehensions and of `every` are bodies of their own."""
        spared = set(_taken_away(nodes))
        for node in of_this_body(nodes):
            match node:
                case _ if id(node) in spared:
                    pass
                case {"type": kind, "value": {"body": inner}} if kind in COMPREHENSIONS:
                    inside = within(inner, body, self.origins)
                    yield from self._statements(inner, inside)
                    yield from self._terms([node["value"].get(key) for key in ("term", "key", "value")], inside)
                case {"domain": domain, "body": inner}:
                    yield from self._every(node, body)
                    yield from self._statements(inner, within_every(node, body, self.origins))
                    yield from self._terms([domain], body)
                case _:
                    yield from self._call(node, body)

    def _call(self, node: Node, body: Body) -> Iterator[Absence]:
        function, operands = called(node) or ("", [])
        if function == "object.get" and self._may_lack(operands[0], body):
            yield Absence(
                row_of(node), f"`object.get` gives a default where `{spelled(operands[0])}` has none", _DEFAULT
            )
        if not node.get("negated"):
            for collection in _said_empty(function, operands):
                yield from self._empty(collection, body)

    def _may_lack(self, term: Node, body: Body) -> bool:
        return self.origins.of(term, body.names) > Origin.OBSERVATION or _is_lookup(term)

    def _denied(self, statement: Node, body: Body) -> Iterator[Absence]:
        """`not` of a field, of an index of fields in the library, or of a rule of what one look told."""
        for node in of_this_body([statement]):
            if self._is_untold(node, body) or self._is_index(node):
                yield Absence(row_of(statement), f"`not` holds where `{spelled(node)}` is absent", _NOT)
            function, operands = called(node) or ("", [])
            if function in self.origins.module.rules and any(self._is_answer(given, body) for given in operands):
                yield Absence(row_of(statement), f"`not` holds where `{function}` finds a field absent", _NOT)
        function, operands = called(statement) or ("", [])
        for collection in _said_filled(function, operands):
            yield from self._empty(collection, body)

    def _is_untold(self, node: Node, body: Body) -> bool:
        """Holds for a reference to a field that nothing in the body demands."""
        return spelled(node) not in body.demanded and self._is_field(node, body)

    def _is_field(self, node: Node, body: Body) -> bool:
        match node:
            case {"type": "ref", "value": [{"type": kind, "value": start}, *steps]}:
                own = kind == "var" and start in self.origins.module.rules
                plain = any(step.get("type") == "string" for step in steps)
                return plain and not own and self.origins.of(node, body.names) is Origin.FIELD
        return False

    def _is_index(self, node: Node) -> bool:
        found = self.origins.module.library_rule(node["value"]) if node.get("type") == "ref" else None
        return bool(found) and self.origins.of_library(*found) is Origin.INDEX  # type: ignore[misc]  # it is found

    def _is_answer(self, term: Node, body: Body) -> bool:
        return self.origins.of(term, body.names) in {Origin.ANSWER, Origin.ANSWERS, Origin.OBSERVATION}

    def _empty(self, collection: Node, body: Body) -> Iterator[Absence]:
        why = self._why_empty(collection, body, _DEPTH)
        if why:
            yield Absence(row_of(collection), f"`{spelled(collection)}` is empty where {why}", _EMPTY)

    def _why_empty(self, term: Node, body: Body, depth: int) -> str:
        """Why a collection may be empty for want of something told; empty text where it cannot."""
        why = ""
        match term if depth else None:
            case {"type": "var", "value": name} if name in body.names:
                stands_for = body.names[name].term
                why = "" if stands_for is None else self._why_empty(stands_for, body, depth - 1)
            case {"type": "var", "value": name} | {"type": "ref", "value": [{"type": "var", "value": name}, *_]}:
                why = self._why_rule_empty(name, depth)
            case {"type": "call"}:
                why = self._why_call_empty(term, body, depth)
            case {"type": kind, "value": inner} if kind in COMPREHENSIONS:
                why = self._why_nothing_found(inner, body)
        return why

    def _why_rule_empty(self, name: str, depth: int) -> str:
        for rule in self.origins.module.rules.get(name, ()):
            if rule.head.get("value") is not None:
                inside = outermost(rule, self.origins)
                why = self._why_empty(rule.head["value"], inside, depth - 1)
                if why:
                    return why
        return ""

    def _why_call_empty(self, term: Node, body: Body, depth: int) -> str:
        function, operands = called(term) or ("", [])
        if self.origins.of(term, body.names) in {Origin.LOOKS, Origin.ANSWERS} and _is_lookup(term["value"][0]):
            return "no look was made"
        if function in self.origins.module.rules:
            return self._why_rule_empty(function, depth)
        places = _SETS.get(function, ())
        return next(filter(None, (self._why_empty(operands[place], body, depth - 1) for place in places)), "")

    def _why_nothing_found(self, inner: Node, body: Body) -> str:
        inside = within(inner["body"], body, self.origins)
        whole = [inner["body"], inner.get("term"), inner.get("key"), inner.get("value")]
        for node in below(whole):
            if node.get("type") == "ref" and spelled(node) not in body.demanded and self._is_told(node, inside):
                return f"no look told `{spelled(node)}`"
        return "no look was made" if self.origins.of(_comprehension(inner), body.names) in OF_MANY else ""

    def _is_told(self, node: Node, body: Body) -> bool:
        """Holds for a reference to a field of what a look told, not of an entry of such a field."""
        steps = node["value"]
        if len(steps) == 1:
            return False  # the name of a function that is called
        if self.origins.of(node, body.names) is not Origin.FIELD:
            return self._is_index(node)
        start = body.names.get(str(steps[0].get("value")))
        return start is None or start.origin is not Origin.FIELD

    def _every(self, node: Node, body: Body) -> Iterator[Absence]:
        origin = self.origins.of(node["domain"], body.names)
        if origin is not Origin.NONE and not self._is_demanded(node["domain"], origin, body):
            yield Absence(row_of(node), f"`every` holds where `{spelled(node['domain'])}` has nothing", _EVERY)

    def _is_demanded(self, domain: Node, origin: Origin, body: Body) -> bool:
        for statement in body.statements:
            for collection in _demands(statement):
                if spelled(collection) == spelled(domain):
                    return True
                if origin is not Origin.FIELD and self.origins.of(collection, body.names) in OF_MANY:
                    return True
        return False


def _taken_away(nodes: Node, *, taken: bool = False) -> Iterator[int]:
    """Defaults of nothing in what is taken away from something else: what is absent there leaves more to answer."""
    match nodes:
        case {"type": kind} if kind in COMPREHENSIONS:
            return
        case {"domain": _, "body": _}:
            return
        case dict() | list():
            call = called(nodes)
            if taken and _gives_nothing(nodes):
                yield id(nodes)
            if call and call[0] == "minus":
                yield from _taken_away(call[1][0], taken=taken)
                yield from _taken_away(call[1][1], taken=not taken)
            else:
                for inner in nodes.values() if isinstance(nodes, dict) else nodes:
                    yield from _taken_away(inner, taken=taken)


def _gives_nothing(node: Node) -> bool:
    call = called(node)
    return bool(call and call[0] == "object.get" and _is_nothing(call[1][-1]))


def _comprehension(inner: Node) -> Node:
    return {"type": "setcomprehension", "value": inner}


def _is_lookup(term: Node) -> bool:
    """Holds for the indexes and finds of the library's facts."""
    match term:
        case {"type": "ref", "value": [{"type": "var", "value": "facts"}, *_]}:
            return True
    return False


def _number(term: Node) -> int | None:
    return int(term["value"]) if term.get("type") == "number" else None


def _counted(term: Node) -> Node | None:
    call = called(term)
    return call[1][0] if call and call[0] == "count" else None


def _is_nothing(term: Node) -> bool:
    call = called(term)
    empty = term.get("type") in {"array", "object", "set"} and not term.get("value")
    return empty or bool(call and call[0] == "set" and not call[1])


_MIRRORED = {"gt": "lt", "lt": "gt", "gte": "lte", "lte": "gte"}


def _comparisons(function: str, operands: list[Node]) -> Iterator[tuple[str, Node, Node]]:
    if len(operands) == 2:  # noqa: PLR2004  # a comparison has two sides
        yield function, operands[0], operands[1]
        yield _MIRRORED.get(function, function), operands[1], operands[0]


def _said_empty(function: str, operands: list[Node]) -> Iterator[Node]:
    """Collections that a comparison says are empty."""
    for comparison, left, right in _comparisons(function, operands):
        counted = _counted(left)
        if counted is not None and (comparison, _number(right)) in _NONE:
            yield counted
        if comparison in {"equal", "eq"} and _is_nothing(right):
            yield left


_NONE = {("equal", 0), ("eq", 0), ("lt", 1), ("lte", 0)}
_SOME = {("gt", 0), ("gte", 1), ("neq", 0)}


def _said_filled(function: str, operands: list[Node]) -> Iterator[Node]:
    """Collections that a comparison says hold something."""
    for comparison, left, right in _comparisons(function, operands):
        counted = _counted(left)
        number = _number(right)
        if counted is not None and ((comparison, number) in _SOME or (comparison in {"gt", "gte", "equal"} and number)):
            yield counted
        if comparison == "neq" and _is_nothing(right):
            yield left


def _demands(statement: Node) -> Iterator[Node]:
    """Collections that a statement demands to hold something, or to be told at all."""
    if statement.get("negated"):
        return
    match statement["terms"]:
        case {"symbols": [{"type": "call"} as call]}:
            yield (called(call) or ("", [None]))[1][-1]
        case _:
            function, operands = called(statement) or ("", [])
            yield from _said_filled(function, operands)
            yield from (operands[0] for name in _TYPES if name == function)
