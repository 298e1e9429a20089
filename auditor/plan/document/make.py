"""Assembles the plan as a document from everything worked out about one run."""

import datetime
from collections import Counter
from collections.abc import Iterator

from auditor.model.control import Instrument, LawEntry
from auditor.model.vocab import Confidence, OwnerRole
from auditor.plan.decisions.shape import Proposal
from auditor.plan.document.inputs import DocumentInput
from auditor.plan.document.questions import questions
from auditor.plan.document.safety import safety
from auditor.plan.document.shape import Basis, DataRow, MoneyLine, PlanDocument, StageRow, SystemRow
from auditor.plan.document.tasks import tasks
from auditor.plan.run import PlanRun
from auditor.plan.waves.shape import PlannedWave
from auditor.policy.catalogue import Catalogue, in_force

_READ = (Confidence.A, Confidence.B)
_ORDER = ("luat", "nq", "nd", "qd", "tt")
"""Laws, resolutions, decrees, decisions, circulars, as papers cite them; everything else after."""
_LATEST = datetime.date.max


def make(source: PlanRun) -> PlanDocument:
    """Everything the document shows. Raises MigrationError when the calendar leaves no working day for a notice."""
    parts = DocumentInput(source)
    return PlanDocument(
        run=source.result.run,
        totals=source.result.totals,
        province=source.planning.province,
        letterhead=source.planning.letterhead,
        bases=bases(source.catalogue, source.result.run.as_of),
        waves_from="proposal" if parts.proposed else "adopted",
        moving=tuple(sorted((_row(parts, name) for name in parts.moving()), key=_by_date)),
        data=tuple(_data(parts)),
        staying=tuple(_row(parts, name) for name in parts.others()),
        upgrades=parts.upgrades,
        stages=tuple(_stage(parts, wave) for wave in parts.waves if wave.systems),
        tasks=tasks(parts),
        safety=safety(parts),
        questions=questions(parts),
        money=tuple(_money(parts)),
    )


def bases(catalogue: Catalogue, as_of: datetime.date) -> tuple[Basis, ...]:
    """Instruments that the controls cite and that are in force on the date: laws first, then by day of force."""
    day = as_of.toordinal()
    cited: dict[str, list[LawEntry]] = {}
    for control in catalogue.controls:
        for entry in control.law:
            start, end = in_force(entry, catalogue.instruments[entry.instrument])
            if start <= day < end:
                cited.setdefault(entry.instrument, []).append(entry)
    chosen = sorted((catalogue.instruments[name] for name in cited), key=_standing)
    return tuple(
        Basis(
            instrument=one.id,
            number=one.number,
            title_vi=one.title_vi,
            title_en=one.title_en,
            signed=one.signed,
            unread=not any(entry.confidence in _READ for entry in cited[one.id]),
        )
        for one in chosen
    )


def _standing(instrument: Instrument) -> tuple[int, datetime.date, str]:
    kind = instrument.id.partition("-")[0]
    place = _ORDER.index(kind) if kind in _ORDER else len(_ORDER)
    return place, instrument.effective_from, instrument.id


def _row(parts: DocumentInput, name: str) -> SystemRow:
    system, state = parts.systems[name], parts.states.get(name)
    wave = parts.wave_of.get(name)
    moved = parts.moves.get(name)
    return SystemRow(
        system=name,
        owner=system.owner,
        operator=parts.source.estate.holder(OwnerRole.OPERATOR, name),
        level=system.level,
        proposal=parts.proposals.get(name) or _undecided(name),
        readiness=state.state if state else "unknown",
        open_gates=len(state.blockers) if state else 0,
        state=moved.state if moved else None,
        wave=wave.id if wave else "",
        date=wave.date if wave else None,
        target=(system.move.target or "") if system.move else "",
    )


def _undecided(name: str) -> Proposal:
    return Proposal(
        kind="system", id=name, declared=None, proposed=None, rule="", why=(), standing="undecided", final=None
    )


def _by_date(row: SystemRow) -> tuple[datetime.date, str]:
    return row.date or _LATEST, row.system


def _data(parts: DocumentInput) -> Iterator[DataRow]:
    decided = {item.id: item.final for item in parts.source.decisions.items if item.kind == "data_set"}
    for moved in parts.source.movement.systems:
        for one in moved.data_sets:
            yield DataRow(
                data_set=one.data_set,
                system=one.system,
                decision=decided.get(one.data_set),
                state=one.state,
                agrees=one.agrees,
                progress=one.progress,
            )


def _stage(parts: DocumentInput, wave: PlannedWave) -> StageRow:
    states = Counter(parts.states[name].state if name in parts.states else "unknown" for name in wave.systems)
    return StageRow(
        wave=wave.id,
        date=wave.date,
        fixed=wave.fixed,
        systems=wave.systems,
        notice_by=parts.notice_by(wave),
        parallel_until=wave.date + datetime.timedelta(days=parts.parallel_days(wave.systems)),
        rollback_until=wave.date + datetime.timedelta(days=parts.rollback_days(wave.systems)),
        ready=states["ready"],
        conditional=states["conditional"],
        blocked=states["blocked"],
        unknown=states["unknown"],
    )


def _money(parts: DocumentInput) -> Iterator[MoneyLine]:
    worth = [item for item in parts.upgrades.items if item.worth_it]
    yield MoneyLine(
        what="upgrades",
        million_vnd=parts.upgrades.million_vnd,
        priced=len(worth) - parts.upgrades.unpriced,
        unpriced=parts.upgrades.unpriced,
    )
    entered = {(cost.control, cost.subject): cost.million_vnd for cost in parts.source.planning.costs}
    things = {
        (blocker.control, blocker.subject.id)
        for name in parts.ordinary()
        for blocker in (parts.states[name].blockers if name in parts.states else ())
    }
    costs = [entered.get(thing, entered.get((thing[0], ""))) for thing in sorted(things)]
    known = [cost for cost in costs if cost is not None]
    yield MoneyLine(what="fixes", million_vnd=sum(known), priced=len(known), unpriced=len(costs) - len(known))
