"""`auditor plan firewall`: what firewalls and names must change for each wave."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import echo_json
from auditor.cli.common import ConfigOption, Lang, LangOption, RestrictedOption, say, show, wrapped
from auditor.cli.plan.common import PlanningOption, PlanOption, RunArgument, opened, saved_waves

if TYPE_CHECKING:
    from auditor.pages.interface import ReportInput
    from auditor.plan.changes.shape import Changes
    from auditor.text.words import Language

_ACTION = 9
"""Columns of the longest word of the first column."""


class ListFormat(StrEnum):
    """How the list is printed or written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    NFT = "nft"


def firewall(
    run: RunArgument = "latest",
    wave: Annotated[str, typer.Option("--wave", help="One wave only.")] = "",
    plan: PlanOption = None,
    planning: PlanningOption = None,
    format_: Annotated[ListFormat, typer.Option("--format", help="table, json, csv or nft.")] = ListFormat.TABLE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write instead of stdout.")] = None,
    lang: LangOption = Lang.EN,
    restricted: RestrictedOption = False,
    config: ConfigOption = None,
) -> None:
    """What to open, to keep for the parallel run and to close, names and addresses to change, questions to ask."""
    from auditor.plan.run import Choices, open_run

    with opened(run, config, restricted=restricted) as (store, stored):
        source = open_run(store, stored, Choices(wave, proposal=saved_waves(plan)), planning)
    found, report = source.changes, source.report
    language: Language = "vi" if lang is Lang.VI else "en"
    if format_ is ListFormat.JSON and output is None:
        echo_json(found.model_dump(mode="json", by_alias=True))
    elif format_ is ListFormat.TABLE and output is None:
        _table(found, report, language)
    else:
        _write(_document(found, report, format_, language), output)


def _document(found: "Changes", report: "ReportInput", format_: ListFormat, language: "Language") -> bytes:
    from auditor.model.base import canonical
    from auditor.pages.names import Estate
    from auditor.pages.sentences import said
    from auditor.plan.changes.csv import changes_csv
    from auditor.plan.changes.nftables import ruleset
    from auditor.plan.shared.sentences import SENTENCES

    if format_ is ListFormat.JSON:
        return canonical(found.model_dump(mode="json", by_alias=True)) + b"\n"
    if format_ is ListFormat.NFT:
        estate = Estate.of(report.inventory)
        return ruleset(found, lambda why: said(why, estate, SENTENCES).of(language)).encode()
    return changes_csv(found, report, language)


def _write(content: bytes, output: Path | None) -> None:
    from auditor.audit import write_file

    if output is None or output == Path("-"):
        sys.stdout.buffer.write(content)
        return
    write_file(output, content)
    say(str(output))


def _table(found: "Changes", report: "ReportInput", language: "Language") -> None:
    from auditor.pages.names import Estate
    from auditor.pages.sentences import said
    from auditor.plan.shared.sentences import SENTENCES

    estate = Estate.of(report.inventory)
    for rule in found.rules:
        ways = f"{_ends(rule.from_zone, rule.from_addresses)} → {_ends(rule.to_zone, rule.to_addresses)}"
        until = f", until {rule.expires}" if rule.expires else ""
        start = f"from {rule.start}" if rule.start else "as soon as the copy starts"
        _item(rule.action, f"{rule.wave}  {ways}  {' '.join(rule.ports)}  {start}{until}")
        _item("", said(rule.why, estate, SENTENCES).of(language))
    for change in found.addresses:
        _item(change.what, f"{change.wave}  {change.name}: {_some(change.old)} → {_some(change.new)}")
        _item("", said(change.why, estate, SENTENCES).of(language))
    for question in found.questions:
        systems = ", ".join(question.systems)
        _item("question", f"{question.wave}  {systems}: {said(question.why, estate, SENTENCES).of(language)}")
    blank = sum(not (rule.from_addresses and rule.to_addresses) for rule in found.rules)
    say(
        f"{len(found.rules)} rules, {blank} of them without an address; {len(found.addresses)} names and addresses;"
        f" {len(found.questions)} questions"
    )


def _item(head: str, text: str) -> None:
    show(wrapped(f"{head:<{_ACTION}} {text}", " " * (_ACTION + 1)))


def _ends(zone: str, addresses: tuple[str, ...]) -> str:
    return f"{zone or '?'} ({_some(addresses)})"


_SHOWN = 3


def _some(addresses: tuple[str, ...]) -> str:
    more = f" +{len(addresses) - _SHOWN}" if len(addresses) > _SHOWN else ""
    return " ".join(addresses[:_SHOWN]) + more if addresses else "not entered"
