"""`auditor plan state`: how far each system and its data have moved."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

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
from auditor.cli.plan.common import RunArgument, Words, opened, speaker, voice_of
from auditor.model.reason import Reason
from auditor.plan.movement.shape import DataMovement, Progress, SystemMovement

if TYPE_CHECKING:
    from auditor.text.words import Voice

_INDENT = " " * 4


def state(
    run: RunArgument = "latest",
    format_: FormatOption = Format.TABLE,
    lang: LangOption = None,
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
    voice = voice_of(lang, config)
    words = speaker(source.inventory, voice.language)
    for item in moved.systems:
        _print(item, words, voice)
    if not moved.systems:
        show(voice.t("No system moves or has moved"))
    say(voice.t("Evidence and counts of each data set: --format json"))


def _print(item: SystemMovement, words: Words, voice: "Voice") -> None:
    from auditor.plan.document.words import MOVE_STATE
    from auditor.text.vocabulary import word

    def state_of(state: str | None) -> str:
        return word(MOVE_STATE, state).of(voice.language) if state else "–"

    show(wrapped(f"{item.system}: {state_of(item.state)}", _INDENT))
    if not item.data_sets:
        _say_why(item.why, words)
    for data in item.data_sets:
        beside = voice.t("declared: {0}; measured: {1}", state_of(data.declared), state_of(data.measured))
        parts = [beside, *_against(data, voice), *_done(data.progress, voice)]
        show(wrapped(f"  {data.data_set}: {state_of(data.state)} ({'; '.join(parts)})", _INDENT))
        _say_why(data.why, words)


def _say_why(why: tuple[Reason, ...], words: Words) -> None:
    for reason in why:
        show(wrapped(f"{_INDENT}{words(reason)}", _INDENT))


def _against(data: DataMovement, voice: "Voice") -> Iterator[str]:
    if data.agrees is False:
        yield voice.t("the two disagree")


def _done(progress: Progress, voice: "Voice") -> Iterator[str]:
    from auditor.text.words import number

    if progress.rows_done is not None:
        if progress.rows is None:
            yield voice.t("{0} of an unknown number of rows", number(progress.rows_done))
        else:
            yield voice.t("{0} of {1} rows", number(progress.rows_done), number(progress.rows))
    elif progress.bytes_done is not None:
        if progress.bytes is None:
            yield voice.t("{0} of an unknown number of bytes", number(progress.bytes_done))
        else:
            yield voice.t("{0} of {1} bytes", number(progress.bytes_done), number(progress.bytes))
