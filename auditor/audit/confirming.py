"""Judges by the law as a province's officers confirmed it: the catalogue of a run with what they compared raised."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from auditor.errors import InventoryError, Problem, UsageError
from auditor.inventory.confirmations import ToldConfirmations, add_confirmation, load_confirmations
from auditor.inventory.explain import Fault
from auditor.law.confirming import cited, confirmed, faults, reading
from auditor.law.entries import unread
from auditor.law.instruments import find
from auditor.law.lines import first_fault
from auditor.model.base import VIETNAM, digest
from auditor.model.confirmation import Confirmation
from auditor.model.law import LawEntry
from auditor.policy.catalogue import Catalogue
from auditor.policy.compiled import CompiledPolicies
from auditor.policy.documents import Clocks


def confirmation_problems(told: ToldConfirmations, catalogue: Catalogue, today: datetime.date) -> Iterator[Problem]:
    """What is wrong with them beside these policies, each with its line."""
    for fault in faults(told.entries, catalogue.controls, catalogue.instruments, today):
        yield told.problem(fault.number, Fault((fault.key,), fault.message, fault.value, fault.remedy))


def require_confirmations(told: ToldConfirmations, catalogue: Catalogue) -> None:
    """Raises InventoryError with every confirmation that cannot be, as of today in Viet Nam."""
    problems = list(confirmation_problems(told, catalogue, datetime.datetime.now(VIETNAM).date()))
    if problems:
        raise InventoryError(problems)


def confirmed_policies(compiled: CompiledPolicies, told: ToldConfirmations, clocks: Clocks) -> CompiledPolicies:
    """The policies with the clauses that were compared until the day on which facts are judged.

    What one that was raised is known by changes with it, so that a run tells which law it was judged by. Raises
    InventoryError as `require_confirmations` does.
    """
    require_confirmations(told, compiled.catalogue)
    day = datetime.date.fromordinal(clocks.evaluated_day)
    controls = confirmed(compiled.catalogue.controls, told.entries, day)
    if controls == compiled.catalogue.controls:
        return compiled
    counted = [one.model_dump(mode="json") for one in told.entries if one.date <= day]
    catalogue = Catalogue(controls, compiled.catalogue.instruments, compiled.catalogue.tables)
    return replace(compiled, catalogue=catalogue, digest=digest([compiled.digest, counted]))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Who compared clauses with the original, for which body, when and by which paper; `text` is the file that was
    read, where it was one.
    """

    by: str
    unit: str
    on: datetime.date
    paper: str
    text: Path | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """A law entry as it was when it was compared, and what of it nobody has read, which stays so."""

    control: str
    entry: LawEntry
    unread: tuple[str, ...]


def confirm(
    folder: Path, catalogue: Catalogue, instrument: str, clauses: Sequence[str], comparison: Comparison
) -> list[Compared]:
    """Keeps what an officer compared in the inventory folder: of all clauses or, where one is wrong, of none.

    Raises NotFoundError for an unknown instrument, InventoryError for what cannot be, UsageError for a text that cannot
    be read.
    """
    law = find(catalogue.instruments, instrument)
    made = [_confirmation(catalogue, law.id, clause, comparison) for clause in clauses]
    load_confirmations(folder)
    wrong = [
        Problem(None, None, fault.key, fault.message, fault.value, fault.remedy)
        for fault in faults(made, catalogue.controls, catalogue.instruments, datetime.datetime.now(VIETNAM).date())
    ]
    if wrong:
        raise InventoryError(wrong)
    for one in made:
        add_confirmation(folder, one)
    entries = [pair for clause in clauses for pair in cited(catalogue.controls, law.id, clause)]
    return [Compared(control.id, entry, unread(entry, catalogue.instruments)) for control, entry in entries]


def _confirmation(catalogue: Catalogue, instrument: str, clause: str, comparison: Comparison) -> Confirmation:
    try:
        read = sha256(comparison.text.read_bytes()).hexdigest() if comparison.text else None
        return Confirmation(
            instrument=instrument,
            clause=clause,
            by=comparison.by,
            unit=comparison.unit,
            date=comparison.on,
            paper=comparison.paper,
            text_sha256=read,
            readings=tuple(reading(*pair) for pair in cited(catalogue.controls, instrument, clause)),
        )
    except OSError as error:
        raise UsageError(f"{comparison.text} cannot be read: {error.strerror}") from error
    except ValidationError as error:
        _, words = first_fault(error)
        raise UsageError(f"the confirmation cannot be kept: {words}") from error
