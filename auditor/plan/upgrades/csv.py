"""The upgrade list for a spreadsheet: UTF-8 with a byte-order mark, and no cell that would run as a formula."""

from auditor.pages.interface import ReportInput
from auditor.pages.names import Names
from auditor.pages.tables import table_bytes
from auditor.plan.shared.upgrade_words import (
    ACTION,
    URGENCY,
    basis_in_words,
    item_in_words,
    reasons_in_words,
    site_in_words,
)
from auditor.plan.upgrades.shape import Upgrade, Upgrades
from auditor.text.vocabulary import CONFIDENCE, word
from auditor.text.words import Bilingual, Language, day, joined, mark, number, same

COLUMNS = (
    mark("Urgency"),
    mark("Action"),
    mark("Item"),
    mark("Equipment id"),
    mark("Site"),
    mark("Serves"),
    mark("Reason"),
    mark("Control"),
    mark("Rule"),
    mark("Legal basis"),
    mark("Confidence"),
    mark("Due"),
    mark("Million VND"),
    mark("Keeper"),
    mark("Evidence"),
)


def upgrades_csv(upgrades: Upgrades, report: ReportInput, language: Language) -> bytes:
    """One row per item in the language asked for."""
    names = Names.of(report.inventory)
    return table_bytes(COLUMNS, (_row(item, report, names) for item in upgrades.items), language)


def _row(item: Upgrade, report: ReportInput, names: Names) -> list[Bilingual]:
    return [
        word(URGENCY, item.urgency),
        word(ACTION, item.action),
        item_in_words(item, names),
        same(item.asset),
        site_in_words(item.site, names),
        joined([names.system(name) for name in item.serves], "; "),
        reasons_in_words(item, names),
        same(item.control),
        same(item.rule),
        basis_in_words(item, report),
        word(CONFIDENCE, item.confidence) if item.confidence else same(""),
        day(item.due) if item.due else same(""),
        number(item.million_vnd) if item.million_vnd is not None else same(""),
        names.organisation(item.owner) if item.owner else same(""),
        same(" ".join(item.evidence)),
    ]
