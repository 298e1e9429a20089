"""What is to become of each system and data set: proposed by rules, decided by people (`decisions/1`)."""

from typing import Literal

from pydantic import Field

from auditor.model.base import Document, Text
from auditor.model.reason import Reason
from auditor.model.vocab.controls import Confidence
from auditor.model.vocab.moves import Decision
from auditor.model.vocab.secrecy import Label


class RuleLaw(Document):
    """The clause a rule of decision rests on, with how well it is known."""

    instrument: Text
    clause: Text = ""
    confidence: Confidence


class Proposal(Document):
    """One system's or data set's decision.

    `standing` says how the declared and the proposed one stand to each other: `agrees`, `differs` (the declared one
    wins), `undecided` (nobody decided; the proposal is only a proposal) or `forbidden` (the declared one is against the
    law: it wins nothing, and `final` is empty). `final` is what planning works with; only a declared decision gets
    there.
    """

    kind: Literal["system", "data_set"]
    id: Text
    label: Label = Label.NONE
    declared: Decision | None
    proposed: Decision | None
    rule: Text
    why: tuple[Reason, ...]
    law: tuple[RuleLaw, ...] = ()
    standing: Literal["agrees", "differs", "undecided", "forbidden"]
    final: Decision | None
    early: bool = False
    consolidate_into: Text = ""
    line: Text = ""
    """What of the inventory to change, as a pointer, where the standing is not `agrees`."""


class Decisions(Document):
    """Every system and data set of a run."""

    decisions_schema: Literal["decisions/1"] = Field(default="decisions/1", alias="schema")
    run: Text
    items: tuple[Proposal, ...]
