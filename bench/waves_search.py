"""Waves without a solver: greedily in topological order, then bettered by annealing."""

import math
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterable

from bench.waves_tables import Placed, Tables

_FIRST_HEAT, _LAST_HEAT = 200.0, 1.0
_FRIENDLY = 0.5
"""Share of the moves that lead to the night of a linked system."""


class State:
    """A plan in the making, with the counts by which one more system is judged."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.placed: Placed = {}
        self.counts: Counter[tuple[str, int]] = Counter()
        self.nights: dict[int, set[str]] = defaultdict(set)
        self.volume = [0] * len(tables.days)
        self.team: dict[str, set[str]] = defaultdict(set)

    def put(self, unit: Iterable[str], night: int) -> None:
        """Place systems on a night, whether they fit or not."""
        for name in unit:
            self._count(name, night, 1)
            self.placed[name] = night
            self.nights[night].add(name)
            self.team[self.tables.estate.move(name).team or ""].add(name)

    def take(self, unit: Iterable[str]) -> None:
        """Take systems off their night."""
        for name in unit:
            night = self.placed.pop(name)
            self._count(name, night, -1)
            self.nights[night].discard(name)
            self.team[self.tables.estate.move(name).team or ""].discard(name)

    def _count(self, name: str, night: int, step: int) -> None:
        for group in self.tables.groups[name]:
            self.counts[group, night] += step
        self.volume[night] += step * (self.tables.estate.move(name).volume_gb or 0)

    def fits(self, unit: tuple[str, ...], night: int) -> bool:
        """Whether systems that are placed nowhere could be placed on a night."""
        if not all(night in self.tables.open[name] and self._linked(name, night) for name in unit):
            return False
        self.put(unit, night)
        sound = all(self._counted(name, night) for name in unit) and self._levels(night) and self._carried()
        sound = sound and all(self._parallel(team) for team in {self.tables.estate.move(name).team for name in unit})
        self.take(unit)
        return sound

    def _linked(self, name: str, night: int) -> bool:
        tables, placed = self.tables, self.placed
        return (
            not any(placed.get(other) == night for other in tables.apart[name])
            and all(
                tables.ordered(name, other, placed[other], night) for other in tables.needs[name] if other in placed
            )
            and all(
                tables.ordered(other, name, night, placed[other]) for other in tables.needed[name] if other in placed
            )
        )

    def _counted(self, name: str, night: int) -> bool:
        return all(self.counts[group, night] <= most for group, most in self.tables.groups[name].items())

    def _levels(self, night: int) -> bool:
        estate = self.tables.estate
        levels = [level for name in self.nights[night] if (level := estate.systems[name].level) is not None]
        return not levels or max(levels) - min(levels) <= estate.run.planning.mixing.level_spread

    def _carried(self) -> bool:
        if self.tables.estate.gb_per_day is None:
            return True
        total = 0
        for night, volume in enumerate(self.volume):
            total += volume
            if volume and total > self.tables.carried[night]:
                return False
        return True

    def _parallel(self, team: str | None) -> bool:
        estate, days = self.tables.estate, self.tables.days
        most = next((one.in_parallel for one in estate.run.planning.teams if one.id == team), None)
        if most is None:
            return True
        spans = []
        for name in self.team[team or ""]:
            own = estate.move(name).parallel_days
            length = estate.run.planning.parallel_days if own is None else own
            spans.append((days[self.placed[name]], days[self.placed[name]] + length))
        return all(sum(first <= day <= last for first, last in spans) <= most for day, _ in spans)


def greedy(tables: Tables) -> Placed | None:
    """Each unit in topological order on the first night it fits; None where one fits nowhere."""
    state = State(tables)
    for unit in tables.units:
        night = next((night for night in range(len(tables.days)) if state.fits(unit, night)), None)
        if night is None:
            return None
        state.put(unit, night)
    return state.placed


def annealed(tables: Tables, seconds: float, seed: int) -> Placed | None:
    """The best plan met while moving single units for so many seconds of processor time, ever less daringly."""
    begun = greedy(tables)
    if begun is None:
        return None
    chance, state = random.Random(seed), State(tables)
    for name, night in begun.items():
        state.put((name,), night)
    cost = least = tables.cost(begun)
    best, start, used = dict(begun), time.process_time(), 0.0
    while used < seconds:
        heat = _FIRST_HEAT * (_LAST_HEAT / _FIRST_HEAT) ** (used / seconds)
        for _ in range(200):
            cost += _step(state, chance, heat)
            if cost < least:
                least, best = cost, dict(state.placed)
        used = time.process_time() - start
    return best


def _step(state: State, chance: random.Random, heat: float) -> int:
    """Move one unit if it fits and the heat allows; by how much the cost changed."""
    tables = state.tables
    unit = chance.choice(tables.units)
    others = list(tables.soft[unit[0]])
    night = (
        state.placed[chance.choice(others)]
        if others and chance.random() < _FRIENDLY
        else chance.randrange(len(tables.days))
    )
    before = state.placed[unit[0]]
    change = _share(state, unit, night) - _share(state, unit, before)
    if night == before or (change > 0 and chance.random() >= math.exp(-change / heat)):
        return 0
    state.take(unit)
    if state.fits(unit, night):
        state.put(unit, night)
        return change
    state.put(unit, before)
    return 0


def _share(state: State, unit: tuple[str, ...], night: int) -> int:
    """What a unit on a night adds to the cost."""
    tables = state.tables
    late = sum(tables.hurry[name] * night for name in unit)
    cut = sum(
        weight
        for name in unit
        for other, weight in tables.soft[name].items()
        if other not in unit and state.placed[other] != night
    )
    return late + 20 * cut
