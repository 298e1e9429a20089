"""Sentences about tasks, as `auditor.estate.tasks` gives their codes."""

from collections.abc import Mapping

from auditor.pages.sentences import Sentence
from auditor.text.words import mark

SENTENCES: Mapping[str, Sentence] = {
    "task_said_done": Sentence(mark("Said on {0} to be done, which shows nothing"), "day"),
    "task_parts_open": Sentence(mark("Parts of it are not shown to be done: {0}"), "id"),
    "task_after_open": Sentence(mark("Waits for what is not shown to be done: {0}"), "id"),
    "task_paper_failed": Sentence(mark("Its paper {0} tells of a failure"), "id"),
    "task_paper_of_tomorrow": Sentence(mark("Its paper {0} is dated after the day"), "id"),
    "task_paper_not_found": Sentence(
        mark("Its paper {0} has no number or issuer by which somebody could find it"), "id"
    ),
    "task_paper_of_others": Sentence(mark("The issuer of its paper {0} may not issue it"), "id"),
    "task_done_late": Sentence(mark("Done {0} days after its day"), "number"),
}
