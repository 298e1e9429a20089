"""Answers that come back in a workbook: checked against what was asked, and kept in the log."""

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from auditor.errors import ChecklistError, Problem, UsageError
from auditor.model.tick import LoggedTick
from auditor.plan.checklist.content import shown
from auditor.plan.checklist.grid import grid_of
from auditor.plan.checklist.readback import Today, open_filled, read_answers
from auditor.plan.run import PlanRun
from auditor.plan.verbs import Screen
from auditor.text.harmless import declared
from auditor.text.words import Language, Voice

LONGEST_NAME = 200
"""Letters of the name of who imports."""


def act(run: PlanRun, asked: Mapping[str, Any], now: datetime.datetime, language: Language) -> Screen | None:
    """Reads answers back where a file of them is named, and says how many were new; None where none is.

    Raises UsageError for options that do not go together, and as `import_checklist`.
    """
    if asked["import_"] is None:
        if asked["by"]:
            raise UsageError("--by goes with --import", remedy="Name the file to read with --import.")
        return None
    if any(asked[name] for name in ("wave", "systems", "format_", "output")):
        raise UsageError(
            "--import goes without --wave, --system, --format and -o",
            remedy="The workbook says itself what it was made for.",
        )
    kept, shown = import_checklist(run, asked["import_"], asked["by"], now), Screen()
    voice, name = Voice(language), run.result.run.id
    shown.show(voice.tn("{n} answer stored with run {run}", "{n} answers stored with run {run}", kept, run=name))
    return shown


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
    own = run.asked(wave=stamp.wave, systems=stamp.systems, entries=stamp.entries)
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
