"""Tasks in the "6 rõ" form: those people entered, and those that follow from the plan."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator

from auditor.model.planning import Assignment
from auditor.model.readiness import Blocker
from auditor.plan.document.inputs import DocumentInput
from auditor.plan.document.shape import Task

_URGENT = ("now", "before_moves")


def tasks(inputs: DocumentInput) -> tuple[Task, ...]:
    """Entered tasks first, then decisions to take, blockers to clear, notices to give, things to buy in time."""
    return (
        *(_entered(one) for one in inputs.run.planning.assignments),
        *_decisions(inputs),
        *_blockers(inputs),
        *_notices(inputs),
        *_upgrades(inputs),
    )


def _entered(one: Assignment) -> Task:
    return Task(
        kind="entered",
        words=one.task,
        who=one.who or "",
        person=one.person,
        due=one.due,
        responsibility=one.responsibility,
        product=one.product,
        authority=one.authority,
        systems=one.systems,
    )


def _decisions(inputs: DocumentInput) -> Iterator[Task]:
    """One task for each owner with systems about which planning has no decision it may work with."""
    by_owner: dict[str, list[str]] = defaultdict(list)
    for name, system in sorted(inputs.systems.items()):
        if name not in inputs.proposals or inputs.proposals[name].final is None:
            by_owner[system.owner].append(name)
    for owner, names in sorted(by_owner.items()):
        yield Task(kind="decide", who=owner, systems=tuple(names))


def _blockers(inputs: DocumentInput) -> Iterator[Task]:
    """One task for each control and unit that can act, over the systems that are to move."""
    grouped: dict[tuple[str, str], list[tuple[str, Blocker]]] = defaultdict(list)
    for name in inputs.ordinary():
        for blocker in inputs.states[name].blockers if name in inputs.states else ():
            grouped[blocker.control, blocker.owner].append((name, blocker))
    for (control, owner), held in sorted(grouped.items()):
        names = tuple(sorted({name for name, _ in held}))
        yield Task(
            kind="clear", ref=control, who=owner, due=_due(inputs, names, (one for _, one in held)), systems=names
        )


def _due(inputs: DocumentInput, names: Iterable[str], blockers: Iterable[Blocker]) -> datetime.date | None:
    """The earliest day by law or by the notice of a wave; none where neither is known."""
    days = [blocker.due for blocker in blockers if blocker.due]
    days += [inputs.notice_by(inputs.wave_of[name]) for name in names if name in inputs.wave_of]
    return min(days, default=None)


def _notices(inputs: DocumentInput) -> Iterator[Task]:
    """Notice of every night still to come; who gives it is for people to say."""
    today = inputs.run.result.run.as_of
    for wave in inputs.waves:
        if wave.date >= today and wave.systems:
            yield Task(kind="notice", ref=wave.id, due=inputs.notice_by(wave), systems=wave.systems)


def _upgrades(inputs: DocumentInput) -> Iterator[Task]:
    """What is to be bought before anything moves; the first night to come is the latest day."""
    today = inputs.run.result.run.as_of
    first = min((wave.date for wave in inputs.waves if wave.date >= today and wave.systems), default=None)
    for item in inputs.upgrades.items:
        if item.worth_it and item.urgency in _URGENT:
            due = min((day for day in (item.due, first) if day), default=None)
            yield Task(kind="upgrade", ref=item.id, who=item.owner, due=due, systems=item.serves)
