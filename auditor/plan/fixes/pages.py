"""Fixes, for terminals."""

from collections.abc import Mapping

from auditor.pages.names import Names
from auditor.plan.deliver import Maker
from auditor.plan.fixes.lines import fix_lines, fix_set_lines
from auditor.plan.run import PlanRun
from auditor.plan.verbs import Screen
from auditor.text.words import Language, Voice


def screen(run: PlanRun, language: Language) -> Screen:
    """Each fix with its reasons, then what all of them come to."""
    shown, names, found = Screen(), Names.of(run.inventory), run.fixes
    for position, item in enumerate(found.fixes, 1):
        task, *rest = [line.of(language) for line in fix_lines(item, names)]
        shown.show(f"{position}. {task}", "   ")
        for line in rest:
            shown.show(f"   {line}", "   ")
    for summary in fix_set_lines(found):
        shown.show(summary.of(language), "  ")
    shown.note(Voice(language).t("what is cleared, and the assumptions for a what-if: --format json"))
    return shown


FORMATS: Mapping[str, Maker] = {"table": screen}
