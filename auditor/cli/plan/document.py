"""`auditor plan document`: the plan as an editable paper, or as a page."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import echo_json
from auditor.cli.common import ConfigOption, Lang, LangOption, RestrictedOption
from auditor.cli.plan.common import OutputOption, PlanningOption, PlanOption, RunArgument, deliver, opened


class PaperFormat(StrEnum):
    """What is written."""

    DOCX = "docx"
    HTML = "html"
    JSON = "json"


def document(
    run: RunArgument = "latest",
    plan: PlanOption = None,
    planning: PlanningOption = None,
    form: Annotated[Path | None, typer.Option("--form", help="Form of the paper instead of the shipped one.")] = None,
    format_: Annotated[PaperFormat, typer.Option("--format", help="docx, html, or its content as json.")] = (
        PaperFormat.DOCX
    ),
    output: OutputOption = None,
    lang: LangOption = Lang.VI,
    restricted: RestrictedOption = False,
    config: ConfigOption = None,
) -> None:
    """The plan as a paper with seven annexes, filled from data and blank where nobody knows."""
    from auditor.plans import plan_paper, plan_report, plan_source
    from auditor.plans.pages import paper_bytes

    with opened(run, config, restricted=restricted) as (store, stored):
        made = plan_paper(plan_source(store, stored, planning), plan)
        report = plan_report(store, stored)
    if format_ is PaperFormat.JSON and output is None:
        echo_json(made.model_dump(mode="json", by_alias=True))
        return
    content = paper_bytes(made, report, format_.value, "vi" if lang is Lang.VI else "en", form)
    deliver(content, output, f"{made.run.id}-plan.{format_.value}")
