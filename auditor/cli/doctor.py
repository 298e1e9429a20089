"""`auditor doctor`: what this machine has, what it lacks, and the command that would mend it."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from auditor.cli.common import StoredConfigOption, settings_file, settings_for, show, wrapped
from auditor.cli.programs import optional_programs
from auditor.errors import AuditorError

app = typer.Typer(add_completion=False)


@app.command()
def doctor(config: StoredConfigOption = None) -> None:
    """Say what this machine has and lacks; exit 1 when something every audit needs is missing."""
    rows = [*_required(), *_optional(), *_settings(config)]
    wide = max(len(what) for _, what, _ in rows)
    for mark, what, found in rows:
        show(wrapped(f"{mark}  {what:<{wide}}  {found}", " " * (wide + 5)))
    if any(mark == "✗" for mark, _, _ in rows):
        raise typer.Exit(1)


def _required() -> Iterator[tuple[str, str, str]]:
    yield "✓" if sys.version_info >= (3, 11) else "✗", "Python", sys.version.split()[0]
    yield _compiled("compiled policies", None)


def _compiled(what: str, folder: Path | None) -> tuple[str, str, str]:
    """Whether policies can be judged by: those of a folder, or the shipped ones."""
    from auditor.policy.compiled import load

    try:
        compiled = load(folder)
    except AuditorError as error:
        return "✗", what, str(error).replace("\n", " ")
    return "✓", what, f"{len(compiled.catalogue.controls)} controls, {compiled.digest[:12]}"


def _optional() -> Iterator[tuple[str, str, str]]:
    from auditor.policy.opa_binary import find_opa

    for program in optional_programs():
        found = shutil.which(program.name)
        lost = f"missing ({program.purpose}); apt-get install {program.package}"
        yield "✓" if found else "–", program.name, found or lost
    try:
        yield "✓", "OPA", str(find_opa())
    except AuditorError as error:
        yield "–", "OPA", f"only the `opa` engine and `policy build` need it: {error.message}"
    yield (
        "✓" if os.geteuid() == 0 else "–",
        "root",
        "yes" if os.geteuid() == 0 else "no: SYN and UDP sweeps fall back or are left out",
    )


def _settings(config: Path | None) -> Iterator[tuple[str, str, str]]:
    try:
        settings = settings_for(config)
    except AuditorError as error:
        yield "✗", "settings", str(error).replace("\n", " ")
    else:
        source = settings_file(config) or "defaults, no auditor.yaml here"
        counted = f"{len(settings.vantages)} vantages, {len(settings.schedules)} schedules"
        yield "✓", "settings", f"{source}: {counted}, store {settings.store}"
        if settings.policies:
            yield _compiled("own policies", Path(settings.policies))
