"""Readiness over past runs, for a burn-up (`history/1`)."""

import datetime
from typing import Literal

from pydantic import Field

from auditor.model.base import Document, Text
from auditor.model.reason import Reason


class BurnUpPoint(Document):
    """One past run: how many of its systems that are to move were in each state of readiness.

    `moved` counts those that had moved by then, where that could be told; they are in none of the others.
    """

    run: Text
    as_of: datetime.date
    evaluated_at: datetime.datetime
    systems: int
    ready: int
    conditional: int
    blocked: int
    unknown: int
    moved: int = 0


class Unreadable(Document):
    """A past run that could not be read: it is named, never left out silently."""

    run: Text
    why: Reason


class BurnUp(Document):
    """Past runs of one store, oldest first; the last point is the run itself."""

    history_schema: Literal["history/1"] = Field(default="history/1", alias="schema")
    run: Text
    points: tuple[BurnUpPoint, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
