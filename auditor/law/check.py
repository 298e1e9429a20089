"""What is wrong with the law behind the controls: citations and instruments held against each other and their sources.

It reads the sources and not what was compiled of them, so that everything wrong is told at once, also what no build
takes.
"""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ValidationError

from auditor.errors import PolicyError
from auditor.law.entries import FOREVER, in_force, instruments_named, rules_of, transitions, unread
from auditor.law.instruments import successors
from auditor.model.law import Instrument, LawEntry
from auditor.model.vocab.controls import Confidence, Force

Read = Literal["original", "summary", "secondary"]

_ENOUGH: Mapping[Confidence, frozenset[Read]] = {
    Confidence.A: frozenset({"original"}),
    Confidence.B: frozenset({"original", "summary"}),
}
"""What must have been read for a clause of that confidence; a weaker one may rest on anything."""

_KEY = re.compile(r"([A-Z]+)(\d+)(?:-[A-Z]*(\d+))?")


@dataclass(frozen=True, slots=True)
class LawProblem:
    """One fault: which entry of which control, or which instrument, and what. A warning is for a person to settle."""

    place: str
    message: str
    warning: bool = False


@dataclass(frozen=True, slots=True)
class LawBook:
    """What citations are held against. `sources` says for each key what was read there."""

    instruments: Mapping[str, Instrument]
    sources: Mapping[str, Read]


def check(controls: Mapping[str, Sequence[Any]], book: LawBook, as_of: datetime.date) -> list[LawProblem]:
    """Every fault, errors first. `controls` are the law entries of each control as its METADATA writes them."""
    found = [problem for one in book.instruments.values() for problem in _instrument(one, book)]
    for control, raw in controls.items():
        found += _control(control, raw, book, as_of)
    return sorted(found, key=lambda problem: problem.warning)


def source_keys(text: str) -> Iterator[str]:
    """`S16-S18, K1` as S16, S17, S18, K1."""
    for letter, first, last in _KEY.findall(text):
        for number in range(int(first), int(last or first) + 1):
            yield f"{letter}{number:0{len(first)}d}"


def _instrument(one: Instrument, book: LawBook) -> Iterator[LawProblem]:
    if one.signed and one.signed > one.effective_from:
        yield LawProblem(one.id, f"takes effect on {one.effective_from}, before it was signed on {one.signed}")
    if one.effective_to and one.effective_to <= one.effective_from:
        yield LawProblem(one.id, f"ends on {one.effective_to}, before it takes effect")
    if one.replaced_by and one.replaced_by not in book.instruments:
        yield LawProblem(one.id, f"is replaced by {one.replaced_by!r}, which is not listed")
    for key in source_keys(one.source):
        if key not in book.sources:
            yield LawProblem(one.id, f"names the source {key}, which is not listed")
    try:
        rules_of(one, book.instruments)
    except PolicyError as error:
        yield LawProblem(one.id, str(error))


def _control(control: str, raw: Sequence[Any], book: LawBook, as_of: datetime.date) -> Iterator[LawProblem]:
    entries: list[LawEntry] = []
    for number, row in enumerate(raw, start=1):
        name = row.get("id", number) if isinstance(row, Mapping) else number
        try:
            entries.append(LawEntry.model_validate(row))
        except ValidationError as error:
            yield from _malformed(f"{control} {name}", error)
    known = []
    for entry in entries:
        place = f"{control} {entry.id}"
        missing = [one for one in instruments_named(entry) if one not in book.instruments]
        yield from (LawProblem(place, f"names {one!r}, which is no listed instrument") for one in missing)
        if not missing:
            known.append(entry)
            yield from _entry(place, entry, book)
    yield from _over_time(control, known, book, as_of)


def _malformed(place: str, error: ValidationError) -> Iterator[LawProblem]:
    """One line for each key: a claim may be written in several ways, of which each would say its own."""
    said = {str(fault["loc"][0]) if fault["loc"] else "": str(fault["msg"]) for fault in reversed(error.errors())}
    yield from (LawProblem(place, f"{key}: {message}" if key else message) for key, message in sorted(said.items()))


def _entry(place: str, entry: LawEntry, book: LawBook) -> Iterator[LawProblem]:
    instrument = book.instruments[entry.instrument]
    yield from _days(place, entry, instrument)
    yield from _confidence(place, entry, instrument, book)
    try:
        transitions(entry, book.instruments)
    except PolicyError as error:
        yield LawProblem(place, str(error))
    if entry.is_duty and entry.force is Force.BINDING and not re.search(r"\d", entry.clause):
        yield LawProblem(place, "binds, and no article is named", warning=True)


def _days(place: str, entry: LawEntry, instrument: Instrument) -> Iterator[LawProblem]:
    start, end = in_force(entry, instrument)
    if start >= end:
        yield LawProblem(place, "is in force on no day")
    if entry.from_ and entry.from_ < instrument.effective_from:
        yield LawProblem(
            place, f"is cited from {entry.from_}, its instrument takes effect on {instrument.effective_from}"
        )
    if entry.to and instrument.effective_to and entry.to > instrument.effective_to:
        yield LawProblem(place, f"is cited until {entry.to}, its instrument ends on {instrument.effective_to}")
    if entry.due and entry.due.toordinal() < start:
        yield LawProblem(place, f"is due on {entry.due}, before it is in force")


def _confidence(place: str, entry: LawEntry, instrument: Instrument, book: LawBook) -> Iterator[LawProblem]:
    read = {book.sources[key] for key in source_keys(instrument.source) if key in book.sources}
    enough = _ENOUGH.get(entry.confidence)
    if enough and not enough & read:
        told = ", ".join(sorted(read)) or "none"
        yield LawProblem(place, f"has confidence {entry.confidence.value}, but of its instrument was read: {told}")
    open_ = unread(entry, book.instruments)
    if entry.confidence is Confidence.A and open_:
        yield LawProblem(place, f"was read in the original, yet unread is its {', '.join(open_)}", warning=True)


def _over_time(control: str, entries: Sequence[LawEntry], book: LawBook, as_of: datetime.date) -> Iterator[LawProblem]:
    spans = sorted(in_force(entry, book.instruments[entry.instrument]) for entry in entries if entry.is_duty)
    if not any(start <= as_of.toordinal() < end for start, end in spans):
        yield LawProblem(control, f"has no duty in force on {as_of}")
    reached = spans[0][0] if spans else FOREVER
    for start, end in spans:
        if start > reached:
            gap, back = datetime.date.fromordinal(reached), datetime.date.fromordinal(start)
            yield LawProblem(control, f"has no duty in force from {gap} until the day before {back}", warning=True)
        reached = max(reached, end)
    cited = {entry.instrument for entry in entries}
    for entry in entries:
        after = successors(book.instruments, entry.instrument)
        if after and not cited & set(after):
            where = f"{control} {entry.id}"
            yield LawProblem(where, f"is of an instrument that {after[0]} replaces, which no entry cites", warning=True)
