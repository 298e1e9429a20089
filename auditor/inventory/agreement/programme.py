"""Tasks and reported figures against the calendar, and against what their own words are to say."""

from collections.abc import Iterator

from auditor.estate.tasks import Tasks
from auditor.estate.wording import says_something
from auditor.inventory.agreement.doubt import Doubt
from auditor.inventory.agreement.rules import Declarations
from auditor.inventory.explain import Fault


def compare_programme(told: Declarations) -> Iterator[Doubt]:
    """Figures of a later day or without a source, and what is said to be done and no paper shows."""
    for figure in told.estate.inventory.reported:
        if figure.as_of and figure.as_of > told.rules.as_of:
            message = f"lies after {told.rules.as_of}, the day of this check"
            remedy = "Write the day that the figure speaks of."
            yield Doubt("reported", figure.id, Fault(("as_of",), message, str(figure.as_of), remedy))
        if not says_something(figure.stated_in):
            remedy = "Write where the figure stands: title, number or address, and day."
            yield Doubt("reported", figure.id, Fault(("stated_in",), "says nothing", figure.stated_in, remedy))
    for task in told.estate.inventory.tasks:
        if task.said_done and task.said_done > told.rules.as_of:
            message = f"lies after {told.rules.as_of}, the day of this check"
            remedy = "Write the day on which it was said, or strike the line."
            yield Doubt("tasks", task.id, Fault(("said_done",), message, str(task.said_done), remedy))
    for one in Tasks(told.estate, told.rules.as_of).standings:
        if one.state == "not_shown":
            message = f"is said or entered to be done, and no paper of kind {one.task.proof.value} shows it"
            remedy = "Enter the paper about the task by number, date and issuer, or correct what was said."
            yield Doubt("tasks", one.task.id, Fault(("proof",), message, one.task.proof.value, remedy))
