"""The same controls before and after. A control without a verdict on either side is never at parity."""

from collections.abc import Iterator, Sequence

from auditor.model.reason import Reason, because
from auditor.model.verdict import Verdict
from auditor.model.vocab.subjects import SubjectKind
from auditor.model.vocab.verdicts import Status
from auditor.plan.parity.pair import Pair, Side
from auditor.plan.parity.shape import Check
from auditor.plan.shared.clearance import machine_of

_GRADE = {Status.FAIL: 0, Status.WARN: 1, Status.PASS: 2}

_Key = tuple[str, SubjectKind, str]


def control_checks(pair: Pair) -> Iterator[Check]:
    """One check for each verdict before, and one for each verdict after on what nothing before stands for.

    What did not apply before is not compared. What is new is a fault where it fails, and nobody can tell where it was
    not judged.
    """
    before, after = _verdicts(pair.before, pair.was.id), _verdicts(pair.after, pair.now.id)
    covered: set[_Key] = set()
    for _, verdict in sorted(before.items()):
        names = pair.subjects_after(verdict.subject)
        keys = [(verdict.control, verdict.subject.kind, name) for name in names]
        covered.update(keys)
        if verdict.counts:
            found = [after.get(key) for key in keys]
            yield _compared(verdict, found, stale=any(one and _from_before(pair, one) for one in found))
    known = {control.id for control in pair.before.run.catalogue.controls}
    succeeding = {name for host in pair.hosts_before for name in pair.successors(host)}
    for key, verdict in sorted(after.items()):
        if key not in covered and verdict.control in known and not _left_behind(pair, verdict, succeeding):
            yield from _new(verdict, expected=_host(verdict) in ("", *succeeding))


def _verdicts(side: Side, system: str) -> dict[_Key, Verdict]:
    return {
        (verdict.control, verdict.subject.kind, verdict.subject.id): verdict
        for verdict in side.verdicts.get(system, ())
    }


def _host(verdict: Verdict) -> str:
    """The machine a verdict is about; empty for the system and its other parts."""
    return machine_of(verdict.subject)


def _left_behind(pair: Pair, verdict: Verdict, succeeding: set[str]) -> bool:
    """Whether it is about an old machine, whose faults after the move are not the system's any more."""
    host = _host(verdict)
    return host in pair.hosts_before and host not in succeeding


def _from_before(pair: Pair, verdict: Verdict) -> bool:
    """Whether a verdict after the move rests on anything that was seen before it was over."""
    times = (piece.observed_at for piece in verdict.evidence)
    return pair.night is not None and any(at and not pair.since_night(at) for at in times)


def _compared(before: Verdict, found: Sequence[Verdict | None], *, stale: bool) -> Check:
    grade = _GRADE.get(before.status)
    statuses = [verdict.status if verdict else None for verdict in found]
    changed = any(verdict and verdict.control_version != before.control_version for verdict in found)
    judged = [_GRADE[status] for status in statuses if status in _GRADE]
    worst = min(judged, default=None)
    if not found:
        standing, why = "cannot_tell", because("no_successor", before.subject.id)
    elif changed:
        standing, why = "cannot_tell", because("control_changed", before.control)
    elif grade is None:
        standing, why = "cannot_tell", because("unknown_before", before.status)
    elif worst is not None and worst < grade:
        standing, why = "degraded", _statuses("control_worse", before, found)
    elif len(judged) < len(found) or worst is None:
        standing, why = "cannot_tell", _unjudged(statuses)
    elif stale:
        standing, why = "cannot_tell", because("seen_before_night")
    else:
        better = worst > grade
        standing = "improved" if better else "at_parity"
        why = _statuses("control_better" if better else "control_same", before, found)
    return Check.model_validate(
        {
            "kind": "control",
            "id": f"{before.control}@{before.subject.id}",
            "standing": standing,
            "before": before.status,
            "after": _worst(found),
            "why": why,
            "evidence": _evidence((before, *found)),
        }
    )


def _unjudged(statuses: Sequence[Status | None]) -> Reason:
    found = next((status for status in statuses if status is not None and status not in _GRADE), None)
    return because("unknown_after", found) if found else because("not_judged_after")


def _statuses(code: str, before: Verdict, found: Sequence[Verdict | None]) -> Reason:
    return because(code, before.status, _worst(found) or "")


def _worst(found: Sequence[Verdict | None]) -> Status | None:
    return min((verdict.status for verdict in found if verdict), key=lambda status: status.rank, default=None)


def _evidence(verdicts: Sequence[Verdict | None]) -> tuple[str, ...]:
    return tuple(sorted({piece.id for verdict in verdicts if verdict for piece in verdict.evidence}))


def _new(verdict: Verdict, *, expected: bool) -> Iterator[Check]:
    """A verdict on what is new. `expected` where something before should have had one to compare with."""
    sound = verdict.status is Status.PASS or not verdict.counts
    if sound and not expected:
        return
    fault = verdict.status in (Status.FAIL, Status.WARN)
    yield Check(
        kind="control",
        id=f"{verdict.control}@{verdict.subject.id}",
        standing="degraded" if fault else "cannot_tell",
        after=verdict.status,
        why=because("new_fault" if fault else "not_judged_before", verdict.status),
        evidence=_evidence((verdict,)),
    )
