"""`auditor runs`: list, show and verify stored runs."""

from contextlib import closing
from typing import Annotated

import typer

from auditor.cli import echo_json
from auditor.cli.common import (
    AllOption,
    Format,
    FormatOption,
    RestrictedOption,
    StoredConfigOption,
    settings_for,
    share,
    show,
    table,
)
from auditor.cli.outcome import group_table, sum_up, totals_table, verdict_table, worst

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Stored runs.")


@app.command("list")
def list_runs(
    format_: FormatOption = Format.TABLE, restricted: RestrictedOption = False, config: StoredConfigOption = None
) -> None:
    """Every stored run, newest first."""
    from auditor.audit import open_store

    with closing(open_store(settings_for(config), restricted=restricted)) as store:
        runs = store.list()
    if format_ is Format.JSON:
        echo_json([{**run.head, "totals": run.totals} for run in runs])
        return
    rows = [
        (
            run.id,
            run.head["as_of"],
            "whole" if run.head["complete"] else "partial",
            str(run.totals["fail"]),
            str(run.totals["unknown"]),
            share(run.totals["assured"]),
        )
        for run in runs
    ]
    headings = ("run", "law as of", "facts", "fail", "unknown", "assured")
    show(table(headings, rows) if rows else f"no runs in {store.name} yet; `auditor audit` makes one")


@app.command("show")
def show_run(
    run: Annotated[str, typer.Argument(help="Run id, the beginning of one, or `latest`.")] = "latest",
    format_: FormatOption = Format.TABLE,
    every_row: AllOption = False,
    restricted: RestrictedOption = False,
    config: StoredConfigOption = None,
) -> None:
    """One run: its identity, totals, gravest verdicts and what does not apply; with json, all of it."""
    from auditor.audit import open_store
    from auditor.model.groups import grouped, run_document

    with closing(open_store(settings_for(config), restricted=restricted)) as store:
        result = store.result(store.get(run))
    if format_ is Format.JSON:
        echo_json(run_document(result, every_row=every_row))
        return
    sum_up(result)
    show(totals_table(result))
    show()
    if every_row:
        show(verdict_table(result.verdicts))
        return
    show(verdict_table(worst(result.verdicts, 20)))
    if groups := grouped(result.verdicts)[1]:
        show()
        show(group_table(groups))


@app.command("verify")
def verify(restricted: RestrictedOption = False, config: StoredConfigOption = None) -> None:
    """Check the chain of runs, every stored byte and the log of answers; exit 5 at the first difference."""
    from auditor.audit import open_store
    from auditor.store.ticks import TickLog

    with closing(open_store(settings_for(config), restricted=restricted)) as store:
        show(f"{store.verify()} runs verified")
        if answers := TickLog(store).verify():
            show(f"{answers} answers of checklists verified")
