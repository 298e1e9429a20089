"""`auditor plan portfolio`: one page for leaders."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import echo_json
from auditor.cli.common import ConfigOption, Lang, LangOption, RestrictedOption
from auditor.cli.plan.common import OutputOption, PlanningOption, PlanOption, RunArgument, deliver, opened, saved_waves

if TYPE_CHECKING:
    from auditor.plan.run import PlanRun
    from auditor.text.words import Language


class PageFormat(StrEnum):
    """What is written."""

    HTML = "html"
    PDF = "pdf"
    JSON = "json"


def portfolio(
    run: RunArgument = "latest",
    plan: PlanOption = None,
    planning: PlanningOption = None,
    format_: Annotated[PageFormat, typer.Option("--format", help="html, pdf (A3), or its content as json.")] = (
        PageFormat.HTML
    ),
    output: OutputOption = None,
    lang: LangOption = Lang.VI,
    restricted: RestrictedOption = False,
    config: ConfigOption = None,
) -> None:
    """How far the move is, what endangers it and what is to be decided, for leaders."""
    from auditor.plan.run import Choices, open_run

    with opened(run, config, restricted=restricted) as (store, stored):
        source = open_run(store, stored, Choices(proposal=saved_waves(plan)), planning)
        page = source.portfolio
    if format_ is PageFormat.JSON and output is None:
        echo_json(page.model_dump(mode="json", by_alias=True))
        return
    content = _page(source, format_, "vi" if lang is Lang.VI else "en")
    deliver(content, output, f"{page.run}-portfolio.{format_.value}")


def _page(source: "PlanRun", format_: PageFormat, language: "Language") -> bytes:
    if format_ is PageFormat.JSON:
        from auditor.model.base import canonical

        return canonical(source.portfolio.model_dump(mode="json", by_alias=True))
    if format_ is PageFormat.PDF:
        from auditor.plan.portfolio.pdf import portfolio_pdf

        return portfolio_pdf(source.report, source.portfolio, language)
    from auditor.plan.portfolio.html import portfolio_html

    return portfolio_html(source.report, source.portfolio, language)
