"""`auditor plan decisions`: what is to become of each system and data set."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

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
from auditor.cli.plan.common import RunArgument, Words, opened, speaker, voice_of
from auditor.plan.decisions.shape import Proposal

if TYPE_CHECKING:
    from auditor.text.words import Voice

_INDENT = " " * 4


def decisions(
    run: RunArgument = "latest",
    rules: Annotated[Path | None, typer.Option("--rules", help="Rules instead of the shipped ones.")] = None,
    format_: FormatOption = Format.TABLE,
    lang: LangOption = None,
    restricted: RestrictedOption = False,
    config: ConfigOption = None,
) -> None:
    """What the rules propose for each system and data set, what people decided, and where the two differ."""
    from auditor.plan.run import Choices, open_run

    with opened(run, config, restricted=restricted) as (store, stored):
        source = open_run(store, stored, Choices(decision_rules=rules))
    found = source.decisions
    if format_ is Format.JSON:
        echo_json(found.model_dump(mode="json", by_alias=True))
        return
    voice = voice_of(lang, config)
    words = speaker(source.inventory, voice.language)
    for item in sorted(found.items, key=lambda one: (_ORDER.index(one.standing), one.kind == "data_set")):
        _print(item, words, voice)
    counted = [item.standing for item in found.items]
    tally = "; ".join(f"{_standing(one, voice)}: {counted.count(one)}" for one in reversed(_ORDER))
    say(wrapped("; ".join([tally, voice.t("clauses and all facts: --format json")])))


# What a person has to look at comes first.
_ORDER: tuple[Literal["forbidden", "differs", "undecided", "agrees"], ...] = (
    "forbidden",
    "differs",
    "undecided",
    "agrees",
)


def _standing(standing: str, voice: "Voice") -> str:
    from auditor.plan.document.words import STANDING
    from auditor.text.vocabulary import word

    return word(STANDING, standing).of(voice.language)


def _print(item: Proposal, words: Words, voice: "Voice") -> None:
    what = item.id if item.kind == "system" else voice.t("data set {0}", item.id)
    show(wrapped(f"{what}: {_standing(item.standing, voice)} ({_beside(item, voice)})", _INDENT))
    for reason in item.why[:1] if item.standing == "agrees" else item.why:
        show(wrapped(f"{_INDENT}{words(reason)}", _INDENT))
    if item.line and item.standing != "undecided":
        show(wrapped(f"{_INDENT}→ {item.line}", _INDENT))


def _beside(item: Proposal, voice: "Voice") -> str:
    from auditor.text.vocabulary import DECISION, word

    declared = word(DECISION, item.declared).of(voice.language) if item.declared else "–"
    proposed = word(DECISION, item.proposed).of(voice.language) if item.proposed else voice.t("nothing")
    parts = [voice.t("entered: {0}", declared), voice.t("proposed: {0}", proposed)]
    if item.consolidate_into:
        parts.append(voice.t("into {0}", item.consolidate_into))
    if item.early:
        parts.append(voice.t("early"))
    if item.rule:
        parts.append(voice.t("rule {0}", item.rule))
    return "; ".join(parts)
