"""Parity of moved systems, for terminals."""

from collections.abc import Mapping

from auditor.plan.deliver import Maker
from auditor.plan.parity.shape import Check
from auditor.plan.parity.words import KIND, STANDING
from auditor.plan.run import PlanRun
from auditor.plan.shared.speaker import speaker
from auditor.plan.verbs import Screen
from auditor.text.vocabulary import word
from auditor.text.words import Language, Voice

_SOUND = ("at_parity", "improved")


def screen(run: PlanRun, language: Language) -> Screen:
    """Each moved system, and what of it is not as good as it was."""
    shown, voice, words, found = Screen(), Voice(language), speaker(run.inventory, language), run.parity
    for one in found.systems:
        sound = sum(check.standing in _SOUND for check in one.checks)
        shown.show(f"{one.system}: {word(STANDING, one.standing).of(language)} ({sound}/{len(one.checks)})", "  ")
        for check in one.checks:
            if check.standing not in _SOUND:
                shown.show(f"  {_what(check, language)}. {words(check.why)}", "    ")
    between = {"before": found.before, "after": found.after}
    shown.note(
        voice.tn(
            "{n} system moved between {before} and {after}",
            "{n} systems moved between {before} and {after}",
            len(found.systems),
            **between,
        )
    )
    shown.note(voice.t("every check with its evidence: --format json"))
    return shown


def _what(check: Check, language: Language) -> str:
    return f"{word(KIND, check.kind).of(language)} {check.id}: {word(STANDING, check.standing).of(language)}"


FORMATS: Mapping[str, Maker] = {"table": screen}
