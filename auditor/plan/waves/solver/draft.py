"""A plan in the making that can say what keeps systems from a night, all else staying where it is."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditor.plan.waves.solver.problem import (
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


@dataclass(slots=True)
class _Load:
    """How much of a rule's room is taken, by night; kept while systems come and go."""

    rule: PerNight | Parallel | Carry
    taken: list[int]

    def full(self, nights: range) -> bool:
        """Whether more is taken than there is, on one of these nights or (of what is carried) at all."""
        if isinstance(self.rule, Carry):
            carried = 0
            for volume, room in zip(self.taken, self.rule.room, strict=True):
                carried += volume
                if carried > room:
                    return True
            return False
        return max(self.taken[nights.start : nights.stop]) > self.rule.most


class Draft:
    """Systems placed so far. Systems not yet placed bind nobody."""

    def __init__(self, problem: Problem, placed: Mapping[str, int] | None = None) -> None:
        self.problem = problem
        self.placed: dict[str, int] = {}
        self._at: list[set[str]] = [set() for _ in problem.nights]
        self._bars: dict[str, list[Bar]] = {name: [] for name in problem.movers}
        self._pairs: dict[str, list[Follows | Together | Apart]] = {name: [] for name in problem.movers}
        self._loads: dict[str, list[tuple[_Load, int, int]]] = {name: [] for name in problem.movers}
        self._general: list[MostNights | Spread] = []
        self._links: dict[str, list[tuple[str, int]]] = {name: [] for name in problem.movers}
        self._prices = {
            name: [price(problem, name, night) for night in range(len(problem.nights))] for name in problem.movers
        }
        self._ends: dict[int, list[int]] = {}
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
            elif isinstance(rule, PerNight | Parallel | Carry):
                self._load(rule)
            elif isinstance(rule, MostNights | Spread):
                self._general.append(rule)
        for tie in self.problem.ties:
            self._links[tie.one].append((tie.other, tie.weight))
            self._links[tie.other].append((tie.one, tie.weight))

    def _load(self, rule: PerNight | Parallel | Carry) -> None:
        load = _Load(rule, [0] * len(self.problem.nights))
        for name in rule.volumes if isinstance(rule, Carry) else rule.systems:
            days = self.problem.movers[name].parallel_days if isinstance(rule, Parallel) else 0
            self._loads[name].append((load, rule.volumes[name] if isinstance(rule, Carry) else 1, days))
            if days not in self._ends:
                nights = self.problem.nights
                self._ends[days] = [bisect_right(nights, day + days) for day in nights]

    def put(self, systems: Iterable[str], night: int) -> None:
        """Places systems that are nowhere yet."""
        for name in systems:
            self.placed[name] = night
            self._at[night].add(name)
            self._count(name, night, 1)

    def lift(self, systems: Iterable[str]) -> None:
        """Takes systems out again."""
        for name in systems:
            night = self.placed.pop(name)
            self._at[night].discard(name)
            self._count(name, night, -1)

    def _count(self, name: str, night: int, sign: int) -> None:
        for load, amount, days in self._loads[name]:
            for taken in range(night, self._ends[days][night]):
                load.taken[taken] += sign * amount

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
        total = 0
        for name in systems:
            total += self._prices[name][night]
            for other, weight in self._links[name]:
                if self.placed.get(other, night) != night and other not in systems:
                    total += CUT * weight
        return total

    def linked_nights(self, systems: tuple[str, ...]) -> list[int]:
        """Nights of the partners of the systems, once for each link."""
        return [self.placed[other] for name in systems for other, _ in self._links[name] if other in self.placed]

    def partners(self, systems: tuple[str, ...], night: int, apart: tuple[str, ...]) -> list[tuple[int, str]]:
        """Weight and name of what shares this night with the systems over soft links, the heaviest first.

        Those it stands `apart` from do not count.
        """
        inside = {*systems, *apart}
        weights: dict[str, int] = {}
        for name in systems:
            for other, weight in self._links[name]:
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
        for name in systems:
            for load, _, days in self._loads[name]:
                if load.full(range(night, self._ends[days][night])):
                    return Obstacle(load.rule, name)
        for rule in self._general:
            if self._exceeded(rule, night):
                return Obstacle(rule, systems[0])
        return None

    def _exceeded(self, rule: MostNights | Spread, night: int) -> bool:
        if isinstance(rule, MostNights):
            return sum(map(bool, self._at)) > rule.most
        levels = [level for name in self._at[night] if (level := self.problem.movers[name].level) is not None]
        return bool(levels) and max(levels) - min(levels) > rule.most
