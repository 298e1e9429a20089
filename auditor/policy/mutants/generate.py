"""Documents that differ from a control's cases and from the base documents in a few places.

Each change is a patch as cases write it, so that a document that tells a mutant from its policy can become a case.
Half the changes are aimed at what the policy names, and some documents tell of two looks of which one broke off. The
same number gives the same document on every machine: the generator's seed is the control's id and that number.
"""

import copy
import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import orjson

from auditor.errors import PolicyError
from auditor.model.control import ControlMeta
from auditor.model.policy_input import MONTHS_AGO
from auditor.model.vocab.measurements import State
from auditor.policy.cases import DEFAULT_DAY, Case, apply_patch, case_from, case_of, patched, raw_case

Change = Mapping[str, Any]
"""A patch of a case, or `{param: NAME, value: …}`: an override of a parameter of the control."""

_CHANGES = (1, 1, 1, 2, 2, 3, 4)
_CHANGES_BESIDE = (0, 0, 1, 1, 2)
"""How many other changes a document has that tells of a second look."""
_BROKEN_OFF = tuple(state.value for state in State if state is not State.OK)
_AIMED = 6
"""How many times as often as another one a list or key is changed that the policy names."""
_ATTEMPTS = 100
_FIRST_DAY, _LAST_DAY = (datetime.date(year, 1, 1).toordinal() for year in (1990, 2100))
"""A number between them is a day: base documents and facts write days as ordinals."""
_DAYS = (-400, -366, -365, -91, -32, -31, -30, -1, 1, 2, 30, 31, 32, 91, 365, 366, 400)


@dataclass(frozen=True, slots=True)
class Start:
    """What documents are generated from: a case of the control as it is written, or a base document alone."""

    path: Path
    raw: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Generated:
    """A start with some changes."""

    start: Start
    changes: tuple[Change, ...]

    def raw(self, control: ControlMeta) -> dict[str, Any]:
        """It, written as a case without what is expected."""
        raw = {key: value for key, value in self.start.raw.items() if key not in {"why", "expect"}}
        patches = [*raw.get("patches", []), *(change for change in self.changes if "in" in change)]
        chosen = {change["param"]: change["value"] for change in self.changes if "param" in change}
        params = raw.get("params", {})
        return (
            raw
            | ({"patches": patches} if patches else {})
            | ({"params": params | {control.id: params.get(control.id, {}) | chosen}} if chosen else {})
            | {"expect": []}
        )

    def from_base(self, control: ControlMeta) -> "Generated":
        """The same document, from its base document: what a case patches is a change like every other."""
        name = self.start.raw.get("base", control.part.value)
        kept = {key: value for key, value in self.start.raw.items() if key not in {"patches", "why"}}
        base = Start(Path(f"{name}.yaml"), kept | {"expect": []})
        return Generated(base, (*self.start.raw.get("patches", ()), *self.changes))

    def without(self, change: Change) -> "Generated":
        """It without one of its changes."""
        return Generated(self.start, tuple(one for one in self.changes if one is not change))

    def case(self, root: Path, control: ControlMeta) -> Case:
        """It as a document with clocks."""
        return case_from(root, control, self.start.path, self.raw(control))


def starts_of(root: Path, cases: Iterable[Path]) -> tuple[Start, ...]:
    """Every base document of a policies folder and the given cases, in order of name."""
    bases = [Start(path, {"base": path.stem, "expect": []}) for path in sorted((root / "base").glob("*.yaml"))]
    return (*bases, *(Start(path, raw_case(path)) for path in sorted(cases)))


class Generator:
    """Makes documents for one control by number."""

    def __init__(self, root: Path, control: ControlMeta, starts: Iterable[Start], tree: Any) -> None:
        """`tree` is the policy's syntax tree: what it names is changed more often, to what it speaks of."""
        self._root = root
        self._control = control
        self._words, numbers = _literals(tree["rules"])
        self._words |= {need.kind for need in control.needs}
        self._words |= {field for need in control.needs for field in need.fields}
        self._all = tuple(starts)
        documents = [(start, patched(root, control, start.path, start.raw)) for start in self._all]
        mine = [(start, document) for start, document in documents if document["part"] == control.part.value]
        self._starts = [(start, orjson.dumps(document)) for start, document in mine]
        self._looking = [(start, orjson.dumps(document)) for start, document in mine if self._named_looks(document)]
        self._numbers = sorted(numbers | {1, control.max_age_days or 1})
        self._pool = _Pool(document for _, document in mine)

    @property
    def bases(self) -> list[tuple[Generated, Case]]:
        """The base documents as they are, also those of another part."""
        alone = [Generated(start, ()) for start in self._all if start.path.parent.name == "base"]
        return [(one, one.case(self._root, self._control)) for one in alone]

    def document(self, number: int) -> tuple[Generated, Case]:
        """The document of that number, as its start with changes and as the case they make. Raises PolicyError when
        none of many tries is a document: one may have lost what holds its rows together.
        """
        return self._made(str(number), self._attempt)

    def documents(self, count: int) -> Iterator[tuple[Generated, Case]]:
        """So many documents, and where the policy names looks, two for each five of them in which a second look stands
        beside one of these and is worse: what a pass may rest on differs from what was seen in these alone.
        """
        yield from map(self.document, range(count))
        if self._looking:
            yield from (self._made(f"beside/{number}", self._attempt_beside) for number in range(2 * count // 5))

    def _made(self, name: str, attempt: Callable[[Random], tuple[Generated, Case]]) -> tuple[Generated, Case]:
        for again in range(_ATTEMPTS):
            with suppress(KeyError, TypeError, AttributeError, ValueError):
                return attempt(Random(f"{self._control.id}/{name}/{again}"))  # noqa: S311  # repeatable
        raise PolicyError(f"{self._control.id}: no document can be generated from its cases")

    def _attempt(self, rng: Random) -> tuple[Generated, Case]:
        start, written = rng.choice(self._starts)
        return self._changed(rng, start, orjson.loads(written), rng.choice(_CHANGES))

    def _attempt_beside(self, rng: Random) -> tuple[Generated, Case]:
        start, written = rng.choice(self._looking)
        document = orjson.loads(written)
        second = self._second_look(rng, document, start.raw.get("as_of", DEFAULT_DAY))
        apply_patch(document, second, start.path)
        return self._changed(rng, start, document, rng.choice(_CHANGES_BESIDE), second)

    def _changed(
        self, rng: Random, start: Start, document: dict[str, Any], count: int, *first: Change
    ) -> tuple[Generated, Case]:
        changes = list(first)
        for _ in range(count):
            change = self._change(rng, document, start.raw.get("as_of", DEFAULT_DAY))
            changes.append(change)
            if "in" in change:
                apply_patch(document, change, start.path)
        generated = Generated(start, tuple(changes))
        return generated, case_of(self._control, start.path, generated.raw(self._control), document)

    def _change(self, rng: Random, document: Mapping[str, Any], as_of: datetime.date) -> Change:
        chosen = {name: one.default for name, one in self._control.params.items() if one.default is not None}
        if chosen and rng.random() < 0.05:  # noqa: PLR2004  # one change in twenty
            name = rng.choice(sorted(chosen))
            return {"param": name, "value": self._setting(name, _Values(self, rng, as_of).other(name, chosen[name]))}
        place, rows = self._place(rng, document)
        row = rng.choice(rows)
        values = _Values(self, rng, as_of)
        way = rng.random()
        if way < 0.12:  # noqa: PLR2004  # shares of the ways, of one
            return {"in": place, "select": {"id": row["id"]}, "remove": True}
        if way < 0.24:  # noqa: PLR2004
            return self._added(rng, place, row, values)
        if place.startswith("observations.") and way < 0.45:  # noqa: PLR2004
            return {"in": place, "select": {"id": row["id"]}, **self._worse(rng, row)}
        return {"in": place, "select": {"id": row["id"]}, **self._altered(rng, place, row, values)}

    def _setting(self, name: str, value: Any) -> Any:
        """A value for a parameter: of months those that a document can tell the day of."""
        return _months(value) if self._control.params[name].unit == "months" else value

    def _second_look(self, rng: Random, document: Mapping[str, Any], as_of: datetime.date) -> Change:
        """A look like one that was made, with something different in half of them, that broke off, is old, or was made
        from elsewhere.
        """
        place, rows = rng.choice(self._named_looks(document))
        row = copy.deepcopy(rng.choice(rows))
        changes = [self._altered(rng, place, row, _Values(self, rng, as_of))] if rng.random() < 0.5 else []  # noqa: PLR2004  # half
        changes.append(self._broken_off(rng, row) if rng.random() < 0.6 else self._worse(rng, row))  # noqa: PLR2004  # six in ten
        for change in changes:
            apply_patch({"rows": [row]}, {"in": "rows", **change}, self._root)
        return {"in": place, "add": row | {"id": f"{row['id']}-beside"}}

    def _broken_off(self, rng: Random, row: Mapping[str, Any]) -> dict[str, Any]:
        """An end before the last field was read: some are not there."""
        fields = sorted(row.get("data", {}))
        lost = rng.sample(fields, rng.randint(0, len(fields)))
        state = rng.choice(_BROKEN_OFF)
        named = {"unread": lost} if lost and state == State.PARTIAL.value else {}
        return {"set": {"state": state} | named, "unset": [f"data.{field}" for field in lost]}

    def _named_looks(self, document: Mapping[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
        """Looks of the kinds that the policy names, by the list they stand in."""
        lists = sorted(document["observations"].items())
        return [(f"observations.{name}", rows) for name, rows in lists if rows and name in self._words]

    def _place(self, rng: Random, document: Mapping[str, Any]) -> tuple[str, list[dict[str, Any]]]:
        lists = [
            (f"{part}.{name}", rows)
            for part in ("inventory", "observations")
            for name, rows in sorted(document[part].items())
            if rows
        ]
        weights = [_AIMED if place.partition(".")[2] in self._words else 1 for place, _ in lists]
        return rng.choices(lists, weights)[0]

    def _added(self, rng: Random, place: str, row: Mapping[str, Any], values: "_Values") -> Change:
        """A second row like this one or like one of another document, with something different."""
        other = copy.deepcopy(dict(rng.choice([row, rng.choice(self._pool.rows[place])])))
        change = self._altered(rng, place, other, values)
        document = {"rows": [other]}
        apply_patch(document, {"in": "rows", **change}, self._root)
        return {"in": place, "add": other | {"id": f"{other['id']}-2"}}

    def _worse(self, rng: Random, row: Mapping[str, Any]) -> dict[str, Any]:
        """Another end, age or place of a look, or fields that it could not read."""
        fields = sorted(row.get("data", {}))
        if fields and rng.random() < 0.3:  # noqa: PLR2004  # three in ten
            return {"set": {"state": "partial", "unread": rng.sample(fields, rng.randint(1, len(fields)))}}
        days = rng.choice(self._numbers)
        choices = [
            {"state": rng.choice(sorted(State)).value},
            {"age_seconds": rng.choice([-60, 0, 86_400 * days, 86_400 * days + 1, 2 * 86_400 * days, 10**9])},
            {"zone": rng.choice(self._pool.values("observations", "zone") or ["nowhere"])},
            {"vantage": rng.choice([*self._pool.values("observations", "vantage"), row.get("subject")])},
            {"subject": rng.choice(self._pool.values("observations", "subject"))},
        ]
        return {"set": rng.choice(choices)}

    def _altered(self, rng: Random, place: str, row: Mapping[str, Any], values: "_Values") -> dict[str, Any]:
        """One key of a row unset, changed, or set where it was not."""
        inside = "data" if place.startswith("observations.") else ""
        held = row.get("data", {}) if inside else row
        keys = sorted((set(held) | set(self._pool.keys(place))) - {"id"})
        if not keys or not isinstance(held, Mapping):
            return {"set": {"state": "partial"}}
        key = rng.choices(keys, [_AIMED if key in self._words else 1 for key in keys])[0]
        path = f"{inside}.{key}".lstrip(".")
        if key in held and rng.random() < 0.2:  # noqa: PLR2004  # one in five
            return {"unset": [path]}
        seen = self._pool.values(place, key)
        if key not in held or (seen and rng.random() < 0.3):  # noqa: PLR2004  # three in ten
            return {"set": {path: copy.deepcopy(rng.choice(seen or [""]))}}
        return {"set": {path: values.other(key, held[key])}}

    @property
    def words(self) -> list[str]:
        """Texts that the policy names."""
        return sorted(self._words)

    @property
    def numbers(self) -> list[int]:
        """Numbers that the policy names."""
        return self._numbers

    def nested(self, key: str) -> list[Any]:
        """Values that some document has under a key, at whatever depth."""
        return self._pool.nested(key)


def _months(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _months(row) for key, row in value.items()}
    return min(max(value, MONTHS_AGO[0]), MONTHS_AGO[-1]) if isinstance(value, int) else value


class _Values:
    """Other values than the one that stands somewhere."""

    def __init__(self, generator: Generator, rng: Random, as_of: datetime.date) -> None:
        self._of = generator
        self._rng = rng
        self._as_of = as_of

    def other(self, key: str, value: Any) -> Any:
        """A value of the same type, as a rule, that stands elsewhere, that the policy names, or that is near."""
        changed: Any = value
        match value:
            case bool():
                changed = not value
            case int() if _FIRST_DAY <= value <= _LAST_DAY:
                changed = self._day(datetime.date.fromordinal(value))
            case int():
                changed = self._number(value)
            case datetime.date():
                changed = self._day(value)
            case str():
                changed = self._text(key, value)
            case list():
                changed = self._list(key, value)
            case dict():
                changed = self._mapping(value)
        return changed

    def _number(self, value: int) -> int:
        near = [number + step for number in self._of.numbers for step in (-1, 0, 1)]
        return self._rng.choice([value - 1, value + 1, 0, 2 * value, self._rng.choice(near)])

    def _day(self, value: datetime.date) -> datetime.date:
        origin = self._rng.choice([value, self._as_of])
        steps = [*_DAYS, *(sign * days + step for days in self._of.numbers for sign in (1, -1) for step in (-1, 0, 1))]
        return origin + datetime.timedelta(days=max(-3650, min(3650, self._rng.choice(steps))))

    def _text(self, key: str, value: str) -> str:
        others = [other for other in self._of.nested(key) if isinstance(other, str)]
        return str(
            self._rng.choice([self._rng.choice(others or [""]), self._rng.choice(self._of.words), "", f"{value}x"])
        )

    def _list(self, key: str, value: list[Any]) -> list[Any]:
        at = self._rng.randrange(len(value)) if value else 0
        lists = [other for other in self._of.nested(key) if isinstance(other, list) and other]
        more = self._rng.choice(self._rng.choice(lists)) if lists else self._rng.choice(self._of.words)
        ways = [[], [*value, copy.deepcopy(more)]]
        if value:
            ways += [value[:at] + value[at + 1 :]] * 2
            ways += [[*value[:at], self.other(key, value[at]), *value[at + 1 :]]] * 4
        return self._rng.choice(ways)

    def _mapping(self, value: dict[str, Any]) -> dict[str, Any]:
        if not value:
            return value
        key = self._rng.choice(sorted(value, key=str))
        if self._rng.random() < 0.25:  # noqa: PLR2004  # one in four
            return {name: kept for name, kept in value.items() if name != key}
        return value | {key: self.other(str(key), value[key])}


class _Pool:
    """What the documents of a control have, by place and key, in order of appearance."""

    def __init__(self, documents: Iterable[Mapping[str, Any]]) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self._by_place: dict[tuple[str, str], dict[str, Any]] = {}
        self._nested: dict[str, dict[str, Any]] = {}
        for document in documents:
            for part in ("inventory", "observations"):
                for name, rows in sorted(document[part].items()):
                    for row in rows:
                        self._take(part, f"{part}.{name}", row)

    def _take(self, part: str, place: str, row: dict[str, Any]) -> None:
        self.rows.setdefault(place, []).append(row)
        observed = part == "observations"
        for key, value in row.items():
            self._by_place.setdefault((part if observed else place, key), {})[repr(value)] = value
        for key, value in (row.get("data", {}) if observed else {}).items():
            self._by_place.setdefault((place, key), {})[repr(value)] = value
        for key, value in _below(row):
            self._nested.setdefault(key, {})[repr(value)] = value

    def values(self, place: str, key: str) -> list[Any]:
        return list(self._by_place.get((place, key), {}).values())

    def keys(self, place: str) -> list[str]:
        return [key for of, key in self._by_place if of == place]

    def nested(self, key: str) -> list[Any]:
        return list(self._nested.get(key, {}).values())


def _below(node: Any) -> Iterator[tuple[str, Any]]:
    """Keys and values of a mapping and of all below it."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield str(key), value
            yield from _below(value)
    elif isinstance(node, list):
        for item in node:
            yield from _below(item)


def _literals(node: Any) -> tuple[set[str], set[int]]:
    """Texts and whole numbers that a syntax tree names, steps of references among them."""
    words: set[str] = set()
    numbers: set[int] = set()
    match node:
        case {"type": "string", "value": str(word)}:
            words.add(word)
        case {"type": "number", "value": int(number)}:
            numbers.add(number)
        case dict() | list():
            for value in node.values() if isinstance(node, dict) else node:
                more = _literals(value)
                words |= more[0]
                numbers |= more[1]
    return words, numbers
