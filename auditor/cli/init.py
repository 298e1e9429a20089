"""`auditor init`: a folder to start from."""

import shlex
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli.common import show
from auditor.errors import UsageError

app = typer.Typer(add_completion=False)

_FILES = ("inventory.yaml", "scope.yaml", "auditor.yaml", "planning.yaml")


@app.command()
def init(folder: Annotated[Path, typer.Argument(help="Folder to make; existing files are never overwritten.")]) -> None:
    """Make a folder with an example inventory, an empty scope, settings and a planning file."""
    taken = [name for name in _FILES if (folder / name).exists()]
    if taken:
        raise UsageError(f"{folder / taken[0]} exists already", remedy="Choose another folder, or move the file away.")
    starter = files("auditor.inventory") / "starter"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in _FILES:
            (folder / name).write_bytes((starter / name).read_bytes())
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}") from error
    show(f"{folder}: {', '.join(_FILES)}")
    show("Next: edit them, then")
    show(f"  auditor inventory check {shlex.quote(str(folder))}")
    show(f"  auditor audit {shlex.quote(str(folder))}")
