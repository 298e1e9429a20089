"""`auditor plan state`: how far each system and its data have moved."""

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
    wrapped,
)
from auditor.cli.plan.common import RunArgument, Words, opened, speaker
from auditor.model.reason import Reason
from auditor.plan.movement.shape import DataMovement, Progress, SystemMovement

_STATE = 13
"""Columns of the longest state and two blanks."""


def state(
    run: RunArgument = "latest",
    format_: FormatOption = Format.TABLE,
    lang: LangOption = Lang.EN,
    restricted: RestrictedOption = False,
    config: ConfigOption = None,
) -> None:
    """How far each system and data set has moved: what is declared beside what was measured."""
    from auditor.plan.run import open_run

    with opened(run, config, restricted=restricted) as (store, stored):
        source = open_run(store, stored)
    moved = source.movement
    if format_ is Format.JSON:
        echo_json(moved.model_dump(mode="json", by_alias=True))
        return
    words = speaker(source.inventory, lang)
    for item in moved.systems:
        _print(item, words)
    if not moved.systems:
        show("no system moves or has moved")
    say("evidence and counts of each data set: --format json")


def _print(item: SystemMovement, words: Words) -> None:
    show(f"{item.state:<{_STATE}}{item.system}")
    if not item.data_sets:
        _say_why(item.why, words)
    for data in item.data_sets:
        show(wrapped(f"  {data.state:<{_STATE}}{data.data_set}: {_beside(data)}", " " * (_STATE + 2)))
        _say_why(data.why, words)


def _say_why(why: tuple[Reason, ...], words: Words) -> None:
    indent = " " * (_STATE + 2)
    for reason in why:
        show(wrapped(f"{indent}{words(reason)}", indent))


def _beside(data: DataMovement) -> str:
    against = "; the two disagree" if data.agrees is False else ""
    return f"declared {data.declared or '–'}, measured {data.measured or '–'}{against}{_done(data.progress)}"


def _done(progress: Progress) -> str:
    if progress.rows_done is not None:
        return f"; {progress.rows_done} of {_total(progress.rows)} rows"
    if progress.bytes_done is not None:
        return f"; {progress.bytes_done} of {_total(progress.bytes)} bytes"
    return ""


def _total(count: int | None) -> str:
    return "an unknown number of" if count is None else str(count)
