"""What must be said about the file itself: the gravest label of what it shows, and when it gathers what may need a
grade.
"""

from collections.abc import Iterator

from auditor.estate.cover import highest
from auditor.model.verdict import RunResult, Subject
from auditor.model.vocab.declared import ZoneKind
from auditor.model.vocab.secrecy import Label
from auditor.model.vocab.subjects import SubjectKind
from auditor.model.vocab.verdicts import Status
from auditor.pages.interface import ReportInput
from auditor.pages.names import Names
from auditor.text.vocabulary import LABEL, word
from auditor.text.words import Bilingual, joined, number, say

DEDICATED = (ZoneKind.TSLCD, ZoneKind.PARTY_WAN, ZoneKind.INDEPENDENT_LAN)

# No text says how many weaknesses together need a grade; this number is ours and only makes the notice appear.
MANY_WEAK_SYSTEMS = 3
LEVEL_OF_CONCERN = 3


def shown_label(report: ReportInput, names: Names) -> Label:
    """The gravest label among the run and everything that a report of it shows."""
    subjects = [verdict.subject for verdict in report.result.verdicts]
    subjects += [Subject(kind=SubjectKind.SYSTEM, id=item.id, system=item.id) for item in report.readiness.systems]
    subjects += [Subject(kind=SubjectKind.ZONE, id=zone) for zone in _matrix_zones(report)]
    return highest([report.result.run.label, *(names.label_of(subject) for subject in set(subjects))])


def notices_of(report: ReportInput, names: Names) -> tuple[Bilingual, ...]:
    """Sentences to stand at the head of the file; none when nothing calls for one."""
    notices = []
    label = shown_label(report, names)
    if not label.is_open:
        notices.append(
            say(
                "This file shows results about things declared as: {label}. Keep it where that label allows.",
                label=word(LABEL, label),
            )
        )
    if is_partial(report.result):
        notices.append(say("Some results are not in this file; they are kept and shown elsewhere."))
    reasons = list(_grade_reasons(report, names))
    if reasons:
        gathered = joined(reasons, "; ")
        notices.append(
            say(
                "This file gathers {what}. Whether it needs a secrecy grade is for the competent person to decide.",
                what=gathered,
            )
        )
    if not report.result.run.complete:
        notices.append(say("The collection behind this report is incomplete; what is missing is not counted as met."))
    return tuple(notices)


def is_partial(result: RunResult) -> bool:
    """Whether a part of the results lives in the labelled world, so that nothing here is the whole of it."""
    return result.parted and result.run.label.is_open


def _grade_reasons(report: ReportInput, names: Names) -> Iterator[Bilingual]:
    zones = _matrix_zones(report) | {names.zone_of(verdict.subject) for verdict in report.result.verdicts}
    if any(zone in names.estate.zones and names.estate.zones[zone].kind in DEDICATED for zone in zones):
        yield say("details of a dedicated, Party or independent network")
    weak = {
        verdict.subject.system
        for verdict in report.result.verdicts
        if verdict.status is Status.FAIL
        and verdict.severity.grave
        and _level(verdict.subject.system, names) >= LEVEL_OF_CONCERN
    }
    if len(weak) >= MANY_WEAK_SYSTEMS:
        yield say("grave weaknesses of {n} systems of level 3 or above", n=number(len(weak)))


def _matrix_zones(report: ReportInput) -> set[str]:
    return {zone for entry in report.matrix.entries for zone in (entry.from_zone, entry.to_zone)}


def _level(system_id: str, names: Names) -> int:
    system = names.estate.systems.get(system_id)
    return (system.level or 0) if system else 0
