"""Readiness for terminals and programs: of the systems asked about, or of all."""

from collections.abc import Mapping, Sequence
from itertools import chain

from auditor.model.readiness import Blocker, Readiness, SystemReadiness
from auditor.model.vocab.subjects import SubjectKind
from auditor.pages.names import Names
from auditor.pages.population import withheld_line
from auditor.plan.deliver import Maker
from auditor.plan.readiness.lines import blocker_line, request_line, system_line
from auditor.plan.run import PlanRun
from auditor.plan.shared.selection import selected_systems
from auditor.plan.verbs import Screen
from auditor.text.vocabulary import READINESS, word
from auditor.text.words import Language, Voice

_SHOWN = 2


def chosen(run: PlanRun, _: Language = "vi") -> Readiness:
    """Readiness of the chosen systems. Raises NotFoundError for one that is not there, UsageError."""
    names = selected_systems(run, wave=run.choices.wave, systems=run.choices.systems)
    return run.readiness.model_copy(
        update={"systems": tuple(item for item in run.readiness.systems if item.id in set(names))}
    )


def screen(run: PlanRun, language: Language) -> Screen:
    """A row for each system; for a wave or systems named, every blocker."""
    judged, voice, shown = chosen(run), Voice(language), Screen()
    if not (run.choices.wave or run.choices.systems):
        _overview(shown, judged.systems, voice)
        if judged.shared:
            shown.note(voice.t("open beside these, about zones, sites and waves: {0}", _first(judged.shared)), "  ")
        for request in (*judged.requests, *chain.from_iterable(item.requests for item in judged.systems)):
            shown.note(request_line(request).of(language), "  ")
        if withheld := sum(item.withheld for item in judged.systems):
            shown.note(withheld_line(withheld).of(language))
        shown.note(voice.t("who clears what, owner and due date: --system or --wave, or --format json"))
        return shown
    _in_full(shown, run, judged, language)
    if not judged.systems:
        shown.note(voice.t("no system of this run is in that wave"))
    shown.note(voice.t("remedies: `auditor policy show ID`"))
    return shown


def _in_full(shown: Screen, run: PlanRun, judged: Readiness, language: Language) -> None:
    names = Names.of(run.inventory)
    for item in judged.systems:
        shown.show(system_line(item).of(language), "  ")
        for blocker in item.blockers:
            shown.show(f"  {blocker_line(blocker, names).of(language)}", "    ")
        for request in item.requests:
            shown.show(f"  {request_line(request).of(language)}", "    ")
    for blocker in judged.shared:
        if (blocker.subject.kind, blocker.subject.id) == (SubjectKind.WAVE, run.choices.wave):
            shown.show(blocker_line(blocker, names).of(language), "    ")


def _overview(shown: Screen, systems: Sequence[SystemReadiness], voice: Voice) -> None:
    headings = (voice.t("State"), voice.t("System"), voice.t("Met"), voice.t("First hold-ups"))
    states = {item.state: word(READINESS, item.state).of(voice.language) for item in systems}
    elsewhere = voice.t("kept and shown elsewhere")
    shown.table(
        headings,
        [
            (states[item.state], item.id, _met(item), elsewhere if item.withheld else _first(item.blockers))
            for item in systems
        ],
    )


def _met(item: SystemReadiness) -> str:
    return "–" if item.withheld else f"{item.passed}/{item.gates}"


def _first(blockers: Sequence[Blocker]) -> str:
    names = [f"{blocker.control} {blocker.subject.id}" for blocker in blockers]
    return ", ".join(names[:_SHOWN]) + (f" +{len(names) - _SHOWN}" if len(names) > _SHOWN else "")


FORMATS: Mapping[str, Maker] = {"table": screen, "json": chosen}
