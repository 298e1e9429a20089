"""Conditions of nftables (`nft -j list ruleset`): comparisons, sets, maps and keys of several fields."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from auditor.collectors.filtering.fields import Fields, UnknownError
from auditor.collectors.filtering.nft_subjects import Alike, Field, Free, Subject, Subjects, Unknown, Values
from auditor.collectors.filtering.rules import Match, both, opposite
from auditor.collectors.spans import Spans

_CATCH_ALL = "*"


@dataclass(frozen=True)
class NamedSet:
    """A set or map of a table. `filled`: packets themselves add to it, so that what it holds now says little."""

    elements: tuple[Any, ...]
    filled: bool = False


class Matches:
    """Makes matches for one table of one IP version."""

    def __init__(self, fields: Fields, sets: Mapping[str, NamedSet]) -> None:
        self._fields = fields
        self._subjects = Subjects(fields)
        self._sets = sets

    def condition(self, body: Mapping[str, Any]) -> Match:
        """One `match` statement."""
        left, right, compare = body.get("left"), body.get("right"), str(body.get("op"))
        try:
            return self._compared(left, compare, right)
        except UnknownError as fault:
            return self._fields.unknown(f"{fault}")

    def of_element(self, key: Any, value: Any) -> Match:
        """Packets whose key is one element of a set or map."""
        try:
            return self._element(key, value)
        except UnknownError as fault:
            return self._fields.unknown(f"{fault}")

    def pairs(self, data: Any) -> tuple[tuple[Any, Any], ...]:
        """Elements of a map with what each leads to. Raises UnknownError for one that is not told."""
        elements = self._elements(data)
        if elements.filled:
            raise UnknownError(f"map {data}, which packets fill")
        if not all(isinstance(element, list) and len(element) == 2 for element in elements.elements):  # noqa: PLR2004  # key and value
            raise UnknownError("a map of another form")
        return tuple((element[0], element[1]) for element in elements.elements)

    def others(self, key: Any, found: Iterable[Match]) -> Match:
        """Packets that have the key of a map, which no element of it names."""
        parts = key["concat"] if isinstance(key, Mapping) and isinstance(key.get("concat"), list) else [key]
        rest = self._whole(self._subjects.of(part) for part in parts)
        for match in found:
            rest = both(rest, opposite(match, self._fields.whole, self._fields.budget), self._fields.budget)
        return rest

    def _compared(self, left: Any, compare: str, right: Any) -> Match:
        if isinstance(left, Mapping) and isinstance(left.get("concat"), list):
            return self._together(left, compare, right)
        subject = self._subjects.of(left)
        match subject:
            case Unknown(why):
                return self._fields.unknown(why)
            case Free(whole):
                return self._fields.free(whole)
            case Alike():
                return self._alike(subject, compare, right)
            case Field():
                return self._field(subject, compare, right)

    def _alike(self, subject: Alike, compare: str, right: Any) -> Match:
        wanted = [subject.read(value) for value in self._values(right)]
        answers = {_holds(compare, value, wanted) for value in subject.values}
        if len(answers) > 1:
            return self._fields.free(subject.whole)
        return Match((subject.whole,) if answers == {True} else ())

    def _field(self, subject: Field, compare: str, right: Any) -> Match:
        if subject.never:
            return Match(())
        named = self._named(right)
        if named is not None and named.filled:
            if compare == "!=":
                return self._fields.free(subject.whole)
            return Match((subject.whole,), sure=False, sometimes=True, why=f"set {right}, which packets fill")
        if subject.name == "nat" and compare not in {"in", "=="}:
            raise UnknownError("ct status")
        if compare in {"<", ">", "<=", ">="}:
            return self._made(subject, _beside(subject.read(_only(self._values(right))), compare, subject.everything()))
        if compare not in {"==", "in", "!="}:
            raise UnknownError(f"comparison {compare}")
        values = subject.union([subject.read(value) for value in self._values(right)])
        return self._made(subject, subject.rest(values) if compare == "!=" else values)

    def _made(self, subject: Field, values: Values) -> Match:
        return self._fields.match(subject.whole, **{subject.name: values})

    def _together(self, left: Any, compare: str, right: Any) -> Match:
        named = self._named(right)
        if named is not None and named.filled:
            return Match(
                (self._fields.whole,), sure=compare == "!=", sometimes=True, why=f"set {right}, which packets fill"
            )
        if compare not in {"==", "in", "!="}:
            raise UnknownError(f"comparison {compare} of several fields")
        found = [self._element(left, value) for value in self._values(right)]
        boxes = tuple(box for match in found for box in match.boxes)
        self._fields.budget.spend(len(boxes))
        unsure = next((match for match in found if not match.sure), None)
        together = Match(boxes, unsure is None, any(match.sometimes for match in found), unsure.why if unsure else "")
        if compare != "!=":
            return together
        whole = self._whole(self._subjects.of(part) for part in left["concat"])
        return whole if not whole.boxes else opposite(together, whole.boxes[0], self._fields.budget)

    def _whole(self, subjects: Iterable[Subject]) -> Match:
        found = Match((self._fields.whole,))
        for subject in subjects:
            if isinstance(subject, Field) and subject.never:
                return Match(())
            if not isinstance(subject, Unknown):
                found = both(found, Match((subject.whole,)), self._fields.budget)
        return found

    def _element(self, key: Any, value: Any) -> Match:
        value = _plain(value)
        if not (isinstance(key, Mapping) and isinstance(key.get("concat"), list)):
            return self._compared(key, "==", value)
        values = value.get("concat") if isinstance(value, Mapping) else None
        if not isinstance(values, list) or len(values) != len(key["concat"]):
            raise UnknownError("an element of another form")
        found = Match((self._fields.whole,))
        for part, each in zip(key["concat"], values, strict=True):
            found = both(found, self._compared(part, "==", each), self._fields.budget)
        return found

    def _values(self, right: Any) -> list[Any]:
        if isinstance(right, Mapping) and "set" in right:
            items = right["set"]
            return [_plain(value) for value in (items if isinstance(items, list) else [items])]
        if isinstance(right, list):
            return [_plain(value) for value in right]
        named = self._named(right)
        if named is not None:
            return [_plain(value) for value in named.elements]
        return [right]

    def _named(self, right: Any) -> NamedSet | None:
        if not (isinstance(right, str) and right.startswith("@")):
            return None
        if right[1:] not in self._sets:
            raise UnknownError(f"set {right}")
        return self._sets[right[1:]]

    def _elements(self, data: Any) -> NamedSet:
        named = self._named(data)
        if named is not None:
            return named
        if isinstance(data, Mapping) and isinstance(data.get("set"), list):
            return NamedSet(tuple(data["set"]))
        raise UnknownError("a map of another form")


def is_rest(key: Any) -> bool:
    """Whether a key of a map stands for every other one."""
    return bool(_plain(key) == _CATCH_ALL)


def _plain(value: Any) -> Any:
    """An element without its timeout, counter or comment."""
    while isinstance(value, Mapping) and isinstance(value.get("elem"), Mapping) and "val" in value["elem"]:
        value = value["elem"]["val"]
    return value


def _only(values: list[Any]) -> Any:
    if len(values) != 1:
        raise UnknownError("a comparison with several values")
    return values[0]


def _holds(compare: str, value: Any, wanted: list[Any]) -> bool:
    if compare == "in" and isinstance(value, int) and not isinstance(value, bool):
        return any(value & each for each in wanted)
    if compare in {"==", "in"}:
        return value in wanted
    if compare == "!=":
        return value not in wanted
    if compare in {"<", ">", "<=", ">="} and isinstance(value, int):
        other = _only(wanted)
        return bool({"<": value < other, ">": value > other, "<=": value <= other, ">=": value >= other}[compare])
    raise UnknownError(f"comparison {compare}")


def _beside(value: Values, compare: str, every: Values) -> Values:
    """Values of a field that are smaller or larger than one."""
    if isinstance(value, int) and isinstance(every, int):
        place = value.bit_length() - 1
        below = (1 << place) - 1
        kept = {"<": below, "<=": below | 1 << place, ">": ~(below | 1 << place), ">=": ~below}[compare]
        return every & kept
    if isinstance(value, tuple) and isinstance(every, tuple) and value:
        return _beside_address(value, compare, every)
    raise UnknownError(f"comparison {compare}")


def _beside_address(value: Spans, compare: str, every: Spans) -> Spans:
    first, last = every[0][0], every[-1][1]
    at = value[0][0]
    ends = {"<": (first, at - 1), "<=": (first, at), ">": (at + 1, last), ">=": (at, last)}[compare]
    return (ends,) if ends[0] <= ends[1] else ()
