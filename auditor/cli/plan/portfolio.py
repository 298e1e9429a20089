"""`auditor plan portfolio`: one page for leaders."""

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


_FORMATS = ("html", "pdf", "json")


def portfolio(
    run: RunArgument = "latest",
    plan: PlanOption = None,
    planning: PlanningOption = None,
    format_: Annotated[
        str, typer.Option("--format", help="html, pdf (A3), or its content as json; default: by the name of -o.")
    ] = "",
    output: OutputOption = None,
    lang: LangOption = None,
    restricted: RestrictedOption = False,
    config: ConfigOption = None,
) -> None:
    """How far the move is, what endangers it and what is to be decided, for leaders."""
    from auditor.plan.run import Choices, open_run

    kind = chosen_format(_FORMATS, format_, output)
    with opened(run, config, restricted=restricted) as (store, stored):
        source = open_run(store, stored, Choices(proposal=saved_waves(plan)), planning)
        page = source.portfolio
    if kind == "json" and output is None:
        echo_json(page.model_dump(mode="json", by_alias=True))
        return
    content = _page(source, kind, voice_of(lang, config).language)
    deliver(content, output, f"{page.run}-portfolio.{kind}")


def _page(source: "PlanRun", kind: str, language: "Language") -> bytes:
    if kind == "json":
        from auditor.model.base import canonical

        return canonical(source.portfolio.model_dump(mode="json", by_alias=True))
    if kind == "pdf":
        from auditor.plan.portfolio.pdf import portfolio_pdf

        return portfolio_pdf(source.report, source.portfolio, language)
    from auditor.plan.portfolio.html import portfolio_html

    return portfolio_html(source.report, source.portfolio, language)
