"""Finds which fields of observations a policy reads, in OPA's own syntax tree: in its own rules, and in those of
`policies/lib` that they lead to.

Data of an observation is reached as `….data.FIELD`, or as `data_.FIELD` where a helper was given the data: the name
that policies use because `data` is taken. A helper that takes the field's name (`….data[field]`) reads the field that
its caller names. Of which kind the data is follows from the kinds that the same rule speaks of, or else from those of
the rule that calls it.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from auditor.model.control import ControlMeta
from auditor.model.facts import KINDS
from auditor.policy.module import Module, Node, Rule, below, read_module

_DATA = frozenset({"data", "data_"})

FINDS = frozenset({"cut_off", "openings", "programs"})
"""Packages that only ever find something, and of which a look that is not whole finds less: no pass is held to it."""

NO_PROOFS = frozenset({"against", "legs"}) | FINDS
"""Packages of the library that find what speaks against verdicts, and at which addresses a look must have been made."""

KINDS_REMEDY = "Name it under `needs`, `optional` where a pass can do without it."

FIELDS_REMEDY = "Name it under `fields` of the need it is judged by."


@dataclass(frozen=True, slots=True, order=True)
class Read:
    """A field that is read, and the kinds of which the data may be; without kinds, the caller knows them."""

    field: str
    kinds: frozenset[str] = frozenset()

    def among(self, kinds: Iterable[str]) -> "Read":
        """The same, of those of some kinds that have the field, where nothing nearer says the kind."""
        if self.kinds:
            return self
        return Read(self.field, frozenset(kind for kind in kinds if self.field in KINDS[kind].shape.model_fields))


Key = tuple[str, str, tuple[str, ...]]
"""A rule by package and name, and the steps into the object that it is."""


@dataclass(frozen=True, slots=True)
class Library:
    """The modules of `policies/lib` by package; what each of their rules reads is worked out once."""

    modules: Mapping[str, Module]
    _known: dict[Key, frozenset[Read]] = field(default_factory=dict)
    _places: dict[tuple[str, str], frozenset[int]] = field(default_factory=dict)

    def reads(self, package: str, rule: str, path: tuple[str, ...] = ()) -> frozenset[Read]:
        """What a rule reads, and whatever it leads to. Rego has no recursion; where a text has, a circle ends."""
        key = package, rule, path
        if key not in self._known:
            self._known[key] = frozenset()
            definitions = self.modules[package].rules.get(rule, ()) if package in self.modules else ()
            self._known[key] = frozenset(itertools.chain(*(self._read_by(package, one, path) for one in definitions)))
        return self._known[key]

    def apart_from(self, packages: frozenset[str]) -> "Library":
        """The library without some of its packages, so that nothing is read through them."""
        return Library({name: module for name, module in self.modules.items() if name not in packages})

    def beside(self, name: str, module: Module) -> "Library":
        """The library and another module under a name, with what is known already."""
        return Library({**self.modules, name: module}, self._known, self._places)

    def _read_by(self, package: str, rule: Rule, path: tuple[str, ...]) -> Iterator[Read]:
        """Where a rule that is no function speaks of no kind, the data is of those that it was led to by: an index that
        is made of another index.
        """
        nodes = _nodes(rule, path)
        found = [read for node in below(nodes) for read in self._read_at(package, node)]
        kinds = set(_kinds(nodes))
        if not kinds and not rule.arguments:
            kinds = set(itertools.chain(*(read.kinds for read in found)))
        yield from (read.among(kinds) for read in found)

    def _read_at(self, package: str, node: Node) -> Iterator[Read]:
        """What one reference or call reads, without what stands below it."""
        match node:
            case {"type": "ref", "value": [*steps]}:
                yield from map(Read, _fields(steps))
                target = self._target(package, steps)
                if target:
                    yield from self.reads(*target)
            case {"type": "var", "value": name} if name in self.modules[package].rules:
                yield from self.reads(package, name)
        for function, operands in filter(None, [self._function(package, node)]):
            named = self._field_arguments(*function)
            yield from (Read(given["value"]) for i, given in enumerate(operands) if i in named and _is_text(given))

    def _target(self, package: str, steps: list[Node]) -> Key | None:
        """The rule that a reference leads to, of the library or of the same text."""
        module = self.modules[package]
        found = module.library_rule(steps)
        if found:
            return *found, self._path(found, steps[2:])
        name = steps[0].get("value")
        if steps[0].get("type") == "var" and name in module.rules:
            return package, name, self._path((package, name), steps[1:])
        return None

    def _path(self, rule: tuple[str, str], steps: list[Node]) -> tuple[str, ...]:
        """The leading plain steps behind a rule that is one object; none where it is anything else."""
        module = self.modules.get(rule[0])
        definitions = module.rules.get(rule[1], ()) if module else ()
        if len(definitions) != 1 or definitions[0].head.get("value", {}).get("type") != "object":
            return ()
        return tuple(step["value"] for step in itertools.takewhile(_is_text, steps))

    def _function(self, package: str, node: Node) -> tuple[tuple[str, str], list[Node]] | None:
        """Package and name of the function that a node calls, and its operands."""
        match node:
            case {"type": "call", "value": [{"type": "ref", "value": steps}, *operands]}:
                target = self._target(package, steps)
            case {"terms": [{"type": "ref", "value": steps}, *operands]}:
                target = self._target(package, steps)
            case _:
                return None
        return (target[:2], operands) if target else None

    def _field_arguments(self, package: str, rule: str) -> frozenset[int]:
        """Places of the arguments by which a caller names the field that a function reads."""
        key = package, rule
        if key not in self._places:
            self._places[key] = frozenset()
            self._places[key] = frozenset(
                place
                for definition in (self.modules[package].rules.get(rule, ()) if package in self.modules else ())
                for place, name in enumerate(definition.arguments)
                if name and self._is_field(package, definition, name)
            )
        return self._places[key]

    def _is_field(self, package: str, rule: Rule, name: str) -> bool:
        for node in below([*rule.results, *rule.body]):
            match node:
                case {"type": "ref", "value": [*steps]}:
                    if any(_is_data(a) and b == name for a, b in itertools.pairwise(s.get("value") for s in steps)):
                        return True
            found = self._function(package, node)
            if found and any(given.get("value") == name for given in self._named(*found)):
                return True
        return False

    def _named(self, function: tuple[str, str], operands: list[Node]) -> list[Node]:
        places = self._field_arguments(*function)
        return [given for place, given in enumerate(operands) if place in places]


def read_library(folder: Path, opa: Path) -> Library:
    """The library of a policies folder. Raises PolicyError when a file does not parse."""
    sources = sorted(path for path in folder.glob("*.rego") if not path.name.endswith("_test.rego"))
    return Library({source.stem: read_module(source, opa) for source in sources})


def reads(source: Path, library: Library, opa: Path) -> frozenset[Read]:
    """What a policy reads, through the library too; functions read what their callers give them. Raises PolicyError
    when it does not parse.
    """
    module = read_module(source, opa)
    both = library.beside(str(source), module)
    asked = [name for name, rules in module.rules.items() if not any(rule.arguments for rule in rules)]
    return frozenset(itertools.chain(*(both.reads(str(source), name) for name in asked)))


def unnamed_fields(source: Path, control: ControlMeta, library: Library, opa: Path) -> tuple[str, ...]:
    """Fields, as `kind.field`, that the policy reads and no need with `fields` of that kind names.

    A field that several needed kinds have must be named by one of them; what is read through `FINDS` need not be named.
    Raises PolicyError when it does not parse.
    """
    held = library.apart_from(FINDS)
    listed: dict[str, set[str]] = {}
    for need in control.needs:
        if need.fields:
            listed.setdefault(need.kind, set()).update(need.fields)
    found = {(read.field, read.among(listed).kinds.intersection(listed)) for read in reads(source, held, opa)}
    return tuple(
        sorted(
            f"{min(kinds)}.{field}"
            for field, kinds in found
            if kinds and not any(field in listed[kind] for kind in kinds)
        )
    )


def unnamed_kinds(source: Path, control: ControlMeta, library: Library, opa: Path) -> tuple[str, ...]:
    """Kinds that the policy reads and no need names, though what it says rests on them.

    What it reads through `NO_PROOFS` speaks against a verdict and carries none: of such a kind nothing need be there.
    Where data may be of several kinds, one of them must be named. Raises PolicyError when it does not parse.
    """
    named = {need.kind for need in control.needs}
    proofs = library.apart_from(NO_PROOFS)
    found = {read.kinds for read in reads(source, proofs, opa) if read.kinds and not read.kinds & named}
    return tuple(sorted("|".join(sorted(kinds)) for kinds in found))


def _nodes(rule: Rule, path: tuple[str, ...]) -> list[Node]:
    """What stands in a definition, or only what stands at a path of the object that it is."""
    if not path:
        return [*rule.results, *rule.body]
    value = rule.head["value"]
    for step in path:
        inner = dict(_entries(value)).get(step)
        if inner is None:
            break
        value = inner
    return [value]


def _entries(value: Node) -> Iterator[tuple[str, Node]]:
    if value.get("type") == "object":
        yield from ((key["value"], inner) for key, inner in value["value"] if _is_text(key))


def _fields(steps: list[Node]) -> Iterator[str]:
    """The plain step behind `data` of a reference, but for the root of all documents."""
    rooted = steps[1:] if steps[0].get("type") == "var" and steps[0]["value"] == "data" else steps
    for before, after in itertools.pairwise(rooted):
        if _is_data(before.get("value")) and _is_text(after):
            yield after["value"]


def _kinds(nodes: list[Node]) -> Iterator[str]:
    """Kinds of observation that a definition speaks of: as a list of the observations, or as a text of its own."""
    for node in below(nodes):
        match node:
            case {"type": "ref", "value": [*steps]}:
                names = [step.get("value") for step in steps]
                yield from (b for a, b in itertools.pairwise(names) if a == "observations" and b in KINDS)
            case {"type": "string", "value": value} if value in KINDS:
                yield value


def _is_text(term: Node) -> bool:
    return isinstance(term, dict) and term.get("type") == "string"


def _is_data(name: object) -> bool:
    return isinstance(name, str) and name in _DATA
