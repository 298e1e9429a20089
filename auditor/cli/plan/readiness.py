"""`auditor plan readiness`: which systems may move, and what holds the others up."""

from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import echo_json
from auditor.cli.common import (
    ConfigOption,
    Format,
    FormatOption,
    Lang,
    LangOption,
    RestrictedOption,
    say,
    show,
    table,
    wrapped,
)
from auditor.cli.plan.common import PlanOption, RunArgument, opened, saved_waves
from auditor.model.readiness import Blocker, SystemReadiness
from auditor.model.vocab import SubjectKind

_SHOWN = 2


def readiness(
    run: RunArgument = "latest",
    wave: Annotated[str, typer.Option("--wave", help="The systems of one wave, with all that holds them up.")] = "",
    system: Annotated[list[str] | None, typer.Option("--system", help="The same for a system; repeatable.")] = None,
    assume: Annotated[list[str] | None, typer.Option("--assume", help="What if: ID=pass or ID@subject=pass.")] = None,
    plan: PlanOption = None,
    clearances: Annotated[
        Path | None, typer.Option("--clearances", help="Rules who can clear what, instead of the shipped ones.")
    ] = None,
    format_: FormatOption = Format.TABLE,
    lang: LangOption = Lang.EN,
    restricted: RestrictedOption = False,
    config: ConfigOption = None,
) -> None:
    """Which systems are ready, conditional, blocked or unknown, what blocks them, and who can clear it."""
    from auditor.pages.names import Estate
    from auditor.plan.readiness.lines import blocker_line, system_line
    from auditor.plan.run import Choices, open_run
    from auditor.plan.shared.selection import selected_systems

    with opened(run, config, restricted=restricted) as (store, stored):
        choices = Choices(assumed=tuple(assume or ()), proposal=saved_waves(plan), clearances=clearances)
        source = open_run(store, stored, choices)
    chosen = selected_systems(source, wave=wave, systems=system or ())
    whole = source.readiness
    judged = whole.model_copy(update={"systems": tuple(item for item in whole.systems if item.id in chosen)})
    if format_ is Format.JSON:
        echo_json(judged.model_dump(mode="json", by_alias=True))
        return
    if not (wave or system):
        _overview(judged.systems, lang)
        if judged.shared:
            say(wrapped(f"open beside these, about zones, sites and waves: {_first(judged.shared)}", "  "))
        say("who clears what, owner and due date: --system or --wave, or --format json")
        return
    estate = Estate.of(source.inventory)
    for item in judged.systems:
        show(wrapped(system_line(item).of(lang.value), "  "))
        for blocker in item.blockers:
            show(wrapped(f"  {blocker_line(blocker, estate).of(lang.value)}", "    "))
    for blocker in judged.shared:
        if wave and (blocker.subject.kind, blocker.subject.id) == (SubjectKind.WAVE, wave):
            show(wrapped(blocker_line(blocker, estate).of(lang.value), "    "))
    if not judged.systems:
        say("no system of this run is in that wave")
    say("remedies: `auditor policy show ID`")


def _overview(systems: tuple[SystemReadiness, ...], lang: Lang) -> None:
    if lang is Lang.EN:
        rows = [(item.state, item.id, item.decision or "–", _met(item), _first(item.blockers)) for item in systems]
        show(table(("state", "system", "decision", "gates", "first blockers"), rows))
        return
    from auditor.text.vocabulary import READINESS, word

    known = [(word(READINESS, item.state).vi, item.id, _met(item), _first(item.blockers)) for item in systems]
    show(table(("tình trạng", "hệ thống", "đạt", "vướng mắc đầu tiên"), known))


def _met(item: SystemReadiness) -> str:
    return f"{item.passed}/{item.gates}"


def _first(blockers: tuple[Blocker, ...]) -> str:
    names = [f"{blocker.control} {blocker.subject.id}" for blocker in blockers]
    return ", ".join(names[:_SHOWN]) + (f" +{len(names) - _SHOWN}" if len(names) > _SHOWN else "")
