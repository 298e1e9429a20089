"""Which systems move in which night, and why (`waves/1`, the contract of `plan waves`)."""

import datetime
from typing import Literal

from pydantic import Field

from auditor.model.base import Document, Text
from auditor.model.reason import Reason


class PlannedWave(Document):
    """Systems that are cut over in one night. `fixed` is true for an adopted or finished wave of the inventory."""

    id: Text
    date: datetime.date
    systems: tuple[Text, ...]
    fixed: bool = False
    notice_by: datetime.date | None = None


class Placement(Document):
    """One system's place. `why` is the one constraint or aim that holds it in this wave; `notes` what else to know.

    `readiness` is the state on the day of planning; `unknowns` names what nobody entered and was therefore not held.
    """

    system: Text
    wave: Text
    date: datetime.date
    why: Reason
    notes: tuple[Reason, ...] = ()
    notice_by: datetime.date
    parallel_until: datetime.date
    rollback_until: datetime.date
    readiness: Literal["ready", "conditional", "blocked", "unknown"]
    changed_from: datetime.date | None = None


class Unplaced(Document):
    """A system of the run that no ordinary wave holds, and why."""

    system: Text
    why: Reason


class CutEdge(Document):
    """A soft link whose ends move in different waves, or of which one end stays. `days` between the two nights."""

    link: Text
    source: Text
    target: Text
    weight: int
    days: int | None
    permanent: bool = False


class Cycle(Document):
    """Systems that hard links hold together in a ring, and the cheapest links whose bridging would free them."""

    systems: tuple[Text, ...]
    links: tuple[Text, ...]
    cut: tuple[Text, ...]
    cut_weight: int


class Conflict(Document):
    """One of a small set of demands that cannot all be met; dropping any one of them resolves this contradiction, and
    there may be another behind it.

    `line` points at what to change: file:line of the inventory or planning file when known, else a pointer.
    """

    constraint: Text
    why: Reason
    line: Text = ""


class WavePlan(Document):
    """A proposal. `objective` is what was minimised; `bound` no plan can be better than; `gap` in permille of the
    objective; `greedy` the same measure of a plan made in topological order, None where that order finds none.
    """

    waves_schema: Literal["waves/1"] = Field(default="waves/1", alias="schema")
    run: Text
    as_of: datetime.date
    status: Literal["optimal", "feasible", "infeasible", "unknown"]
    objective: int | None = None
    bound: int | None = None
    gap: int | None = None
    greedy: int | None = None
    gain: int | None = None
    waves: tuple[PlannedWave, ...] = ()
    placements: tuple[Placement, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    cut_edges: tuple[CutEdge, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    cycles: tuple[Cycle, ...] = ()
    unknowns: tuple[Reason, ...] = ()
    changes: int = 0
    """Systems whose night differs from the adopted one; only re-planning makes any."""
