"""`auditor plan document`: the plan as an editable paper, or as a page."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import echo_json
from auditor.cli.common import ConfigOption, LangOption, RestrictedOption
from auditor.cli.plan.common import (
    OutputOption,
    PlanningOption,
    PlanOption,
    RunArgument,
    deliver,
    opened,
    saved_waves,
    voice_of,
)
from auditor.pages.formats import chosen_format

if TYPE_CHECKING:
    from auditor.plan.run import PlanRun
    from auditor.text.words import Language


_FORMATS = ("docx", "html", "json")


def document(
    run: RunArgument = "latest",
    plan: PlanOption = None,
    planning: PlanningOption = None,
    form: Annotated[Path | None, typer.Option("--form", help="Form of the paper instead of the shipped one.")] = None,
    format_: Annotated[
        str, typer.Option("--format", help="docx, html, or its content as json; default: by the name of -o.")
    ] = "",
    output: OutputOption = None,
    lang: LangOption = None,
    restricted: RestrictedOption = False,
    config: ConfigOption = None,
) -> None:
    """The plan as a paper with seven annexes, filled from data and blank where nobody knows."""
    from auditor.plan.run import Choices, open_run

    kind = chosen_format(_FORMATS, format_, output)
    with opened(run, config, restricted=restricted) as (store, stored):
        source = open_run(store, stored, Choices(proposal=saved_waves(plan), form=form), planning)
    made = source.document
    if kind == "json" and output is None:
        echo_json(made.model_dump(mode="json", by_alias=True))
        return
    content = _paper(source, kind, voice_of(lang, config).language)
    deliver(content, output, f"{made.run.id}-plan.{kind}")


def _paper(source: "PlanRun", kind: str, language: "Language") -> bytes:
    from auditor.model.base import canonical
    from auditor.plan.document.form import document_form

    made = source.document
    if kind == "json":
        return canonical(made.model_dump(mode="json", by_alias=True))
    from auditor.plan.document.docx import plan_docx
    from auditor.plan.document.html import plan_html
    from auditor.plan.document.paper.body import paper_of

    laid_out = paper_of(made, document_form(source.choices.form), source.report)
    if kind == "html":
        return plan_html(laid_out, language)
    return plan_docx(laid_out, language, made.run.evaluated_at)
