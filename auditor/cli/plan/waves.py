"""`auditor plan waves`: who moves in which night, and why; or the demands that leave no plan."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
from auditor.cli.plan.common import PlanningOption, RunArgument, Words, opened, speaker, voice_of
from auditor.errors import MigrationError, PlanningError, Problem, UsageError
from auditor.pages.formats import chosen_format
from auditor.plan.waves.shape import Conflict, PlannedWave, WavePlan

if TYPE_CHECKING:
    from auditor.text.words import Voice

_INDENT = " " * 4


def waves(
    run: RunArgument = "latest",
    replan: Annotated[
        bool, typer.Option("--replan", help="Adopted waves to come may change, as little as possible.")
    ] = False,
    planning: PlanningOption = None,
    format_: FormatOption = Format.TABLE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Also write the proposal as JSON here.")] = None,
    lang: LangOption = None,
    restricted: RestrictedOption = False,
    config: ConfigOption = None,
) -> None:
    """A night for each system that moves, with one reason each; or a small set of demands that contradict each other.

    Nothing is adopted by this: adopted waves stand in the inventory.
    """
    from auditor.plan.run import Choices, open_run

    with opened(run, config, restricted=restricted) as (store, stored):
        source = open_run(store, stored, Choices(replan=replan), planning)
    voice = voice_of(lang, config)
    found, words = source.waves, speaker(source.inventory, voice.language)
    document = found.model_dump(mode="json", by_alias=True)
    if output:
        chosen_format(("json",), output=output)
        _write(output, document)
    if format_ is Format.JSON:
        echo_json(document)
    else:
        _print(found, words, voice)
    _check(found, words, voice)


def _write(path: Path, document: dict[str, Any]) -> None:
    import orjson

    try:
        path.write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}", remedy="Name another file.") from error


def _print(plan: WavePlan, words: Words, voice: "Voice") -> None:
    for wave in plan.waves:
        _wave(plan, wave, words, voice)
    if plan.cut_edges:
        cut = [edge for edge in plan.cut_edges if not edge.permanent]
        weight = sum(edge.weight for edge in cut)
        forever = len(plan.cut_edges) - len(cut)
        show(voice.t("links cut for a while: {0}, weight {1}; for good: {2}", str(len(cut)), str(weight), str(forever)))
    for cycle in plan.cycles:
        ends = ", ".join(cycle.systems), ", ".join(cycle.cut), str(cycle.cut_weight)
        _headed(voice.t("Ring"), voice.t("{0}; cheapest to bridge: {1} (weight {2})", *ends))
    for item in plan.unplaced:
        _headed(voice.t("No wave"), words(item.why))
    for reason in plan.unknowns:
        _headed(voice.t("Not known"), words(reason))
    if plan.objective is not None:
        say(wrapped("; ".join(_figures(plan, voice))))


def _headed(head: str, text: str) -> None:
    show(wrapped(f"{head}: {text}", _INDENT))


def _wave(plan: WavePlan, wave: PlannedWave, words: Words, voice: "Voice") -> None:
    from auditor.text.vocabulary import READINESS, word
    from auditor.text.words import day

    many = voice.tn("{n} system", "{n} systems", len(wave.systems))
    held = [voice.t("adopted")] if wave.fixed else []
    notice = voice.t("notice by {0}", day(wave.notice_by))
    show(f"{day(wave.date).of(voice.language)}  {wave.id}: {'; '.join([*held, many, notice])}")
    for placement in plan.placements:
        if placement.wave == wave.id:
            state = word(READINESS, placement.readiness).of(voice.language)
            moved = [voice.t("was {0}", day(placement.changed_from))] if placement.changed_from else []
            show(wrapped(f"  {placement.system} ({'; '.join([state, *moved])}): {words(placement.why)}", " " * 6))


def _figures(plan: WavePlan, voice: "Voice") -> Iterator[str]:
    from auditor.text.words import share

    cost = str(plan.objective), str(plan.bound), share(plan.gap)
    yield voice.t("the best plan there is") if plan.status == "optimal" else voice.t("a plan, not shown to be the best")
    yield voice.t("cost {0}, at least {1} (gap {2})", *cost)
    if plan.greedy is None:
        yield voice.t("by hand none was found")
    else:
        yield voice.t("by hand {0}, gain {1}", str(plan.greedy), str(plan.gain))
    yield voice.t("changes {0}", str(plan.changes))
    yield voice.t("notes of each system: --format json")


def _check(plan: WavePlan, words: Words, voice: "Voice") -> None:
    """Raises what makes the command fail where there is no plan."""
    if plan.status == "infeasible":
        problems = [_problem(conflict, words) for conflict in plan.conflicts] or [
            Problem(None, None, "waves", words(reason))
            for reason in plan.unknowns
            if reason.code == "conflicts_not_found"
        ]
        one = voice.t("This cannot be met; change it.")
        more = voice.t("These cannot all be met; changing any one of them helps.")
        raise PlanningError(problems, remedy=more if len(problems) > 1 else one)
    if plan.status == "unknown":
        raise MigrationError(
            voice.t("the work limit ended before a plan was found, or it was shown that there is none"),
            remedy=voice.t("Raise `work_limit` in planning.yaml."),
        )


def _problem(conflict: Conflict, words: Words) -> Problem:
    file, _, line = conflict.line.rpartition(":")
    placed = bool(file) and line.isdigit()
    return Problem(
        Path(file) if placed else Path(conflict.line),
        int(line) if placed else None,
        conflict.constraint,
        words(conflict.why),
    )
