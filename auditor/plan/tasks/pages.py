"""Tasks for terminals and spreadsheets."""

from collections.abc import Iterable, Mapping

from auditor.model.programme import TASK_STATES
from auditor.model.reason import Reason
from auditor.pages.names import Names, both
from auditor.pages.sentences import reason_in_words
from auditor.pages.tables import table_bytes
from auditor.plan.deliver import Maker
from auditor.plan.run import PlanRun
from auditor.plan.shared.sentences import SENTENCES
from auditor.plan.tasks.shape import TaskRow
from auditor.plan.verbs import Screen
from auditor.text.vocabulary import TASK_STATE, word
from auditor.text.words import Bilingual, Language, Voice, day, joined, mark, number, same

COLUMNS = (
    mark("State"),
    mark("Due"),
    mark("Task"),
    mark("Task id"),
    mark("Part of"),
    mark("Owner"),
    mark("Done on"),
    mark("Papers"),
    mark("Reason"),
)


def screen(run: PlanRun, language: Language) -> Screen:
    """Each task with its state, day and owner, and why it is not done; how many there are in each state."""
    shown, voice, names = Screen(), Voice(language), Names.of(run.inventory)
    for row in run.tasks.tasks:
        head = (word(TASK_STATE, row.state), day(row.due), both(row.name), names.organisation(row.owner))
        shown.show(" · ".join(part.of(language) for part in head), "    ")
        for reason in row.why:
            shown.show(f"    {_why(reason, names).of(language)}", "    ")
    if not run.tasks.tasks:
        shown.show(voice.t("No task is declared"))
    for state in TASK_STATES:
        shown.note(f"{word(TASK_STATE, state).of(language)}: {number(run.tasks.counts[state]).of(language)}")
    return shown


def csv(run: PlanRun, language: Language) -> bytes:
    """For a spreadsheet."""
    names = Names.of(run.inventory)
    return table_bytes(COLUMNS, (_row(row, names) for row in run.tasks.tasks), language)


def _row(row: TaskRow, names: Names) -> Iterable[Bilingual]:
    return (
        word(TASK_STATE, row.state),
        day(row.due),
        both(row.name),
        same(row.task),
        same(row.part_of),
        names.organisation(row.owner),
        day(row.done_on) if row.done_on else same(""),
        same(" ".join(row.papers)),
        joined([_why(reason, names) for reason in row.why], "; "),
    )


def _why(reason: Reason, names: Names) -> Bilingual:
    return reason_in_words(reason, names, SENTENCES)


FORMATS: Mapping[str, Maker] = {"table": screen, "csv": csv}
