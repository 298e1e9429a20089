"""`auditor plan readiness`: which systems may move, and what holds the others up."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    table,
    wrapped,
)
from auditor.cli.plan.common import PlanOption, RunArgument, opened, saved_waves, voice_of
from auditor.model.readiness import Blocker, SystemReadiness
from auditor.model.vocab import SubjectKind

if TYPE_CHECKING:
    from auditor.text.words import Voice

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
    lang: LangOption = None,
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
    chosen = selected_systems(source, wave=wave, systems=system or (), proposal=source.choices.proposal)
    whole = source.readiness
    judged = whole.model_copy(update={"systems": tuple(item for item in whole.systems if item.id in chosen)})
    if format_ is Format.JSON:
        echo_json(judged.model_dump(mode="json", by_alias=True))
        return
    voice = voice_of(lang, config)
    if not (wave or system):
        _overview(judged.systems, voice)
        if judged.shared:
            say(wrapped(voice.t("open beside these, about zones, sites and waves: {0}", _first(judged.shared)), "  "))
        say(voice.t("who clears what, owner and due date: --system or --wave, or --format json"))
        return
    estate = Estate.of(source.inventory)
    for item in judged.systems:
        show(wrapped(system_line(item).of(voice.language), "  "))
        for blocker in item.blockers:
            show(wrapped(f"  {blocker_line(blocker, estate).of(voice.language)}", "    "))
    for blocker in judged.shared:
        if wave and (blocker.subject.kind, blocker.subject.id) == (SubjectKind.WAVE, wave):
            show(wrapped(blocker_line(blocker, estate).of(voice.language), "    "))
    if not judged.systems:
        say(voice.t("no system of this run is in that wave"))
    say(voice.t("remedies: `auditor policy show ID`"))


def _overview(systems: tuple[SystemReadiness, ...], voice: "Voice") -> None:
    from auditor.text.vocabulary import READINESS, word

    headings = (voice.t("State"), voice.t("System"), voice.t("Met"), voice.t("First hold-ups"))
    states = {item.state: word(READINESS, item.state).of(voice.language) for item in systems}
    rows = [(states[item.state], item.id, _met(item), _first(item.blockers)) for item in systems]
    show(table(headings, rows))


def _met(item: SystemReadiness) -> str:
    return f"{item.passed}/{item.gates}"


def _first(blockers: tuple[Blocker, ...]) -> str:
    names = [f"{blocker.control} {blocker.subject.id}" for blocker in blockers]
    return ", ".join(names[:_SHOWN]) + (f" +{len(names) - _SHOWN}" if len(names) > _SHOWN else "")
