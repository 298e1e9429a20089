"""`auditor collect`: measure what the scope allows, from the vantages of the settings, and write a facts folder."""

import datetime
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli.common import ConfigOption, ScopeOption, clocks_for, say, settings_for, show
from auditor.errors import CollectError, ReportError, UsageError
from auditor.model.scope import Scope
from auditor.model.vocab.secrecy import Label

if TYPE_CHECKING:
    from auditor.audit import Looks

app = typer.Typer(add_completion=False)


@app.command()
def collect(
    inventory: Annotated[Path, typer.Argument(help="Inventory folder.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Facts folder to write.")] = Path("facts"),
    vantage: Annotated[
        list[str] | None, typer.Option("--vantage", help="Only from this vantage, or those of this zone; repeatable.")
    ] = None,
    scope: ScopeOption = None,
    config: ConfigOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be sent, and send nothing.")] = False,
    notice: Annotated[
        Path | None, typer.Option("--notice", help="Write the notice to the security operations centre here.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Continue an interrupted collection.")] = False,
    scan: Annotated[
        list[Path] | None,
        typer.Option("--scan", help="Send nothing: read this file of `nmap -oX`, made from --vantage; repeatable."),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option("--at", help="With --scan: when it ended, RFC 3339 with zone; default: what the file says."),
    ] = None,
    labelled: Annotated[
        bool, typer.Option("--labelled", help="With --dry-run or --notice: what concerns labelled things instead.")
    ] = False,
) -> None:
    """Measure what the scope allows and write a facts folder; labelled things go to a folder of their own."""
    from auditor.audit import Folders, Looks, collect_worlds, worlds_of
    from auditor.cli.collect_text import dry_run_text, notice_text, warnings_of
    from auditor.cli.progress import printed_progress
    from auditor.inventory import load_scope, scope_of
    from auditor.pages.formats import chosen_format

    if scan or at:
        _refuse_beside_scan(dry_run=dry_run, resume=resume, labelled=labelled, notice=notice, scope=scope)
        settings = settings_for(config, inventory)
        looks = Looks(worlds_of(inventory), Scope(), settings, tuple(vantage) if vantage else None)
        _read_scans(looks, output, scan or [], at)
        return
    if notice is not None:
        chosen_format(("text",), output=notice)
    settings = settings_for(config, inventory)
    worlds = worlds_of(inventory)
    permission = load_scope(scope) if scope else scope_of(inventory)
    looks = Looks(worlds, permission, settings, tuple(vantage) if vantage else None)
    now = datetime.datetime.now(datetime.UTC)
    planned = looks.labelled(now) if labelled else looks.open(now)
    if notice is not None:
        _write_notice(notice, notice_text(planned), planned.label)
    if dry_run:
        show(dry_run_text(planned))
        return
    for warning in warnings_of(planned):
        say(warning)
    folders = Folders.of(output, output.name, settings, labelled=worlds.parted)
    if folders.labelled is not None:
        say(f"facts about labelled things go to {folders.labelled}, which says what is missing there")
        say("judge both folders together")
    with printed_progress() as progress:
        try:
            manifests = collect_worlds(looks, folders, progress, resume=resume)
        except KeyboardInterrupt:
            say(f"Interrupted. What was measured is in {output}, which says that it is partial. Continue with:")
            say(f"  auditor collect {shlex.quote(str(inventory))} -o {shlex.quote(str(output))} --resume")
            raise
    if manifests[0].complete:
        say(f"Complete: {len(manifests[0].parts)} files in {output}")
    else:
        say(f"Not complete: {output} says what is missing and why; --resume tries it again.")


def _refuse_beside_scan(**given: object) -> None:
    """Raises UsageError for what only a collection that sends something takes."""
    asked = [f"--{name.replace('_', '-')}" for name, value in given.items() if value]
    if asked:
        raise UsageError(f"--scan sends nothing and takes no {', '.join(asked)}", remedy="Leave one of them out.")


def _read_scans(looks: "Looks", output: Path, files: list[Path], at: str | None) -> None:
    from auditor.audit import Folders
    from auditor.audit.scans import collect_scans
    from auditor.cli.progress import printed_progress

    if not files:
        raise UsageError("--at goes with --scan", remedy="What is measured now is dated now.")
    ended = clocks_for(None, at).evaluated_at if at else None
    folders = Folders.of(output, output.name, looks.settings, labelled=looks.worlds.parted)
    with printed_progress() as progress:
        manifest, *_ = collect_scans(looks, folders, files, ended, progress)
    if folders.labelled is not None:
        say(f"facts about labelled things go to {folders.labelled}; judge both folders together")
    whole = "" if manifest.complete else ", not whole: what a file did not tell to its end is partial"
    read = "1 scan" if len(files) == 1 else f"{len(files)} scans"
    say(f"Nothing was sent. {read} read into {folders.open}{whole}")


def _write_notice(path: Path, text: str, label: Label) -> None:
    from auditor.audit import write_file

    try:
        write_file(path, text.encode(), label)
    except ReportError as error:
        raise CollectError(error.message, remedy="Name another file.") from error
    say(f"Notice written to {path}")
