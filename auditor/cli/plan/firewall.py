"""`auditor plan firewall`: what firewalls and names must change for each wave."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import echo_json
from auditor.cli.common import ConfigOption, LangOption, RestrictedOption, say, show, wrapped
from auditor.cli.plan.common import PlanningOption, PlanOption, RunArgument, opened, saved_waves, voice_of
from auditor.pages.formats import chosen_format

if TYPE_CHECKING:
    from auditor.pages.interface import ReportInput
    from auditor.plan.changes.shape import Changes, RuleChange
    from auditor.text.words import Language, Voice

_INDENT = " " * 4


_FORMATS = ("table", "csv", "nft", "json")


def firewall(
    run: RunArgument = "latest",
    wave: Annotated[str, typer.Option("--wave", help="One wave only.")] = "",
    plan: PlanOption = None,
    planning: PlanningOption = None,
    format_: Annotated[
        str, typer.Option("--format", help="table, csv, nft or json; default: by the name of -o, else table.")
    ] = "",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write instead of stdout.")] = None,
    lang: LangOption = None,
    restricted: RestrictedOption = False,
    config: ConfigOption = None,
) -> None:
    """What to open, to keep for the parallel run and to close, names and addresses to change, questions to ask."""
    from auditor.plan.run import Choices, open_run

    kind, voice = chosen_format(_FORMATS, format_, output), voice_of(lang, config)
    with opened(run, config, restricted=restricted) as (store, stored):
        source = open_run(store, stored, Choices(wave, proposal=saved_waves(plan)), planning)
    found, report = source.changes, source.report
    if kind == "json" and output is None:
        echo_json(found.model_dump(mode="json", by_alias=True))
    elif kind == "table":
        _table(found, report, voice)
    else:
        _write(_document(found, report, kind, voice.language), output)


def _document(found: "Changes", report: "ReportInput", kind: str, language: "Language") -> bytes:
    from auditor.model.base import canonical
    from auditor.pages.names import Estate
    from auditor.pages.sentences import said
    from auditor.plan.changes.csv import changes_csv
    from auditor.plan.changes.nftables import ruleset
    from auditor.plan.shared.sentences import SENTENCES

    if kind == "json":
        return canonical(found.model_dump(mode="json", by_alias=True)) + b"\n"
    if kind == "nft":
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


def _table(found: "Changes", report: "ReportInput", voice: "Voice") -> None:
    from auditor.pages.names import Estate
    from auditor.pages.sentences import said
    from auditor.plan.changes.words import KIND
    from auditor.plan.shared.sentences import SENTENCES
    from auditor.text.vocabulary import word

    estate, language = Estate.of(report.inventory), voice.language
    for rule in found.rules:
        ends = [_ends(rule.from_zone, rule.from_addresses, voice), _ends(rule.to_zone, rule.to_addresses, voice)]
        line = [rule.wave, " → ".join(ends), " ".join(rule.ports), _days(rule, voice)]
        _item(word(KIND, rule.action).of(language), line, said(rule.why, estate, SENTENCES).of(language))
    for change in found.addresses:
        line = [change.wave, f"{change.name}: {_some(change.old, voice)} → {_some(change.new, voice)}"]
        _item(word(KIND, change.what).of(language), line, said(change.why, estate, SENTENCES).of(language))
    for question in found.questions:
        line = [question.wave, ", ".join(question.systems)]
        _item(word(KIND, "question").of(language), line, said(question.why, estate, SENTENCES).of(language))
    blank = sum(not (rule.from_addresses and rule.to_addresses) for rule in found.rules)
    counted = [str(n) for n in (len(found.rules), blank, len(found.addresses), len(found.questions))]
    say(voice.t("rules: {0}, without an address: {1}; names and addresses: {2}; questions: {3}", *counted))


def _item(head: str, line: Sequence[str], why: str) -> None:
    show(wrapped(f"{head}: {'; '.join(part for part in line if part)}", _INDENT))
    show(wrapped(f"{_INDENT}{why}", _INDENT))


def _days(rule: "RuleChange", voice: "Voice") -> str:
    from auditor.text.words import day

    start = voice.t("from {0}", day(rule.start)) if rule.start else voice.t("as soon as the copy starts")
    return ", ".join([start, voice.t("until {0}", day(rule.expires))]) if rule.expires else start


def _ends(zone: str, addresses: tuple[str, ...], voice: "Voice") -> str:
    return f"{zone or '?'} ({_some(addresses, voice)})"


_SHOWN = 3


def _some(addresses: tuple[str, ...], voice: "Voice") -> str:
    more = f" +{len(addresses) - _SHOWN}" if len(addresses) > _SHOWN else ""
    return " ".join(addresses[:_SHOWN]) + more if addresses else voice.t("not entered")
