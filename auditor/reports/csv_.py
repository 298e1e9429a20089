"""One row per verdict for a spreadsheet."""

from collections.abc import Iterable

from auditor.model.control import ControlMeta, Observed
from auditor.model.verdict import Verdict
from auditor.pages.clauses import clause_in_words
from auditor.pages.interface import ReportInput
from auditor.pages.names import control_title
from auditor.pages.tables import table_bytes
from auditor.reports.content.leader_actions import unit_name
from auditor.reports.content.whole import Content
from auditor.reports.technical import sorted_verdicts, waiver_in_words
from auditor.text import vocabulary
from auditor.text.causes import cause_in_words
from auditor.text.values import expected_of, observed_of
from auditor.text.words import Bilingual, Language, day, instant, mark, same

COLUMNS = (
    mark("Control"),
    mark("Version"),
    mark("Title"),
    mark("Family"),
    mark("Subject kind"),
    mark("Subject"),
    mark("Subject name"),
    mark("System id"),
    mark("System"),
    mark("Network zone"),
    mark("Status code"),
    mark("Status"),
    mark("Severity"),
    mark("Observed"),
    mark("Expected"),
    mark("Evidence"),
    mark("Basis"),
    mark("Vantage"),
    mark("Oldest evidence"),
    mark("Why it could not be concluded"),
    mark("To be noted"),
    mark("Due"),
    mark("Legal basis"),
    mark("Substitute measure or dated remedy plan"),
    mark("Unit that can act"),
    mark("Remedy"),
)


class CsvTable:
    """CSV in the language asked for."""

    def render(self, report: ReportInput, language: Language) -> bytes:
        """See `ReportFormat`."""
        content = Content.of(report)
        controls = report.catalogue.by_id
        verdicts = sorted_verdicts(report.result.verdicts)
        rows = (_row(verdict, controls.get(verdict.control), content) for verdict in verdicts)
        return table_bytes(COLUMNS, rows, language)


def _row(verdict: Verdict, control: ControlMeta | None, content: Content) -> list[Bilingual]:
    names, catalogue = content.names, content.report.catalogue
    zone = names.zone_of(verdict.subject)
    times = [piece.observed_at for piece in verdict.evidence if piece.observed_at]
    unknown = same("")
    how = control.observed if control else Observed()
    return [
        same(verdict.control),
        same(str(verdict.control_version)),
        control_title(control) if control else unknown,
        vocabulary.word(vocabulary.FAMILY, control.family) if control else unknown,
        vocabulary.word(vocabulary.SUBJECT, verdict.subject.kind),
        same(verdict.subject.id),
        names.subject(verdict.subject),
        same(verdict.subject.system),
        names.system(verdict.subject.system),
        names.zone(zone) if zone else unknown,
        same(str(verdict.status)),
        vocabulary.word(vocabulary.STATUS, verdict.status),
        vocabulary.word(vocabulary.SEVERITY, verdict.severity),
        observed_of(verdict, how),
        expected_of(verdict, how),
        same(" ".join(piece.pointer or piece.id for piece in verdict.evidence)),
        _listed(
            vocabulary.word(vocabulary.BASIS, basis) for basis in sorted({piece.basis for piece in verdict.evidence})
        ),
        same(" ".join(sorted({piece.vantage for piece in verdict.evidence if piece.vantage}))),
        instant(min(times)) if times else unknown,
        _listed(cause_in_words(cause, content.report.observations) for cause in verdict.causes),
        _listed(vocabulary.word(vocabulary.FLAG, flag) for flag in verdict.flags),
        day(verdict.due) if verdict.due else unknown,
        _listed(clause_in_words(catalogue, cited) for cited in verdict.law),
        waiver_in_words(verdict.waiver) if verdict.waiver else unknown,
        unit_name(control.owner_role, verdict, names) if control else unknown,
        Bilingual(control.remedy_vi, control.remedy) if control else unknown,
    ]


def _listed(parts: Iterable[Bilingual]) -> Bilingual:
    found = list(parts)
    return Bilingual("; ".join(part.vi for part in found), "; ".join(part.en for part in found))
