"""Changes of firewalls and names, for terminals, spreadsheets and nftables."""

from collections.abc import Mapping, Sequence

from auditor.pages.names import Names
from auditor.pages.sentences import reason_in_words
from auditor.plan.changes.csv import changes_csv
from auditor.plan.changes.nftables import ruleset
from auditor.plan.changes.shape import RuleChange
from auditor.plan.changes.words import KIND
from auditor.plan.deliver import Maker
from auditor.plan.run import PlanRun
from auditor.plan.shared.sentences import SENTENCES
from auditor.plan.shared.speaker import speaker
from auditor.plan.verbs import Screen
from auditor.text.vocabulary import word
from auditor.text.words import Language, Voice, day

_INDENT = " " * 4


def screen(run: PlanRun, language: Language) -> Screen:
    """Each rule, name and question with its reason."""
    shown, voice, names, found = Screen(), Voice(language), Names.of(run.inventory), run.changes
    for rule in found.rules:
        ends = [_ends(rule.from_zone, rule.from_addresses, voice), _ends(rule.to_zone, rule.to_addresses, voice)]
        line = [rule.wave, " → ".join(ends), " ".join(rule.ports), _days(rule, voice)]
        _item(
            shown, word(KIND, rule.action).of(language), line, reason_in_words(rule.why, names, SENTENCES).of(language)
        )
    for change in found.addresses:
        line = [change.wave, f"{change.name}: {_some(change.old, voice)} → {_some(change.new, voice)}"]
        _item(
            shown,
            word(KIND, change.what).of(language),
            line,
            reason_in_words(change.why, names, SENTENCES).of(language),
        )
    for question in found.questions:
        line = [question.wave, ", ".join(question.systems)]
        _item(
            shown,
            word(KIND, "question").of(language),
            line,
            reason_in_words(question.why, names, SENTENCES).of(language),
        )
    blank = sum(not (rule.from_addresses and rule.to_addresses) for rule in found.rules)
    counted = [str(n) for n in (len(found.rules), blank, len(found.addresses), len(found.questions))]
    shown.note(voice.t("rules: {0}, without an address: {1}; names and addresses: {2}; questions: {3}", *counted))
    return shown


def _item(shown: Screen, head: str, line: Sequence[str], why: str) -> None:
    shown.show(f"{head}: {'; '.join(part for part in line if part)}", _INDENT)
    shown.show(f"{_INDENT}{why}", _INDENT)


def _days(rule: RuleChange, voice: Voice) -> str:
    start = voice.t("from {0}", day(rule.start)) if rule.start else voice.t("as soon as the copy starts")
    return ", ".join([start, voice.t("until {0}", day(rule.expires))]) if rule.expires else start


def _ends(zone: str, addresses: tuple[str, ...], voice: Voice) -> str:
    return f"{zone or '?'} ({_some(addresses, voice)})"


_SHOWN = 3


def _some(addresses: tuple[str, ...], voice: Voice) -> str:
    more = f" +{len(addresses) - _SHOWN}" if len(addresses) > _SHOWN else ""
    return " ".join(addresses[:_SHOWN]) + more if addresses else voice.t("not entered")


def csv(run: PlanRun, language: Language) -> bytes:
    """For a spreadsheet."""
    return changes_csv(run.changes, run.report, language)


def nft(run: PlanRun, language: Language) -> bytes:
    """As nftables text, reasons as remarks."""
    return ruleset(run.changes, speaker(run.inventory, language)).encode()


FORMATS: Mapping[str, Maker] = {"table": screen, "csv": csv, "nft": nft}
