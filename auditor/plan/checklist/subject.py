"""What a sheet is about, and the days counted from its night."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from auditor.model.inventory import EvidenceRecord, System
from auditor.model.verdict import Verdict
from auditor.model.vocab.subjects import SubjectKind
from auditor.plan.checklist.data import Due
from auditor.plan.run import PlanRun
from auditor.plan.shared.calendar import WorkingDays
from auditor.plan.waves.shape import PlannedWave

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Index:
    """What many sheets look up, by control and by subject, so that a large estate is walked through once."""

    verdicts: Mapping[str, Sequence[Verdict]]
    papers: Mapping[tuple[SubjectKind, str], Sequence[EvidenceRecord]]

    @classmethod
    def of(cls, run: PlanRun) -> "Index":
        """Indexes a run."""
        verdicts: dict[str, list[Verdict]] = defaultdict(list)
        papers: dict[tuple[SubjectKind, str], list[EvidenceRecord]] = defaultdict(list)
        for verdict in run.result.verdicts:
            verdicts[verdict.control].append(verdict)
        for record in run.inventory.evidence:
            for name in record.subjects:
                papers[record.subject.kind, name].append(record)
        return cls(dict(verdicts), dict(papers))


@dataclass(frozen=True, slots=True)
class SheetSubject:
    """What the lines of one sheet look at. `system` is None on the sheet of a whole wave, `wave` where none is set."""

    run: PlanRun
    index: Index
    system: System | None
    wave: PlannedWave | None

    @property
    def kind(self) -> str:
        """`system` or `wave`."""
        return "system" if self.system else "wave"

    @property
    def id(self) -> str:
        """Id of the system, or of the wave."""
        if self.system:
            return self.system.id
        return self.wave.id if self.wave else ""

    @property
    def date(self) -> datetime.date | None:
        """The night, where one is set."""
        return self.wave.date if self.wave else None

    @property
    def today(self) -> datetime.date:
        """The day whose law the run applied."""
        return self.run.result.run.as_of

    @property
    def key(self) -> str:
        """What the ids of the sheet's lines begin with. It holds the date: an answer for one night is none for another.

        The night follows a sign that no id may hold, so that no two sheets share a beginning.
        """
        night = f"@{self.date.isoformat()}" if self.date else ""
        return f"{self.kind}/{self.id}{night}"


def due_on(due: Due, date: datetime.date | None, calendar: WorkingDays) -> datetime.date | None:
    """The day a line falls due; None without a night.

    Raises MigrationError when the days off leave no working day for two months.
    """
    if date is None or not due.working:
        return date and date + due.days * _DAY
    return calendar.counted(date, due.days)
