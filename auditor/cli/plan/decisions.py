"""`auditor plan decisions`: what is to become of each system and data set."""

from collections.abc import Callable
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
    wrapped,
)
from auditor.cli.plan.common import RunArgument, opened, speaker
from auditor.model.reason import Reason
from auditor.plan.decisions.shape import Proposal

_STANDING = 11
"""Columns of the longest standing and two blanks."""


def decisions(
    run: RunArgument = "latest",
    rules: Annotated[Path | None, typer.Option("--rules", help="Rules instead of the shipped ones.")] = None,
    format_: FormatOption = Format.TABLE,
    lang: LangOption = Lang.EN,
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
    words = speaker(source.inventory, lang)
    for item in sorted(found.items, key=lambda one: (_ORDER.index(one.standing), one.kind == "data_set")):
        _print(item, words)
    counted = [item.standing for item in found.items]
    tally = ", ".join(f"{word} {counted.count(word)}" for word in ("agrees", "differs", "undecided", "forbidden"))
    say(f"{tally}; clauses and all facts: --format json")


# What a person has to look at comes first.
_ORDER = ("forbidden", "differs", "undecided", "agrees")


def _print(item: Proposal, words: Callable[[Reason], str]) -> None:
    indent = " " * _STANDING
    what = item.id if item.kind == "system" else f"data set {item.id}"
    show(wrapped(f"{item.standing:<{_STANDING}}{what}: {_beside(item)}", indent))
    for reason in item.why[:1] if item.standing == "agrees" else item.why:
        show(wrapped(f"{indent}{words(reason)}", indent))
    if item.line and item.standing != "undecided":
        show(wrapped(f"{indent}→ {item.line}", indent))


def _beside(item: Proposal) -> str:
    proposed = item.proposed.value if item.proposed else "nothing"
    rule = f" by {item.rule}" if item.rule else ""
    early = ", early" if item.early else ""
    into = f" into {item.consolidate_into}" if item.consolidate_into else ""
    return f"decided {item.declared.value if item.declared else '–'}, proposed {proposed}{into}{early}{rule}"
