"""`auditor plan portfolio`: one page for leaders."""

import sys
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import echo_json
from auditor.cli.common import ConfigOption, Lang, LangOption, RestrictedOption, say, settings_for


class PageFormat(StrEnum):
    """What is written."""

    HTML = "html"
    PDF = "pdf"
    JSON = "json"


def portfolio(
    run: Annotated[str, typer.Argument(help="Run id, the beginning of one, or `latest`.")] = "latest",
    plan: Annotated[
        Path | None, typer.Option("--plan", help="Saved `plan waves --format json`; default: adopted waves.")
    ] = None,
    planning: Annotated[Path | None, typer.Option("--planning", help="Planning file instead of the run's.")] = None,
    format_: Annotated[PageFormat, typer.Option("--format", help="html, pdf (A3), or its content as json.")] = (
        PageFormat.HTML
    ),
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write, or - for stdout; default: reports/.")
    ] = None,
    lang: LangOption = Lang.VI,
    restricted: RestrictedOption = False,
    config: ConfigOption = None,
) -> None:
    """How far the move is, what endangers it and what is to be decided, for leaders."""
    from auditor.audit import open_store, write_file
    from auditor.plans import plan_portfolio, plan_report
    from auditor.plans.pages import portfolio_bytes

    with closing(open_store(settings_for(config), restricted=restricted)) as store:
        stored = store.get(run)
        page = plan_portfolio(store, stored, plan, planning)
        report = plan_report(store, stored)
    if format_ is PageFormat.JSON and output is None:
        echo_json(page.model_dump(mode="json", by_alias=True))
        return
    content = portfolio_bytes(page, report, format_.value, "vi" if lang is Lang.VI else "en")
    if output == Path("-"):
        sys.stdout.buffer.write(content)
        return
    path = output or Path("reports") / f"{page.run}-portfolio.{format_.value}"
    write_file(path, content)
    say(str(path))
