"""`auditor plan`: what a run means for the migration. Verbs are data of the rooms of the plan, reached by its table."""

from importlib import import_module

import typer

from auditor.cli.plan.build import command
from auditor.plan.parts import PARTS

app = typer.Typer(add_completion=False, no_args_is_help=True, help="The migration plan.")


@app.callback()
def plan() -> None:
    """The migration plan: who moves, when, in which order, and what must be true on the night."""


for part in PARTS.values():
    if part.verb:
        app.command(part.verb)(command(part.name, import_module(f"auditor.plan.{part.name}.verb").VERB))
