"""The plan as a document: everything it says, before it is laid out (`document/1`)."""

import datetime
from typing import Literal

from pydantic import Field

from auditor.model.base import Document, Text
from auditor.model.entity import Name
from auditor.model.planning import Letterhead
from auditor.model.reason import Reason
from auditor.model.verdict import RunHead, Totals
from auditor.model.vocab.moves import Decision, MoveState
from auditor.pages.papers.form import PaperForm
from auditor.plan.decisions.shape import Proposal
from auditor.plan.movement.shape import Progress
from auditor.plan.upgrades.shape import Upgrades

Readiness = Literal["ready", "conditional", "blocked", "unknown"]


class Basis(Document):
    """An instrument that controls in force on the run's date cite. `unread` when nobody here has read a clause of it,
    so that it is to be compared with the original.
    """

    instrument: Text
    number: Text
    title_vi: Text
    title_en: Text
    signed: datetime.date | None = None
    unread: bool


class SystemRow(Document):
    """One system of an annex. `date` and `wave` are those of the waves the document is made for."""

    system: Text
    owner: Text
    operator: Text = ""
    level: int | None = None
    proposal: Proposal
    readiness: Readiness
    open_gates: int
    state: MoveState | None = None
    wave: Text = ""
    date: datetime.date | None = None
    target: Text = ""


class DataRow(Document):
    """One data set that moves or has moved."""

    data_set: Text
    system: Text
    decision: Decision | None
    state: MoveState
    agrees: bool | None
    progress: Progress


class StageRow(Document):
    """One wave of the roadmap. Windows are those of its slowest system; counts are of readiness on the run's day."""

    wave: Text
    date: datetime.date
    fixed: bool
    systems: tuple[Text, ...]
    notice_by: datetime.date
    parallel_until: datetime.date
    rollback_until: datetime.date
    ready: int
    conditional: int
    blocked: int
    unknown: int


class Task(Document):
    """One task in the "6 rõ" form; what nobody knows is empty.

    `entered` tasks carry their own words; the others follow from the plan, and `ref` names what they are about: a
    control to clear, a wave to give notice of, an item of the upgrade list, nothing for decisions to take.
    """

    kind: Literal["entered", "clear", "decide", "notice", "upgrade"]
    ref: Text = ""
    words: Name | None = None
    who: Text = ""
    person: Text = ""
    due: datetime.date | None = None
    responsibility: Text = ""
    product: Text = ""
    authority: Text = ""
    systems: tuple[Text, ...] = ()


SafetyItem = Literal[
    "backups", "restore_test", "monitoring", "logs", "rollback", "parallel_run", "contact", "safety_plan"
]


class SafetyLine(Document):
    """What is known of one point of safe operation. `blank` when nobody entered or measured anything."""

    item: SafetyItem
    state: Literal["met", "not_met", "unknown", "blank"]
    why: tuple[Reason, ...] = ()
    control: Text = ""
    evidence: tuple[Text, ...] = ()


class Safety(Document):
    """How one system is kept safe and stable after the move, or while it stays."""

    system: Text
    moves: bool
    lines: tuple[SafetyLine, ...]


class Question(Document):
    """A matter to raise with the National Data Center: in somebody's own words, or found by the plan."""

    words: Name | None = None
    why: Reason | None = None
    zone: Name | None = None


class MoneyLine(Document):
    """Entered costs only: what `priced` things cost, and how many have no cost entered."""

    what: Literal["upgrades", "fixes"]
    million_vnd: int
    priced: int
    unpriced: int


class PlanDocument(Document):
    """Everything the document shows. Annexes: `moving` and `data`, `staying`, `upgrades`, `stages`, `tasks`, `safety`,
    `questions`.
    """

    document_schema: Literal["document/1"] = Field(default="document/1", alias="schema")
    run: RunHead
    totals: Totals
    province: Name | None
    letterhead: Letterhead
    bases: tuple[Basis, ...]
    waves_from: Literal["adopted", "proposal"]
    moving: tuple[SystemRow, ...]
    """Systems that move in ordinary waves or otherwise: modernised or merged first, or into a zone of their own."""
    data: tuple[DataRow, ...]
    staying: tuple[SystemRow, ...]
    """Systems that stay, end, or about which nothing may be planned yet."""
    upgrades: Upgrades
    stages: tuple[StageRow, ...]
    tasks: tuple[Task, ...]
    safety: tuple[Safety, ...]
    questions: tuple[Question, ...]
    money: tuple[MoneyLine, ...]


class DocumentForm(PaperForm):
    """How the document looks and what it says besides data; a province replaces it by its own."""

    kind: Name
    subject: Name
    purpose: tuple[Name, ...]
    requirements: tuple[Name, ...]
    contents: tuple[Name, ...]
    organisation: tuple[Name, ...]
