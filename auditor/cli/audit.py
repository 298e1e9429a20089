"""`auditor audit`: collect from every vantage, evaluate, store, report."""

import datetime
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import echo_json
from auditor.cli.common import (
    AllOption,
    AsOfOption,
    AtOption,
    ConfigOption,
    Format,
    FormatOption,
    LangOption,
    PoliciesOption,
    ScopeOption,
    clocks_for,
    config_words,
    language_of,
    say,
    settings_for,
    with_policies,
)
from auditor.cli.outcome import Demands, FailOnOption, MinCoverageOption
from auditor.cli.summary import summary

if TYPE_CHECKING:
    from auditor.audit import Order

app = typer.Typer(add_completion=False)


@app.command()
def audit(
    inventory: Annotated[Path, typer.Argument(help="Inventory folder.")],
    scope: ScopeOption = None,
    reports: Annotated[Path, typer.Option("--reports", help="Folder for facts and reports of this run.")] = Path(
        "reports"
    ),
    edition: Annotated[
        list[str] | None, typer.Option("--edition", "-e", help="Editions to write; default: all.")
    ] = None,
    as_of: AsOfOption = None,
    at: AtOption = None,
    lang: LangOption = None,
    format_: FormatOption = Format.TABLE,
    every_row: AllOption = False,
    fail_on: FailOnOption = None,
    min_coverage: MinCoverageOption = None,
    policies: PoliciesOption = None,
    config: ConfigOption = None,
) -> None:
    """Collect from every vantage, evaluate, store and report. Nothing outside the scope is touched."""
    from auditor.audit import Order, audit_inventory
    from auditor.cli.progress import printed_progress
    from auditor.model.groups import run_document

    demands = Demands.of(fail_on, min_coverage)
    clocks_for(as_of, at)
    settings = with_policies(settings_for(config, inventory), policies)
    language = language_of(lang, settings)
    folder = reports / datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")
    order = Order(
        inventory=inventory,
        scope=scope or inventory / "scope.yaml",
        settings=settings,
        folder=folder,
        clocks=lambda: clocks_for(as_of, at),
        editions=tuple(edition or ()),
        language=language,
    )
    try:
        with printed_progress() as progress:
            outcome = audit_inventory(order, progress)
    except KeyboardInterrupt:
        _say_kept(order, config_words(config, inventory))
        raise
    if format_ is Format.JSON:
        echo_json(run_document(outcome.report.result, every_row=every_row))
    else:
        summary(outcome.report, outcome.files, labelled=outcome.labelled_kept, language=language)
        say(f"see `auditor runs show {outcome.report.result.run.id}{config_words(config, inventory)}`")
    if outcome.labelled_dropped:
        say("results about labelled things were not stored: restricted_store is not configured")
    if outcome.interrupted:
        say("partial: the collection was cut short; what is missing counts as unknown")
        raise typer.Exit(130)
    demands.judge(outcome.report.result)


def _say_kept(order: "Order", config: str) -> None:
    """What an interrupted audit leaves behind, and the command that goes on from there."""
    facts = order.folder / "facts"
    reports = sorted(path.name for path in order.folder.glob("*.*"))
    if reports:
        say(f"Finished before the interruption: {', '.join(reports)} in {order.folder}. The others:")
        say(f"  auditor report latest --edition EDITION{config}")
    elif (facts / "manifest.json").is_file():
        say(f"The facts are kept in {facts}. Judge them with:")
        say(f"  auditor evaluate {shlex.quote(str(facts))} --inventory {shlex.quote(str(order.inventory))}{config}")
    elif facts.is_dir():
        say(f"What was measured is kept in {facts}, unfinished. Continue with:")
        say(f"  auditor collect {shlex.quote(str(order.inventory))} -o {shlex.quote(str(facts))} --resume{config}")
