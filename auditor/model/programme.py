"""What a province has undertaken and what is said of it: tasks with their days, and figures as somebody reported them.

Nothing here is believed for standing here: a task is done by its paper, a figure agrees with what can be counted again.
"""

import datetime
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field, model_validator

from auditor.model.base import Identifier, Text
from auditor.model.entity import Entity, Name
from auditor.model.vocab.declared import EvidenceKind, FigureKind, TaskKind

FigureUnit = Literal["count", "permille"]

WHOLE = 1000
"""A whole, in permille."""

UNITS: Mapping[FigureKind, FigureUnit] = MappingProxyType(
    {
        FigureKind.DATABASES_CONNECTED: "count",
        FigureKind.DATA_CREATED: "permille",
        FigureKind.DOSSIERS_ONLINE: "permille",
        FigureKind.PROCEDURES_PUBLISHED: "count",
        FigureKind.PROCEDURES_WITH_FORM: "permille",
        FigureKind.PARTY_BODIES_ON_WAN: "permille",
        FigureKind.IT_STAFF: "count",
        FigureKind.COMMUNE_TEAM_MEMBERS: "count",
        FigureKind.VILLAGE_TEAM_MEMBERS: "count",
    }
)
"""What the value of each figure counts: things, or how many in a thousand."""


class Task(Entity):
    """Something a body has to finish by a day. A milestone is a task that is `part_of` another.

    `proof` is the kind of paper that shows it done: one of that kind whose subject is the task. `said_done` is the day
    on which somebody said that it was done, which shows nothing. `after` names tasks that must be done before,
    `systems` those that it is about.
    """

    name: Name
    kind: TaskKind
    owner: Identifier
    due: datetime.date
    proof: EvidenceKind
    said_done: datetime.date | None = None
    part_of: Identifier | None = None
    after: tuple[Identifier, ...] = ()
    systems: tuple[Identifier, ...] = ()


class ReportedFigure(Entity):
    """A figure that a report, a speech or an article states, as it states it.

    `about` is the body whose figure it is, `as_of` the day that it speaks of, absent where nobody tells it;
    `stated_in` says where it stands, by title and place. Shares are whole permille, as 895 for 89,5 %.
    """

    figure: FigureKind
    value: Annotated[int, Field(ge=0)]
    unit: FigureUnit
    about: Identifier
    as_of: datetime.date | None = None
    stated_in: Text

    @model_validator(mode="after")
    def _counts_what_it_says(self) -> "ReportedFigure":
        unit = UNITS[self.figure]
        if self.unit != unit:
            raise ValueError(f"{self.figure.value} is told in {unit}; write `unit: {unit}`")
        if unit == "permille" and self.value > WHOLE:
            raise ValueError(f"{self.value} is more than the whole, which is {WHOLE} permille; 89,5 % is 895")
        return self


TaskState = Literal["late", "not_shown", "due", "done"]
"""Over its day; said or entered as done without a paper that shows it; still to come; shown to be done."""
TASK_STATES: tuple[TaskState, ...] = ("late", "not_shown", "due", "done")
"""Every state, what asks most for somebody's eyes first."""
