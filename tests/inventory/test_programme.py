"""Tasks, milestones and reported figures that cannot be as they are written: one clear error each, by file and line."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.audit.declared import rules_on
from auditor.errors import InventoryError, Problem
from auditor.inventory.agreement import agreement
from auditor.inventory.read import load
from auditor.policy.compiled import load as compiled

Folder = Callable[..., Path]
DAY = datetime.date(2026, 11, 30)

WHOLE = "  - {id: soc, name: {vi: SOC}, kind: centre, owner: ubnd, due: 2027-06-30, proof: go_live}\n"


def line(more: str) -> str:
    return f"tasks:\n{WHOLE}  - {{id: m, name: {{vi: M}}, kind: investment, owner: ubnd, {more}}}\n"


def figure(more: str) -> str:
    return f"reported:\n  - {{id: f, about: ubnd, stated_in: Báo cáo 12/BC-UBND, {more}}}\n"


def problems(folder: Path) -> list[Problem]:
    with pytest.raises(InventoryError) as caught:
        load(folder)
    return list(caught.value.problems)


@pytest.mark.parametrize(
    ("text", "key", "message", "remedy"),
    [
        (line("proof: other, part_of: soc"), "tasks[m].due", "is missing", "Add `due:`."),
        (
            line("proof: other, part_of: soc, due: 30/06/2027"),
            "tasks[m].due",
            "must be a date",
            "Write it as YYYY-MM-DD, for example 2026-11-22.",
        ),
        (line("due: 2027-01-31"), "tasks[m].proof", "is missing", "Add `proof:`."),
        (
            line("proof: other, part_of: soc, due: 2027-07-01"),
            "tasks[m].due",
            "lies after the day of 'soc' (2027-06-30), which it is a part of",
            "Correct one of the two days.",
        ),
        (
            line("proof: other, after: [soc], due: 2027-06-29"),
            "tasks[m].after[0]",
            "is due later (2027-06-30) than this task (2027-06-29), which waits for it",
            "Correct one of the two days.",
        ),
        (
            line("proof: other, part_of: m, due: 2027-01-31"),
            "tasks[m].part_of",
            "leads back to the task itself",
            "Name the task above it.",
        ),
        (
            line("proof: other, after: [m], due: 2027-01-31"),
            "tasks[m].after",
            "waits in a circle for itself",
            "Strike one of the names.",
        ),
        (
            line("proof: other, part_of: sco, due: 2027-01-31"),
            "tasks[m].part_of",
            "is not declared under `tasks`",
            "Did you mean 'soc'? Allowed: m, soc.",
        ),
    ],
)
def test_a_task_that_cannot_be(text: str, key: str, message: str, remedy: str, folder: Folder) -> None:
    """A milestone without a day, or with one that fits no other, is one error with its file and line."""
    [found] = problems(folder(plan=text))

    assert ("plan.yaml", 3) == (found.file.name if found.file else "", found.line)
    assert (key, message, remedy) == (found.key, found.message, found.remedy)


def test_a_circle_of_several(folder: Folder) -> None:
    """Everybody in the circle is told, and nobody outside of it."""
    text = (
        "tasks:\n"
        "  - {id: a, name: {vi: A}, kind: review, owner: ubnd, due: 2027-01-31, proof: other, after: [b]}\n"
        "  - {id: b, name: {vi: B}, kind: review, owner: ubnd, due: 2027-01-31, proof: other, after: [a, c]}\n"
        "  - {id: c, name: {vi: C}, kind: review, owner: ubnd, due: 2027-01-31, proof: other}\n"
    )
    assert ["tasks[a].after", "tasks[b].after"] == [one.key for one in problems(folder(plan=text))]


@pytest.mark.parametrize(
    ("more", "key", "message"),
    [
        (
            "figure: data_created, value: 723, unit: count",
            "reported[f]",
            "data_created is told in permille; write `unit: permille`",
        ),
        (
            "figure: data_created, value: 1001, unit: permille",
            "reported[f]",
            "1001 is more than the whole, which is 1000 permille; 89,5 % is 895",
        ),
        ("figure: data_created, value: 72.3, unit: permille", "reported[f].value", "must be a whole number"),
        ("figure: data_made, value: 1, unit: permille", "reported[f].figure", "is not an allowed value"),
    ],
)
def test_a_figure_that_cannot_be(more: str, key: str, message: str, folder: Folder) -> None:
    """Whole numbers in the figure's own unit, of a closed list."""
    [found] = problems(folder(figures=figure(more)))

    assert ("figures.yaml", 2, key, message) == (
        found.file.name if found.file else "",
        found.line,
        found.key,
        found.message,
    )


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (figure("figure: it_staff, value: 3, unit: count, as_of: 2026-12-01"), "reported[f].as_of"),
        (
            figure("figure: it_staff, value: 3, unit: count").replace("Báo cáo 12/BC-UBND", "'...'"),
            "reported[f].stated_in",
        ),
        (line("proof: other, due: 2027-01-31, said_done: 2026-12-01"), "tasks[m].said_done"),
        (line("proof: other, due: 2027-01-31, said_done: 2026-11-01"), "tasks[m].proof"),
    ],
)
def test_what_is_asked(text: str, key: str, folder: Folder) -> None:
    """Days to come, a figure that stands nowhere, and what is said to be done without its paper."""
    where = folder(more=text)
    found = agreement(where, load(where), rules_on(compiled().catalogue, DAY))

    assert () == found.errors
    assert [key] == [one.key for one in found.questions if one.key.startswith(("tasks", "reported"))]


def test_sound_ones_are_accepted(folder: Folder) -> None:
    """A whole with a part, and a figure in its unit."""
    text = line("proof: other, part_of: soc, due: 2027-06-30") + figure(
        "figure: data_created, value: 1000, unit: permille"
    )
    found = load(folder(more=text))

    assert ["m", "soc"] == [task.id for task in found.tasks]
    assert [1000] == [one.value for one in found.reported]
