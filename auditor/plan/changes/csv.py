"""The change list for a spreadsheet: rules, names and addresses, and open questions, one row each."""

import datetime
from collections.abc import Iterator

from auditor.pages.interface import ReportInput
from auditor.pages.names import Names
from auditor.pages.sentences import reason_in_words
from auditor.pages.tables import table_bytes
from auditor.plan.changes.shape import AddressChange, Changes, FlowQuestion, RuleChange
from auditor.plan.changes.words import BASIS, KIND
from auditor.plan.shared.sentences import SENTENCES
from auditor.text.vocabulary import word
from auditor.text.words import Bilingual, Language, day, joined, mark, same

COLUMNS = (
    mark("Wave"),
    mark("What to do"),
    mark("Number in the list"),
    mark("Systems"),
    mark("From zone"),
    mark("To zone"),
    mark("From addresses"),
    mark("To addresses"),
    mark("Ports"),
    mark("First day"),
    mark("Last day"),
    mark("Basis"),
    mark("Flow"),
    mark("Link"),
    mark("Reason"),
    mark("Evidence"),
)


def changes_csv(changes: Changes, report: ReportInput, language: Language) -> bytes:
    """UTF-8 with a byte-order mark, in the language asked for; no cell would run as a formula."""
    return table_bytes(COLUMNS, change_rows(changes, Names.of(report.inventory)), language)


def change_rows(changes: Changes, names: Names) -> Iterator[tuple[Bilingual, ...]]:
    """Cells under `COLUMNS` for every rule, then every name and address, then every question."""
    yield from (_rule(rule, names) for rule in changes.rules)
    yield from (_address(change, names) for change in changes.addresses)
    yield from (_question(question, names) for question in changes.questions)


def _rule(rule: RuleChange, names: Names) -> tuple[Bilingual, ...]:
    return (
        same(rule.wave),
        word(KIND, rule.action),
        same(rule.id),
        _systems(rule.systems, names),
        _zone(rule.from_zone, names),
        _zone(rule.to_zone, names),
        same(" ".join(rule.from_addresses)),
        same(" ".join(rule.to_addresses)),
        same(" ".join(rule.ports)),
        _day(rule.start),
        _day(rule.expires),
        word(BASIS, rule.basis),
        same(rule.flow),
        same(rule.link),
        reason_in_words(rule.why, names, SENTENCES),
        same(" ".join(rule.evidence)),
    )


def _address(change: AddressChange, names: Names) -> tuple[Bilingual, ...]:
    empty = same("")
    return (
        same(change.wave),
        word(KIND, change.what),
        same(change.name),
        _systems((change.system,), names),
        empty,
        empty,
        same(" ".join(change.old)),
        same(" ".join(change.new)),
        *(empty,) * 6,
        reason_in_words(change.why, names, SENTENCES),
        empty,
    )


def _question(question: FlowQuestion, names: Names) -> tuple[Bilingual, ...]:
    empty = same("")
    return (
        same(question.wave),
        word(KIND, "question"),
        empty,
        _systems(question.systems, names),
        _zone(question.from_zone, names),
        _zone(question.to_zone, names),
        empty,
        same(question.target),
        same(question.port),
        *(empty,) * 5,
        reason_in_words(question.why, names, SENTENCES),
        same(" ".join(question.evidence)),
    )


def _systems(systems: tuple[str, ...], names: Names) -> Bilingual:
    return joined([names.system(name) for name in systems], "; ")


def _zone(name: str, names: Names) -> Bilingual:
    return names.zone(name) if name else same("")


def _day(date: datetime.date | None) -> Bilingual:
    return day(date) if date else same("")
