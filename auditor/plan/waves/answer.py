"""The plan as published: waves, placements with their dates and reasons, cut links, what changed."""

import datetime
from collections.abc import Mapping, Sequence

from auditor.model.inventory import System
from auditor.model.readiness import SystemReadiness
from auditor.model.reason import Reason, because
from auditor.plan.run import PlanRun
from auditor.plan.shared.notice import notice_day
from auditor.plan.waves.between import soft_links
from auditor.plan.waves.explain import day, reasons
from auditor.plan.waves.movers import Sorted
from auditor.plan.waves.shape import CutEdge, Placement, PlannedWave
from auditor.plan.waves.solver.problem import Problem
from auditor.plan.waves.unknowns import system_unknowns


def waves_of(run: PlanRun, chosen: Sorted, dates: Mapping[str, datetime.date]) -> tuple[PlannedWave, ...]:
    """One wave for each night used, in order; it keeps the name of an adopted wave whose systems it holds."""
    made = []
    for date in sorted(set(dates.values())):
        systems = tuple(sorted(name for name, night in dates.items() if night == date))
        adopted = [chosen.adopted[name] for name in systems if name in chosen.adopted]
        names = sorted(wave.id for wave in adopted if wave.date == date)
        made.append(
            PlannedWave(
                id=names[0] if names else f"wave-{date.isoformat()}",
                date=date,
                systems=systems,
                fixed=bool(names),
                notice_by=notice_day(run, date),
            )
        )
    return tuple(made)


def placements_of(
    run: PlanRun, chosen: Sorted, problem: Problem, placed: Mapping[str, int], waves: Sequence[PlannedWave]
) -> tuple[Placement, ...]:
    """Every mover with its night, the reason for it, and what to know besides; in order of date and id."""
    why = reasons(problem, placed)
    judged = {item.id: item for item in run.readiness.systems}
    systems = run.estate.systems
    wave_of = {name: wave for wave in waves for name in wave.systems}
    made = []
    for name in problem.movers:
        mover, wave = problem.movers[name], wave_of[name]
        moved = mover.adopted is not None and mover.adopted != wave.date.toordinal()
        made.append(
            Placement(
                system=name,
                wave=wave.id,
                date=wave.date,
                why=why[name],
                notes=_notes(run, chosen, systems[name], judged[name]),
                notice_by=notice_day(run, wave.date),
                parallel_until=day(wave.date.toordinal() + mover.parallel_days),
                rollback_until=day(wave.date.toordinal() + mover.rollback_days),
                readiness=judged[name].state,
                changed_from=day(mover.adopted) if moved and mover.adopted is not None else None,
            )
        )
    return tuple(sorted(made, key=lambda one: (one.date, one.system)))


def cut_edges_of(run: PlanRun, chosen: Sorted, dates: Mapping[str, datetime.date]) -> tuple[CutEdge, ...]:
    """Soft links between movers of different nights, and those between a mover and a system that stays for good."""
    known = run.estate.systems.keys()
    found = []
    for link in soft_links(run):
        one, other = link.source, link.target or ""
        if one in dates and other in dates and dates[one] != dates[other]:
            days: int | None = abs((dates[one] - dates[other]).days)
        elif (one in dates) != (other in dates) and not {one, other} & chosen.settled and {one, other} <= known:
            days = None
        else:
            continue
        found.append(
            CutEdge(link=link.id, source=one, target=other, weight=link.weight, days=days, permanent=days is None)
        )
    return tuple(found)


def _notes(run: PlanRun, chosen: Sorted, system: System, judged: SystemReadiness) -> tuple[Reason, ...]:
    found = []
    if judged.state != "ready":
        found.append(because(f"note_readiness_{judged.state}", len(judged.blockers)))
    if slipped := chosen.slipped.get(system.id):
        found.append(because("note_slipped", slipped.id, slipped.date))
    return (*found, *system_unknowns(run, system))
