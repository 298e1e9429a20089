"""An item of the upgrade list in words: the list and the paper say it alike."""

from collections.abc import Mapping

from auditor.pages.clauses import instrument_name, place_in_words
from auditor.pages.interface import ReportInput
from auditor.pages.names import Names, both
from auditor.pages.sentences import reason_in_words
from auditor.plan.shared.sentences import SENTENCES
from auditor.plan.upgrades.shape import Upgrade
from auditor.text.harmless import for_page
from auditor.text.vocabulary import word
from auditor.text.words import Bilingual, joined, mark, same, say

ACTION: Mapping[str, str] = {
    "upgrade": mark("Upgrade"),
    "replace": mark("Replace"),
    "add": mark("Add"),
}

URGENCY: Mapping[str, str] = {
    "now": mark("At once"),
    "before_moves": mark("Before the first move"),
    "within_a_year": mark("Within a year"),
    "later": mark("Not now"),
    "unknown": mark("Not known"),
}

WHAT: Mapping[str, str] = {
    "switch": mark("Switch"),
    "router": mark("Router"),
    "firewall": mark("Firewall"),
    "server": mark("Server"),
    "storage": mark("Storage"),
    "backup_unit": mark("Backup unit"),
    "ups": mark("Uninterruptible power supply"),
    "generator": mark("Generator"),
    "cooling": mark("Cooling"),
    "licence": mark("Licence"),
    "other": mark("Other equipment"),
    "circuit": mark("Circuit"),
    "os": mark("Operating system"),
    "dbms": mark("Database software"),
    "network_zones": mark("Network zones of their own"),
    "tslcd_gateway": mark("Gateway to the dedicated network"),
    "backup_copies": mark("Backup copies"),
    "time_source": mark("Time source"),
    "log_storage": mark("Log storage"),
    "monitoring_feed": mark("Feed to the monitoring centre"),
    "second_factor": mark("Second factor for administrators"),
    "ipv6": mark("IPv6"),
}
"""What an item is about; a province's own word stands for itself."""


def item_in_words(item: Upgrade, names: Names) -> Bilingual:
    """What the item is about, and the name of the equipment where it is one."""
    kind = word(WHAT, item.what) if item.what in WHAT else same(for_page(item.what))
    named = names.estate.assets.get(item.asset)
    return joined([kind, both(named.name)], ": ") if named else kind


def site_in_words(site: str, names: Names) -> Bilingual:
    """Name of a site; its id when it is not declared."""
    found = names.estate.sites.get(site)
    return both(found.name) if found else same(for_page(site))


def reasons_in_words(item: Upgrade, names: Names) -> Bilingual:
    """Every reason, one after the other."""
    return joined([reason_in_words(reason, names, SENTENCES) for reason in item.why], "; ")


def basis_in_words(item: Upgrade, report: ReportInput) -> Bilingual:
    """The clause an item rests on; words for a rule of ours."""
    if not item.instrument:
        return say("a rule of ours, not a legal limit")
    return joined([instrument_name(report.catalogue, item.instrument), place_in_words(item.clause)])
