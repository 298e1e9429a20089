"""Wires checklists: made from a run and its log of answers, written to files, read back."""

import datetime
from pathlib import Path

from auditor.errors import ChecklistError, Problem, UsageError
from auditor.model.tick import LoggedTick
from auditor.plan.checklist.content import shown
from auditor.plan.checklist.grid import Stamp, grid_of
from auditor.plan.checklist.readback import Today, open_filled, read_answers
from auditor.plan.run import PlanRun
from auditor.text.harmless import declared
from auditor.text.words import Language

LONGEST_NAME = 200
"""Letters of the name of who imports."""


def checklist_file(run: PlanRun, kind: str, language: Language) -> bytes:
    """The checklists as html, docx or xlsx. Raises as the part does, ReportError when it cannot be rendered."""
    made, report = run.checklist, run.report
    if kind == "xlsx":
        from auditor.plan.checklist.xlsx import checklist_workbook

        chosen = run.choices
        stamp = Stamp(run.result.run.id, language, chosen.wave, "".join(chosen.systems[:1]), run.entries)
        return checklist_workbook(made, report, stamp, language)
    if kind == "docx":
        from auditor.plan.checklist.docx import checklist_document

        return checklist_document(made, report, language)
    from auditor.plan.checklist.html import checklist_page

    return checklist_page(made, report, language)


def import_checklist(run: PlanRun, path: Path, by: str, now: datetime.datetime) -> int:
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
    filled, name, log = open_filled(path), run.result.run.id, run.log
    stamp = filled.stamp
    if stamp.run != name:
        remedy = f"Import it with the run it was made from: {stamp.run[:80]}."
        raise ChecklistError([Problem(path, None, "", f"was made from another run than {name}", stamp.run, remedy)])
    if stamp.language not in ("vi", "en") or stamp.entries > log.length():
        remedy = "Write a fresh file and fill that in."
        raise ChecklistError([Problem(path, None, "", "was made from another store, or changed", remedy=remedy)])
    language: Language = "en" if stamp.language == "en" else "vi"
    systems = (stamp.system,) if stamp.system else ()
    own = run.asked(wave=stamp.wave, systems=systems, entries=stamp.entries)
    grid = grid_of(shown(own.checklist, own.report), stamp, language)
    held = log.length()
    today = Today(now, run.result.run.as_of, log.latest(name, held))
    found = read_answers(filled, grid, today)
    ticks = (
        LoggedTick(
            run=name,
            line=answer.line,
            tick=answer.tick.model_copy(update={"file_digest": filled.file_digest, "imported_at": now}),
            imported_by=who,
        )
        for answer in found
    )
    return log.append(ticks, held) if found else 0
