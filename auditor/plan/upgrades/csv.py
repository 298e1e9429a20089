"""The upgrade list for a spreadsheet: UTF-8 with a byte-order mark, and no cell that would run as a formula."""

from auditor.pages.clauses import instrument_name, place_in_words
from auditor.pages.interface import ReportInput
from auditor.pages.names import Estate, both
from auditor.pages.sentences import said
from auditor.pages.tables import table_bytes
from auditor.plan.shared.sentences import SENTENCES
from auditor.plan.upgrades.shape import Upgrade, Upgrades
from auditor.plan.upgrades.words import ACTION, URGENCY, WHAT
from auditor.text.harmless import for_page
from auditor.text.vocabulary import CONFIDENCE, word
from auditor.text.words import Bilingual, Language, day, joined, mark, number, same, say

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


def upgrades_csv(upgrades: Upgrades, source: ReportInput, language: Language) -> bytes:
    """One row per item in the language asked for."""
    estate = Estate.of(source.inventory)
    return table_bytes(COLUMNS, (_row(item, source, estate) for item in upgrades.items), language)


def _row(item: Upgrade, source: ReportInput, estate: Estate) -> list[Bilingual]:
    return [
        word(URGENCY, item.urgency),
        word(ACTION, item.action),
        item_in_words(item, estate),
        same(item.asset),
        site_in_words(item.site, estate),
        joined([estate.system(name) for name in item.serves], "; "),
        reasons_in_words(item, estate),
        same(item.control),
        same(item.rule),
        basis_in_words(item, source),
        word(CONFIDENCE, item.confidence) if item.confidence else same(""),
        day(item.due) if item.due else same(""),
        number(item.million_vnd) if item.million_vnd is not None else same(""),
        estate.organisation(item.owner) if item.owner else same(""),
        same(" ".join(item.evidence)),
    ]


def item_in_words(item: Upgrade, estate: Estate) -> Bilingual:
    """What the item is about, and the name of the equipment where it is one."""
    kind = word(WHAT, item.what) if item.what in WHAT else same(for_page(item.what))
    named = next((asset for asset in estate.inventory.assets if asset.id == item.asset), None)
    return joined([kind, both(named.name)], ": ") if named else kind


def site_in_words(site: str, estate: Estate) -> Bilingual:
    """Name of a site; its id when it is not declared."""
    found = next((one for one in estate.inventory.sites if one.id == site), None)
    return both(found.name) if found else same(for_page(site))


def reasons_in_words(item: Upgrade, estate: Estate) -> Bilingual:
    """Every reason, one after the other."""
    return joined([said(reason, estate, SENTENCES) for reason in item.why], "; ")


def basis_in_words(item: Upgrade, source: ReportInput) -> Bilingual:
    """The clause an item rests on; words for a rule of ours."""
    if not item.instrument:
        return say("a rule of ours, not a legal limit")
    return joined([instrument_name(source.catalogue, item.instrument), place_in_words(item.clause)])
