"""Decisions and proposals, for terminals."""

from collections.abc import Mapping

from auditor.plan.decisions.shape import Proposal
from auditor.plan.deliver import Maker
from auditor.plan.run import PlanRun
from auditor.plan.shared.speaker import Words, speaker
from auditor.plan.verbs import Screen
from auditor.text.vocabulary import DECISION, STANDING, word
from auditor.text.words import Language, Voice

_INDENT = " " * 4
_ORDER = ("forbidden", "differs", "undecided", "agrees")
"""What a person has to look at comes first."""


def screen(run: PlanRun, language: Language) -> Screen:
    """Each system and data set with what was entered beside what is proposed."""
    shown, voice, words = Screen(), Voice(language), speaker(run.inventory, language)
    items = run.decisions.items
    for item in sorted(items, key=lambda one: (_ORDER.index(one.standing), one.kind == "data_set")):
        _proposal(shown, item, words, voice)
    counted = [item.standing for item in items]
    tally = "; ".join(f"{_standing(one, voice)}: {sum(one == x for x in counted)}" for one in reversed(_ORDER))
    shown.note("; ".join([tally, voice.t("clauses and all facts: --format json")]), "")
    return shown


def _standing(standing: str, voice: Voice) -> str:
    return word(STANDING, standing).of(voice.language)


def _proposal(shown: Screen, item: Proposal, words: Words, voice: Voice) -> None:
    what = item.id if item.kind == "system" else voice.t("data set {0}", item.id)
    shown.show(f"{what}: {_standing(item.standing, voice)} ({_beside(item, voice)})", _INDENT)
    for reason in item.why[:1] if item.standing == "agrees" else item.why:
        shown.show(f"{_INDENT}{words(reason)}", _INDENT)
    if item.line and item.standing != "undecided":
        shown.show(f"{_INDENT}→ {item.line}", _INDENT)


def _beside(item: Proposal, voice: Voice) -> str:
    declared = word(DECISION, item.declared).of(voice.language) if item.declared else "–"
    proposed = word(DECISION, item.proposed).of(voice.language) if item.proposed else voice.t("nothing")
    parts = [voice.t("entered: {0}", declared), voice.t("proposed: {0}", proposed)]
    if item.consolidate_into:
        parts.append(voice.t("into {0}", item.consolidate_into))
    if item.early:
        parts.append(voice.t("early"))
    if item.rule:
        parts.append(voice.t("rule {0}", item.rule))
    return "; ".join(parts)


FORMATS: Mapping[str, Maker] = {"table": screen}
