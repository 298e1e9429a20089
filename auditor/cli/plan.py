"""`auditor plan`: what a run means for the migration."""

from typing import Annotated

import typer

from auditor.cli import echo_json
from auditor.cli.common import ConfigOption, settings_for, show, table
from auditor.cli.runs import FormatOption, RestrictedOption
from auditor.model.readiness import SystemReadiness

app = typer.Typer(add_completion=False, no_args_is_help=True, help="The migration plan.")


@app.callback()
def plan() -> None:
    """The migration plan."""


@app.command("readiness")
def readiness(
    run: Annotated[str, typer.Argument(help="Run id, the beginning of one, or `latest`.")] = "latest",
    assume: Annotated[list[str] | None, typer.Option("--assume", help="What if: ID=pass or ID@subject=pass.")] = None,
    format_: FormatOption = "table",
    restricted: RestrictedOption = False,
    config: ConfigOption = None,
) -> None:
    """Which systems are ready, conditional, blocked or unknown, and what blocks them."""
    from auditor.audit import open_store, plan_readiness

    store = open_store(settings_for(config), restricted=restricted)
    try:
        judged = plan_readiness(store, store.get(run), assume or ())
    finally:
        store.close()
    if format_ == "json":
        echo_json(judged.model_dump(mode="json", by_alias=True))
        return
    rows = [
        (
            item.state,
            item.id,
            item.decision.value if item.decision else "–",
            f"{item.passed}/{item.gates}",
            _first(item),
        )
        for item in judged.systems
    ]
    show(table(("state", "system", "decision", "gates", "first blockers"), rows))


_SHOWN = 2


def _first(item: SystemReadiness) -> str:
    names = [f"{blocker.control} {blocker.subject.id}" for blocker in item.blockers]
    return ", ".join(names[:_SHOWN]) + (f" +{len(names) - _SHOWN}" if len(names) > _SHOWN else "")
