"""`auditor plan upgrades`: what the provincial data centre must upgrade, replace or add."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import echo_json
from auditor.cli.common import ConfigOption, LangOption, RestrictedOption, say, show, wrapped
from auditor.cli.plan.common import PlanningOption, RunArgument, opened, voice_of

_INDENT = " " * 4


class ListFormat(StrEnum):
    """How the list is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def upgrades(
    run: RunArgument = "latest",
    rules: Annotated[Path | None, typer.Option("--rules", help="Rules instead of the shipped ones.")] = None,
    planning: PlanningOption = None,
    format_: Annotated[ListFormat, typer.Option("--format", help="table, json or csv, on stdout.")] = ListFormat.TABLE,
    lang: LangOption = None,
    restricted: RestrictedOption = False,
    config: ConfigOption = None,
) -> None:
    """What must be upgraded, replaced or added for the connections and for what stays, and why."""
    from auditor.pages.names import Estate
    from auditor.pages.sentences import said
    from auditor.plan.run import Choices, open_run
    from auditor.plan.shared.sentences import SENTENCES
    from auditor.plan.shared.upgrade_words import URGENCY, reasons_in_words
    from auditor.plan.upgrades.csv import upgrades_csv
    from auditor.text.vocabulary import word
    from auditor.text.words import number

    with opened(run, config, restricted=restricted) as (store, stored):
        source = open_run(store, stored, Choices(upgrade_rules=rules), planning)
    found, report = source.upgrades, source.report
    voice = voice_of(lang, config)
    language = voice.language
    if format_ is ListFormat.JSON:
        echo_json(found.model_dump(mode="json", by_alias=True))
        return
    if format_ is ListFormat.CSV:
        sys.stdout.buffer.write(upgrades_csv(found, report, language))
        return
    estate = Estate.of(report.inventory)
    for item in found.items:
        show(f"{item.id}: {word(URGENCY, item.urgency).of(language)}")
        show(wrapped(f"{_INDENT}{reasons_in_words(item, estate).of(language)}", _INDENT))
    if not found.items:
        show(voice.t("Nothing to upgrade, replace or add was found"))
    for reason in found.unjudged:
        show(wrapped(voice.t("Not judged: {0}", said(reason, estate, SENTENCES)), _INDENT))
    amounts = number(found.million_vnd), number(found.unpriced)
    say(voice.t("entered costs: {0} million VND; without a cost: {1}", *amounts))
    say(voice.t("clause, owner, cost and evidence of each item: --format json or csv"))
