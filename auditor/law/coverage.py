"""Which clause of which instrument each control rests on, and what changes between two dates."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditor.law.entries import transitions, unread
from auditor.law.instruments import Standing, standing
from auditor.model.control import ControlMeta
from auditor.model.law import Confirmed, Instrument, LawEntry
from auditor.model.vocab.controls import Confidence, Force


@dataclass(frozen=True, slots=True)
class Citation:
    """One clause one control rests on, with the days it applies: from `start` until the day before `end`.

    `due` is the last day to comply; `transitions` are the first days after each legal transition that may soften it;
    `unread` names what nobody here has read of it; `confirmed` says who in a province compared it with the original.
    """

    instrument: str
    clause: str
    control: str
    entry: str
    role: str
    force: Force
    confidence: Confidence
    start: datetime.date
    end: datetime.date | None
    due: datetime.date | None
    transitions: tuple[datetime.date, ...]
    unread: tuple[str, ...]
    confirmed: Confirmed | None = None

    def standing(self, as_of: datetime.date) -> Standing:
        """How the clause stands on a date."""
        return standing(self.start, self.end, as_of)


def citations(controls: Iterable[ControlMeta], instruments: Mapping[str, Instrument]) -> tuple[Citation, ...]:
    """Every citation, in order of instrument, clause and control. The clause's own days narrow its instrument's."""
    found = [_citation(control, entry, instruments) for control in controls for entry in control.law]
    return tuple(sorted(found, key=lambda one: (one.instrument, one.clause, one.control, one.entry)))


def _citation(control: ControlMeta, entry: LawEntry, instruments: Mapping[str, Instrument]) -> Citation:
    instrument = instruments[entry.instrument]
    ends = [day for day in (instrument.effective_to, entry.to) if day]
    return Citation(
        instrument=instrument.id,
        clause=entry.clause,
        control=control.id,
        entry=entry.id,
        role=entry.role,
        force=entry.force,
        confidence=entry.confidence,
        start=max(instrument.effective_from, entry.from_ or instrument.effective_from),
        end=min(ends, default=None),
        due=entry.due,
        transitions=tuple(sorted({rule.until for rule in transitions(entry, instruments)})),
        unread=unread(entry, instruments),
        confirmed=entry.confirmed,
    )


@dataclass(frozen=True, slots=True)
class Impact:
    """What happens to one control between two dates: clauses begin or end, duties fall due, transitions pass."""

    control: str
    begins: tuple[Citation, ...]
    ends: tuple[Citation, ...]
    due: tuple[Citation, ...]
    transitions_over: tuple[Citation, ...]


def impact(cited: Iterable[Citation], earlier: datetime.date, later: datetime.date) -> tuple[Impact, ...]:
    """The controls whose law changes after `earlier` and up to `later`, in order of id."""
    by_control: dict[str, list[Citation]] = {}
    for one in cited:
        by_control.setdefault(one.control, []).append(one)
    changes = (_impact(control, rows, earlier, later) for control, rows in sorted(by_control.items()))
    return tuple(change for change in changes if any((change.begins, change.ends, change.due, change.transitions_over)))


def _impact(control: str, rows: Iterable[Citation], earlier: datetime.date, later: datetime.date) -> Impact:
    def falls(day: datetime.date | None) -> bool:
        return day is not None and earlier < day <= later

    listed = tuple(rows)
    return Impact(
        control,
        begins=tuple(one for one in listed if falls(one.start)),
        ends=tuple(one for one in listed if falls(one.end)),
        due=tuple(one for one in listed if falls(one.due)),
        transitions_over=tuple(one for one in listed if any(map(falls, one.transitions))),
    )
