"""Verdicts, runs and their totals, row by row; `groups` has the document that the store and other programs read."""

import datetime
from typing import Any, Literal

from pydantic import Field

from auditor.model.base import Document, Text
from auditor.model.facts import Cause
from auditor.model.vocab.controls import Confidence, Force
from auditor.model.vocab.measurements import Basis, State
from auditor.model.vocab.secrecy import Label
from auditor.model.vocab.subjects import SubjectKind
from auditor.model.vocab.verdicts import Severity, Status

_RECORDS = "/evidence/"


class Subject(Document):
    """What was judged; `system` is the owning system where there is one."""

    kind: SubjectKind
    id: Text
    system: Text = ""


class Evidence(Document):
    """One thing a verdict rests on: an observation (`digest` of its bytes) or a place in the inventory (`pointer`)."""

    id: Text
    kind: Text
    state: State
    basis: Basis
    vantage: Text = ""
    zone: Text = ""
    observed_at: datetime.datetime | None = None
    digest: Text = ""
    pointer: Text = ""

    @classmethod
    def of_pointer(cls, pointer: str) -> "Evidence":
        """What the inventory says at a JSON pointer: a paper where it is one, else a declaration."""
        basis = Basis.DOCUMENTED if pointer.startswith(_RECORDS) else Basis.DECLARED
        return cls(id=f"inv:{pointer}", kind="inventory", state=State.OK, basis=basis, pointer=pointer)


class CitedClause(Document):
    """A clause in force for the subject on the run's date, with its force and confidence."""

    instrument: Text
    clause: Text
    force: Force
    confidence: Confidence


class AppliedWaiver(Document):
    """An accepted, dated exception laid over a verdict; the raw status stays beside it."""

    id: Text
    reason: Text
    approver: Text
    until: datetime.date


class Verdict(Document):
    """The final word per control and subject. `observed` and `expected` are what the policy reported, untranslated."""

    control: Text
    control_version: int
    subject: Subject
    status: Status
    severity: Severity
    observed: Any = None
    expected: Any = None
    evidence: tuple[Evidence, ...] = ()
    causes: tuple[Cause, ...] = ()
    flags: tuple[Text, ...] = ()
    due: datetime.date | None = None
    law: tuple[CitedClause, ...] = ()
    waiver: AppliedWaiver | None = None


class Totals(Document):
    """Counts per status, and three shares in permille (None when the denominator is zero)."""

    pass_: int = Field(default=0, alias="pass")
    warn: int = 0
    fail: int = 0
    unknown: int = 0
    manual: int = 0
    not_applicable: int = 0
    not_in_force: int = 0
    error: int = 0
    assured: int | None = None
    compliance: int | None = None
    coverage: int | None = None


class RunHead(Document):
    """Identity of a run: both clocks and the digest of everything that went in."""

    id: Text
    as_of: datetime.date
    evaluated_at: datetime.datetime
    engine: Literal["wasm", "opa"]
    tool_version: Text
    inventory_digest: Text
    facts_digest: Text
    policy_digest: Text
    params_digest: Text
    label: Label = Label.NONE
    complete: bool = True


class RunResult(Document):
    """One evaluation: head, totals, verdicts.

    `parted` says that the estate has labels, so that this run is one of two. `withheld` names open systems with
    verdicts in the labelled run, which alone may tell their readiness; `beside` (of a labelled run) are the open
    verdicts that this readiness needs too. They are counted in no figure here.
    """

    run: RunHead
    totals: Totals
    verdicts: tuple[Verdict, ...]
    parted: bool = False
    withheld: tuple[Text, ...] = ()
    beside: tuple[Verdict, ...] = ()


SHARE_DECIMALS = 1000


def totals_of(verdicts: "tuple[Verdict, ...] | list[Verdict]") -> Totals:
    """Count statuses and derive assured, compliance and coverage (design section 8), in permille rounded down."""
    counts = dict.fromkeys(Status, 0)
    for verdict in verdicts:
        counts[verdict.status] += 1
    judged = counts[Status.PASS] + counts[Status.WARN] + counts[Status.FAIL]
    due = sum(counts.values()) - counts[Status.NOT_APPLICABLE] - counts[Status.NOT_IN_FORCE]

    def share(part: int, whole: int) -> int | None:
        return part * SHARE_DECIMALS // whole if whole else None

    return Totals.model_validate(
        {status.value: count for status, count in counts.items()}
        | {
            "assured": share(counts[Status.PASS], due),
            "compliance": share(counts[Status.PASS], judged),
            "coverage": share(judged, due),
        }
    )
