"""Assembles the plan as a document from everything worked out about one run."""

import datetime
from collections import Counter
from collections.abc import Iterator

from auditor.law.entries import in_force
from auditor.model.law import Instrument, LawEntry
from auditor.model.vocab.controls import Confidence
from auditor.model.vocab.subjects import OwnerRole
from auditor.plan.decisions.shape import Proposal
from auditor.plan.document.inputs import DocumentInput
from auditor.plan.document.questions import questions
from auditor.plan.document.safety import safety
from auditor.plan.document.shape import Basis, DataRow, MoneyLine, PlanDocument, StageRow, SystemRow
from auditor.plan.document.tasks import tasks
from auditor.plan.run import PlanRun
from auditor.plan.waves.shape import PlannedWave
from auditor.policy.catalogue import Catalogue

_READ = (Confidence.A, Confidence.B)
_ORDER = ("luat", "nq", "nd", "qd", "tt")
"""Laws, resolutions, decrees, decisions, circulars, as papers cite them; everything else after."""
_LATEST = datetime.date.max


def make(run: PlanRun) -> PlanDocument:
    """Everything the document shows. Raises MigrationError when the calendar leaves no working day for a notice."""
    inputs = DocumentInput(run)
    return PlanDocument(
        run=run.result.run,
        totals=run.result.totals,
        province=run.planning.province,
        letterhead=run.planning.letterhead,
        bases=bases(run.catalogue, run.result.run.as_of),
        waves_from="proposal" if inputs.proposed else "adopted",
        moving=tuple(sorted((_row(inputs, name) for name in inputs.moving()), key=_by_date)),
        data=tuple(_data(inputs)),
        staying=tuple(_row(inputs, name) for name in inputs.others()),
        upgrades=inputs.upgrades,
        stages=tuple(_stage(inputs, wave) for wave in inputs.waves if wave.systems),
        tasks=tasks(inputs),
        safety=safety(inputs),
        questions=questions(inputs),
        money=tuple(_money(inputs)),
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


def _row(inputs: DocumentInput, name: str) -> SystemRow:
    system, state = inputs.systems[name], inputs.states.get(name)
    wave = inputs.wave_of.get(name)
    moved = inputs.moves.get(name)
    return SystemRow(
        system=name,
        owner=system.owner,
        operator=inputs.run.estate.holder(OwnerRole.OPERATOR, name),
        level=system.level,
        proposal=inputs.proposals.get(name) or _undecided(name),
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


def _data(inputs: DocumentInput) -> Iterator[DataRow]:
    decided = {item.id: item.final for item in inputs.run.decisions.items if item.kind == "data_set"}
    for moved in inputs.run.movement.systems:
        for one in moved.data_sets:
            yield DataRow(
                data_set=one.data_set,
                system=one.system,
                decision=decided.get(one.data_set),
                state=one.state,
                agrees=one.agrees,
                progress=one.progress,
            )


def _stage(inputs: DocumentInput, wave: PlannedWave) -> StageRow:
    states = Counter(inputs.states[name].state if name in inputs.states else "unknown" for name in wave.systems)
    return StageRow(
        wave=wave.id,
        date=wave.date,
        fixed=wave.fixed,
        systems=wave.systems,
        notice_by=inputs.notice_by(wave),
        parallel_until=wave.date + datetime.timedelta(days=inputs.parallel_days(*wave.systems)),
        rollback_until=wave.date + datetime.timedelta(days=inputs.rollback_days(*wave.systems)),
        ready=states["ready"],
        conditional=states["conditional"],
        blocked=states["blocked"],
        unknown=states["unknown"],
    )


def _money(inputs: DocumentInput) -> Iterator[MoneyLine]:
    worth = [item for item in inputs.upgrades.items if item.worth_it]
    yield MoneyLine(
        what="upgrades",
        million_vnd=inputs.upgrades.million_vnd,
        priced=len(worth) - inputs.upgrades.unpriced,
        unpriced=inputs.upgrades.unpriced,
    )
    entered = {(cost.control, cost.subject): cost.million_vnd for cost in inputs.run.planning.costs}
    things = {
        (blocker.control, blocker.subject.id)
        for name in inputs.ordinary()
        for blocker in (inputs.states[name].blockers if name in inputs.states else ())
    }
    costs = [entered.get(thing, entered.get((thing[0], ""))) for thing in sorted(things)]
    known = [cost for cost in costs if cost is not None]
    yield MoneyLine(what="fixes", million_vnd=sum(known), priced=len(known), unpriced=len(costs) - len(known))
