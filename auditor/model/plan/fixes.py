"""The least that has to be put right, or measured, before a set of systems is ready (`fixes/1`)."""

from typing import Literal

from pydantic import Field

from auditor.model.base import Document, Text
from auditor.model.plan.reason import Reason
from auditor.model.verdict import Subject
from auditor.model.vocab import Severity, Status

Clearer = Literal["unit", "province", "police", "vendor", "ministry", "ndc", "cipher"]


class Fix(Document):
    """One thing to do: put a verdict right (`mend`), measure what is missing (`measure`) or enter a paper (`record`).

    One fix may clear several verdicts, as one scan clears every host it reaches. `clears` are the verdicts' subjects.
    Cost and days are None when nobody entered them.
    """

    kind: Literal["mend", "measure", "record"]
    control: Text
    clears: tuple[Subject, ...]
    systems: tuple[Text, ...]
    status: Status
    severity: Severity
    clearer: Clearer
    owner: Text = ""
    million_vnd: int | None = None
    days: int | None = None
    why: tuple[Reason, ...] = ()


class FixSet(Document):
    """The smallest set for the systems named: least cost first, then fewest.

    `unpriced` counts fixes without a cost: `million_vnd` says nothing about them.
    """

    fixes_schema: Literal["fixes/1"] = Field(default="fixes/1", alias="schema")
    run: Text
    wave: Text = ""
    systems: tuple[Text, ...]
    to: Literal["ready", "conditional"]
    fixes: tuple[Fix, ...]
    million_vnd: int
    unpriced: int
    days: int
