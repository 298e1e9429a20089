"""Verdicts, runs and their totals, row by row; `groups` has the document that the store and other programs read."""

import datetime
from typing import Any, Literal

from pydantic import Field

from auditor.model.base import VIETNAM, Document, Text
from auditor.model.facts import Cause
from auditor.model.vocab.controls import Confidence, Force
from auditor.model.vocab.measurements import Basis, State
from auditor.model.vocab.secrecy import Label
from auditor.model.vocab.subjects import SubjectKind
from auditor.model.vocab.verdicts import Severity, Status

_RECORDS = "/evidence/"

REQUEST = "request_to"
"""Cause of a verdict that a body outside the province would have to answer, with that body as its argument."""


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


class OtherClause(Document):
    """A clause that says otherwise than a cited one, which softens it."""

    instrument: Text
    clause: Text


class CitedClause(Document):
    """A clause in force for the subject on the run's date, with its force and confidence.

    `id` is that of the control's law entry. `unread` names what nobody here has read of it (addressee, condition,
    transition), told whether or not it softens anything; `against` are clauses that say otherwise.
    """

    id: Text = ""
    role: Literal["duty", "support"] = "duty"
    instrument: Text
    clause: Text
    force: Force
    confidence: Confidence
    unread: tuple[Text, ...] = ()
    against: tuple[OtherClause, ...] = ()


class AppliedWaiver(Document):
    """An accepted, dated exception laid over a verdict; the raw status stays beside it."""

    id: Text
    reason: Text
    approver: Text
    until: datetime.date


class Verdict(Document):
    """The final word per control and subject. `observed` and `expected` are what the policy reported, untranslated.

    `duties` are the law entries that decide it: broken, met, or not known. `due` is the first day on which a broken
    duty that is softened today hardens; none where no day will do it.
    """

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
    duties: tuple[Text, ...] = ()
    law: tuple[CitedClause, ...] = ()
    waiver: AppliedWaiver | None = None

    @property
    def counts(self) -> bool:
        """Whether it stands in the figures of the province: it applies, is in force, and is not for others."""
        return self.status not in (Status.NOT_APPLICABLE, Status.NOT_IN_FORCE) and not self.requested

    @property
    def requested(self) -> bool:
        """Whether only somebody outside the province can answer it: it is asked for, and in none of its figures."""
        return self.status is Status.MANUAL and bool(self.causes) and all(map(_is_request, self.causes))

    @property
    def by_declaration(self) -> bool:
        """Whether it left the figures because the inventory says so, with nothing measured, read or written behind."""
        return self.status is Status.NOT_APPLICABLE and all(piece.basis is Basis.DECLARED for piece in self.evidence)

    @property
    def half_known(self) -> bool:
        """Whether it warns of one duty while another is not known or waits for a paper."""
        return self.status is Status.WARN and not all(map(_is_request, self.causes))


def _is_request(cause: Cause) -> bool:
    return cause.code == REQUEST


class Totals(Document):
    """Counts per status, and three shares in permille (None when the denominator is zero).

    What is asked of bodies outside the province is counted apart, as `request_to`, and in nothing else.
    `by_declaration` are those of `not_applicable` that rest on what the inventory declares and on nothing else; None in
    runs of versions that did not count them.
    """

    pass_: int = Field(default=0, alias="pass")
    warn: int = 0
    fail: int = 0
    unknown: int = 0
    manual: int = 0
    not_applicable: int = 0
    not_in_force: int = 0
    error: int = 0
    request_to: int = 0
    by_declaration: int | None = None
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

    @property
    def day(self) -> datetime.date:
        """The day on which papers are held against the calendar: that of the law, or of the run where it is earlier,
        since no paper of a later day was written yet.
        """
        return min(self.as_of, self.evaluated_at.astimezone(VIETNAM).date())


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
    """Count statuses and derive assured, compliance and coverage (design section 8), in permille rounded down.

    A warning beside a duty that nobody knows counts as a warning, but not as judged in full.
    """
    counts = dict.fromkeys(Status, 0)
    requested = half_known = by_declaration = 0
    for verdict in verdicts:
        if verdict.requested:
            requested += 1
            continue
        counts[verdict.status] += 1
        half_known += verdict.half_known
        by_declaration += verdict.by_declaration
    judged = counts[Status.PASS] + counts[Status.WARN] + counts[Status.FAIL]
    due = sum(counts.values()) - counts[Status.NOT_APPLICABLE] - counts[Status.NOT_IN_FORCE]

    def share(part: int, whole: int) -> int | None:
        return part * SHARE_DECIMALS // whole if whole else None

    return Totals.model_validate(
        {status.value: count for status, count in counts.items()}
        | {
            "request_to": requested,
            "by_declaration": by_declaration,
            "assured": share(counts[Status.PASS], due),
            "compliance": share(counts[Status.PASS], judged),
            "coverage": share(judged - half_known, due),
        }
    )
