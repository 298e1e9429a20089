"""Lines filled from evidence records: papers known by kind, number and date."""

import datetime
from collections.abc import Iterator

from auditor.estate.wording import is_identified
from auditor.model.base import VIETNAM
from auditor.model.inventory import EvidenceRecord
from auditor.model.vocab.declared import EvidenceKind
from auditor.model.vocab.subjects import SubjectKind
from auditor.plan.checklist.data import Papers
from auditor.plan.checklist.looked import Looked, Trace, met, most_cautious, not_met, unknown
from auditor.plan.checklist.subject import SheetSubject
from auditor.plan.shared.notice import announcing, notice_day


def by_papers(subject: SheetSubject, papers: Papers) -> Looked:
    """The gravest of the kinds asked for; of each kind the newest paper about the system, or about its wave."""
    return most_cautious(_one(subject, papers, kind) for kind in papers.kinds)


def by_notice(subject: SheetSubject) -> Looked:
    """The public notice: dated early enough, too late, or not there."""
    if subject.date is None:
        return unknown("line_no_night")
    last = notice_day(subject.run, subject.date)
    notices = [*announcing(_written(subject, EvidenceKind.OUTAGE_NOTICE), subject.date, subject.today)]
    if not notices:
        return unknown("line_notice_missing", last)
    first = min(notices, key=lambda record: (record.date, record.id))
    if first.date > last:
        return not_met("line_notice_late", _number(first), first.date, last, trace=_trace(first))
    return met("line_notice", _number(first), first.date, last, trace=_trace(first))


def _one(subject: SheetSubject, papers: Papers, kind: EvidenceKind) -> Looked:
    found = sorted(_written(subject, kind), key=lambda record: (record.date, record.id))
    if not found:
        return unknown("line_paper_missing")
    newest = found[-1]
    seen, trace = (_number(newest), newest.date), _trace(newest)
    if newest.result == "failed":
        return not_met("line_paper_failed", *seen, trace=trace)
    if not is_identified(newest):
        return unknown("line_paper_not_found", trace=trace)
    if lack := _lack(subject, papers, newest):
        code, *rest = lack
        return unknown(code, *seen, *rest, trace=trace)
    return met("line_paper", *seen, trace=trace)


def _lack(subject: SheetSubject, papers: Papers, newest: EvidenceRecord) -> tuple[str, *tuple[object, ...]] | None:
    """What the paper lacks to count on the night, as a code and what follows number and date in its sentence."""
    day = max(subject.today, subject.date or subject.today)
    if papers.passed and newest.result != "passed":
        return ("line_paper_no_result",)
    if newest.until and newest.until < day:
        return ("line_paper_expired", newest.until)
    if papers.within_days and (day - newest.date).days > papers.within_days:
        return ("line_paper_old", papers.within_days)
    if papers.after_night and (subject.date is None or newest.date < subject.date):
        return ("line_paper_early",)
    return None


def _written(subject: SheetSubject, kind: EvidenceKind) -> Iterator[EvidenceRecord]:
    """A paper dated after the day of the run cannot have been seen yet."""
    keys = [(SubjectKind.WAVE, subject.wave.id)] if subject.wave else []
    keys += [(SubjectKind.SYSTEM, subject.system.id)] if subject.system else []
    for key in keys:
        for record in subject.index.papers.get(key, ()):
            if record.kind is kind and record.date <= subject.today:
                yield record


def _number(record: EvidenceRecord) -> str:
    return record.number or record.id


def _trace(record: EvidenceRecord) -> Trace:
    return Trace(
        at=datetime.datetime.combine(record.date, datetime.time(), VIETNAM), evidence=(f"inv:/evidence/{record.id}",)
    )
