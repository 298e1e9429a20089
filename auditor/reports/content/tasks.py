"""How tasks and milestones stand on the day of a run, as the estate works it out."""

import datetime
from dataclasses import dataclass

from auditor.estate.tasks import Tasks
from auditor.model.programme import TaskState
from auditor.pages.interface import ReportInput
from auditor.pages.names import Names, both
from auditor.text.vocabulary import TASK_STATE, word
from auditor.text.words import Bilingual


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task in words."""

    id: str
    name: Bilingual
    owner: Bilingual
    due: datetime.date
    state: TaskState
    state_words: Bilingual


def tasks_of(report: ReportInput, names: Names) -> tuple[TaskLine, ...]:
    """Every task, what asks most for somebody's eyes first."""
    return tuple(
        TaskLine(
            id=one.task.id,
            name=both(one.task.name),
            owner=names.organisation(one.task.owner),
            due=one.task.due,
            state=one.state,
            state_words=word(TASK_STATE, one.state),
        )
        for one in Tasks(names.estate, report.result.run.day).standings
    )
