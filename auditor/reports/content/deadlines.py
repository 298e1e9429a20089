"""Days that the law itself sets and that are still to come: last days to comply, ends of transitions, first days.

They come from the catalogue that the run was judged by, and are counted from the day whose law it applied.
"""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from auditor.law.entries import in_force, transitions
from auditor.model.control import ControlMeta
from auditor.model.law import Instrument, LawEntry, TransitionRule
from auditor.model.verdict import Verdict
from auditor.model.vocab.verdicts import Status
from auditor.pages.clauses import instrument_name, place_in_words
from auditor.pages.interface import ReportInput
from auditor.policy.catalogue import Catalogue
from auditor.text.words import Bilingual, joined, say

Kind = Literal["due", "transition", "begins"]
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """One day and how many are left: which clauses set it, for which controls of the run, and what hangs on it.

    Of a last day to comply and of a transition it is the last one; of a duty that begins, the first. `hardening` counts
    verdicts that need attention today and are not met from the day after.
    """

    day: datetime.date
    left: int
    clauses: tuple[Bilingual, ...]
    controls: tuple[str, ...]
    hardening: int


@dataclass(frozen=True, slots=True, order=True)
class _Set:
    """A day that a clause sets for a control."""

    day: datetime.date
    instrument: str
    clause: str
    kind: Kind
    control: str


def deadlines_of(report: ReportInput) -> tuple[Deadline, ...]:
    """Every such day after the run's own, the nearest first, of texts that bind somebody here by a control."""
    as_of = report.result.run.as_of
    found = sorted({one for one in _days(report) if one.day > as_of})
    hardening = Counter(_last_day(verdict.due) for verdict in report.result.verdicts if _hardens(verdict))
    return tuple(
        Deadline(
            day=day,
            left=(day - as_of).days,
            clauses=_clauses(report.catalogue, [one for one in found if one.day == day]),
            controls=tuple(sorted({one.control for one in found if one.day == day and one.control})),
            hardening=hardening[day],
        )
        for day in sorted({one.day for one in found})
    )


def _hardens(verdict: Verdict) -> bool:
    return verdict.status is Status.WARN and verdict.due is not None


def _last_day(due: datetime.date | None) -> datetime.date | None:
    return due - _DAY if due else None


def _days(report: ReportInput) -> Iterator[_Set]:
    judged: set[str] = set()
    asleep: set[str] = set()
    for verdict in report.result.verdicts:
        if verdict.status is Status.NOT_IN_FORCE:
            asleep.add(verdict.control)
        elif verdict.status is not Status.NOT_APPLICABLE:
            judged.add(verdict.control)
    cited = set()
    for control in report.catalogue.controls:
        for entry in control.law if control.id in judged | asleep else ():
            if entry.is_duty:
                cited.add(entry.instrument)
                yield from _of_entry(control, entry, report.catalogue, begins=control.id in asleep)
    for name in cited:
        yield from _of_instrument(report.catalogue.instruments[name])


def _of_entry(control: ControlMeta, entry: LawEntry, catalogue: Catalogue, *, begins: bool) -> Iterator[_Set]:
    start, _ = in_force(entry, catalogue.instruments[entry.instrument])
    if begins:
        yield _Set(datetime.date.fromordinal(start), entry.instrument, entry.clause, "begins", control.id)
    if entry.due:
        yield _Set(entry.due, entry.instrument, entry.clause, "due", control.id)
    for rule in transitions(entry, catalogue.instruments):
        where = _owner(rule, catalogue, entry.instrument)
        yield _Set(rule.until - _DAY, where, rule.clause, "transition", control.id)


def _of_instrument(instrument: Instrument) -> Iterator[_Set]:
    """Transitions of a text that binds here, also those that no clause of a control names."""
    rules = instrument.transitions if isinstance(instrument.transitions, tuple) else ()
    for rule in rules:
        if isinstance(rule, TransitionRule):
            yield _Set(rule.until - _DAY, instrument.id, rule.clause, "transition", "")


def _owner(rule: TransitionRule, catalogue: Catalogue, otherwise: str) -> str:
    """The instrument whose transition it is, which may be another one than the clause is of."""
    texts = catalogue.instruments.values()
    owners = (one.id for one in texts if isinstance(one.transitions, tuple) and rule in one.transitions)
    return next(owners, otherwise)


def _clauses(catalogue: Catalogue, sets: list[_Set]) -> tuple[Bilingual, ...]:
    places = dict.fromkeys((one.kind, one.instrument, one.clause) for one in sorted(sets, key=_by_kind))
    return tuple(_in_words(catalogue, *place) for place in places)


def _by_kind(one: _Set) -> tuple[int, str, str]:
    return ("due", "transition", "begins").index(one.kind), one.instrument, one.clause


def _in_words(catalogue: Catalogue, kind: Kind, instrument: str, clause: str) -> Bilingual:
    where = joined([instrument_name(catalogue, instrument), place_in_words(clause)])
    match kind:
        case "due":
            return say("last day to comply: {0}", where)
        case "transition":
            return say("end of the transition: {0}", where)
        case "begins":
            return say("takes effect: {0}", where)
