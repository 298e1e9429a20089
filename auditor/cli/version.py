"""`auditor version`: which auditor, which policies, which tools."""

import typer

from auditor import __version__
from auditor.cli.common import show

app = typer.Typer(add_completion=False)


@app.command()
def version() -> None:
    """Versions of the auditor, its policies and its tools."""
    from auditor.errors import AuditorError
    from auditor.policy.compiled import load

    show(f"auditor {__version__}")
    try:
        compiled = load()
    except AuditorError as error:
        show(f"policies: {error.message}")
    else:
        show(f"policies {compiled.digest[:12]}, {len(compiled.catalogue.controls)} controls")
