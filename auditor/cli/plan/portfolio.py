"""`auditor plan portfolio`: one page for leaders."""

from enum import StrEnum
from typing import Annotated

import typer

from auditor.cli import echo_json
from auditor.cli.common import ConfigOption, Lang, LangOption, RestrictedOption
from auditor.cli.plan.common import OutputOption, PlanningOption, PlanOption, RunArgument, deliver, opened


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
    from auditor.plans import plan_portfolio, plan_report
    from auditor.plans.pages import portfolio_bytes

    with opened(run, config, restricted=restricted) as (store, stored):
        page = plan_portfolio(store, stored, plan, planning)
        report = plan_report(store, stored)
    if format_ is PageFormat.JSON and output is None:
        echo_json(page.model_dump(mode="json", by_alias=True))
        return
    content = portfolio_bytes(page, report, format_.value, "vi" if lang is Lang.VI else "en")
    deliver(content, output, f"{page.run}-portfolio.{format_.value}")
