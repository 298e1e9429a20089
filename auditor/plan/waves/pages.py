"""The proposal of waves, for terminals; or why there is none."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from auditor.errors import MigrationError, PlanningError, Problem
from auditor.plan.deliver import Maker
from auditor.plan.run import PlanRun
from auditor.plan.shared.speaker import Words, speaker
from auditor.plan.verbs import Screen
from auditor.plan.waves.shape import Conflict, PlannedWave, WavePlan
from auditor.text.vocabulary import READINESS, word
from auditor.text.words import Language, Voice, day, share

_INDENT = " " * 4


def screen(run: PlanRun, language: Language) -> Screen:
    """Each wave with its systems and why, then who is in none, and the figures."""
    shown, plan, voice, words = Screen(), run.waves, Voice(language), speaker(run.inventory, language)
    for wave in plan.waves:
        _wave(shown, (plan, wave), words, voice)
    if plan.cut_edges:
        cut = [edge for edge in plan.cut_edges if not edge.permanent]
        weight = sum(edge.weight for edge in cut)
        forever = len(plan.cut_edges) - len(cut)
        shown.show(
            voice.t("links cut for a while: {0}, weight {1}; for good: {2}", str(len(cut)), str(weight), str(forever))
        )
    for cycle in plan.cycles:
        ends = ", ".join(cycle.systems), ", ".join(cycle.cut), str(cycle.cut_weight)
        _headed(shown, voice.t("Ring"), voice.t("{0}; cheapest to bridge: {1} (weight {2})", *ends))
    for item in plan.unplaced:
        _headed(shown, voice.t("No wave"), words(item.why))
    for reason in plan.unknowns:
        _headed(shown, voice.t("Not known"), words(reason))
    if plan.objective is not None:
        shown.note("; ".join(_figures(plan, voice)), "")
    return shown


def _headed(shown: Screen, head: str, text: str) -> None:
    shown.show(f"{head}: {text}", _INDENT)


def _wave(shown: Screen, of: tuple[WavePlan, PlannedWave], words: Words, voice: Voice) -> None:
    plan, wave = of
    many = voice.tn("{n} system", "{n} systems", len(wave.systems))
    held = [voice.t("adopted")] if wave.fixed else []
    notice = voice.t("notice by {0}", day(wave.notice_by))
    shown.show(f"{day(wave.date).of(voice.language)}  {wave.id}: {'; '.join([*held, many, notice])}")
    for placement in plan.placements:
        if placement.wave == wave.id:
            state = word(READINESS, placement.readiness).of(voice.language)
            moved = [voice.t("was {0}", day(placement.changed_from))] if placement.changed_from else []
            shown.show(f"  {placement.system} ({'; '.join([state, *moved])}): {words(placement.why)}", " " * 6)


def _figures(plan: WavePlan, voice: Voice) -> Iterator[str]:
    cost = str(plan.objective), str(plan.bound), share(plan.gap)
    yield voice.t("the best plan there is") if plan.status == "optimal" else voice.t("a plan, not shown to be the best")
    yield voice.t("cost {0}, at least {1} (gap {2})", *cost)
    if plan.greedy is None:
        yield voice.t("by hand none was found")
    else:
        yield voice.t("by hand {0}, gain {1}", str(plan.greedy), str(plan.gain))
    yield voice.t("changes {0}", str(plan.changes))
    yield voice.t("notes of each system: --format json")


def refuse(run: PlanRun, language: Language) -> None:
    """Raises what makes the command fail where there is no plan."""
    plan, voice, words = run.waves, Voice(language), speaker(run.inventory, language)
    if plan.status == "infeasible":
        problems = [_problem(conflict, words) for conflict in plan.conflicts] or [
            Problem(None, None, "waves", words(reason))
            for reason in plan.unknowns
            if reason.code == "conflicts_not_found"
        ]
        one = voice.t("This cannot be met; change it.")
        more = voice.t("These cannot all be met; changing any one of them helps.")
        raise PlanningError(problems, remedy=more if len(problems) > 1 else one)
    if plan.status == "unknown":
        raise MigrationError(
            voice.t("the work limit ended before a plan was found, or it was shown that there is none"),
            remedy=voice.t("Raise `work_limit` in planning.yaml."),
        )


def _problem(conflict: Conflict, words: Words) -> Problem:
    file, _, line = conflict.line.rpartition(":")
    placed = bool(file) and line.isdigit()
    return Problem(
        Path(file) if placed else Path(conflict.line),
        int(line) if placed else None,
        conflict.constraint,
        words(conflict.why),
    )


FORMATS: Mapping[str, Maker] = {"table": screen}
