"""Wires checklists: made from a run and its log of answers, written to files, read back."""

import datetime
from dataclasses import dataclass, replace
from pathlib import Path

from auditor.errors import ChecklistError, Problem, UsageError
from auditor.migration.checklist import Wanted, checklists, load_checklist
from auditor.migration.chosen import chosen_waves
from auditor.model.plan.checklist import Checklists, LoggedTick
from auditor.plans import plan_report, plan_source, saved_waves
from auditor.reports.plan.checklist_content import shown
from auditor.reports.plan.checklist_grid import Stamp, grid_of
from auditor.reports.plan.checklist_read import Today, open_filled, read_answers
from auditor.store.runs import RunStore, StoredRun
from auditor.store.ticks import TickLog
from auditor.text.harmless import declared
from auditor.text.words import Language

LONGEST_NAME = 200
"""Letters of the name of who imports."""


@dataclass(frozen=True, slots=True)
class ChecklistOrder:
    """Which checklists: of one wave or system or all, by which plan, planning file and lines, in which language."""

    wave: str = ""
    system: str = ""
    proposal: Path | None = None
    planning: Path | None = None
    lines: Path | None = None
    language: Language = "vi"


def plan_checklists(store: RunStore, run: StoredRun, order: ChecklistOrder, entries: int | None = None) -> Checklists:
    """The checklists of a run with the answers of its log, or only with the log's first `entries`.

    Raises PlanningError, NotFoundError and the store's errors.
    """
    source = plan_source(store, run, order.planning)
    return checklists(
        source,
        chosen_waves(source, saved_waves(order.proposal)),
        TickLog(store).latest(run.id, entries),
        wanted=Wanted(order.wave, order.system),
        data=load_checklist(order.lines),
    )


def checklist_file(store: RunStore, run: StoredRun, order: ChecklistOrder, kind: str) -> bytes:
    """The checklists as html, docx or xlsx. Raises as `plan_checklists`, ReportError when it cannot be rendered."""
    entries = TickLog(store).length()
    made, report = plan_checklists(store, run, order, entries), plan_report(store, run)
    if kind == "xlsx":
        from auditor.reports.plan.checklist_xlsx import checklist_workbook

        stamp = Stamp(run.id, order.language, order.wave, order.system, entries)
        return checklist_workbook(made, report, stamp, order.language)
    if kind == "docx":
        from auditor.reports.plan.checklist_docx import checklist_document

        return checklist_document(made, report, order.language)
    from auditor.reports.plan.checklist_html import checklist_page

    return checklist_page(made, report, order.language)


def import_checklist(
    store: RunStore, run: StoredRun, path: Path, by: str, now: datetime.datetime, order: ChecklistOrder
) -> int:
    """Reads a filled-in workbook back and keeps its new answers, all or none; how many were new.

    Wave, system and language are the workbook's own; plan, planning file and lines have to be those it was written
    with. Raises ChecklistError with every fault and its cell, UsageError without a name.
    """
    who, hidden = declared(by.strip())
    if not who or hidden or len(who) > LONGEST_NAME:
        raise UsageError(
            f"{'--by' if not who else repr(who[:LONGEST_NAME])} names nobody",
            remedy=f"Write who imports, as --by 'Nguyễn Văn A', at most {LONGEST_NAME} characters.",
        )
    filled, log = open_filled(path), TickLog(store)
    stamp = filled.stamp
    if stamp.run != run.id:
        remedy = f"Import it with the run it was made from: {stamp.run[:80]}."
        raise ChecklistError([Problem(path, None, "", f"was made from another run than {run.id}", stamp.run, remedy)])
    if stamp.language not in ("vi", "en") or stamp.entries > log.length():
        remedy = "Write a fresh file and fill that in."
        raise ChecklistError([Problem(path, None, "", "was made from another store, or changed", remedy=remedy)])
    language: Language = "en" if stamp.language == "en" else "vi"
    own = replace(order, wave=stamp.wave, system=stamp.system, language=language)
    made = plan_checklists(store, run, own, stamp.entries)
    grid = grid_of(shown(made, plan_report(store, run)), stamp, language)
    held = log.length()
    today = Today(now, store.result(run).run.as_of, log.latest(run.id, held))
    found = read_answers(filled, grid, today)
    ticks = (
        LoggedTick(
            run=run.id,
            line=answer.line,
            tick=answer.tick.model_copy(update={"file_digest": filled.file_digest, "imported_at": now}),
            imported_by=who,
        )
        for answer in found
    )
    return log.append(ticks, held) if found else 0
