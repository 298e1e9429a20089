"""Readiness of systems for migration: the published shape of `plan readiness` (design section 12)."""

import datetime
from typing import Literal

from pydantic import Field

from auditor.model.base import Document, Text
from auditor.model.law import Addressee
from auditor.model.verdict import Subject
from auditor.model.vocab.moves import Decision
from auditor.model.vocab.verdicts import Severity, Status

Clearer = Literal["unit", "province", "police", "vendor", "ministry", "ndc", "cipher"]
"""Who can clear what holds a system up."""


class Blocker(Document):
    """One verdict that holds a system up. `owner` is the organisation id behind the control's owner role, or empty.

    `clearer` says who can clear it: the unit itself, the province, the police, a vendor, a ministry, the National Data
    Center or the cipher committee; `evidence` lists what the verdict rests on.
    """

    control: Text
    subject: Subject
    status: Status
    severity: Severity
    owner: Text
    owner_role: Text
    remedy: Text
    remedy_vi: Text
    due: datetime.date | None = None
    clearer: Clearer = "unit"
    evidence: tuple[Text, ...] = ()


class Request(Document):
    """What a gating control leaves to a body outside the province: asked for, and in no figure of readiness."""

    control: Text
    subject: Subject
    of: Addressee


class SystemReadiness(Document):
    """One system's state by the one rule: blocked, unknown, conditional or ready, and what it hangs on.

    `withheld` says that only the labelled run may tell it: here it is unknown, and why is not said.
    """

    id: Text
    decision: Decision | None
    state: Literal["ready", "conditional", "blocked", "unknown"]
    blockers: tuple[Blocker, ...] = ()
    requests: tuple[Request, ...] = ()
    gates: int = 0
    passed: int = 0
    withheld: bool = False


class Readiness(Document):
    """Every system of a run.

    `shared` are open verdicts of gating controls about what no one system owns: zones, sites, waves. They change no
    system's state and have to be cleared all the same. `requests` are those of them that only others can answer.
    """

    readiness_schema: Literal["readiness/1"] = Field(default="readiness/1", alias="schema")
    run: Text
    systems: tuple[SystemReadiness, ...]
    shared: tuple[Blocker, ...] = ()
    requests: tuple[Request, ...] = ()
