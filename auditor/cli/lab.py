"""`auditor lab`: the province in a box, which lives in the source tree beside the package."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from auditor.errors import UsageError

app = typer.Typer(add_completion=False, no_args_is_help=True, help="The province in a box.")

_TREE = Path(__file__).resolve().parents[2]


def _lab(*words: str) -> None:
    if not (_TREE / "lab" / "__main__.py").is_file():
        raise UsageError(
            "the lab is part of the source tree, not of the installed package",
            remedy="Clone the project and run scripts/demo.",
        )
    raise typer.Exit(subprocess.run([sys.executable, "-m", *words], cwd=_TREE, check=False).returncode)


@app.command()
def up() -> None:
    """Bring the lab up: namespaces, router, real servers, planted faults."""
    _lab("lab", "up")


@app.command()
def down() -> None:
    """Take the lab down and leave nothing behind."""
    _lab("lab", "down")


@app.command()
def audit(keep: Annotated[bool, typer.Option("--keep", help="Leave the lab up afterwards.")] = False) -> None:
    """Bring the lab up, audit it, compare every verdict with the truth table, take it down."""
    _lab("lab.demo", *(["--keep"] if keep else []))
