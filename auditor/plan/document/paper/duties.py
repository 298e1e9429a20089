"""Annexes V and VI: who does what by when, and how each system is kept safe."""

from auditor.pages.interface import ReportInput
from auditor.pages.names import Names, both, control_title
from auditor.pages.papers.blocks import BLANK, LINE, Block, Column, Heading, Paragraph, Table
from auditor.pages.papers.head import or_blank
from auditor.pages.sentences import reason_in_words
from auditor.plan.document.paper.wording import systems_in_words, wave_in_words, with_id
from auditor.plan.document.shape import PlanDocument, Safety, SafetyItem, SafetyLine, Task
from auditor.plan.document.words import SAFETY_STATE
from auditor.plan.shared.sentences import SENTENCES
from auditor.plan.shared.upgrade_words import ACTION, item_in_words, site_in_words
from auditor.text.harmless import for_page
from auditor.text.vocabulary import word
from auditor.text.words import Bilingual, day, joined, mark, number, same, say

_ITEMS: tuple[tuple[SafetyItem, str, int], ...] = (
    ("backups", mark("Backups"), 120),
    ("restore_test", mark("Restore test"), 120),
    ("monitoring", mark("Monitoring"), 120),
    ("logs", mark("Logs"), 90),
    ("rollback", mark("Way back"), 90),
    ("parallel_run", mark("Parallel run"), 90),
    ("contact", mark("Contact"), 100),
    ("safety_plan", mark("Approved plan for safety"), 100),
)
_NAME_SHARE = 170
_WHOLE = 1000


def tasks_annex(plan: PlanDocument, report: ReportInput, names: Names) -> tuple[Block, ...]:
    """Six columns that each say one thing clearly, blank where nobody knows."""
    columns = (
        Column(say("No."), 40),
        Column(say("Task"), 280),
        Column(say("Person, unit"), 160),
        Column(say("Time"), 100),
        Column(say("Responsibility"), 150),
        Column(say("Product"), 130),
        Column(say("Authority"), 140),
    )
    rows = tuple(
        (
            number(place),
            _with_systems(_task(task, plan, report, names), task, names),
            _who(task, names),
            day(task.due) if task.due else BLANK,
            or_blank(task.responsibility),
            or_blank(task.product),
            or_blank(task.authority),
        )
        for place, task in enumerate(plan.tasks, 1)
    )
    note = say("Tasks without a unit, time, product or authority are left open for the competent person to fill in.")
    return Paragraph(note, "note"), Table(columns, rows, say("No task was entered or follows from the plan."))


def _task(task: Task, plan: PlanDocument, report: ReportInput, names: Names) -> Bilingual:
    if task.words:
        return both(task.words)
    if task.kind == "decide":
        return say("Decide what is to become of the systems named")
    if task.kind == "notice":
        return say("Announce the outage of: {0}", wave_in_words(task.ref, plan, names))
    if task.kind == "upgrade":
        return _upgrade(task, plan, names)
    control = report.catalogue.by_id.get(task.ref)
    title = control_title(control) if control else same("")
    return say("Put right or prove: {0} ({1})", title, same(for_page(task.ref)))


def _upgrade(task: Task, plan: PlanDocument, names: Names) -> Bilingual:
    item = next(one for one in plan.upgrades.items if one.id == task.ref)
    parts = [word(ACTION, item.action), item_in_words(item, names)]
    if item.site:
        parts.append(site_in_words(item.site, names))
    return joined(parts, " – ")


def _with_systems(text: Bilingual, task: Task, names: Names) -> Bilingual:
    if not task.systems:
        return text
    return joined([text, say("Systems: {0}", systems_in_words(task.systems, names))], LINE)


def _who(task: Task, names: Names) -> Bilingual:
    parts = [same(for_page(task.person))] if task.person else []
    parts += [names.organisation(task.who)] if task.who else []
    return joined(parts, LINE) if parts else BLANK


def safety_annex(plan: PlanDocument, names: Names) -> tuple[Block, ...]:
    """One table for what moves, one for what stays."""
    moved = tuple(one for one in plan.safety if one.moves)
    stays = tuple(one for one in plan.safety if not one.moves)
    return (
        Paragraph(say("What is only declared is shown and counts as proof of nothing."), "note"),
        Heading(say("Systems that move"), 2),
        _table(moved, names, moves=True),
        Heading(say("Systems that stay"), 2),
        _table(stays, names, moves=False),
    )


def _table(rows: tuple[Safety, ...], names: Names, *, moves: bool) -> Table:
    shown = {line.item for row in rows for line in row.lines}
    items = [one for one in _ITEMS if moves or one[0] in shown or one[0] not in ("rollback", "parallel_run")]
    scale = (_WHOLE - _NAME_SHARE) / sum(share for _, _, share in items)
    columns = (
        Column(say("System"), _NAME_SHARE),
        *(Column(say(title), round(share * scale)) for _, title, share in items),
    )
    return Table(
        columns,
        tuple(
            (with_id(names.system(row.system), row.system), *(_cell(row, item, names) for item, _, _ in items))
            for row in rows
        ),
        say("None."),
    )


def _cell(row: Safety, item: SafetyItem, names: Names) -> Bilingual:
    line: SafetyLine | None = next((one for one in row.lines if one.item == item), None)
    if line is None or line.state == "blank":
        return BLANK
    reasons = [reason_in_words(reason, names, SENTENCES) for reason in line.why]
    return joined(reasons if item == "contact" else [word(SAFETY_STATE, line.state), *reasons], LINE)
