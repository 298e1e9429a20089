"""Whom each control concerns in an inventory, before anybody has looked: what would be judged, and by what."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditor.audit.confirming import confirmed_policies
from auditor.audit.judging import Declared, engine_of
from auditor.model.base import digest
from auditor.model.control import ControlMeta
from auditor.model.facts_set import FactsSet
from auditor.model.settings import Settings
from auditor.model.verdict import RunResult, Verdict
from auditor.model.vocab.verdicts import Status
from auditor.policy.compiled import CompiledPolicies
from auditor.policy.documents import Clocks
from auditor.policy.evaluate import evaluate
from auditor.policy.tailoring import tailored

MANUAL = "manual"
REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Concern:
    """Subjects and systems that one control is about, and its subjects by what decides: a ground of the control, a
    person's answer (`manual`), or a body outside the province (`request`).
    """

    systems: int
    subjects: int
    by: Mapping[str, int]


NOBODY = Concern(0, 0, {})


def unlooked(
    declared: Declared, compiled: CompiledPolicies, clocks: Clocks, settings: Settings
) -> tuple[RunResult, ...]:
    """The inventory judged without any fact: whatever is not applicable or not in force now stays so by what is
    declared. As `evaluate`, a second result is about labelled things.
    """
    nothing = FactsSet(observations=(), collections=(), digest=digest([]), complete=True)
    known = confirmed_policies(compiled, declared.confirmations, clocks)
    params = tailored(known.catalogue, clocks.as_of, settings)
    return evaluate(declared.worlds, nothing, known, params, clocks, engine_of(settings))


def concerns(result: RunResult, controls: Iterable[ControlMeta]) -> Mapping[str, Concern]:
    """By control; one that concerns nobody has nobody in it."""
    each: dict[str, list[Verdict]] = {}
    for verdict in result.verdicts:
        if verdict.status not in (Status.NOT_APPLICABLE, Status.NOT_IN_FORCE):
            each.setdefault(verdict.control, []).append(verdict)
    return {control.id: _concern(control, each.get(control.id, [])) for control in controls}


def _concern(control: ControlMeta, verdicts: list[Verdict]) -> Concern:
    return Concern(
        systems=len({verdict.subject.system for verdict in verdicts if verdict.subject.system}),
        subjects=len(verdicts),
        by=Counter(_by(control, verdict) for verdict in verdicts),
    )


def _by(control: ControlMeta, verdict: Verdict) -> str:
    if verdict.requested:
        return REQUEST
    return MANUAL if verdict.status is Status.MANUAL and not control.needs else control.ground.value
