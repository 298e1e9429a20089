"""Every system of a run with its one disposition and state: the counts of every paper are taken from here."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from auditor.model.vocab.moves import Decision, Disposition

State = Literal["moved", "ready", "conditional", "blocked", "unknown"]
"""How a system stands: it has moved, or the readiness it has today."""

STATES: tuple[State, ...] = ("moved", "ready", "conditional", "blocked", "unknown")


@dataclass(frozen=True, slots=True)
class Member:
    """One system. `decision` is the one planning works with, None where nobody decided or only against the law.

    `withheld` says that its readiness is told in the labelled run only; here its state is unknown.
    """

    system: str
    disposition: Disposition
    decision: Decision | None
    state: State
    withheld: bool = False

    @property
    def moved(self) -> bool:
        """Whether all of its data is over, by the more cautious of what is declared and measured."""
        return self.state == "moved"


@dataclass(frozen=True)
class Population:
    """Every system of a run once, in order of id."""

    members: tuple[Member, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Member]:
        """Members by the id of their system."""
        return {member.system: member for member in self.members}

    def those(self, *dispositions: Disposition) -> tuple[str, ...]:
        """Ids of the systems of any of these dispositions."""
        return self._ids(lambda member: member.disposition in dispositions)

    @cached_property
    def to_move(self) -> tuple[str, ...]:
        """Systems to move, those that have moved among them: the population of every figure of readiness to move."""
        return self.those(Disposition.TO_MOVE)

    @cached_property
    def moved(self) -> frozenset[str]:
        """Systems that have moved, whatever was decided about them."""
        return frozenset(self._ids(lambda member: member.moved))

    @cached_property
    def left(self) -> tuple[str, ...]:
        """Systems to move that have not moved."""
        return tuple(name for name in self.to_move if name not in self.moved)

    @cached_property
    def leaving(self) -> frozenset[str]:
        """Systems that will need the provincial data centre no longer."""
        return frozenset(self._ids(lambda member: member.disposition.leaves_idc))

    @cached_property
    def withheld(self) -> tuple[str, ...]:
        """Systems whose readiness is told in the labelled run only; they count as unknown here."""
        return self._ids(lambda member: member.withheld and not member.moved)

    @cached_property
    def states(self) -> dict[State, int]:
        """How many of the systems to move are in each state; they add up to `to_move`."""
        found = [self.by_id[name].state for name in self.to_move]
        return {state: found.count(state) for state in STATES}

    def count(self, *dispositions: Disposition) -> int:
        """How many systems are of any of these dispositions."""
        return len(self.those(*dispositions))

    def _ids(self, wanted: Callable[[Member], bool]) -> tuple[str, ...]:
        return tuple(member.system for member in self.members if wanted(member))
