"""`auditor report`: one edition of one stored run."""

import sys
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli.common import LangOption, RestrictedOption, StoredConfigOption, language_of, say, settings_for

app = typer.Typer(add_completion=False)


@app.command()
def report(
    run: Annotated[str, typer.Argument(help="Run id, the beginning of one, or `latest`.")] = "latest",
    edition: Annotated[str, typer.Option("--edition", "-e", help="leader, technical or checklist.")] = "leader",
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            help="html, pdf, docx, xlsx, json or csv; default: by the name of -o, else the edition's first.",
        ),
    ] = "",
    lang: LangOption = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write, or - for stdout; default: reports/.")
    ] = None,
    restricted: RestrictedOption = False,
    config: StoredConfigOption = None,
) -> None:
    """Render a stored run for one audience."""
    from auditor.audit import open_store, place_for, report_input, write_file
    from auditor.audit.editions import edition_bytes, formats_of
    from auditor.pages.formats import FORMATS as FILE_FORMATS
    from auditor.pages.formats import STDOUT, chosen_format
    from auditor.plan.run import open_run

    settings = settings_for(config)
    kind = chosen_format(formats_of(edition), format_, output)
    with closing(open_store(settings, restricted=restricted)) as store:
        stored = store.get(run)
        report = report_input(store, stored)
        content = edition_bytes(report, open_run(store, stored), edition, kind, language_of(lang, settings))
    if output == STDOUT:
        sys.stdout.buffer.write(content)
        return
    run_head = report.result.run
    name = f"{run_head.id}-{edition}{FILE_FORMATS[kind].suffix}"
    path = output or place_for(name, run_head.label, settings)
    write_file(path, content, run_head.label)
    say(str(path))
