"""Instruments of law and whether they apply on a date. A day means a calendar day in Viet Nam."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from auditor.errors import NotFoundError
from auditor.model.law import Instrument


class Standing(StrEnum):
    """How an instrument or a clause stands on a date."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class InstrumentOnDate:
    """An instrument as it stands on one date; `successors` are the ids that took its place, nearest first."""

    instrument: Instrument
    standing: Standing
    successors: tuple[str, ...]


def standing(start: datetime.date, end: datetime.date | None, as_of: datetime.date) -> Standing:
    """Where a date lies: `start` is the first day of force, `end` the first day no longer."""
    if as_of < start:
        return Standing.NOT_YET
    return Standing.ENDED if end is not None and as_of >= end else Standing.IN_FORCE


def on_date(instruments: Mapping[str, Instrument], as_of: datetime.date) -> tuple[InstrumentOnDate, ...]:
    """Every instrument with its standing, in order of its first day of force."""
    ordered = sorted(instruments.values(), key=lambda one: (one.effective_from, one.id))
    return tuple(
        InstrumentOnDate(one, standing(one.effective_from, one.effective_to, as_of), successors(instruments, one.id))
        for one in ordered
    )


def successors(instruments: Mapping[str, Instrument], name: str) -> tuple[str, ...]:
    """The chain of instruments that replaced one, nearest first. Raises NotFoundError for an unknown id."""
    chain: list[str] = []
    current = find(instruments, name).replaced_by
    while current is not None and current not in chain and current != name:
        chain.append(current)
        current = instruments[current].replaced_by if current in instruments else None
    return tuple(chain)


def find(instruments: Mapping[str, Instrument], name: str) -> Instrument:
    """The instrument with that id or number. Raises NotFoundError."""
    wanted = name.casefold().strip()
    for instrument in instruments.values():
        if wanted in (instrument.id, instrument.number.casefold()):
            return instrument
    raise NotFoundError(f"there is no instrument {name!r}", remedy="`auditor law list` shows them all.")
