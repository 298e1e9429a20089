"""How far each data set has moved: what is declared beside what was measured (`movement/1`)."""

import datetime
from typing import Literal

from pydantic import Field

from auditor.model.base import Document, Text
from auditor.model.reason import Reason
from auditor.model.vocab.moves import MoveState


class Progress(Document):
    """How much is there: of all rows and bytes, where either is known."""

    rows_done: int | None = None
    rows: int | None = None
    bytes_done: int | None = None
    bytes: int | None = None


class DataMovement(Document):
    """One data set. `measured` is None when nobody looked; `state` is the more cautious of the two.

    `agrees` is None when only one of the two is known. `evidence` lists observation ids.
    """

    data_set: Text
    system: Text
    declared: MoveState | None
    declared_on: datetime.date | None = None
    measured: MoveState | None
    measured_at: datetime.datetime | None = None
    state: MoveState
    agrees: bool | None
    progress: Progress = Progress()
    why: tuple[Reason, ...] = ()
    evidence: tuple[Text, ...] = ()


class SystemMovement(Document):
    """A system is as far as the least of its data sets; one without data sets as its wave says."""

    system: Text
    state: MoveState
    why: tuple[Reason, ...] = ()
    data_sets: tuple[DataMovement, ...] = ()


class Movement(Document):
    """Every system that moves or has moved."""

    movement_schema: Literal["movement/1"] = Field(default="movement/1", alias="schema")
    run: Text
    systems: tuple[SystemMovement, ...]
