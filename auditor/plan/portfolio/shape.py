"""One page for leadership: how far the move is, what endangers it, what is to be decided (`portfolio/1`)."""

import datetime
from typing import Literal

from pydantic import Field

from auditor.model.base import Document, Text
from auditor.model.population import State
from auditor.model.reason import Reason
from auditor.model.vocab.moves import Decision
from auditor.plan.history.shape import BurnUp


class Standing(Document):
    """Every system of the run, counted once: `to_move`, `staying`, `other_way`, `undecided` and `forbidden` add up to
    all of them, `moved`, `ready`, `conditional`, `blocked` and `unknown` to `to_move`.

    `planned` counts those of `to_move` that have not moved and are in a night that has not passed. `other_way` are
    systems to be modernised or merged first, or to be put into a zone of their own.
    """

    systems: int
    to_move: int
    moved: int
    ready: int
    conditional: int
    blocked: int
    unknown: int
    planned: int
    staying: int
    other_way: int
    undecided: int
    forbidden: int


class Stage(Document):
    """One wave on the calendar. Windows are those of its slowest system; a past night with systems that have not moved
    has slipped.
    """

    id: Text
    date: datetime.date
    fixed: bool
    systems: tuple[Text, ...]
    states: tuple[State, ...]
    """One for each of `systems`, in their order."""
    notice_by: datetime.date
    parallel_until: datetime.date
    rollback_until: datetime.date
    slipped: bool = False


class FreezePeriod(Document):
    """A time in which nothing is cut over."""

    id: Text
    name_vi: Text
    name_en: Text
    start: datetime.date
    end: datetime.date
    covers: Literal["cut_over", "rollback"]


class Elsewhere(Document):
    """A system that no wave holds and that has a link to one that a wave holds, or is to move and has no night."""

    system: Text
    decision: Decision | None
    state: State | None
    """None where it is not to move."""


class Edge(Document):
    """A declared link with at least one end in a wave. `cut` when its ends are in different places for a while,
    `permanent` when for good.

    A hard one that no tested bridge carries (`bridged`) is a demand: what the source needs must be safely there before
    it moves, or move with it. It is not cut when that is so, and `broken` when it is not.
    """

    link: Text
    source: Text
    target: Text
    hard: bool
    cut: bool
    permanent: bool
    bridged: bool
    broken: bool = False


class Risk(Document):
    """Something that endangers the plan, gravest first. `line` is what to change, where that is known."""

    grade: Literal["high", "med", "low"]
    why: Reason
    systems: tuple[Text, ...] = ()
    due: datetime.date | None = None
    line: Text = ""


class OpenDecision(Document):
    """Something that people have to decide, most pressing first. `each` says it for every thing concerned."""

    why: Reason
    systems: tuple[Text, ...] = ()
    each: tuple[Reason, ...] = ()
    lines: tuple[Text, ...] = ()
    due: datetime.date | None = None


class Portfolio(Document):
    """The whole page as data. `planned_by` says whose waves these are: adopted ones, or a proposal's with its status.

    `answer` is the opening sentence in parts.
    """

    portfolio_schema: Literal["portfolio/1"] = Field(default="portfolio/1", alias="schema")
    run: Text
    as_of: datetime.date
    planned_by: Literal["adopted", "optimal", "feasible", "infeasible", "unknown"]
    answer: tuple[Reason, ...]
    standing: Standing
    stages: tuple[Stage, ...] = ()
    freezes: tuple[FreezePeriod, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    edges: tuple[Edge, ...] = ()
    risks: tuple[Risk, ...] = ()
    open_decisions: tuple[OpenDecision, ...] = Field(default=(), alias="matters")
    burn_up: BurnUp
