"""Lines filled from what the policies said: verdicts of controls, and readiness as a whole."""

from collections.abc import Sequence

from auditor.model.readiness import SystemReadiness
from auditor.model.verdict import Evidence, Subject, Verdict
from auditor.model.vocab.subjects import SubjectKind
from auditor.model.vocab.verdicts import Status
from auditor.plan.checklist.looked import Looked, Trace, met, most_cautious, not_met, unknown
from auditor.plan.checklist.subject import SheetSubject


def by_controls(subject: SheetSubject, controls: Sequence[str]) -> Looked:
    """The gravest of the controls. One without a verdict about the subject is unknown: nobody looked."""
    found = [_by_control(subject, control) for control in controls]
    if not any(looked.applies for looked in found):
        return found[0]
    return most_cautious(looked for looked in found if looked.applies)


def _by_control(subject: SheetSubject, control: str) -> Looked:
    verdicts = [verdict for verdict in subject.index.verdicts.get(control, ()) if _concerns(subject, verdict.subject)]
    counted = [verdict for verdict in verdicts if verdict.counts]
    if not verdicts:
        return unknown("line_not_judged", control)
    if not counted:
        looked = unknown("line_not_applicable", control, trace=_trace(verdicts[0]))
        return Looked("by_hand", looked.filled, applies=False)
    worst = min(counted, key=lambda verdict: (verdict.status.rank, verdict.subject.id))
    alike = sum(verdict.status is worst.status for verdict in counted)
    trace = _trace(worst)
    if worst.status is Status.PASS and not any(verdict.waiver for verdict in counted):
        return met("line_passes", control, len(counted), trace=trace)
    if worst.status is Status.FAIL:
        return not_met("line_fails", control, alike, len(counted), trace=trace)
    code = "line_attention" if worst.status in (Status.WARN, Status.PASS) else "line_no_evidence"
    return unknown(code, control, alike, len(counted), trace=trace)


def by_readiness(subject: SheetSubject, readiness: SystemReadiness | None) -> Looked:
    """The one rule of readiness: only `ready` is met, `blocked` is not met, all else needs a person."""
    if readiness is None:
        return unknown("line_nothing")
    run = subject.run.result.run
    evidence = tuple(sorted({blocker.control for blocker in readiness.blockers}))
    trace = Trace(at=run.evaluated_at, evidence=evidence)
    amounts = (readiness.state, readiness.passed, readiness.gates)
    if readiness.state == "blocked":
        return not_met("line_readiness", *amounts, trace=trace)
    if readiness.state == "ready":
        return met("line_readiness", *amounts, trace=trace)
    return unknown("line_readiness", *amounts, trace=trace)


def _concerns(subject: SheetSubject, judged: Subject) -> bool:
    """Whether it is the wave itself, or the system, one of its parts or a host it shares."""
    if subject.system is None:
        return (judged.kind, judged.id) == (SubjectKind.WAVE, subject.id)
    if judged.kind is SubjectKind.HOST and judged.id in subject.system.runs_on:
        return True
    return subject.id in (judged.system, judged.id if judged.kind is SubjectKind.SYSTEM else "")


def _trace(verdict: Verdict) -> Trace:
    """The oldest dated piece says when and from where."""
    dated = [piece for piece in verdict.evidence if piece.observed_at]
    oldest = min(dated, key=lambda piece: str(piece.observed_at), default=None)
    return Trace(
        at=oldest.observed_at if oldest else None,
        vantage=(oldest.zone or oldest.vantage) if oldest else "",
        control=verdict.control,
        evidence=tuple(_name(piece) for piece in verdict.evidence),
    )


def _name(piece: Evidence) -> str:
    return piece.id or piece.pointer
