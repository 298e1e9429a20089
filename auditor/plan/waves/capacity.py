"""Demands of capacity: people, nights, the target side, levels and lines. What is not entered is not held."""

from collections.abc import Iterator, Mapping

from auditor.model.details import SystemMove
from auditor.model.inventory import System
from auditor.model.planning import TargetZone, Team
from auditor.model.reason import because
from auditor.plan.run import PlanRun
from auditor.plan.waves.solver.problem import (
    Bar,
    Carry,
    Demand,
    MostNights,
    Mover,
    Parallel,
    PerNight,
    Rule,
    Spread,
    Total,
)

Asked = tuple[Demand, list[Rule]]
_AMOUNTS = ("vcpu", "ram_gb", "storage_gb")


def capacity_demands(
    run: PlanRun, movers: Mapping[str, Mover], settled: frozenset[str], days: tuple[int, ...], far: int
) -> Iterator[Asked]:
    """Each demand about room with the rule it makes. Nights from `far` on stand for as long as it may take."""
    systems = run.estate.systems
    moving = {name: systems[name] for name in movers}
    yield from _nights(run, moving)
    for position, team in enumerate(run.planning.teams):
        yield from _team(position, team, moving)
    for position, zone in enumerate(run.planning.target.zones):
        held = {name: system for name, system in moving.items() if target_of(run, system) == zone.id}
        there = [systems[name] for name in sorted(settled) if _named(systems.get(name)) == zone.id]
        yield from _zone(f"planning/target/zones/{position}", zone, held, days)
        yield from _totals(f"planning/target/zones/{position}", zone, [*held.values(), *there])
    yield from _levels(run, moving)
    yield from _carry(run, moving, days, far)


def target_of(run: PlanRun, system: System) -> str | None:
    """The zone a system moves into: the one it names, or the only ordinary one; None when nobody can tell."""
    if named := _named(system):
        return named
    ordinary = [zone.id for zone in run.planning.target.zones if zone.kind == "ordinary"]
    return ordinary[0] if len(ordinary) == 1 else None


def capacity_mbps(run: PlanRun) -> int | None:
    """What the named circuits carry together; None when none is named or none has its capacity entered."""
    named = set(run.planning.bandwidth.circuits)
    known = [one.capacity_mbps for one in run.inventory.circuits if one.id in named and one.capacity_mbps]
    return sum(known) if known else None


def _named(system: System | None) -> str | None:
    return system.move.target if system and system.move else None


def _move(system: System) -> SystemMove:
    return system.move or SystemMove()


def _nights(run: PlanRun, moving: Mapping[str, System]) -> Iterator[Asked]:
    most = run.planning.systems_per_night
    if most is not None:
        demand = Demand("systems_per_night", because("demand_per_night", most), "planning/systems_per_night")
        yield demand, [PerNight(demand.id, because("why_night_full", most), frozenset(moving), most)]
    nights = run.planning.nights
    if nights and nights.most_waves is not None:
        demand = Demand("most_waves", because("demand_most_waves", nights.most_waves), "planning/nights/most_waves")
        yield demand, [MostNights(demand.id, nights.most_waves)]


def _team(position: int, team: Team, moving: Mapping[str, System]) -> Iterator[Asked]:
    mine = frozenset(name for name, system in moving.items() if _move(system).team == team.id)
    if not mine:
        return
    place, name = f"planning/teams/{position}", team.name.vi
    demand = Demand(f"team:{team.id}", because("demand_team", name, team.per_night), f"{place}/per_night")
    yield demand, [PerNight(demand.id, because("why_team_full", name, team.per_night), mine, team.per_night)]
    if team.in_parallel is not None:
        stands = because("demand_team_parallel", name, team.in_parallel)
        demand = Demand(f"team_parallel:{team.id}", stands, f"{place}/in_parallel")
        yield (
            demand,
            [Parallel(demand.id, because("why_team_parallel", name, team.in_parallel), mine, team.in_parallel)],
        )


def _zone(place: str, zone: TargetZone, held: Mapping[str, System], days: tuple[int, ...]) -> Iterator[Asked]:
    for system in held.values():
        yield from _barred(place, zone, system, len(days))
    name = zone.name.vi
    if zone.ready_from and held:
        ready = zone.ready_from.toordinal()
        stands = because("demand_zone_ready", name, zone.ready_from)
        demand = Demand(f"zone_ready:{zone.id}", stands, f"{place}/ready_from")
        early = frozenset(night for night, day in enumerate(days) if day < ready)
        yield demand, [Bar(demand.id, because("why_zone_ready", name, zone.ready_from), frozenset(held), early)]
    if zone.slots_per_night is not None and held:
        most = zone.slots_per_night
        demand = Demand(f"zone_slots:{zone.id}", because("demand_zone_slots", name, most), f"{place}/slots_per_night")
        yield demand, [PerNight(demand.id, because("why_zone_slots", name, most), frozenset(held), most)]


def _barred(place: str, zone: TargetZone, system: System, nights: int) -> Iterator[Asked]:
    """A zone of another kind, or not made for the system's level, takes it on no night."""
    pointer = f"systems/{system.id}/move/target" if _named(system) else f"{place}/levels"
    if zone.kind != "ordinary":
        stands = because("demand_zone_special", system.id, zone.name.vi)
    elif system.level is not None and system.level not in zone.levels:
        stands = because("demand_zone_level", system.id, system.level, zone.name.vi)
    else:
        return
    demand = Demand(f"target:{system.id}", stands, pointer)
    why = because("why_zone_barred", zone.name.vi)
    yield demand, [Bar(demand.id, why, frozenset({system.id}), frozenset(range(nights)))]


def _totals(place: str, zone: TargetZone, inside: list[System]) -> Iterator[Asked]:
    asked = {"systems": len(inside)} | {
        key: sum(getattr(system.technology, key) or 0 for system in inside if system.technology) for key in _AMOUNTS
    }
    for key, amount in asked.items():
        most = getattr(zone, key)
        if most is not None:
            stands = because(f"demand_zone_{key}", zone.name.vi, most, amount)
            demand = Demand(f"zone_{key}:{zone.id}", stands, f"{place}/{key}")
            yield demand, [Total(demand.id, amount, most)]


def _levels(run: PlanRun, moving: Mapping[str, System]) -> Iterator[Asked]:
    spread = run.planning.mixing.level_spread
    if spread < 4:  # noqa: PLR2004  # five levels are never further apart
        demand = Demand("level_spread", because("demand_level_spread", spread), "planning/mixing/level_spread")
        yield demand, [Spread(demand.id, spread)]
    for level, most in sorted(run.planning.mixing.most_per_level.items()):
        same = frozenset(name for name, system in moving.items() if str(system.level) == level)
        demand = Demand(
            f"per_level:{level}", because("demand_per_level", level, most), "planning/mixing/most_per_level"
        )
        if same:
            yield demand, [PerNight(demand.id, because("why_per_level", level, most), same, most)]


def _carry(run: PlanRun, moving: Mapping[str, System], days: tuple[int, ...], far: int) -> Iterator[Asked]:
    mbps = capacity_mbps(run)
    volumes = {name: volume for name, system in sorted(moving.items()) if (volume := _move(system).volume_gb)}
    if mbps is None or not volumes:
        return
    line = run.planning.bandwidth
    start = (line.start or run.result.run.as_of).toordinal()
    daily = mbps * (1000 - line.reserved_permille) * line.hours_per_day * 3600 // (8 * 1000 * 1000)
    total = sum(volumes.values())
    room = tuple(min(total, daily * max(0, day - start)) for day in days[:far])
    room += (total if daily else 0,) * (len(days) - far)
    stands = because("demand_bandwidth", daily, line.start or run.result.run.as_of, total)
    demand = Demand("bandwidth", stands, "planning/bandwidth")
    yield demand, [Carry(demand.id, volumes, room)]
