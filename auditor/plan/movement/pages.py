"""How far everything has moved, for terminals."""

from collections.abc import Iterator, Mapping

from auditor.model.reason import Reason
from auditor.plan.deliver import Maker
from auditor.plan.movement.shape import DataMovement, Progress, SystemMovement
from auditor.plan.run import PlanRun
from auditor.plan.shared.speaker import Words, speaker
from auditor.plan.verbs import Screen
from auditor.text.vocabulary import MOVE_STATE, word
from auditor.text.words import Language, Voice, number

_INDENT = " " * 4


def screen(run: PlanRun, language: Language) -> Screen:
    """Each system with its data sets and why they stand where they do."""
    shown, voice, words = Screen(), Voice(language), speaker(run.inventory, language)
    for item in run.movement.systems:
        _system(shown, item, words, voice)
    if not run.movement.systems:
        shown.show(voice.t("No system moves or has moved"))
    shown.note(voice.t("Evidence and counts of each data set: --format json"))
    return shown


def _system(shown: Screen, item: SystemMovement, words: Words, voice: Voice) -> None:
    def state_of(state: str | None) -> str:
        return word(MOVE_STATE, state).of(voice.language) if state else "–"

    shown.show(f"{item.system}: {state_of(item.state)}", _INDENT)
    if not item.data_sets:
        _say_why(shown, item.why, words)
    for data in item.data_sets:
        beside = voice.t("declared: {0}; measured: {1}", state_of(data.declared), state_of(data.measured))
        parts = [beside, *_against(data, voice), *_done(data.progress, voice)]
        shown.show(f"  {data.data_set}: {state_of(data.state)} ({'; '.join(parts)})", _INDENT)
        _say_why(shown, data.why, words)


def _say_why(shown: Screen, why: tuple[Reason, ...], words: Words) -> None:
    for reason in why:
        shown.show(f"{_INDENT}{words(reason)}", _INDENT)


def _against(data: DataMovement, voice: Voice) -> Iterator[str]:
    if data.agrees is False:
        yield voice.t("the two disagree")


def _done(progress: Progress, voice: Voice) -> Iterator[str]:
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


FORMATS: Mapping[str, Maker] = {"table": screen}
