"""The lines of the checklists as data: words, source of evidence, owner, due date, weight, law.

`policies/migration/checklist.yaml` ships them; a province may name a file of its own.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from auditor.inventory.explain import Fault
from auditor.model.base import Document, Identifier
from auditor.model.control import ControlId
from auditor.model.vocab.controls import Confidence
from auditor.model.vocab.declared import EvidenceKind, SystemKind
from auditor.model.vocab.moves import Decision, MoveState
from auditor.plan.checklist.shape import Phase
from auditor.plan.shared.rule_files import read_rules

FILE_NAME = "checklist.yaml"

Words = Annotated[str, Field(min_length=1, max_length=400)]
ItemId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Role = Literal["owner", "operator", "data_steward", "monitor", "vendor", "compliance_lead", "planner"]
Span = Annotated[int, Field(ge=-365, le=365)]
Age = Annotated[int, Field(ge=1, le=3660)]


class Due(Document):
    """When a line is due: so many days before (negative) or after the night, calendar or working days."""

    days: Span = 0
    working: bool = False


class Papers(Document):
    """Evidence records about the subject, one of each kind.

    `within_days`: no older than that on the night. `after_night`: written on or after it. `passed`: with that result.
    """

    kinds: Annotated[tuple[EvidenceKind, ...], Field(min_length=1)]
    within_days: Age | None = None
    after_night: bool = False
    passed: bool = False


class Source(Document):
    """Where a line's evidence comes from; exactly one key.

    controls: verdicts of these controls. papers: evidence records. movement: the state to be reached. manifests: both
    sides of each data set counted and equal. notice: the public notice in time. readiness: the one rule of readiness.
    freeze: the night lies in no freeze. run_age_days: the run is young enough on the night. decision: one of these was
    decided. unlabelled: no secrecy label. entered: a fact of inventory or planning file. sheets: each system's sheet.
    """

    controls: tuple[ControlId, ...] = ()
    papers: Papers | None = None
    movement: MoveState | None = None
    manifests: Literal[True] | None = None
    notice: Literal[True] | None = None
    readiness: Literal[True] | None = None
    freeze: Literal[True] | None = None
    run_age_days: Age | None = None
    decision: tuple[Decision, ...] = ()
    unlabelled: Literal[True] | None = None
    entered: Literal["target_zone", "team", "outage_minutes", "contact", "agreement"] | None = None
    sheets: Literal[True] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if len([key for key in type(self).model_fields if getattr(self, key)]) != 1:
            raise ValueError("names none or more than one source; keep exactly one key")
        return self


class Applies(Document):
    """Which subjects have the line. Every key given must hold; a level nobody declared counts as one of `levels`."""

    levels: tuple[Annotated[int, Field(ge=1, le=5)], ...] = ()
    kinds: tuple[SystemKind, ...] = ()
    serves_citizens: bool | None = None
    key_system: bool | None = None
    personal_data: bool | None = None
    vendor: bool | None = None


class Law(Document):
    """A clause a line rests on. It binds the kinds of system in `binds` (all when none is named), others it advises."""

    instrument: Identifier
    clause: Words
    confidence: Confidence
    binds: tuple[SystemKind, ...] = ()


class Item(Document):
    """One line as data. A line that `stops` stands before the night and decides whether it takes place."""

    id: ItemId
    phase: Phase
    kind: Literal["system", "wave"] = "system"
    vi: Words
    en: Words
    source: Source | None = Field(default=None, alias="from")
    owner: Role
    due: Due = Due()
    stops: bool = False
    applies: Applies = Applies()
    law: tuple[Law, ...] = ()


class Phrase(Document):
    """One sentence in both languages, for systems, waves or both."""

    kind: Literal["system", "wave", "both"] = "both"
    vi: Words
    en: Words


class ChecklistData(Document):
    """Everything the sheets are made of."""

    lines: Annotated[tuple[Item, ...], Field(min_length=1)]
    rollback: Annotated[tuple[Phrase, ...], Field(min_length=1)]
    signatures: Annotated[tuple[Phrase, ...], Field(min_length=1)]

    def of(self, kind: str) -> tuple[Item, ...]:
        """The lines of one kind of sheet, before, during, after, each in the order of the file."""
        phases = ("before", "during", "after")
        return tuple(item for phase in phases for item in self.lines if (item.kind, item.phase) == (kind, phase))


_SYSTEM_ONLY = ("movement", "manifests", "readiness", "decision", "unlabelled")
_OF_SYSTEMS = ("target_zone", "team", "outage_minutes")


def load_checklist(path: Path | None = None) -> ChecklistData:
    """The shipped lines, or those of a province's own file.

    Raises PlanningError with every fault: form and values, ids twice, a line that stops after the night, a source that
    a wave or a system does not have, a kind of sheet on which nothing stops.
    """
    return read_rules(path, FILE_NAME, ChecklistData, _faults)


def _faults(data: ChecklistData) -> Iterator[Fault]:
    yield from (*_twice(data), *_misplaced(data), *_unstopped(data))


def _twice(data: ChecklistData) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for n, item in enumerate(data.lines):
        if (item.kind, item.id) in seen:
            yield Fault(("lines", n, "id"), f"stands twice for a {item.kind}", item.id, "Give one of them another id.")
        seen.add((item.kind, item.id))


def _misplaced(data: ChecklistData) -> Iterator[Fault]:
    for n, item in enumerate(data.lines):
        if item.stops and item.phase != "before":
            remedy = "Only what can be known before the night decides about it; write a sentence under `rollback`."
            yield Fault(("lines", n, "stops"), f"stands in a line {item.phase} the night", item.id, remedy)
        if item.source is None:
            continue
        key = next(key for key in type(item.source).model_fields if getattr(item.source, key))
        if item.kind == "wave" and (key in _SYSTEM_ONLY or item.source.entered in _OF_SYSTEMS):
            yield Fault(("lines", n, "from"), "is known of a system only", key, "Write `kind: system`.")
        if item.kind == "system" and key == "sheets":
            yield Fault(("lines", n, "from"), "is known of a wave only", key, "Write `kind: wave`.")


def _unstopped(data: ChecklistData) -> Iterator[Fault]:
    for kind in ("system", "wave"):
        if not any(item.stops for item in data.of(kind)):
            yield Fault(("lines",), f"no line of a {kind} stops the night", remedy="Write `stops: true` where it does.")
