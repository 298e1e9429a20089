"""Which names of a policy hold what looks told, and how near to the looks they are.

Followed through assignments, iteration, comprehensions, the policy's own rules and functions, and the indexes of
`lib.facts`. What the other packages of the library answer has been judged there and counts as nothing told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from auditor.policy.module import COMPREHENSIONS, Module, Node, Rule, below, called
from auditor.policy.reads import Library


class Origin(IntEnum):
    """How near a value is to the looks; the greater of several counts. NONE has nothing of them."""

    NONE = 0
    LOOKS = 1
    """Ids of observations."""
    OBSERVATIONS = 2
    OBSERVATION = 3
    ANSWERS = 4
    """What several looks told, each as a whole."""
    ANSWER = 5
    """What one look told."""
    INDEX = 6
    """Worked out of fields, so that a field that is absent has added nothing."""
    FIELD = 7
    """The value of a field, or a part of it."""


OF_MANY = frozenset({Origin.LOOKS, Origin.OBSERVATIONS, Origin.ANSWERS})

_ELEMENTS = {
    Origin.OBSERVATIONS: Origin.OBSERVATION,
    Origin.ANSWERS: Origin.ANSWER,
    Origin.INDEX: Origin.INDEX,
    Origin.FIELD: Origin.FIELD,
}
_OF_FACTS = {
    "seen": Origin.LOOKS,
    "sound": Origin.LOOKS,
    "who_saw": Origin.LOOKS,
    "seen_data": Origin.ANSWERS,
    "sound_data": Origin.ANSWERS,
    "observation": Origin.OBSERVATION,
}
_ITERATION = frozenset({"internal.member_2", "internal.member_3"})
_BINDS = frozenset({"assign", "eq"})
_NOT_CARRIED = frozenset({"count", "object.get", "finding.inv"})
"""Calls whose answer is no value of their operands; `object.get` carries its first only."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What a name was given: its origin, and the term it stands for, where it is that whole term."""

    origin: Origin
    term: Node = None


Names = Mapping[str, Bound]


@dataclass(slots=True)
class Origins:
    """Origins within one policy."""

    module: Module
    library: Library
    given: Origin = Origin.NONE
    """What a function holds that only other files call."""
    _rules: dict[str, Origin] = field(default_factory=dict)
    _parameters: dict[tuple[str, int], Origin] = field(default_factory=dict)

    def settle(self) -> "Origins":
        """Follow rules and calls until nothing new is learnt; each turn learns something or is the last."""
        while True:
            before = dict(self._rules), dict(self._parameters)
            for rule in self._definitions():
                names = self.names(rule.body, self.parameters(rule))
                value = self._value(rule, names)
                self._rules[rule.name] = max(self._rules.get(rule.name, Origin.NONE), value)
                self._note_calls([*rule.results, *rule.body], names)
            if before == (self._rules, self._parameters):
                return self

    def _definitions(self) -> Iterator[Rule]:
        for definitions in self.module.rules.values():
            yield from definitions

    def _value(self, rule: Rule, names: Names) -> Origin:
        term = rule.head.get("value", rule.head.get("key"))
        return Origin.NONE if term is None else self.of(term, names)

    def parameters(self, rule: Rule) -> Names:
        """A function's parameters, as far as its callers give them anything that looks told."""
        found = {}
        for place, name in enumerate(rule.arguments):
            unknown = Origin.NONE if rule.name.startswith("_") else self.given
            given = Origin.ANSWER if name == "data_" else self._parameters.get((rule.name, place), unknown)
            if name and given:
                found[name] = Bound(given)
        return found

    def _note_calls(self, nodes: list[Node], names: Names) -> None:
        for node in below(nodes):
            call = called(node)
            if call and call[0] in self.module.rules:
                within = self._with_inner(nodes, names)
                for place, given in enumerate(call[1]):
                    key = call[0], place
                    self._parameters[key] = max(self._parameters.get(key, Origin.NONE), self.of(given, within))

    def _with_inner(self, nodes: list[Node], names: Names) -> Names:
        """Names bound anywhere below, comprehensions and `every` included."""
        found = dict(names)
        for node in below(nodes):
            match node:
                case {"type": kind, "value": {"body": body}} if kind in COMPREHENSIONS:
                    found.update(self.names(body, found))
                case {"domain": _, "body": body}:
                    found.update(self.names(body, self.of_every(node, found)))
        return found

    def names(self, body: tuple[Node, ...] | list[Node], outer: Names) -> Names:
        """The names that the statements of a body bind, beside those from outside."""
        found = dict(outer)
        for _ in body:
            before = dict(found)
            for statement in body:
                if not statement.get("negated"):
                    self._bind(statement, found)
            if before == found:
                break
        return found

    def _bind(self, statement: Node, found: dict[str, Bound]) -> None:
        match statement["terms"]:
            case {"symbols": [{"type": "call"} as call]}:
                function, operands = called(call) or ("", [])
                if function in _ITERATION:
                    self._bind_each(operands[-2], operands[-1], found)
            case _:
                function, operands = called(statement) or ("", [])
                if function in _BINDS and operands[0]["type"] == "var":
                    found[operands[0]["value"]] = Bound(self.of(operands[1], found), operands[1])

    def _bind_each(self, pattern: Node, collection: Node, found: dict[str, Bound]) -> None:
        element = _ELEMENTS.get(self.of(collection, found), Origin.NONE)
        for node in below(pattern):
            if node.get("type") == "var" and element:
                found[node["value"]] = Bound(element, collection)

    def of_every(self, node: Node, names: Names) -> Names:
        """The names within an `every`, before its own statements."""
        found = dict(names)
        self._bind_each(node["value"], node["domain"], found)
        return found

    def of(self, term: Node, names: Names) -> Origin:
        """The origin of a term."""
        match term:
            case {"type": "var", "value": name}:
                return names[name].origin if name in names else self._rules.get(name, Origin.NONE)
            case {"type": "ref", "value": [*steps]}:
                return self._of_reference(steps, names)
            case {"type": "call"}:
                return self._of_call(term, names)
            case {"type": kind, "value": inner} if kind in COMPREHENSIONS:
                return self._of_comprehension(inner, names)
            case {"type": "set" | "array" | "object", "value": inner}:
                parts = [each for each in below(inner) if "type" in each]
                return max((self.of(each, names) for each in parts if each is not term), default=Origin.NONE)
        return Origin.NONE

    def _of_reference(self, steps: list[Node], names: Names) -> Origin:
        texts = [step.get("value") if step.get("type") == "string" else None for step in steps]
        if "data" in texts:
            return Origin.ANSWER if texts[-1] == "data" else Origin.FIELD
        if steps[0].get("value") == "input":
            within = len(texts) > 1 and texts[1] == "observations"
            return (Origin.OBSERVATIONS if len(texts) <= _KIND else Origin.OBSERVATION) if within else Origin.NONE
        found = self.module.library_rule(steps)
        if found:
            return self.of_library(*found)
        start = self.of(steps[0], names)
        return _stepped(start, texts[1:])

    def of_library(self, package: str, rule: str) -> Origin:
        """What a rule of the library gives: `lib.facts` indexes and finds, the other packages judge."""
        if package != "facts":
            return Origin.NONE
        if rule in _OF_FACTS:
            return _OF_FACTS[rule]
        definitions = self.library.modules[package].rules.get(rule, ()) if package in self.library.modules else ()
        is_function = any(definition.arguments for definition in definitions)
        return Origin.INDEX if not is_function and self.library.reads(package, rule) else Origin.NONE

    def _of_call(self, term: Node, names: Names) -> Origin:
        function, operands = called(term) or ("", [])
        if function == "object.get":
            return self.of(operands[0], names)
        if function in _NOT_CARRIED:
            return Origin.NONE
        library = self.module.library_rule(term["value"][0]["value"])
        if library and (library[0] == "facts" or self.library.reads(*library)):
            return self.of_library(*library)
        if function in self.module.rules:
            return self._rules.get(function, Origin.NONE)
        return max((self.of(each, names) for each in operands), default=Origin.NONE)

    def _of_comprehension(self, inner: Node, names: Names) -> Origin:
        within = self.names(inner["body"], names)
        parts = [each for each in below([inner.get("term"), inner.get("key"), inner.get("value")]) if "type" in each]
        heads = [self.of(each, within) for each in parts]
        sources = [self.of(each, within) for each in below(inner["body"]) if each.get("type") in {"ref", "call"}]
        if any(source >= Origin.ANSWERS for source in sources) or any(head >= Origin.ANSWERS for head in heads):
            return Origin.INDEX
        return max([*heads, *sources], default=Origin.NONE)


_KIND = 3
"""Steps of `input.observations.KIND`."""


def _stepped(start: Origin, texts: list[str | None]) -> Origin:
    """The origin behind some steps from a name."""
    if start is Origin.OBSERVATION and texts:
        return Origin.NONE  # what is told of a look itself, as its subject: always there
    for text in texts:
        if start is Origin.ANSWER:
            start = Origin.FIELD
        elif text is None:
            start = _ELEMENTS.get(start, start)
    return start
