"""Readiness of each system for migration, by one rule over the controls that gate it (design section 12)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from auditor.errors import NotFoundError, UsageError
from auditor.estate import Estate
from auditor.inventory.explain import nearest
from auditor.model.control import ControlMeta
from auditor.model.inventory import System
from auditor.model.law import Addressee
from auditor.model.readiness import Blocker, Readiness, Request, SystemReadiness
from auditor.model.verdict import RunResult, Verdict
from auditor.model.vocab.subjects import OwnerRole
from auditor.plan.run import PlanRun
from auditor.plan.shared.clearance import Clearances, Clearing, load_clearances
from auditor.plan.shared.gates import blocks, counted_verdicts, gating, passes, requested_verdicts, stops
from auditor.policy.catalogue import Catalogue

State = Literal["ready", "conditional", "blocked", "unknown"]

_Rules = tuple[Mapping[str, ControlMeta], Clearing, frozenset[tuple[str, str]]]
"""Gates, who clears what, and what is assumed."""


def make(run: PlanRun) -> Readiness:
    """The run's readiness under what is assumed. Raises PlanningError for faulty rules, and as `readiness`."""
    rules = load_clearances(run.choices.clearances, run.catalogue)
    return readiness((run.result,), run.estate, run.catalogue, run.choices.assumed, rules)


def readiness(
    results: Sequence[RunResult],
    estate: Estate,
    catalogue: Catalogue,
    assumed: Iterable[str] = (),
    clearances: Clearances | None = None,
) -> Readiness:
    """Every system's state. `assumed` are `ID=pass` or `ID@subject=pass`: what would be if those verdicts passed.

    `clearances` say who can clear a blocker; the shipped ones by default. Raises UsageError for an assumption that is
    not of that form; NotFoundError for one about an unknown control, or about a subject it has not judged here.
    """
    gates = gating(catalogue)
    verdicts = counted_verdicts(results, gates)
    assumptions = _assumptions(assumed, catalogue, results)
    clearing = Clearing(clearances or load_clearances(), estate)
    elsewhere = withheld(results)
    asked = {name: _requests(found) for name, found in requested_verdicts(results, gates).items()}
    judged = tuple(
        _withheld(system)
        if name in elsewhere
        else _system(estate, system, verdicts.get(name, ()), (gates, clearing, assumptions)).model_copy(
            update={"requests": asked.get(name, ())}
        )
        for name, system in sorted(estate.systems.items())
    )
    shared = [
        _blocker(verdict, gates[verdict.control], estate.keeper(verdict.subject.kind, verdict.subject.id), clearing)
        for verdict in verdicts.get("", ())
        if not (_assumed(verdict, assumptions) or passes(verdict))
    ]
    return Readiness(
        run=results[0].run.id,
        systems=judged,
        shared=tuple(sorted(shared, key=_rank)),
        requests=asked.get("", ()),
    )


def _requests(verdicts: Iterable[Verdict]) -> tuple[Request, ...]:
    found = [
        Request(control=verdict.control, subject=verdict.subject, of=Addressee(cause.args[0]))
        for verdict in verdicts
        for cause in verdict.causes
    ]
    return tuple(sorted(found, key=lambda one: (one.control, one.subject.id, one.of)))


def withheld(results: Iterable[RunResult]) -> frozenset[str]:
    """Systems of whose readiness open runs say nothing, because a part of it is told in the labelled world only."""
    return frozenset(name for result in results if result.run.label.is_open for name in result.withheld)


def _assumptions(
    assumed: Iterable[str], catalogue: Catalogue, results: Iterable[RunResult]
) -> frozenset[tuple[str, str]]:
    """Control and subject of each; an empty subject is all of them."""
    judged: dict[str, set[str]] = defaultdict(set)
    for result in results:
        for verdict in result.verdicts:
            judged[verdict.control].add(verdict.subject.id)
    return frozenset(_assumption(text, catalogue, judged) for text in assumed)


def _assumption(text: str, catalogue: Catalogue, judged: Mapping[str, set[str]]) -> tuple[str, str]:
    claim, _, status = text.rpartition("=")
    name, _, subject = claim.partition("@")
    if status != "pass" or not name:
        raise UsageError(
            f"{text!r} is not an assumption", remedy="Write ID=pass or ID@subject=pass, for example NW-05@web-1=pass."
        )
    control = catalogue.find(name).id
    known = judged.get(control, set())
    if subject and subject not in known:
        raise NotFoundError(f"{control} has judged no {subject!r} in this run", remedy=nearest(subject, known))
    return control, subject


def _system(estate: Estate, system: System, counted: Sequence[Verdict], rules: _Rules) -> SystemReadiness:
    gates, clearing, assumptions = rules
    open_ = [verdict for verdict in counted if not (_assumed(verdict, assumptions) or passes(verdict))]
    blockers = [
        _blocker(verdict, gate, estate.holder(OwnerRole(gate.owner_role), system.id), clearing, system)
        for verdict in open_
        for gate in [gates[verdict.control]]
    ]
    return SystemReadiness(
        id=system.id,
        decision=system.decision,
        state=_state(counted, open_),
        blockers=tuple(sorted(blockers, key=_rank)),
        gates=len(counted),
        passed=len(counted) - len(open_),
    )


def _withheld(system: System) -> SystemReadiness:
    return SystemReadiness(id=system.id, decision=system.decision, state="unknown", withheld=True)


def _assumed(verdict: Verdict, assumptions: frozenset[tuple[str, str]]) -> bool:
    return (verdict.control, "") in assumptions or (verdict.control, verdict.subject.id) in assumptions


def _state(counted: Sequence[Verdict], open_: Sequence[Verdict]) -> State:
    """Nothing judged at all is not readiness but ignorance."""
    if any(map(blocks, open_)):
        return "blocked"
    if not counted or any(map(stops, open_)):
        return "unknown"
    return "conditional" if open_ else "ready"


def _blocker(
    verdict: Verdict, control: ControlMeta, owner: str, clearing: Clearing, system: System | None = None
) -> Blocker:
    return Blocker(
        control=verdict.control,
        subject=verdict.subject,
        status=verdict.status,
        severity=verdict.severity,
        owner=owner,
        owner_role=control.owner_role,
        remedy=control.remedy,
        remedy_vi=control.remedy_vi,
        due=verdict.due,
        clearer=clearing.of(control, verdict, system).clearer,
        evidence=tuple(piece.id for piece in verdict.evidence),
    )


def _rank(blocker: Blocker) -> tuple[int, int, str, str]:
    return blocker.status.rank, blocker.severity.rank, blocker.control, blocker.subject.id
