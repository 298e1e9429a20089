"""Puts the sheets together: lines filled and answered, owners, due dates, and go or no-go by the rule."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter

from auditor.errors import NotFoundError, PlanningError, Problem
from auditor.model.base import Identifier
from auditor.model.inventory import DataSet
from auditor.model.readiness import SystemReadiness
from auditor.model.tick import Tick
from auditor.model.vocab.controls import Force
from auditor.model.vocab.subjects import OwnerRole
from auditor.plan.checklist.data import Applies, ChecklistData, Item, Source, load_checklist
from auditor.plan.checklist.entered import by_decision, by_entry, by_freezes, by_label, by_run_age
from auditor.plan.checklist.judged import by_controls, by_readiness
from auditor.plan.checklist.looked import Looked, met, not_met, unknown
from auditor.plan.checklist.moved import by_manifests, by_movement
from auditor.plan.checklist.papers import by_notice, by_papers
from auditor.plan.checklist.shape import Checklists, Line, LineLaw, Sheet
from auditor.plan.checklist.subject import Index, SheetSubject, due_on
from auditor.plan.movement.shape import SystemMovement
from auditor.plan.run import PlanRun
from auditor.plan.shared.calendar import WorkingDays
from auditor.plan.shared.selection import known_systems, selected_waves
from auditor.plan.waves.shape import PlannedWave

Go = Literal["go", "no_go", "open"]

_ID = re.compile(TypeAdapter(Identifier).json_schema()["pattern"])


@dataclass(frozen=True, slots=True)
class _World:
    """Everything the sheets of one run are made from, worked out once."""

    run: PlanRun
    index: Index
    data: ChecklistData
    ticks: Mapping[str, Tick]
    calendar: WorkingDays
    readiness: Mapping[str, SystemReadiness]
    movement: Mapping[str, SystemMovement]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sheets: all of the waves, those of one wave, or one system's."""

    wave: str = ""
    system: str = ""


def make(run: PlanRun) -> Checklists:
    """The sheets of every wave and of its systems, in order of date, or those asked for, with the last answers.

    A system that is in no wave has a sheet without a date when it is asked for by name; such a sheet never says go.
    Raises NotFoundError for a wave or system that is not there, PlanningError for faulty lines and for a proposal whose
    waves cannot be told apart.
    """
    wave, systems = run.choices.wave, run.choices.systems
    _check(run.nights)
    world = _World(
        run=run,
        index=Index.of(run),
        data=load_checklist(run.choices.lines),
        ticks=run.ticks,
        calendar=WorkingDays(run.planning.days_off),
        readiness={item.id: item for item in run.readiness.systems},
        movement={item.system: item for item in run.movement.systems},
    )
    each = (sheet for name in systems for sheet in _of_system(world, Wanted(wave, name)))
    made = each if systems else _of_waves(world, selected_waves(run, wave))
    return Checklists(run=run.result.run.id, sheets=tuple(made))


def _check(waves: Sequence[PlannedWave]) -> None:
    """A proposal is a file: its ids go into the ids of lines, on which answers hang."""
    problems = [
        Problem(None, None, "waves", "is no id of a wave, or stands twice", wave.id, "Make the plan anew.")
        for n, wave in enumerate(waves)
        if not _ID.fullmatch(wave.id) or any(wave.id == other.id for other in waves[:n])
    ]
    if problems:
        raise PlanningError(problems)


def _of_system(world: _World, wanted: Wanted) -> Iterator[Sheet]:
    (name,) = known_systems(world.run, [wanted.system])
    held = [wave for wave in selected_waves(world.run, wanted.wave) if name in wave.systems]
    if wanted.wave and not held:
        raise NotFoundError(
            f"system {wanted.system!r} is not in wave {wanted.wave!r}",
            remedy="Leave out --wave to get its sheet for whichever wave holds it.",
        )
    for wave in held or (None,):
        yield _sheet(world, SheetSubject(world.run, world.index, world.run.estate.systems[name], wave), ())


def _of_waves(world: _World, waves: Sequence[PlannedWave]) -> Iterator[Sheet]:
    systems = world.run.estate.systems
    for wave in waves:
        own = [
            _sheet(world, SheetSubject(world.run, world.index, systems[name], wave), ())
            for name in sorted(set(wave.systems))
        ]
        yield _sheet(world, SheetSubject(world.run, world.index, None, wave), own)
        yield from own


def _sheet(world: _World, subject: SheetSubject, inside: Sequence[Sheet]) -> Sheet:
    items = [item for item in world.data.of(subject.kind) if _applies(item.applies, subject)]
    lines = tuple(line for item in items for line in _lines(world, subject, item, inside))
    go, stopped_by = _decided(lines, dated=subject.date is not None)
    rollback = [phrase for phrase in world.data.rollback if phrase.kind in (subject.kind, "both")]
    signatures = [phrase for phrase in world.data.signatures if phrase.kind in (subject.kind, "both")]
    return Sheet(
        kind="system" if subject.system else "wave",
        id=subject.id,
        wave=subject.wave.id if subject.wave else "",
        date=subject.date,
        lines=lines,
        go=go,
        stopped_by=stopped_by,
        rollback_vi=tuple(phrase.vi for phrase in rollback),
        rollback_en=tuple(phrase.en for phrase in rollback),
        signatures_vi=tuple(phrase.vi for phrase in signatures),
        signatures_en=tuple(phrase.en for phrase in signatures),
    )


def _lines(world: _World, subject: SheetSubject, item: Item, inside: Sequence[Sheet]) -> Iterator[Line]:
    if item.source and item.source.manifests:
        sets = _data_sets(subject)
        for data in sets:
            yield _line(world, subject, item, by_manifests(subject, data), data.id)
        if not sets:
            yield _line(world, subject, item, unknown("line_no_data_sets"))
        return
    yield _line(world, subject, item, _look(world, subject, item.source, inside) if item.source else Looked("by_hand"))


def _line(world: _World, subject: SheetSubject, item: Item, looked: Looked, part: str = "") -> Line:
    name = f"{subject.key}/{item.id}" + (f"/{part}" if part else "")
    kind = subject.system.kind if subject.system else None
    named = f": {part}" if part else ""
    return Line(
        id=name,
        phase=item.phase,
        item=item.id,
        words_vi=item.vi + named,
        words_en=item.en + named,
        state=looked.state,
        filled=looked.filled,
        owner=world.run.estate.holder(OwnerRole(item.owner), subject.system.id) if subject.system else "",
        due=due_on(item.due, subject.date, world.calendar),
        stops=item.stops and looked.applies,
        tick=world.ticks.get(name),
        law=tuple(
            LineLaw(
                instrument=law.instrument,
                clause=law.clause,
                confidence=law.confidence,
                force=Force.BINDING if not law.binds or kind in law.binds else Force.RECOMMENDED,
            )
            for law in item.law
        ),
    )


def _look(world: _World, subject: SheetSubject, source: Source, inside: Sequence[Sheet]) -> Looked:  # noqa: PLR0911 - a source each
    if source.controls:
        return by_controls(subject, source.controls)
    if source.papers:
        return by_papers(subject, source.papers)
    if source.notice:
        return by_notice(subject)
    if source.freeze:
        return by_freezes(subject)
    if source.run_age_days:
        return by_run_age(subject, source.run_age_days)
    if source.entered:
        return by_entry(subject, source)
    return _together(inside) if source.sheets else _of_own(world, subject, source)


def _of_own(world: _World, subject: SheetSubject, source: Source) -> Looked:
    """What only a system has."""
    system = subject.system
    if system is None:
        return unknown("line_nothing")
    if source.readiness:
        return by_readiness(subject, world.readiness.get(system.id))
    if source.movement:
        return by_movement(subject, world.movement.get(system.id), source.movement)
    return by_label(system) if source.unlabelled else by_decision(system, source.decision)


def _together(sheets: Sequence[Sheet]) -> Looked:
    """A wave goes when each of its systems does; an empty wave has nothing to go."""
    stopped = [sheet.id for sheet in sheets if sheet.go == "no_go"]
    if stopped:
        return not_met("line_sheets_stopped", *stopped)
    going = sum(sheet.go == "go" for sheet in sheets)
    amounts = (going, len(sheets))
    return met("line_sheets", *amounts) if sheets and going == len(sheets) else unknown("line_sheets", *amounts)


def _decided(lines: Iterable[Line], *, dated: bool) -> tuple[Go, tuple[str, ...]]:
    """A stopping line that evidence or people say no to: no-go, whatever else was answered. One that neither evidence
    meets nor people answered yes: open. A sheet without a night, or on which nothing stops, stays open.
    """
    stopping = [line for line in lines if line.stops]
    against = [line.id for line in stopping if line.state == "not_met" or (line.tick and line.tick.answer == "no")]
    if against:
        return "no_go", tuple(against)
    left = [line.id for line in stopping if not (line.state == "met" or (line.tick and line.tick.answer == "yes"))]
    return ("go" if dated and stopping and not left else "open"), tuple(left)


def _data_sets(subject: SheetSubject) -> list[DataSet]:
    own = [data for data in subject.run.inventory.data_sets if data.system == subject.id]
    return sorted(own, key=lambda data: data.id)


def _applies(applies: Applies, subject: SheetSubject) -> bool:
    system = subject.system
    if system is None:
        return applies == Applies()
    facts = {
        "serves_citizens": system.serves_citizens,
        "key_system": system.key_system,
        "personal_data": system.personal_data.kind != "none",
        "vendor": system.vendor is not None,
    }
    asked = [facts[key] == value for key in facts if (value := getattr(applies, key)) is not None]
    if applies.levels:
        asked.append(system.level is None or system.level in applies.levels)
    if applies.kinds:
        asked.append(system.kind in applies.kinds)
    return all(asked)
