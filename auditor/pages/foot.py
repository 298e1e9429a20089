"""What stands at the foot of every page: texts nobody here has read, what was not measured, and the run it shows."""

from dataclasses import dataclass

from auditor.model.verdict import Totals
from auditor.pages.clauses import UnreadClause, confirmed_clauses, unread_clauses
from auditor.pages.interface import ReportInput
from auditor.pages.names import Names
from auditor.pages.unmeasured import Unmeasured, unmeasured_of
from auditor.text.words import Bilingual


@dataclass(frozen=True, slots=True)
class Foot:
    """The data of `foot.html.j2`; `waived` counts verdicts with a substitute measure or dated remedy plan."""

    unread: tuple[UnreadClause, ...]
    unmeasured: Unmeasured
    totals: Totals
    waived: int
    confirmed: tuple[Bilingual, ...] = ()
    """Clauses that officers of the province compared with the original."""

    @classmethod
    def of(cls, report: ReportInput, names: Names) -> "Foot":
        """The foot of a run's pages."""
        waived = sum(verdict.waiver is not None for verdict in report.result.verdicts)
        return cls(
            unread_clauses(report),
            unmeasured_of(report, names),
            report.result.totals,
            waived,
            confirmed_clauses(report),
        )
