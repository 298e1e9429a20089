"""Lines filled from what people entered: decision, label, freezes, target side, and the age of the run."""

from auditor.estate.wording import is_identified
from auditor.model.base import VIETNAM
from auditor.model.inventory import System
from auditor.model.vocab.moves import Decision
from auditor.plan.checklist.data import Source
from auditor.plan.checklist.looked import Looked, Trace, met, not_met, unknown
from auditor.plan.checklist.subject import SheetSubject


def by_label(system: System) -> Looked:
    """A label stops the night whatever anybody answers."""
    trace = Trace(evidence=(f"inv:/systems/{system.id}/label",))
    if not system.label.is_open or system.declares_secrets:
        return not_met("line_labelled", trace=trace)
    return met("line_unlabelled", trace=trace)


def by_decision(system: System, allowed: tuple[Decision, ...]) -> Looked:
    """What people decided; another decision than to move is no move."""
    if system.decision is None:
        return unknown("line_undecided")
    trace = Trace(evidence=(f"inv:/systems/{system.id}/decision",))
    if system.decision not in allowed:
        return not_met("line_decision", system.decision.value, trace=trace)
    return met("line_decision", system.decision.value, trace=trace)


def by_run_age(subject: SheetSubject, most_days: int) -> Looked:
    """How old the run will be on the night. Nothing is met when no night is set, or when part of the run is missing."""
    run = subject.run.result.run
    day, trace = run.evaluated_at.astimezone(VIETNAM).date(), Trace(at=run.evaluated_at, evidence=(run.id,))
    if subject.date is None:
        return unknown("line_no_night", trace=trace)
    if not run.complete:
        return unknown("line_run_partial", day, trace=trace)
    if (subject.date - day).days > most_days:
        return unknown("line_run_old", day, (subject.date - day).days, most_days, trace=trace)
    return met("line_run", day, trace=trace)


def by_freezes(subject: SheetSubject) -> Looked:
    """Whether the night lies in a freeze; when nobody entered any, nobody knows."""
    freezes = subject.run.planning.freezes
    if subject.date is None:
        return unknown("line_no_night")
    for freeze in freezes:
        if freeze.start <= subject.date <= freeze.end:
            return not_met("line_freeze", freeze.name.vi, freeze.start, freeze.end)
    return met("line_no_freeze", len(freezes)) if freezes else unknown("line_freezes_missing")


def by_entry(subject: SheetSubject, source: Source) -> Looked:
    """A fact of the inventory or the planning file that somebody has to have entered."""
    if source.entered == "agreement":
        return _agreement(subject)
    value = _value(subject, source.entered or "")
    code = "line_minutes" if source.entered == "outage_minutes" else "line_entered"
    return met(code, value) if value else unknown("line_not_entered")


def _value(subject: SheetSubject, key: str) -> str:
    if key == "contact":
        return subject.run.planning.target.contact
    system = subject.system
    if system is None:
        return ""
    if key == "target_zone":
        return (system.move.target if system.move else None) or system.target_zone
    if system.move is None:
        return ""
    if key == "team":
        return system.move.team or ""
    minutes = system.move.outage_minutes
    return "" if minutes is None else str(minutes)


def _agreement(subject: SheetSubject) -> Looked:
    """The paper that lets the target side receive: it must be there, in force on the night, and no refusal."""
    record = subject.run.estate.evidence.get(subject.run.planning.target.agreement or "")
    if record is None or record.date > subject.today:
        return unknown("line_paper_missing")
    seen, trace = (record.number or record.id, record.date), Trace(evidence=(f"inv:/evidence/{record.id}",))
    if record.result == "failed":
        return not_met("line_paper_failed", *seen, trace=trace)
    if not is_identified(record):
        return unknown("line_paper_not_found", trace=trace)
    if record.until and record.until < max(subject.today, subject.date or subject.today):
        return unknown("line_paper_expired", *seen, record.until, trace=trace)
    return met("line_paper", *seen, trace=trace)
