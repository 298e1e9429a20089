"""`auditor plan document`: the plan as an editable paper, or as a page."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import echo_json
from auditor.cli.common import ConfigOption, Lang, LangOption, RestrictedOption
from auditor.cli.plan.common import OutputOption, PlanningOption, PlanOption, RunArgument, deliver, opened, saved_waves

if TYPE_CHECKING:
    from auditor.plan.run import PlanRun
    from auditor.text.words import Language


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
    from auditor.plan.run import Choices, open_run

    with opened(run, config, restricted=restricted) as (store, stored):
        source = open_run(store, stored, Choices(proposal=saved_waves(plan), form=form), planning)
    made = source.document
    if format_ is PaperFormat.JSON and output is None:
        echo_json(made.model_dump(mode="json", by_alias=True))
        return
    content = _paper(source, format_, "vi" if lang is Lang.VI else "en")
    deliver(content, output, f"{made.run.id}-plan.{format_.value}")


def _paper(source: "PlanRun", format_: PaperFormat, language: "Language") -> bytes:
    from auditor.model.base import canonical
    from auditor.plan.document.form import document_form

    made = source.document
    if format_ is PaperFormat.JSON:
        return canonical(made.model_dump(mode="json", by_alias=True))
    from auditor.plan.document.docx import plan_docx
    from auditor.plan.document.html import plan_html
    from auditor.plan.document.paper.body import paper_of

    laid_out = paper_of(made, document_form(source.choices.form), source.report)
    if format_ is PaperFormat.HTML:
        return plan_html(laid_out, language)
    return plan_docx(laid_out, language, made.run.evaluated_at)
