"""How tasks stand on a day: by their papers, never by what is said."""

import datetime
from typing import Any

import pytest

from auditor.estate import Estate
from auditor.estate.tasks import Tasks, TaskStanding
from auditor.model.inventory import Inventory

DAY = datetime.date(2026, 11, 30)
NAME = {"vi": "Tên"}
BODIES = [
    {"id": "so", "name": {"vi": "Sở Khoa học và Công nghệ"}, "kind": "department"},
    {"id": "hang", "name": {"vi": "Công ty A"}, "kind": "enterprise"},
]


def task(name: str = "t", **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "name": NAME,
        "kind": "review",
        "owner": "so",
        "due": "2026-11-30",
        "proof": "acceptance",
    } | more


def paper(**more: Any) -> dict[str, Any]:
    return {
        "id": "p",
        "kind": "acceptance",
        "subject": {"kind": "task", "id": "t"},
        "number": "12/BB-SKHCN",
        "date": "2026-11-20",
        "issuer": "Sở Khoa học và Công nghệ",
    } | more


def standings(
    tasks: list[dict[str, Any]], papers: list[dict[str, Any]], day: datetime.date = DAY
) -> list[TaskStanding]:
    lists = {"organisations": BODIES, "tasks": tasks, "evidence": papers}
    return list(Tasks(Estate(Inventory.model_validate(lists)), day).standings)


def told(one: TaskStanding) -> tuple[Any, ...]:
    return one.state, one.days, [(reason.code, *reason.args) for reason in one.why]


@pytest.mark.parametrize(
    ("due", "state"),
    [("2026-11-29", ("late", -1, [])), ("2026-11-30", ("due", 0, [])), ("2026-12-01", ("due", 1, []))],
)
def test_late_begins_the_day_after(due: str, state: tuple[Any, ...]) -> None:
    """On its last day a task is not late yet."""
    [one] = standings([task(due=due)], [])
    assert state == told(one)


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ({}, ("done", 10, [])),
        ({"date": "2026-11-30"}, ("done", 0, [])),
        ({"date": "2026-12-01"}, ("due", 0, [("task_paper_of_tomorrow", "p")])),
        ({"number": "chưa có"}, ("not_shown", 0, [("task_paper_not_found", "p")])),
        ({"issuer": "..."}, ("not_shown", 0, [("task_paper_not_found", "p")])),
        ({"result": "failed"}, ("due", 0, [("task_paper_failed", "p")])),
        ({"kind": "go_live"}, ("due", 0, [])),
        ({"subject": {"kind": "task", "id": "other"}}, ("due", 0, [])),
        ({"subject": {"kind": "task", "id": "other"}, "also": ["t"]}, ("done", 10, [])),
        ({"subject": {"kind": "organisation", "id": "so"}}, ("due", 0, [])),
    ],
)
def test_done_by_its_paper_alone(more: dict[str, Any], state: tuple[Any, ...]) -> None:
    """One of its kind, about the task, that can be found, not refused and not of tomorrow."""
    found = {one.task.id: told(one) for one in standings([task(), task("other", due="2027-01-01")], [paper(**more)])}
    assert state == found["t"]


def test_who_may_not_decide_shows_nothing() -> None:
    """A company's regulation is no regulation of the body."""
    of_company = paper(kind="regulation", issuer="Công ty A")
    [one] = standings([task(proof="regulation")], [of_company])
    assert ("not_shown", 0, [("task_paper_of_others", "p")]) == told(one)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("2026-11-01", ("not_shown", -1, [("task_said_done", "2026-11-01")])),
        ("2026-12-01", ("late", -1, [])),
    ],
)
def test_what_is_said_shows_nothing(said: str, state: tuple[Any, ...]) -> None:
    """Said by the day: not shown. Said of a later day: nothing."""
    [one] = standings([task(due="2026-11-29", said_done=said)], [])
    assert state == told(one)


def test_done_late_says_by_how_much() -> None:
    """The paper's day is the day it was done."""
    [one] = standings([task(due="2026-11-18")], [paper()])
    assert ("done", -2, [("task_done_late", "2")]) == told(one)
    assert datetime.date(2026, 11, 20) == one.done_on
    assert ["p"] == [shown.id for shown in one.papers]


def test_a_whole_is_done_with_its_parts() -> None:
    """A paper about the whole does not show what is open below it, however deep."""
    parts = [task("part", part_of="t", due="2026-11-29"), task("deep", part_of="part", due="2026-11-29")]
    of_part = paper(id="q", subject={"kind": "task", "id": "part"})

    found = {one.task.id: told(one) for one in standings([task(), *parts], [paper(), of_part])}

    assert ("not_shown", 0, [("task_parts_open", "part")]) == found["t"]
    assert ("not_shown", -1, [("task_parts_open", "deep")]) == found["part"]
    assert ("late", -1, []) == found["deep"]


def test_what_it_waits_for_is_told() -> None:
    """A task that others must come before says which of them are open; it may be done all the same."""
    tasks = [task(after=["first", "second"]), task("first"), task("second")]
    of_first = paper(id="q", subject={"kind": "task", "id": "first"})

    found = {one.task.id: told(one) for one in standings(tasks, [paper(), of_first])}

    assert ("done", 10, [("task_after_open", "second")]) == found["t"]


def test_what_asks_most_comes_first() -> None:
    """Late, then said and not shown, then to come, then done; the earliest day first."""
    tasks = [
        task("done", due="2026-01-01"),
        task("soon", due="2026-12-01"),
        task("later", due="2026-12-02"),
        task("said", due="2027-01-01", said_done="2026-11-01"),
        task("late", due="2026-11-29"),
        task("later-late", due="2026-10-29"),
    ]
    of_done = paper(subject={"kind": "task", "id": "done"}, date="2025-12-31")
    lists = {"organisations": BODIES, "tasks": tasks, "evidence": [of_done]}
    found = Tasks(Estate(Inventory.model_validate(lists)), DAY)

    assert ["later-late", "late", "said", "soon", "later", "done"] == [one.task.id for one in found.standings]
    assert {"late": 2, "not_shown": 1, "due": 2, "done": 1} == found.counts()
