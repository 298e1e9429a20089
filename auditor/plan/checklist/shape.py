"""Checklists before, during and after a move, filled from evidence and ticked by people (`checklist/1`)."""

import datetime
from typing import Literal

from pydantic import Field

from auditor.model.base import Document, Text
from auditor.model.reason import Reason
from auditor.model.tick import LineId, Tick
from auditor.model.vocab.controls import Force
from auditor.plan.decisions.shape import RuleLaw

Phase = Literal["before", "during", "after"]


class Filled(Document):
    """What the evidence says about a line: value, when, from where, by which control or paper."""

    value: Reason
    at: datetime.datetime | None = None
    vantage: Text = ""
    control: Text = ""
    evidence: tuple[Text, ...] = ()


class LineLaw(RuleLaw):
    """The clause a line rests on, and whether it binds this system or only recommends."""

    force: Force = Force.BINDING


class Line(Document):
    """One thing to check. `filled` is None where only people know; `stops` lines decide go or no-go."""

    id: LineId
    phase: Phase
    item: Text
    """Key of the line's words in the checklist data."""
    words_vi: Text
    words_en: Text
    state: Literal["met", "not_met", "unknown", "by_hand"]
    filled: Filled | None = None
    owner: Text = ""
    due: datetime.date | None = None
    stops: bool = False
    tick: Tick | None = None
    law: tuple[LineLaw, ...] = ()
    """Empty where the line is good practice and no text asks for it."""


class Sheet(Document):
    """One system's (or one whole wave's) checklist. `go` by the rule: every stopping line met or ticked yes.

    `stopped_by` names the lines that stand between the sheet and `go`: those that say no, or else those still open.
    """

    kind: Literal["system", "wave"]
    id: Text
    wave: Text = ""
    date: datetime.date | None = None
    lines: tuple[Line, ...]
    go: Literal["go", "no_go", "open"]
    stopped_by: tuple[LineId, ...] = ()
    rollback_vi: tuple[Text, ...] = ()
    rollback_en: tuple[Text, ...] = ()
    signatures_vi: tuple[Text, ...] = ()
    signatures_en: tuple[Text, ...] = ()


class Checklists(Document):
    """Every sheet asked for."""

    checklist_schema: Literal["checklist/1"] = Field(default="checklist/1", alias="schema")
    run: Text
    sheets: tuple[Sheet, ...]
