"""What waves must hold, laid out for peers of the planner: plain tables over positions of nights.

The facts are those the tests' checker reads from an estate, so that peers and planner answer the same question.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import networkx

from auditor.plan.run import PlanRun
from tests.plan.waves.checker.demands import alone
from tests.plan.waves.checker.estate import Estate

Placed = dict[str, int]
"""Night of each system, by position."""


@dataclass(frozen=True)
class Tables:
    """One estate, ready for searching."""

    estate: Estate
    days: tuple[int, ...]
    open: dict[str, tuple[int, ...]]
    hurry: dict[str, int]
    soft: dict[str, dict[str, int]]
    needs: dict[str, dict[str, int]]
    """For each system what it needs, and for how many days that may still go back."""
    needed: dict[str, set[str]]
    apart: dict[str, set[str]]
    units: tuple[tuple[str, ...], ...]
    """Systems that hard links hold in one night, those first that others need."""
    carried: tuple[int, ...]
    groups: dict[str, dict[str, int]] = field(default_factory=dict)
    """Groups with a most per night, by name, and the groups of each system."""

    def cost(self, placed: Placed) -> int:
        """The planner's measure of a plan."""
        late = sum(self.hurry[name] * night for name, night in placed.items())
        twice = sum(
            weight
            for name, others in self.soft.items()
            for other, weight in others.items()
            if placed[name] != placed[other]
        )
        return late + 10 * twice

    def ordered(self, source: str, target: str, first: int, then: int) -> bool:
        """Whether `source` may move on night `then` when `target`, which it needs, moves on night `first`."""
        return first == then or self.days[then] > self.days[first] + self.needs[source][target]


def tables_of(run: PlanRun) -> Tables:
    """The tables of an estate in which no system has moved and no pair must move together."""
    estate = Estate(run)
    soft: dict[str, dict[str, int]] = {name: defaultdict(int) for name in estate.movers}
    for link in estate.soft:
        soft[link.source][str(link.target)] += link.weight
        soft[str(link.target)][link.source] += link.weight
    needs: dict[str, dict[str, int]] = {name: {} for name in estate.movers}
    needed: dict[str, set[str]] = {name: set() for name in estate.movers}
    for link in estate.hard:
        date = estate.nights[0]
        needs[link.source][str(link.target)] = (estate.rollback_until(str(link.target), date) - date).days
        needed[str(link.target)].add(link.source)
    apart: dict[str, set[str]] = {name: set() for name in estate.movers}
    for name in estate.movers:
        for other in estate.move(name).apart:
            apart[name].add(other)
            apart[other].add(name)
    return Tables(
        estate=estate,
        days=tuple(night.toordinal() for night in estate.nights),
        open={name: _open(estate, name) for name in estate.movers},
        hurry={name: 6 - estate.move(name).priority for name in estate.movers},
        soft=soft,
        needs=needs,
        needed=needed,
        apart=apart,
        units=_units(needs),
        carried=tuple(estate.carried_by(night) for night in estate.nights),
        groups=_groups(estate),
    )


def _open(estate: Estate, name: str) -> tuple[int, ...]:
    return tuple(n for n, night in enumerate(estate.nights) if not any(alone(estate, name, night)))


def _units(needs: dict[str, dict[str, int]]) -> tuple[tuple[str, ...], ...]:
    graph = networkx.DiGraph((target, name) for name, targets in needs.items() for target in targets)
    graph.add_nodes_from(needs)
    rings = networkx.condensation(graph)
    order = networkx.lexicographical_topological_sort(rings, key=lambda node: min(rings.nodes[node]["members"]))
    return tuple(tuple(sorted(rings.nodes[node]["members"])) for node in order)


def _groups(estate: Estate) -> dict[str, dict[str, int]]:
    """For each system its groups and the most of each in one night."""
    planning = estate.run.planning
    found: dict[str, dict[str, int]] = {}
    for name in estate.movers:
        mine = {} if planning.systems_per_night is None else {"all": planning.systems_per_night}
        mine |= {f"team {team.id}": team.per_night for team in planning.teams if team.id == estate.move(name).team}
        zone, level = estate.zone(name), str(estate.systems[name].level)
        if zone and zone.slots_per_night is not None:
            mine[f"zone {zone.id}"] = zone.slots_per_night
        mine |= {f"level {which}": most for which, most in planning.mixing.most_per_level.items() if which == level}
        found[name] = mine
    return found
