"""`auditor collect`: measure what the scope allows, from the vantages of the settings, and write a facts folder."""

import datetime
import shlex
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli.common import ConfigOption, say, settings_for, show
from auditor.errors import CollectError

app = typer.Typer(add_completion=False)


@app.command()
def collect(
    inventory: Annotated[Path, typer.Argument(help="Inventory folder.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Facts folder to write.")] = Path("facts"),
    vantage: Annotated[
        list[str] | None, typer.Option("--vantage", help="Only from this vantage, or those of this zone; repeatable.")
    ] = None,
    scope: Annotated[
        Path | None, typer.Option("--scope", help="Permission to probe; default: scope.yaml in the inventory folder.")
    ] = None,
    config: ConfigOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be sent, and send nothing.")] = False,
    notice: Annotated[
        Path | None, typer.Option("--notice", help="Write the notice to the security operations centre here.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Continue an interrupted collection.")] = False,
) -> None:
    """Measure what the scope allows and write a facts folder."""
    from auditor.cli.collect_text import dry_run_text, notice_text, warnings_of
    from auditor.cli.progress import printed_progress
    from auditor.collectors import collect as carry_out
    from auditor.collectors import plan
    from auditor.inventory import load, load_scope, scope_of

    declared = load(inventory)
    permission = load_scope(scope) if scope else scope_of(inventory)
    planned = plan(declared, permission, settings_for(config, inventory), datetime.datetime.now(datetime.UTC), vantage)
    if notice is not None:
        _write_notice(notice, notice_text(planned))
    if dry_run:
        show(dry_run_text(planned))
        return
    for warning in warnings_of(planned):
        say(warning)
    with printed_progress() as progress:
        try:
            manifest = carry_out(planned, output, progress=progress, resume=resume)
        except KeyboardInterrupt:
            say(f"Interrupted. What was measured is in {output}, which says that it is partial. Continue with:")
            say(f"  auditor collect {shlex.quote(str(inventory))} -o {shlex.quote(str(output))} --resume")
            raise
    if manifest.complete:
        say(f"Complete: {len(manifest.parts)} files in {output}")
    else:
        say(f"Not complete: {output} says what is missing and why; --resume tries it again.")


def _write_notice(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CollectError(f"{path} cannot be written: {error.strerror}", remedy="Name another file.") from error
    say(f"Notice written to {path}")
