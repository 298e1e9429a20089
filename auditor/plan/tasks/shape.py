"""How each task stands on the day of a run (`tasks/1`)."""

import datetime
from typing import Literal

from pydantic import Field

from auditor.model.base import Document, Text
from auditor.model.entity import Name
from auditor.model.programme import TaskState
from auditor.model.reason import Reason
from auditor.model.vocab.declared import TaskKind


class TaskRow(Document):
    """One task. `days` are left until `due`, negative when it has passed; of one that is done, counted from the day of
    its paper. `papers` are ids of those that show it done.
    """

    task: Text
    name: Name
    kind: TaskKind
    owner: Text
    part_of: Text = ""
    due: datetime.date
    state: TaskState
    days: int
    done_on: datetime.date | None = None
    papers: tuple[Text, ...] = ()
    why: tuple[Reason, ...] = ()


class TaskList(Document):
    """Every task, what asks most for somebody's eyes first, and how many are in each state."""

    tasks_schema: Literal["tasks/1"] = Field(default="tasks/1", alias="schema")
    run: Text
    day: datetime.date
    counts: dict[TaskState, int]
    tasks: tuple[TaskRow, ...]
