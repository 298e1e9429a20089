"""A plan in the making that can say what keeps systems from a night, all else staying where it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditor.migration.waves.problem import (
    CUT,
    Apart,
    Bar,
    Carry,
    Follows,
    MostNights,
    Parallel,
    PerNight,
    Problem,
    Rule,
    Spread,
    Together,
    price,
)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """The rule that one of the systems would break, and the other system it concerns, if any."""

    rule: Rule
    system: str
    other: str = ""


class Draft:
    """Systems placed so far. Systems not yet placed bind nobody."""

    def __init__(self, problem: Problem, placed: Mapping[str, int] | None = None) -> None:
        self.problem = problem
        self.placed: dict[str, int] = {}
        self._at: list[set[str]] = [set() for _ in problem.nights]
        self._bars: dict[str, list[Bar]] = {name: [] for name in problem.movers}
        self._pairs: dict[str, list[Follows | Together | Apart]] = {name: [] for name in problem.movers}
        self._room: list[PerNight | Parallel | Carry | MostNights | Spread] = []
        self._ties: dict[str, list[tuple[str, int]]] = {name: [] for name in problem.movers}
        self._sort()
        for name, night in (placed or {}).items():
            self.put((name,), night)

    def _sort(self) -> None:
        for rule in self.problem.rules:
            if isinstance(rule, Bar):
                for name in rule.systems:
                    self._bars[name].append(rule)
            elif isinstance(rule, Follows):
                self._pairs[rule.after].append(rule)
                self._pairs[rule.before].append(rule)
            elif isinstance(rule, Together | Apart):
                self._pairs[rule.one].append(rule)
                self._pairs[rule.other].append(rule)
            elif isinstance(rule, PerNight | Parallel | Carry | MostNights | Spread):
                self._room.append(rule)
        for tie in self.problem.ties:
            self._ties[tie.one].append((tie.other, tie.weight))
            self._ties[tie.other].append((tie.one, tie.weight))

    def put(self, systems: Iterable[str], night: int) -> None:
        """Places systems that are nowhere yet."""
        for name in systems:
            self.placed[name] = night
            self._at[night].add(name)

    def lift(self, systems: Iterable[str]) -> None:
        """Takes systems out again."""
        for name in systems:
            self._at[self.placed.pop(name)].discard(name)

    def obstacle(self, systems: tuple[str, ...], night: int) -> Obstacle | None:
        """The first rule that systems which are nowhere yet would break on this night; None when they may move then."""
        for name in systems:
            for bar in self._bars[name]:
                if night in bar.nights:
                    return Obstacle(bar, name)
        self.put(systems, night)
        try:
            return self._pair_obstacle(systems) or self._room_obstacle(systems, night)
        finally:
            self.lift(systems)

    def cost(self, systems: tuple[str, ...], night: int) -> int:
        """What these systems add on this night: their own price and the links cut to those already placed elsewhere."""
        inside = set(systems)
        cut = sum(
            weight
            for name in systems
            for other, weight in self._ties[name]
            if other not in inside and self.placed.get(other, night) != night
        )
        return CUT * cut + sum(price(self.problem, name, night) for name in systems)

    def partners(self, systems: tuple[str, ...], night: int, apart: tuple[str, ...]) -> list[tuple[int, str]]:
        """Weight and name of what shares this night with the systems over soft links, the heaviest first.

        Those it stands `apart` from do not count.
        """
        inside = {*systems, *apart}
        weights: dict[str, int] = {}
        for name in systems:
            for other, weight in self._ties[name]:
                if other not in inside and self.placed.get(other) == night:
                    weights[other] = weights.get(other, 0) + weight
        return sorted(((weight, other) for other, weight in weights.items()), key=lambda pair: (-pair[0], pair[1]))

    def _pair_obstacle(self, systems: tuple[str, ...]) -> Obstacle | None:
        for name in systems:
            for rule in self._pairs[name]:
                ends = (rule.after, rule.before) if isinstance(rule, Follows) else (rule.one, rule.other)
                if all(end in self.placed for end in ends) and self._broken(rule, *(self.placed[end] for end in ends)):
                    return Obstacle(rule, name, ends[1] if ends[0] == name else ends[0])
        return None

    def _broken(self, rule: Follows | Together | Apart, one: int, other: int) -> bool:
        if isinstance(rule, Together):
            return one != other
        if isinstance(rule, Apart):
            return one == other
        days = self.problem.nights
        return one != other and days[one] <= days[other] + self.problem.movers[rule.before].rollback_days

    def _room_obstacle(self, systems: tuple[str, ...], night: int) -> Obstacle | None:
        for rule in self._room:
            mine = [name for name in systems if self._concerned(rule, name)]
            if mine and self._full(rule, night):
                return Obstacle(rule, mine[0])
        return None

    def _concerned(self, rule: PerNight | Parallel | Carry | MostNights | Spread, name: str) -> bool:
        if isinstance(rule, PerNight | Parallel):
            return name in rule.systems
        return name in rule.volumes if isinstance(rule, Carry) else True

    def _full(self, rule: PerNight | Parallel | Carry | MostNights | Spread, night: int) -> bool:
        if isinstance(rule, PerNight):
            return len(self._at[night] & rule.systems) > rule.most
        if isinstance(rule, MostNights):
            return sum(map(bool, self._at)) > rule.most
        if isinstance(rule, Spread):
            levels = [level for name in self._at[night] if (level := self.problem.movers[name].level) is not None]
            return bool(levels) and max(levels) - min(levels) > rule.most
        return self._parallel(rule) if isinstance(rule, Parallel) else self._overloaded(rule)

    def _parallel(self, rule: Parallel) -> bool:
        """The most run side by side on the night that one of them joins."""
        days, movers = self.problem.nights, self.problem.movers
        runs = [(days[self.placed[name]], movers[name].parallel_days) for name in rule.systems if name in self.placed]
        return any(sum(start <= day <= start + length for start, length in runs) > rule.most for day, _ in runs)

    def _overloaded(self, rule: Carry) -> bool:
        added = [0] * len(self._at)
        for name, volume in rule.volumes.items():
            if name in self.placed:
                added[self.placed[name]] += volume
        carried = 0
        for night, volume in enumerate(added):
            carried += volume
            if carried > rule.room[night]:
                return True
        return False
