"""`auditor evaluate`: facts folders and an inventory in, verdicts out."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import echo_json
from auditor.cli.common import (
    AllOption,
    AsOfOption,
    AtOption,
    ConfigOption,
    Format,
    FormatOption,
    PoliciesOption,
    clocks_for,
    config_words,
    say,
    settings_for,
    show,
    with_policies,
)
from auditor.cli.outcome import Demands, FailOnOption, MinCoverageOption, sum_up, totals_table, verdict_table, worst
from auditor.errors import NotFoundError, UsageError
from auditor.model.settings import Settings

app = typer.Typer(add_completion=False)


@app.command()
def evaluate(
    facts: Annotated[list[Path], typer.Argument(help="Facts folders made by `auditor collect`.")],
    inventory: Annotated[Path, typer.Option("--inventory", "-i", help="Inventory folder.")],
    as_of: AsOfOption = None,
    at: AtOption = None,
    engine: Annotated[str, typer.Option("--engine", help="wasm or opa; default: settings, else wasm.")] = "",
    format_: FormatOption = Format.TABLE,
    every_row: AllOption = False,
    labelled: Annotated[
        bool, typer.Option("--labelled", help="Show the result about labelled things instead.")
    ] = False,
    store: Annotated[bool, typer.Option("--store/--no-store", help="Keep the run in the store.")] = True,
    fail_on: FailOnOption = None,
    min_coverage: MinCoverageOption = None,
    policies: PoliciesOption = None,
    config: ConfigOption = None,
) -> None:
    """Judge facts folders by the policies; the law of --as-of applies, facts age to --at."""
    from auditor.audit import Declared, evaluate_facts, keep
    from auditor.model.groups import run_document
    from auditor.policy.evaluate import EngineChoice

    demands = Demands.of(fail_on, min_coverage)
    settings = with_policies(settings_for(config, inventory), policies)
    name = engine or settings.engine
    if name not in ("wasm", "opa"):
        raise UsageError(f"--engine {name!r} is neither wasm nor opa")
    choice = EngineChoice("opa" if name == "opa" else "wasm", settings.workers, settings.opa)
    clocks = clocks_for(as_of, at)
    declared = Declared.of(inventory)
    ready = partial(_ready, settings, labelled=declared.worlds.parted) if store else None
    evaluation = evaluate_facts(declared, facts, clocks, settings, choice, before=ready)
    if store:
        stored = keep(evaluation, settings)
        say("stored; why, and what to do about it:")
        say(f"  auditor report {stored.open.id} --edition technical{config_words(config, inventory)}")
        if stored.labelled_dropped:
            say("results about labelled things were not stored: restricted_store is not configured")
    result = evaluation.labelled if labelled else evaluation.open
    if result is None:
        raise NotFoundError("this inventory has nothing labelled")
    if format_ is Format.JSON:
        echo_json(run_document(result, every_row=every_row))
    else:
        sum_up(result)
        show(totals_table(result))
        show()
        show(verdict_table(worst(result.verdicts, 20)))
    demands.judge(result)


def _ready(settings: Settings, *, labelled: bool) -> None:
    """Stores that cannot take the runs are found out before anything is judged, and what was cut off is kept."""
    from auditor.audit import complete_intents, require_stores

    for note in require_stores(settings, labelled=labelled):
        say(note)
    for run in complete_intents(settings):
        say(f"run {run} of an earlier evaluation that was cut off is kept now")
