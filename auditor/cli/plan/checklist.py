"""`auditor plan checklist`: what must be true before, during and after the move, and the answers that come back."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import echo_json
from auditor.cli.common import ConfigOption, LangOption, RestrictedOption, say, show, table
from auditor.cli.plan.common import PlanningOption, PlanOption, RunArgument, deliver, opened, saved_waves, voice_of
from auditor.errors import UsageError
from auditor.pages.formats import STDOUT, chosen_format
from auditor.plan.checklist.shape import Checklists, Sheet

if TYPE_CHECKING:
    from auditor.text.words import Voice

_FORMATS = ("table", "json", "html", "docx", "xlsx")
_MOST_NAMED = 3


def checklist(
    run: RunArgument = "latest",
    wave: Annotated[str, typer.Option("--wave", help="Only this wave and its systems.")] = "",
    system: Annotated[str, typer.Option("--system", help="Only this system, also when it is in no wave.")] = "",
    plan: PlanOption = None,
    planning: PlanningOption = None,
    lines: Annotated[Path | None, typer.Option("--lines", help="Checklist lines in place of the shipped ones.")] = None,
    import_: Annotated[Path | None, typer.Option("--import", help="Read a filled-in .xlsx back.")] = None,
    by: Annotated[str, typer.Option("--by", help="Who imports; needed with --import.")] = "",
    format_: Annotated[
        str, typer.Option("--format", help="table, json, html, docx or xlsx; default: by the name of -o, else table.")
    ] = "",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write, or - for stdout.")] = None,
    lang: LangOption = None,
    restricted: RestrictedOption = False,
    config: ConfigOption = None,
) -> None:
    """Checklists of the waves: filled from evidence, to be answered by people, go or no-go by rule."""
    from auditor.plan.checklist.answers import checklist_file, import_checklist
    from auditor.plan.run import Choices, open_run

    kind, voice = chosen_format(_FORMATS, format_, output), voice_of(lang, config)
    choices = Choices(wave, (system,) if system else (), proposal=saved_waves(plan), lines=lines)
    with opened(run, config, restricted=restricted) as (store, stored):
        if import_ is not None:
            if wave or system or format_ or output:
                raise UsageError(
                    "--import goes without --wave, --system, --format and -o",
                    remedy="The workbook says itself what it was made for.",
                )
            now = datetime.datetime.now(datetime.UTC)
            kept = import_checklist(open_run(store, stored, choices, planning), import_, by, now)
            show(voice.tn("{n} answer stored with run {run}", "{n} answers stored with run {run}", kept, run=stored.id))
            return
        if by:
            raise UsageError("--by goes with --import", remedy="Name the file to read with --import.")
        made = open_run(store, stored, choices, planning)
        if kind in ("html", "docx", "xlsx"):
            content = checklist_file(made, kind, voice.language)
        else:
            _print(made.checklist, kind, output, voice)
            return
    deliver(content, output, f"{stored.id}-plan-checklist.{kind}")


def _print(made: Checklists, kind: str, output: Path | None, voice: "Voice") -> None:
    if output is not None and output != STDOUT:
        from auditor.audit import write_file
        from auditor.model.base import canonical

        write_file(output, canonical(made.model_dump(mode="json", by_alias=True)))
        say(str(output))
        return
    if kind == "json":
        echo_json(made.model_dump(mode="json", by_alias=True))
        return
    rules = {"go": voice.t("Go"), "no_go": voice.t("No-go"), "open": voice.t("Open")}
    kinds = {"wave": voice.t("Wave"), "system": voice.t("System")}
    headings = (voice.t("Rule"), voice.t("Sheet"), "ID", voice.t("Night"), voice.t("Met"), voice.t("Answered"))
    rows = [
        (rules[sheet.go], kinds[sheet.kind], sheet.id, str(sheet.date or "–"), *_counts(sheet)) for sheet in made.sheets
    ]
    show(
        table((*headings, voice.t("Open lines that stop")), rows)
        if rows
        else voice.t("no wave was adopted; --system ID makes one system's sheet")
    )
    say(voice.t("to fill in: --format xlsx; to print: --format html; to read back: --import FILE --by NAME"))


def _counts(sheet: Sheet) -> tuple[str, str, str]:
    stopping = [line for line in sheet.lines if line.stops]
    met = sum(line.state == "met" for line in stopping)
    answered = sum(line.tick is not None for line in sheet.lines)
    names = [line.item for line in stopping if line.id in sheet.stopped_by]
    more = f" +{len(names) - _MOST_NAMED}" if len(names) > _MOST_NAMED else ""
    return f"{met}/{len(stopping)}", f"{answered}/{len(sheet.lines)}", ", ".join(names[:_MOST_NAMED]) + more
