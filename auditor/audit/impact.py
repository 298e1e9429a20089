"""What a change of the law does to a province: which controls, how many of its systems, which verdicts of a stored run.

A change is either that of two days, by the dates in the catalogue, or that a text ends or is replaced on a day, which
the catalogue does not know yet.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from auditor.audit.again import Kept
from auditor.audit.confirming import confirmed_policies
from auditor.audit.coverage import concerns, unlooked
from auditor.audit.judging import Declared
from auditor.errors import NotFoundError
from auditor.law.coverage import Impact, citations, impact
from auditor.law.instruments import Standing
from auditor.model.settings import Settings
from auditor.model.verdict import RunResult, Verdict
from auditor.model.vocab.verdicts import Status
from auditor.policy.catalogue import Catalogue
from auditor.policy.compiled import CompiledPolicies
from auditor.policy.documents import Clocks
from auditor.store.runs import RunStore, StoredRun


@dataclass(frozen=True, slots=True)
class Change:
    """The law of one day against that of another; of a text that ends, of its first day no longer, with it and without.

    `ends` is the id of that text, `by` of the one that takes its place, both empty where only days are compared.
    """

    earlier: datetime.date
    later: datetime.date
    ends: str = ""
    by: str = ""

    def before(self, catalogue: Catalogue) -> Catalogue:
        """The law without the change; where a text ends, as if it went on."""
        return _ending(catalogue, self.ends, None, "") if self.ends else catalogue

    def after(self, catalogue: Catalogue) -> Catalogue:
        """The law with the change."""
        return _ending(catalogue, self.ends, self.later, self.by) if self.ends else catalogue

    def controls(self, catalogue: Catalogue) -> tuple[Impact, ...]:
        """The controls that it touches: whose clauses begin, end or fall due, or end with the text."""
        changed = self.after(catalogue)
        found = impact(citations(changed.controls, changed.instruments), self.earlier, self.later)
        if not self.ends:
            return found
        own = (replace(one, ends=tuple(row for row in one.ends if row.instrument == self.ends)) for one in found)
        return tuple(replace(one, begins=(), due=(), transitions_over=()) for one in own if one.ends)


def duties_left(catalogue: Catalogue, control: str, day: datetime.date) -> tuple[str, ...]:
    """Clauses of duties that a control still rests on, on a day; none: it judges nobody then."""
    cited = citations((catalogue.by_id[control],), catalogue.instruments)
    standing = (row for row in cited if row.role == "duty" and row.standing(day) is Standing.IN_FORCE)
    return tuple(dict.fromkeys(f"{row.instrument} {row.clause}" for row in standing))


def _ending(catalogue: Catalogue, name: str, end: datetime.date | None, by: str) -> Catalogue:
    text = catalogue.instruments[name]
    changed = text.model_copy(update={"effective_to": end, "replaced_by": by or text.replaced_by})
    return Catalogue(catalogue.controls, {**catalogue.instruments, name: changed}, catalogue.tables)


@dataclass(frozen=True, slots=True)
class Concerned:
    """How many systems of an inventory a control concerns before and after, before anybody has looked."""

    before: int
    after: int


def on_inventory(
    folder: Path, compiled: CompiledPolicies, change: Change, clocks: Clocks, settings: Settings
) -> Mapping[str, Concerned]:
    """By control, of what is open. Raises InventoryError, PlanningError, EngineError."""
    declared = Declared.of(folder)
    known = confirmed_policies(compiled, declared.confirmations, clocks)
    told = replace(declared, confirmations=type(declared.confirmations)())
    sides = []
    for day, catalogue in _sides(change, known.catalogue):
        law = replace(known, catalogue=catalogue)
        result = unlooked(told, law, Clocks(day, clocks.evaluated_at), settings)[0]
        sides.append(concerns(result, catalogue.controls))
    return {name: Concerned(sides[0][name].systems, sides[1][name].systems) for name in sides[0]}


def _sides(change: Change, catalogue: Catalogue) -> tuple[tuple[datetime.date, Catalogue], ...]:
    """The day and the law before and after; a text that ends is compared on one day, so that nothing else differs."""
    first = change.later if change.ends else change.earlier
    return (first, change.before(catalogue)), (change.later, change.after(catalogue))


@dataclass(frozen=True, slots=True)
class Moved:
    """A verdict of a run that would stand otherwise; without `after`, one that rests on the text and was not judged
    anew.
    """

    control: str
    kind: str
    subject: str
    before: Status
    after: Status | None


@dataclass(frozen=True, slots=True)
class OnRun:
    """What a stored run would say. Where it kept no policies or facts, verdicts that rest on the change are listed."""

    run: str
    anew: bool
    moved: tuple[Moved, ...]


def on_run(store: RunStore, stored: StoredRun, change: Change, touched: Iterable[str]) -> OnRun:
    """Judges a stored run by the law before and after a change, by the policies that it kept.

    `touched` are the controls listed where it cannot be judged anew. Raises IntegrityError when a part was changed,
    EngineError.
    """
    try:
        kept = Kept.of(store, stored)
    except NotFoundError:
        names = set(touched)
        resting = [verdict for verdict in store.result(stored).verdicts if _rests(verdict, change, names)]
        return OnRun(stored.id, anew=False, moved=tuple(_moved(verdict, None) for verdict in resting))
    if change.ends and change.ends not in kept.policies.catalogue.instruments:
        return OnRun(stored.id, anew=True, moved=())
    before, after = (kept.judged(day, catalogue) for day, catalogue in _sides(change, kept.policies.catalogue))
    return OnRun(stored.id, anew=True, moved=_compared(before, after))


def _rests(verdict: Verdict, change: Change, touched: set[str]) -> bool:
    if change.ends:
        return any(cited.instrument == change.ends for cited in verdict.law)
    return verdict.control in touched


def _compared(before: RunResult, after: RunResult) -> tuple[Moved, ...]:
    later = {(verdict.control, verdict.subject): verdict.status for verdict in after.verdicts}
    return tuple(
        _moved(verdict, now)
        for verdict in before.verdicts
        if (now := later.get((verdict.control, verdict.subject))) not in (None, verdict.status)
    )


def _moved(verdict: Verdict, after: Status | None) -> Moved:
    return Moved(verdict.control, verdict.subject.kind.value, verdict.subject.id, verdict.status, after)
