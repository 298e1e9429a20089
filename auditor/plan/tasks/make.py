"""The tasks of a run as they stand on its day; `auditor.estate.tasks` works it out."""

from auditor.estate.tasks import Tasks, TaskStanding
from auditor.plan.run import PlanRun
from auditor.plan.tasks.shape import TaskList, TaskRow


def make(run: PlanRun) -> TaskList:
    """On the day whose law the run applies, or that of the run where it is earlier: no later paper was written yet."""
    day = run.result.run.day
    found = Tasks(run.estate, day)
    return TaskList(
        run=run.result.run.id, day=day, counts=found.counts(), tasks=tuple(_row(one) for one in found.standings)
    )


def _row(one: TaskStanding) -> TaskRow:
    return TaskRow(
        task=one.task.id,
        name=one.task.name,
        kind=one.task.kind,
        owner=one.task.owner,
        part_of=one.task.part_of or "",
        due=one.task.due,
        state=one.state,
        days=one.days,
        done_on=one.done_on,
        papers=tuple(paper.id for paper in one.papers),
        why=one.why,
    )
