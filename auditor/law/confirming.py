"""What an officer's comparison with the original does: the confidence of what was compared becomes A, for one province.

It raises and never lowers, it changes nothing that nobody has read (addressee, condition, transition), and it holds for
what the catalogue said of the clause then: a reading that was changed since must be compared again (decision 0019).
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from auditor.model.base import digest
from auditor.model.confirmation import Confirmation
from auditor.model.control import ControlMeta
from auditor.model.law import Confirmed, Instrument, LawEntry
from auditor.model.vocab.controls import Confidence

_DIGITS = 12
_NAMED = 8
"""Clauses that a message names at most."""


@dataclass(frozen=True, slots=True)
class ConfirmationFault:
    """What is wrong with one of several confirmations, counted from 0: which key of it, and what to do."""

    number: int
    key: str
    message: str
    value: str
    remedy: str


def place(clause: str) -> str:
    """A place in a text in one spelling: `Điều 13 khoản 2 điểm c` and `Art. 13(2)(c)` are `13(2)(c)`."""
    text = re.sub(r"^\s*(điều|art\.?)\s*", "", clause.casefold())
    text = re.sub(r",?\s*(khoản|điểm)\s*(\w+)", r"(\2)", text)
    return "".join(text.split())


def cited(controls: Iterable[ControlMeta], instrument: str, clause: str) -> tuple[tuple[ControlMeta, LawEntry], ...]:
    """The law entries that cite a clause, with their controls."""
    wanted = place(clause)
    return tuple(
        (control, entry)
        for control in controls
        for entry in control.law
        if entry.instrument == instrument and place(entry.clause) == wanted
    )


def reading(control: ControlMeta, entry: LawEntry) -> str:
    """What a control says of a clause, as a name that changes with it; how sure anybody is of it is no part of it."""
    said = entry.model_dump(mode="json", by_alias=True, exclude={"confidence", "confirmed"}, exclude_defaults=True)
    return f"{control.id}/{entry.id}:{digest(said)[:_DIGITS]}"


def confirmed(
    controls: Iterable[ControlMeta], confirmations: Sequence[Confirmation], by: datetime.date
) -> tuple[ControlMeta, ...]:
    """The controls as they are known in a province on a day, by what its officers had compared until then."""
    known = [one for one in confirmations if one.date <= by]
    return tuple(_raised(control, known) for control in controls)


def _raised(control: ControlMeta, known: Sequence[Confirmation]) -> ControlMeta:
    law = tuple(_entry(control, entry, known) for entry in control.law)
    return control if law == control.law else control.model_copy(update={"law": law})


def _entry(control: ControlMeta, entry: LawEntry, known: Sequence[Confirmation]) -> LawEntry:
    if entry.confidence is Confidence.A:
        return entry
    found = [one for one in known if _is_about(one, entry) and _is_of_reading(one, control, entry)]
    if not found:
        return entry
    last = max(found, key=lambda one: one.date)
    said = Confirmed(by=last.by, unit=last.unit, day=last.date, paper=last.paper, before=entry.confidence)
    return entry.model_copy(update={"confidence": Confidence.A, "confirmed": said})


def _is_about(one: Confirmation, entry: LawEntry) -> bool:
    return one.instrument == entry.instrument and place(one.clause) == place(entry.clause)


def _is_of_reading(one: Confirmation, control: ControlMeta, entry: LawEntry) -> bool:
    return not one.readings or reading(control, entry) in one.readings


def outdated(controls: Iterable[ControlMeta], confirmations: Iterable[Confirmation]) -> tuple[str, ...]:
    """Readings that were compared and that no control has any more, in order; they raise nothing."""
    now = {reading(control, entry) for control in controls for entry in control.law}
    return tuple(sorted({name for one in confirmations for name in one.readings} - now))


def faults(
    confirmations: Sequence[Confirmation],
    controls: Sequence[ControlMeta],
    instruments: Mapping[str, Instrument],
    today: datetime.date,
) -> Iterator[ConfirmationFault]:
    """What cannot be: a text that is not listed, a clause that no control cites, a day to come or before the text."""
    for number, one in enumerate(confirmations):
        instrument = instruments.get(one.instrument)
        if instrument is None:
            remedy = "`auditor law list` shows what there is."
            yield ConfirmationFault(number, "instrument", "is no listed instrument", one.instrument, remedy)
            continue
        if not cited(controls, one.instrument, one.clause):
            places = sorted({entry.clause for control in controls for entry in _of(control, one.instrument)})
            more = f" and {len(places) - _NAMED} more" if len(places) > _NAMED else ""
            remedy = f"Cited of it: {'; '.join(places[:_NAMED])}{more}." if places else "No control rests on this text."
            yield ConfirmationFault(number, "clause", "is cited by no control", one.clause, remedy)
        if one.date > today:
            remedy = "Write the day on which the two were compared."
            yield ConfirmationFault(number, "date", f"lies in the future (today is {today})", str(one.date), remedy)
        first = instrument.signed or instrument.effective_from
        if one.date < first:
            message = f"lies before the day of {instrument.number} itself, {first}"
            yield ConfirmationFault(number, "date", message, str(one.date), "Nobody can have read it then.")


def _of(control: ControlMeta, instrument: str) -> Iterator[LawEntry]:
    return (entry for entry in control.law if entry.instrument == instrument)
