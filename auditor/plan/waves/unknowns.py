"""What nobody entered, so that no plan can hold it: said beside every plan, and never taken for room."""

from collections.abc import Iterator, Sequence

from auditor.model.inventory import System
from auditor.model.planning import TargetZone
from auditor.model.reason import Reason, because
from auditor.plan.run import PlanRun
from auditor.plan.waves.capacity import capacity_mbps, target_of
from auditor.plan.waves.movers import Sorted

_AMOUNTS = ("slots_per_night", "systems", "vcpu", "ram_gb", "storage_gb")


def unknowns(run: PlanRun, chosen: Sorted) -> tuple[Reason, ...]:
    """What the plan does not hold because it is not entered, the province's own matters first."""
    moving = [system for system in run.inventory.systems if system.id in set(chosen.movers)]
    if not moving:
        return ()
    return (*_people(run), *_target(run, moving), *_lines(run), *_systems(run, moving))


def system_unknowns(run: PlanRun, system: System) -> tuple[Reason, ...]:
    """What nobody entered about one system that moves."""
    move = system.move
    found = []
    if move is None or move.volume_gb is None:
        found.append(because("note_volume_unknown"))
    if move is None or move.team is None:
        found.append(because("note_team_unknown"))
    if target_of(run, system) is None:
        found.append(because("note_target_unknown"))
    if system.level is None:
        found.append(because("note_level_unknown"))
    return tuple(found)


def _people(run: PlanRun) -> Iterator[Reason]:
    if run.planning.nights is None:
        yield because("unknown_nights")
    if run.planning.systems_per_night is None:
        yield because("unknown_per_night")
    if not run.planning.teams:
        yield because("unknown_teams")
    for team in run.planning.teams:
        if team.in_parallel is None:
            yield because("unknown_in_parallel", team.name.vi)


def _target(run: PlanRun, moving: Sequence[System]) -> Iterator[Reason]:
    used = {target_of(run, system) for system in moving}
    if not run.planning.target.zones:
        yield because("unknown_zones")
    for zone in run.planning.target.zones:
        if zone.id in used:
            yield from _zone(zone)


def _zone(zone: TargetZone) -> Iterator[Reason]:
    if zone.ready_from is None:
        yield because("unknown_zone_ready", zone.name.vi)
    for key in _AMOUNTS:
        if getattr(zone, key) is None:
            yield because(f"unknown_zone_{key}", zone.name.vi)


def _lines(run: PlanRun) -> Iterator[Reason]:
    circuits = run.estate.circuits
    if capacity_mbps(run) is None:
        yield because("unknown_bandwidth")
        return
    for name in run.planning.bandwidth.circuits:
        if name not in circuits or circuits[name].capacity_mbps is None:
            yield because("unknown_circuit", name)


def _systems(run: PlanRun, moving: Sequence[System]) -> Iterator[Reason]:
    lists = {
        "unknown_volumes": [one.id for one in moving if one.move is None or one.move.volume_gb is None],
        "unknown_system_teams": [one.id for one in moving if one.move is None or one.move.team is None],
        "unknown_targets": [one.id for one in moving if target_of(run, one) is None],
        "unknown_levels": [one.id for one in moving if one.level is None],
        "unknown_sizes": [one.id for one in moving if _no_size(one)],
    }
    for code, names in lists.items():
        if names:
            yield because(code, len(names), *sorted(names))


def _no_size(system: System) -> bool:
    built = system.technology
    return built is None or None in (built.vcpu, built.ram_gb, built.storage_gb)
