"""The upgrade list, for terminals and spreadsheets."""

from collections.abc import Mapping

from auditor.pages.names import Names
from auditor.pages.sentences import reason_in_words
from auditor.plan.deliver import Maker
from auditor.plan.run import PlanRun
from auditor.plan.shared.sentences import SENTENCES
from auditor.plan.shared.upgrade_words import URGENCY, reasons_in_words
from auditor.plan.upgrades.csv import upgrades_csv
from auditor.plan.verbs import Screen
from auditor.text.vocabulary import word
from auditor.text.words import Language, Voice, number

_INDENT = " " * 4


def screen(run: PlanRun, language: Language) -> Screen:
    """Each item with its urgency and reasons, and what could not be judged."""
    shown, voice, names, found = Screen(), Voice(language), Names.of(run.inventory), run.upgrades
    for item in found.items:
        shown.show(f"{item.id}: {word(URGENCY, item.urgency).of(language)}")
        shown.show(f"{_INDENT}{reasons_in_words(item, names).of(language)}", _INDENT)
    if not found.items:
        shown.show(voice.t("Nothing to upgrade, replace or add was found"))
    for reason in found.unjudged:
        shown.show(voice.t("Not judged: {0}", reason_in_words(reason, names, SENTENCES)), _INDENT)
    amounts = number(found.million_vnd), number(found.unpriced)
    shown.note(voice.t("entered costs: {0} million VND; without a cost: {1}", *amounts))
    shown.note(voice.t("clause, owner, cost and evidence of each item: --format json or csv"))
    return shown


def csv(run: PlanRun, language: Language) -> bytes:
    """For a spreadsheet."""
    return upgrades_csv(run.upgrades, run.report, language)


FORMATS: Mapping[str, Maker] = {"table": screen, "csv": csv}
