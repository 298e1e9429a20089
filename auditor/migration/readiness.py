"""Readiness of each system for migration, by one rule over the controls that gate it (design section 12)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from auditor.errors import UsageError
from auditor.model.control import ControlMeta
from auditor.model.inventory import Inventory, System
from auditor.model.readiness import Blocker, Readiness, SystemReadiness
from auditor.model.verdict import RunResult, Verdict
from auditor.model.vocab import Severity, Status
from auditor.policy.catalogue import Catalogue

_OUT_OF_COUNT = frozenset({Status.NOT_APPLICABLE, Status.NOT_IN_FORCE})
_BLOCKING = frozenset({Severity.CRIT, Severity.HIGH})
_DOUBTFUL = frozenset({Status.UNKNOWN, Status.MANUAL, Status.ERROR})


def readiness(
    results: Sequence[RunResult], inventory: Inventory, catalogue: Catalogue, assumed: Iterable[str] = ()
) -> Readiness:
    """Every system's state. `assumed` are `ID=pass` or `ID@subject=pass`: what would be if those verdicts passed.

    Raises UsageError for an assumption that is not of that form or names no control; NotFoundError for an unknown
    control.
    """
    gates = {control.id: control for control in catalogue.controls if "migration" in control.gates}
    assumptions = frozenset(_assumption(text, catalogue) for text in assumed)
    verdicts: dict[str, list[Verdict]] = defaultdict(list)
    for result in results:
        for verdict in result.verdicts:
            if verdict.control in gates and verdict.subject.system:
                verdicts[verdict.subject.system].append(verdict)
    systems = {system.id: system for system in inventory.systems}
    judged = tuple(_system(systems[name], verdicts.get(name, []), gates, assumptions) for name in sorted(systems))
    return Readiness(run=results[0].run.id, systems=judged)


def _assumption(text: str, catalogue: Catalogue) -> tuple[str, str]:
    claim, _, status = text.partition("=")
    control, _, subject = claim.partition("@")
    if status != "pass" or not control:
        raise UsageError(
            f"{text!r} is not an assumption", remedy="Write ID=pass or ID@subject=pass, for example NW-05@web-1=pass."
        )
    return catalogue.find(control).id, subject


def _system(
    system: System,
    verdicts: Sequence[Verdict],
    gates: Mapping[str, ControlMeta],
    assumptions: frozenset[tuple[str, str]],
) -> SystemReadiness:
    counted = [verdict for verdict in verdicts if verdict.status not in _OUT_OF_COUNT]
    open_ = [verdict for verdict in counted if not _passes(verdict, assumptions)]
    blockers = sorted((_blocker(system, verdict, gates[verdict.control]) for verdict in open_), key=_rank)
    return SystemReadiness(
        id=system.id,
        decision=system.decision,
        state=_state(counted, open_),
        blockers=tuple(blockers),
        gates=len(counted),
        passed=len(counted) - len(open_),
    )


def _passes(verdict: Verdict, assumptions: frozenset[tuple[str, str]]) -> bool:
    if (verdict.control, "") in assumptions or (verdict.control, verdict.subject.id) in assumptions:
        return True
    return verdict.status is Status.PASS and verdict.waiver is None


def _state(counted: Sequence[Verdict], open_: Sequence[Verdict]) -> str:
    """Nothing judged at all is not readiness but ignorance."""
    if any(verdict.status is Status.FAIL and verdict.severity in _BLOCKING for verdict in open_):
        return "blocked"
    if not counted or any(verdict.status in _DOUBTFUL for verdict in open_):
        return "unknown"
    return "conditional" if open_ else "ready"


def _blocker(system: System, verdict: Verdict, control: ControlMeta) -> Blocker:
    return Blocker(
        control=verdict.control,
        subject=verdict.subject,
        status=verdict.status,
        severity=verdict.severity,
        owner=_owner(system, control),
        owner_role=control.owner_role,
        remedy=control.remedy,
        remedy_vi=control.remedy_vi,
        due=verdict.due,
    )


def _owner(system: System, control: ControlMeta) -> str:
    by_role = {
        "owner": system.owner,
        "operator": system.operator,
        "data_steward": system.data_steward,
        "monitor": system.monitor,
    }
    return by_role.get(control.owner_role) or ""


def _rank(blocker: Blocker) -> tuple[int, int, str, str]:
    return blocker.status.rank, blocker.severity.rank, blocker.control, blocker.subject.id
