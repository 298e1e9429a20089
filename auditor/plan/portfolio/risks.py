"""What endangers the plan, from what the run and the planning file say; nothing here is an opinion."""

import datetime
from collections.abc import Iterable, Iterator

from auditor.model.inventory import System
from auditor.model.planning import TargetZone
from auditor.model.reason import because
from auditor.plan.portfolio.inputs import NEAR, PortfolioInput
from auditor.plan.portfolio.shape import Edge, Risk, Stage

_GRADES = ("high", "med", "low")
SOON = datetime.timedelta(days=14)
"""How long before its last day a notice is pressing. Ours."""
YEAR = datetime.timedelta(days=365)
AMOUNTS = ("slots_per_night", "systems", "vcpu", "ram_gb", "storage_gb")


def risks_of(inputs: PortfolioInput, stages: tuple[Stage, ...], edges: tuple[Edge, ...]) -> tuple[Risk, ...]:
    """Gravest first, then by date."""
    found = [
        *_run(inputs),
        *(risk for stage in stages for risk in _stage(inputs, stage)),
        *_unfit(inputs, stages),
        *_links(inputs, edges),
        *_target(inputs),
        *_support(inputs),
        *_gaps(inputs),
    ]
    return tuple(sorted(found, key=lambda risk: (_GRADES.index(risk.grade), risk.due or datetime.date.max)))


def _run(inputs: PortfolioInput) -> Iterator[Risk]:
    if not inputs.run.result.run.complete:
        yield Risk(grade="high", why=because("risk_run_partial"))
    for past in inputs.burn_up.unreadable:
        yield Risk(grade="low", why=because("risk_history_unreadable", past.run))
    points = inputs.burn_up.points
    fit = [point.ready + point.conditional + point.moved for point in points[-2:]]
    if len(fit) > 1 and fit[1] < fit[0]:
        yield Risk(grade="med", why=because("risk_fewer_ready", fit[0], fit[1], points[-2].as_of))


def _stage(inputs: PortfolioInput, stage: Stage) -> Iterator[Risk]:
    left = [name for name, state in zip(stage.systems, stage.states, strict=True) if state != "moved"]
    if not left:
        return
    if stage.slipped:
        yield Risk(
            grade="high",
            why=because("risk_slipped", stage.id, stage.date, len(left)),
            systems=tuple(left),
            due=stage.date,
            line=inputs.run.place(f"waves/{stage.id}/date"),
        )
        return
    yield from _notice(inputs, stage)
    yield from _frozen(inputs, stage)


def _unfit(inputs: PortfolioInput, stages: tuple[Stage, ...]) -> Iterator[Risk]:
    """Near nights one by one, later ones together."""
    coming = [stage for stage in stages if stage.date >= inputs.as_of]
    for state in ("blocked", "unknown"):
        for stage in coming:
            names = _in_state(stage, state)
            if names and stage.date - inputs.as_of <= NEAR:
                why = because(f"risk_night_{state}", stage.id, stage.date, len(names))
                yield Risk(grade="high", why=why, systems=names, due=stage.date)
        later = [stage for stage in coming if stage.date - inputs.as_of > NEAR and _in_state(stage, state)]
        if later:
            names = tuple(name for stage in later for name in _in_state(stage, state))
            why = because(f"risk_later_{state}", len(later), later[0].date, len(names))
            yield Risk(grade="med", why=why, systems=names, due=later[0].date)


def _in_state(stage: Stage, state: str) -> tuple[str, ...]:
    return tuple(name for name, now in zip(stage.systems, stage.states, strict=True) if now == state)


def _notice(inputs: PortfolioInput, stage: Stage) -> Iterator[Risk]:
    if stage.id in inputs.announced or inputs.as_of < stage.notice_by - SOON:
        return
    late = inputs.as_of > stage.notice_by
    yield Risk(
        grade="high" if late else "med",
        why=because("risk_notice_late" if late else "risk_notice_soon", stage.id, stage.notice_by),
        systems=stage.systems,
        due=stage.notice_by,
    )


def _frozen(inputs: PortfolioInput, stage: Stage) -> Iterator[Risk]:
    for place, freeze in enumerate(inputs.run.planning.freezes):
        line = inputs.run.place(f"planning/freezes/{place}")
        if freeze.start <= stage.date <= freeze.end:
            why = because("risk_night_frozen", stage.id, stage.date, freeze.id)
        elif freeze.covers == "rollback" and stage.date <= freeze.end and freeze.start <= stage.rollback_until:
            why = because("risk_rollback_frozen", stage.id, stage.rollback_until, freeze.id)
        else:
            continue
        yield Risk(grade="high", why=why, systems=stage.systems, due=stage.date, line=line)


def _links(inputs: PortfolioInput, edges: tuple[Edge, ...]) -> Iterator[Risk]:
    if found := [edge for edge in edges if edge.broken]:
        yield Risk(
            grade="high",
            why=because("risk_hard_links", len(found)),
            systems=tuple(sorted({edge.source for edge in found})),
            due=min(inputs.wave_of[edge.source].date for edge in found),
        )
    for code, grade, cut in (
        ("risk_cut_permanent", "med", [edge for edge in edges if edge.cut and edge.permanent]),
        ("risk_cut_for_a_while", "low", [edge for edge in edges if edge.cut and not edge.permanent]),
    ):
        if cut:
            names = sorted({end for edge in cut for end in (edge.source, edge.target)})
            yield Risk.model_validate({"grade": grade, "why": because(code, len(cut)), "systems": names})


def _target(inputs: PortfolioInput) -> Iterator[Risk]:
    zones = inputs.run.planning.target.zones
    if not zones and inputs.population.to_move:
        yield Risk(grade="high", why=because("risk_target_none"), line=inputs.run.place("planning/target"))
    for place, zone in enumerate(zones):
        if missing := unknown_amounts(zone):
            yield Risk(
                grade="med",
                why=because("risk_target_unknown", zone.id, len(missing), len(AMOUNTS)),
                line=inputs.run.place(f"planning/target/zones/{place}"),
            )


def unknown_amounts(zone: TargetZone) -> tuple[str, ...]:
    """Amounts of a target zone that nobody entered."""
    return tuple(name for name in AMOUNTS if getattr(zone, name) is None)


def _support(inputs: PortfolioInput) -> Iterator[Risk]:
    moving = inputs.population.left
    ends = {name: _support_ends(inputs.systems[name]) for name in inputs.systems}
    before = {
        name: end
        for name in moving
        if (end := ends[name]) and end <= (inputs.wave_of[name].date if name in inputs.wave_of else inputs.as_of + YEAR)
    }
    staying = {
        name: end
        for name in sorted(inputs.systems)
        if inputs.goes_on_apart(name) and (end := ends[name]) and end <= inputs.as_of + YEAR
    }
    for code, found in (("risk_support_before_night", before), ("risk_support_staying", staying)):
        if found:
            first = min(found.values())
            grade = "high" if first < inputs.as_of else "med"
            names = tuple(found)
            yield Risk.model_validate(
                {"grade": grade, "why": because(code, len(names), first), "systems": names, "due": first}
            )


def _support_ends(system: System) -> datetime.date | None:
    technology = system.technology
    dates = (technology.os_support_ends, technology.dbms_support_ends) if technology else ()
    return min((date for date in dates if date), default=None)


def _gaps(inputs: PortfolioInput) -> Iterator[Risk]:
    open_ = inputs.population.left
    yield from _some("med", "risk_no_night", [name for name in open_ if name not in inputs.wave_of])
    yield from _some("med", "risk_volume_unknown", [name for name in open_ if _volume(inputs, name) is None])
    ahead = [
        item.system
        for item in inputs.run.movement.systems
        if any(data.agrees is False for data in item.data_sets) and item.system in inputs.systems
    ]
    yield from _some("med", "risk_measured_otherwise", ahead)
    if now := sum(item.urgency == "now" for item in inputs.upgrades.items):
        yield Risk(grade="high", why=because("risk_upgrades_now", now))
    if inputs.upgrades.unjudged:
        yield Risk(grade="low", why=because("risk_upgrades_unjudged", len(inputs.upgrades.unjudged)))


def _some(grade: str, code: str, names: Iterable[str]) -> Iterator[Risk]:
    if found := tuple(names):
        yield Risk.model_validate({"grade": grade, "why": because(code, len(found)), "systems": found})


def _volume(inputs: PortfolioInput, name: str) -> int | None:
    move = inputs.systems[name].move
    return move.volume_gb if move else None
