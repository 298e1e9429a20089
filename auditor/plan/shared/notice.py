"""The public notice of a night: when it is due, and which papers show that it was given."""

import datetime
from collections.abc import Iterable, Iterator

from auditor.model.inventory import EvidenceRecord, Wave
from auditor.model.vocab.declared import EvidenceKind
from auditor.model.vocab.subjects import SubjectKind
from auditor.plan.run import PlanRun
from auditor.plan.shared.calendar import WorkingDays
from auditor.plan.waves.shape import PlannedWave

NOTICE_DAYS = 90
"""A notice older than that on the night announced another stop. Ours, not the law's."""


def notice_day(run: PlanRun, night: datetime.date) -> datetime.date:
    """The last day on which public notice of a night is in time.

    So many working days lie between it and the night as the planning file asks for, seven at least
    (NĐ 224/2026/NĐ-CP Art. 13). Raises MigrationError when the days off leave no working day for two months.
    """
    return WorkingDays(run.planning.days_off).before(night, run.planning.notice_working_days)


def announcing(
    records: Iterable[EvidenceRecord], night: datetime.date, today: datetime.date
) -> Iterator[EvidenceRecord]:
    """The notices among papers that can have announced the night; one dated after `today` cannot have been seen."""
    for record in records:
        recent = (night - record.date).days <= NOTICE_DAYS
        if record.kind is EvidenceKind.OUTAGE_NOTICE and record.date <= today and recent:
            yield record


def announced(run: PlanRun, waves: Iterable[Wave | PlannedWave]) -> frozenset[str]:
    """Ids of waves whose notice was given by their `notice_day`: one for the wave, or one for each of its systems."""
    found: dict[tuple[SubjectKind, str], list[EvidenceRecord]] = {}
    for record in run.inventory.evidence:
        for name in record.subjects:
            found.setdefault((record.subject.kind, name), []).append(record)

    def given(kind: SubjectKind, name: str, night: datetime.date, last: datetime.date) -> bool:
        papers = announcing(found.get((kind, name), ()), night, run.result.run.as_of)
        return any(record.date <= last for record in papers)

    timely = set()
    for wave in waves:
        last = notice_day(run, wave.date)
        for_each = bool(wave.systems) and all(given(SubjectKind.SYSTEM, name, wave.date, last) for name in wave.systems)
        if for_each or given(SubjectKind.WAVE, wave.id, wave.date, last):
            timely.add(wave.id)
    return frozenset(timely)
