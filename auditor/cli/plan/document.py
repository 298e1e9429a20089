"""`auditor plan document`: the plan as an editable paper, or as a page."""

import sys
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import echo_json
from auditor.cli.common import ConfigOption, Lang, LangOption, RestrictedOption, say, settings_for


class PaperFormat(StrEnum):
    """What is written."""

    DOCX = "docx"
    HTML = "html"
    JSON = "json"


def document(
    run: Annotated[str, typer.Argument(help="Run id, the beginning of one, or `latest`.")] = "latest",
    plan: Annotated[
        Path | None, typer.Option("--plan", help="Saved `plan waves --format json`; default: adopted waves.")
    ] = None,
    planning: Annotated[Path | None, typer.Option("--planning", help="Planning file instead of the run's.")] = None,
    form: Annotated[Path | None, typer.Option("--form", help="Form of the paper instead of the shipped one.")] = None,
    format_: Annotated[PaperFormat, typer.Option("--format", help="docx, html, or its content as json.")] = (
        PaperFormat.DOCX
    ),
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write, or - for stdout; default: reports/.")
    ] = None,
    lang: LangOption = Lang.VI,
    restricted: RestrictedOption = False,
    config: ConfigOption = None,
) -> None:
    """The plan as a paper with seven annexes, filled from data and blank where nobody knows."""
    from auditor.audit import open_store, write_file
    from auditor.plans import plan_paper, plan_report, plan_source
    from auditor.plans.pages import paper_bytes

    with closing(open_store(settings_for(config), restricted=restricted)) as store:
        stored = store.get(run)
        made = plan_paper(plan_source(store, stored, planning), plan)
        report = plan_report(store, stored)
    if format_ is PaperFormat.JSON and output is None:
        echo_json(made.model_dump(mode="json", by_alias=True))
        return
    content = paper_bytes(made, report, format_.value, "vi" if lang is Lang.VI else "en", form)
    if output == Path("-"):
        sys.stdout.buffer.write(content)
        return
    path = output or Path("reports") / f"{made.run.id}-plan.{format_.value}"
    write_file(path, content)
    say(str(path))
