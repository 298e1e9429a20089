"""`auditor report`: one edition of one stored run."""

import sys
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli.common import ConfigOption, Lang, LangOption, RestrictedOption, say, settings_for

app = typer.Typer(add_completion=False)


@app.command()
def report(
    run: Annotated[str, typer.Argument(help="Run id, the beginning of one, or `latest`.")] = "latest",
    edition: Annotated[str, typer.Option("--edition", "-e", help="leader, technical or checklist.")] = "leader",
    format_: Annotated[
        str, typer.Option("--format", "-f", help="html, pdf, json or csv; default: the edition's first.")
    ] = "",
    lang: LangOption = Lang.VI,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write, or - for stdout; default: reports/.")
    ] = None,
    restricted: RestrictedOption = False,
    config: ConfigOption = None,
) -> None:
    """Render a stored run for one audience."""
    from auditor.audit import open_store, report_input, write_file
    from auditor.reports import FORMATS, render

    with closing(open_store(settings_for(config), restricted=restricted)) as store:
        source = report_input(store, store.get(run))
    kind = format_ or next((known for name, known in FORMATS if name == edition), "html")
    content = render(source, edition, kind, "en" if lang is Lang.EN else "vi")
    if output == Path("-"):
        sys.stdout.buffer.write(content)
        return
    path = output or Path("reports") / f"{source.result.run.id}-{edition}.{kind}"
    write_file(path, content)
    say(str(path))
