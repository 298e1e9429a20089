"""`auditor plan waves`: who moves in which night, and why; or the demands that leave no plan."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

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
    share,
    show,
    wrapped,
)
from auditor.cli.plan.common import PlanningOption, RunArgument, Words, opened, speaker
from auditor.errors import MigrationError, PlanningError, Problem, UsageError
from auditor.plan.waves.shape import Conflict, PlannedWave, WavePlan


def waves(
    run: RunArgument = "latest",
    replan: Annotated[
        bool, typer.Option("--replan", help="Adopted waves to come may change, as little as possible.")
    ] = False,
    planning: PlanningOption = None,
    format_: FormatOption = Format.TABLE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Also write the proposal as JSON here.")] = None,
    lang: LangOption = Lang.EN,
    restricted: RestrictedOption = False,
    config: ConfigOption = None,
) -> None:
    """A night for each system that moves, with one reason each; or a small set of demands that contradict each other.

    Nothing is adopted by this: adopted waves stand in the inventory.
    """
    from auditor.plan.run import Choices, open_run

    with opened(run, config, restricted=restricted) as (store, stored):
        source = open_run(store, stored, Choices(replan=replan), planning)
    found, words = source.waves, speaker(source.inventory, lang)
    document = found.model_dump(mode="json", by_alias=True)
    if output:
        _write(output, document)
    if format_ is Format.JSON:
        echo_json(document)
    else:
        _print(found, words)
    _check(found, words)


def _write(path: Path, document: dict[str, Any]) -> None:
    import orjson

    try:
        path.write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}", remedy="Name another file.") from error


def _print(plan: WavePlan, words: Words) -> None:
    for wave in plan.waves:
        _wave(plan, wave, words)
    if plan.cut_edges:
        cut = [edge for edge in plan.cut_edges if not edge.permanent]
        weight = sum(edge.weight for edge in cut)
        forever = len(plan.cut_edges) - len(cut)
        show(f"links cut for a while: {len(cut)}, weight {weight}; for good: {forever}")
    for cycle in plan.cycles:
        text = f"{', '.join(cycle.systems)}; cheapest to bridge: {', '.join(cycle.cut)} (weight {cycle.cut_weight})"
        show(wrapped(f"ring      {text}", " " * 10))
    for item in plan.unplaced:
        show(wrapped(f"no wave   {words(item.why)}", " " * 10))
    for reason in plan.unknowns:
        show(wrapped(f"unknown   {words(reason)}", " " * 10))
    if plan.objective is not None:
        say("; ".join(_figures(plan)))


def _wave(plan: WavePlan, wave: PlannedWave, words: Words) -> None:
    held = ", adopted" if wave.fixed else ""
    many = "system" if len(wave.systems) == 1 else "systems"
    show(f"{wave.date}  {wave.id}{held}: {len(wave.systems)} {many}, notice by {wave.notice_by}")
    for placement in plan.placements:
        if placement.wave == wave.id:
            moved = f" (was {placement.changed_from})" if placement.changed_from else ""
            show(wrapped(f"  {placement.system}  {placement.readiness}{moved}: {words(placement.why)}", " " * 6))


def _figures(plan: WavePlan) -> Iterator[str]:
    yield f"{plan.status}: cost {plan.objective}, at least {plan.bound} (gap {share(plan.gap)})"
    yield "by hand none was found" if plan.greedy is None else f"by hand {plan.greedy}, gain {plan.gain}"
    yield f"changes {plan.changes}"
    yield "notes of each system: --format json"


_REMEDIES = ("This cannot be met; change it.", "These cannot all be met; changing any one of them helps.")


def _check(plan: WavePlan, words: Words) -> None:
    """Raises what makes the command fail where there is no plan."""
    if plan.status == "infeasible":
        problems = [_problem(conflict, words) for conflict in plan.conflicts] or [
            Problem(None, None, "waves", words(reason))
            for reason in plan.unknowns
            if reason.code == "conflicts_not_found"
        ]
        raise PlanningError(problems, remedy=_REMEDIES[len(problems) > 1])
    if plan.status == "unknown":
        raise MigrationError(
            "the work limit ended before a plan was found, or it was shown that there is none",
            remedy="Raise `work_limit` in planning.yaml.",
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
