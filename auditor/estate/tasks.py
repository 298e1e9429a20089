"""How each task and milestone of a province stands on a day: late, due, done, or said to be done and not shown.

This is the one place that works it out. A task is done by a paper: one of the kind that it names as its proof, whose
subject it is, that somebody can find, that its issuer may issue, and that is dated no later than the day; and only
when every task that is part of it is done. What people say shows nothing.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from auditor.estate.estate import Estate
from auditor.estate.wording import Bodies, bodies_by_name, is_identified, may_issue
from auditor.model.inventory import EvidenceRecord
from auditor.model.programme import TASK_STATES, Task, TaskState
from auditor.model.reason import Reason, because
from auditor.model.vocab.subjects import SubjectKind


@dataclass(frozen=True, slots=True)
class TaskStanding:
    """How a task stands. `days` are left until its day, negative when it has passed; of one that is done, its papers
    are counted from: negative when it was done late. `papers` are those that show it done.
    """

    task: Task
    state: TaskState
    days: int
    done_on: datetime.date | None
    papers: tuple[EvidenceRecord, ...]
    why: tuple[Reason, ...]


class Tasks:
    """The tasks of one estate on one day."""

    def __init__(self, estate: Estate, day: datetime.date) -> None:
        self._estate = estate
        self._day = day

    @cached_property
    def standings(self) -> tuple[TaskStanding, ...]:
        """Every task, what asks most for somebody's eyes first, and within a state the earliest day."""
        found = [self._standing(task) for task in self._estate.inventory.tasks]
        return tuple(sorted(found, key=_order))

    def counts(self) -> dict[TaskState, int]:
        """How many tasks are in each state."""
        return {state: sum(one.state == state for one in self.standings) for state in TASK_STATES}

    def _standing(self, task: Task) -> TaskStanding:
        papers, why = self._shown[task.id], (*self._against(task), *self._before(task))
        if task.id not in self._open:
            done_on = papers[0].date
            late = (because("task_done_late", str((done_on - task.due).days)),) if done_on > task.due else ()
            return TaskStanding(task, "done", (task.due - done_on).days, done_on, papers, (*late, *self._before(task)))
        days = (task.due - self._day).days
        if self._is_claimed(task):
            return TaskStanding(task, "not_shown", days, None, papers, why)
        return TaskStanding(task, "late" if days < 0 else "due", days, None, (), why)

    @cached_property
    def _open(self) -> frozenset[str]:
        """Tasks that are not shown to be done: for want of a paper, or because a part of them is not."""
        waiting = [name for name, papers in self._shown.items() if not papers]
        found = set(waiting)
        while waiting:
            above = self._estate.tasks[waiting.pop()].part_of
            if above and above in self._estate.tasks and above not in found:
                found.add(above)
                waiting.append(above)
        return frozenset(found)

    def _is_claimed(self, task: Task) -> bool:
        """Whether somebody says that it was done by this day, or entered a paper that would show it."""
        said = task.said_done is not None and task.said_done <= self._day
        return said or any(paper.date <= self._day and paper.result != "failed" for paper in self._entered[task.id])

    def _against(self, task: Task) -> Iterator[Reason]:
        """Why what was said or entered does not show a task done."""
        if task.said_done and task.said_done <= self._day and not self._shown[task.id]:
            yield because("task_said_done", task.said_done.isoformat())
        for paper in self._entered[task.id]:
            if code := self._flaw(paper):
                yield because(code, paper.id)
        open_parts = sorted(part for part in self._parts[task.id] if part in self._open)
        if self._shown[task.id] and open_parts:
            yield because("task_parts_open", *open_parts)

    def _before(self, task: Task) -> Iterator[Reason]:
        open_still = [name for name in task.after if name in self._open]
        if open_still:
            yield because("task_after_open", *open_still)

    def _flaw(self, paper: EvidenceRecord) -> str:
        """Why a paper shows nothing; empty where it does."""
        if paper.result == "failed":
            return "task_paper_failed"
        if paper.date > self._day:
            return "task_paper_of_tomorrow"
        if not is_identified(paper):
            return "task_paper_not_found"
        return "" if may_issue(self._estate, self._bodies, paper) else "task_paper_of_others"

    @cached_property
    def _bodies(self) -> Bodies:
        return bodies_by_name(self._estate)

    @cached_property
    def _parts(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {task.id: [] for task in self._estate.inventory.tasks}
        for task in self._estate.inventory.tasks:
            if task.part_of in found:
                found[task.part_of].append(task.id)
        return found

    @cached_property
    def _entered(self) -> Mapping[str, list[EvidenceRecord]]:
        """Papers about each task of the kind that would show it done, the oldest first."""
        found: dict[str, list[EvidenceRecord]] = {}
        for task in self._estate.inventory.tasks:
            papers = self._estate.papers_about(SubjectKind.TASK, task.id)
            found[task.id] = sorted((one for one in papers if one.kind is task.proof), key=lambda one: one.date)
        return found

    @cached_property
    def _shown(self) -> Mapping[str, tuple[EvidenceRecord, ...]]:
        return {
            name: tuple(paper for paper in papers if not self._flaw(paper)) for name, papers in self._entered.items()
        }


def _order(one: TaskStanding) -> tuple[int, datetime.date, str]:
    return TASK_STATES.index(one.state), one.task.due, one.task.id
