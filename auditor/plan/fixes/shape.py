"""The least that has to be put right, or measured, before a set of systems is ready (`fixes/1`)."""

from typing import Literal

from pydantic import Field

from auditor.model.base import Document, Text
from auditor.model.readiness import Clearer
from auditor.model.reason import Reason
from auditor.model.verdict import Subject
from auditor.model.vocab.verdicts import Severity, Status


class Fix(Document):
    """One thing to do: put a verdict right (`mend`), measure what is missing (`measure`) or enter a paper (`record`).

    One fix may clear several verdicts, as one scan clears every host it reaches. `clears` are the verdicts' subjects,
    `controls` all their controls; `status` and `severity` are those of the gravest of them, `control` is its control or
    the one that is mended. `what` is the
    kind of observation or paper that is missing, or `inventory` or `policy`; `place` the thing itself, or the zone or
    machine to measure from. Cost and days are None when nobody entered them; nobody does for a measurement.
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
    controls: tuple[Text, ...] = ()
    what: Text = ""
    place: Text = ""


class Outcome(Document):
    """A system's readiness now, and once every fix is done and every measurement has found what it should."""

    system: Text
    before: Literal["ready", "conditional", "blocked", "unknown"]
    after: Literal["ready", "conditional", "blocked", "unknown"]


class FixSet(Document):
    """The smallest set for the systems named: least cost first, then least days, then fewest.

    `unpriced` counts fixes without a cost: `million_vnd` says nothing about them, so that among alternatives fewer of
    them come before everything else. `days` is their sum, as if one came after another. `proven` is false when the
    work limit ended the search for a smaller set. `assume` are the assumptions that give `outcome` in a what-if.
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
    proven: bool = False
    outcome: tuple[Outcome, ...] = ()
    assume: tuple[Text, ...] = ()
