"""A wave problem as plain data: who moves, on which nights, and what each demand of law, paper or people asks.

Days are ordinals of the proleptic Gregorian calendar, so that no arithmetic leaves the calendar. A night is its index
in `Problem.nights`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from auditor.model.reason import Reason


@dataclass(frozen=True, slots=True)
class Demand:
    """Something asked by one line of the inventory or planning file; dropping it drops every rule made of it.

    `pointer` leads to the line; `stands` says the demand in words.
    """

    id: str
    stands: Reason
    pointer: str


@dataclass(frozen=True, slots=True)
class Mover:
    """A system to be placed. `hurry` is the price of one night later; days of parallel run and of the way back.

    `adopted` is the day ordinal it is adopted for, where re-planning may change that at a price.
    """

    id: str
    hurry: int
    parallel_days: int
    rollback_days: int
    level: int | None = None
    adopted: int | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """These systems do not move on these nights. `kind` says why a placement was not possible there."""

    demand: str
    kind: Reason
    systems: frozenset[str]
    nights: frozenset[int]


@dataclass(frozen=True, slots=True)
class Together:
    """Both move in one night."""

    demand: str
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Apart:
    """The two do not move in one night."""

    demand: str
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Follows:
    """`after` moves with `before`, or later than the last day of the way back of `before`."""

    demand: str
    link: str
    after: str
    before: str


@dataclass(frozen=True, slots=True)
class PerNight:
    """At most `most` of the systems in one night."""

    demand: str
    kind: Reason
    systems: frozenset[str]
    most: int


@dataclass(frozen=True, slots=True)
class Parallel:
    """On no day more than `most` of the systems between their night and the end of their parallel run."""

    demand: str
    kind: Reason
    systems: frozenset[str]
    most: int


@dataclass(frozen=True, slots=True)
class Total:
    """All movers together ask for more or less than there is; no choice of nights changes it."""

    demand: str
    asked: int
    most: int


@dataclass(frozen=True, slots=True)
class Carry:
    """Up to each night no more GB are carried than `room`, which is by night."""

    demand: str
    volumes: Mapping[str, int]
    room: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MostNights:
    """At most so many different nights are used."""

    demand: str
    most: int


@dataclass(frozen=True, slots=True)
class Spread:
    """The levels of one night differ by at most `most`."""

    demand: str
    most: int


Rule = Bar | Together | Apart | Follows | PerNight | Parallel | Total | Carry | MostNights | Spread


@dataclass(frozen=True, slots=True)
class Tie:
    """All soft links between two movers: what it costs, before weighing, when they move in different nights."""

    one: str
    other: str
    weight: int


@dataclass(frozen=True)
class Problem:
    """Everything a solver may know. `ranks` counts the nights open to all, from 0; a barred night has none."""

    movers: Mapping[str, Mover]
    nights: tuple[int, ...]
    ranks: Mapping[int, int]
    demands: Mapping[str, Demand]
    rules: tuple[Rule, ...]
    ties: tuple[Tie, ...]
    units: tuple[tuple[str, ...], ...]
    """Systems that can only move in one night, since links and wishes tie them in a ring; those depended on first."""

    @cached_property
    def open(self) -> Mapping[str, tuple[int, ...]]:
        """Nights that no bar closes, by system, the earliest first."""
        return self.open_under(frozenset(self.demands))

    def open_under(self, active: frozenset[str]) -> Mapping[str, tuple[int, ...]]:
        """Nights left to each system when only the `active` demands bar some."""
        closed: dict[str, set[int]] = {name: set() for name in self.movers}
        for rule in self.rules:
            if isinstance(rule, Bar) and (rule.demand in active or not rule.demand):
                for name in rule.systems:
                    closed[name] |= rule.nights
        return {
            name: tuple(night for night in range(len(self.nights)) if night not in closed[name]) for name in self.movers
        }


ALWAYS = ""
"""The demand of rules that nobody asks for and nobody can drop."""

CHANGE = 1000
"""Price of moving one system away from its adopted night."""

CUT = 20
"""Price of one unit of weight of a soft link whose ends move in different nights."""


def objective(problem: Problem, placed: Mapping[str, int]) -> int:
    """What a whole plan costs: changes, cut links and lateness."""
    cut = sum(tie.weight for tie in problem.ties if placed[tie.one] != placed[tie.other])
    return CUT * cut + sum(price(problem, name, night) for name, night in placed.items())


def price(problem: Problem, name: str, night: int) -> int:
    """What the night costs for one system alone."""
    mover = problem.movers[name]
    changed = mover.adopted is not None and mover.adopted != problem.nights[night]
    return mover.hurry * problem.ranks.get(night, len(problem.nights)) + (CHANGE if changed else 0)


@dataclass(frozen=True, slots=True)
class Solution:
    """What a solver found: nights by system when there is a plan, and what no plan can be better than."""

    status: str
    placed: Mapping[str, int] = field(default_factory=dict)
    bound: int | None = None
