"""`auditor plan fixes`: the least that has to be done before systems are ready."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import echo_json
from auditor.cli.common import (
    ConfigOption,
    Format,
    FormatOption,
    LangOption,
    RestrictedOption,
    say,
    show,
    wrapped,
)
from auditor.cli.plan.common import PlanningOption, PlanOption, RunArgument, opened, saved_waves, voice_of


class Aim(StrEnum):
    """How far the systems are to come."""

    READY = "ready"
    CONDITIONAL = "conditional"


def fixes(
    run: RunArgument = "latest",
    wave: Annotated[str, typer.Option("--wave", help="For the systems of one wave.")] = "",
    system: Annotated[list[str] | None, typer.Option("--system", help="For a system; repeatable.")] = None,
    to: Annotated[
        Aim, typer.Option("--to", help="ready clears everything open, conditional only what stops a move.")
    ] = Aim.READY,
    plan: PlanOption = None,
    planning: PlanningOption = None,
    clearances: Annotated[
        Path | None, typer.Option("--clearances", help="Rules who can clear what, instead of the shipped ones.")
    ] = None,
    rules: Annotated[
        Path | None, typer.Option("--rules", help="Rules what one act clears, instead of the shipped ones.")
    ] = None,
    format_: FormatOption = Format.TABLE,
    lang: LangOption = None,
    restricted: RestrictedOption = False,
    config: ConfigOption = None,
) -> None:
    """The smallest set to put right, to measure and to enter, for a wave, some systems or all of them."""
    from auditor.pages.names import Estate
    from auditor.plan.fixes.lines import fix_lines, fix_set_lines
    from auditor.plan.run import Choices, open_run
    from auditor.plan.shared.selection import selected_systems

    with opened(run, config, restricted=restricted) as (store, stored):
        choices = Choices(wave, to=to.value, proposal=saved_waves(plan), clearances=clearances, fix_rules=rules)
        source = open_run(store, stored, choices, planning)
    found = source.asked(
        systems=selected_systems(source, wave=wave, systems=system or (), proposal=source.choices.proposal)
    ).fixes
    if format_ is Format.JSON:
        echo_json(found.model_dump(mode="json", by_alias=True))
        return
    estate, voice = Estate.of(source.inventory), voice_of(lang, config)
    for position, item in enumerate(found.fixes, 1):
        task, *rest = [line.of(voice.language) for line in fix_lines(item, estate)]
        show(wrapped(f"{position}. {task}", "   "))
        for line in rest:
            show(wrapped(f"   {line}", "   "))
    for summary in fix_set_lines(found):
        show(wrapped(summary.of(voice.language), "  "))
    say(voice.t("what is cleared, and the assumptions for a what-if: --format json"))
