"""`auditor plan readiness`: which systems may move, and what holds the others up."""

from contextlib import closing
from typing import Annotated

import typer

from auditor.cli import echo_json
from auditor.cli.common import ConfigOption, Format, FormatOption, RestrictedOption, say, settings_for, show, table
from auditor.model.readiness import SystemReadiness


def readiness(
    run: Annotated[str, typer.Argument(help="Run id, the beginning of one, or `latest`.")] = "latest",
    assume: Annotated[list[str] | None, typer.Option("--assume", help="What if: ID=pass or ID@subject=pass.")] = None,
    format_: FormatOption = Format.TABLE,
    restricted: RestrictedOption = False,
    config: ConfigOption = None,
) -> None:
    """Which systems are ready, conditional, blocked or unknown, and what blocks them."""
    from auditor.audit import open_store, plan_readiness

    with closing(open_store(settings_for(config), restricted=restricted)) as store:
        judged = plan_readiness(store, store.get(run), assume or ())
    if format_ is Format.JSON:
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
    say("remedies: `auditor policy show ID`; every blocker with owner and due date: --format json")


_SHOWN = 2


def _first(item: SystemReadiness) -> str:
    names = [f"{blocker.control} {blocker.subject.id}" for blocker in item.blockers]
    return ", ".join(names[:_SHOWN]) + (f" +{len(names) - _SHOWN}" if len(names) > _SHOWN else "")
