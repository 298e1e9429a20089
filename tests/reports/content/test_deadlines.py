"""The days that the law sets, counted from the run's own."""

import datetime
from dataclasses import replace

from auditor.model.control import ControlMeta
from auditor.model.law import LawEntry
from auditor.model.vocab.verdicts import Status
from auditor.pages.interface import ReportInput
from auditor.reports.content.deadlines import Deadline, deadlines_of
from auditor.text.words import Bilingual
from tests.reports.changes import with_every_verdict, with_run

LAST_OF_DUTY = datetime.date(2026, 12, 31)
END = datetime.date(2027, 6, 30)


def with_entry(report: ReportInput, control: str, **changes: object) -> ReportInput:
    """The same run by a catalogue in which one control's first law entry says something else."""

    def changed(one: ControlMeta) -> ControlMeta:
        first: LawEntry = one.law[0].model_copy(update=changes)
        return one.model_copy(update={"law": (first, *one.law[1:])}) if one.id == control else one

    controls = tuple(changed(one) for one in report.catalogue.controls)
    return replace(report, catalogue=replace(report.catalogue, controls=controls))


def test_days_of_duties_and_transitions(report: ReportInput) -> None:
    """A last day to comply with the verdicts that harden after it, and one day on which two transitions end."""
    assert (
        Deadline(
            LAST_OF_DUTY,
            39,
            (
                Bilingual(
                    "hạn cuối thực hiện: NĐ 278/2025/NĐ-CP, Điều 4 khoản 2, Điều 24",
                    "last day to comply: NĐ 278/2025/NĐ-CP, Điều 4 khoản 2, Điều 24",
                ),
            ),
            ("CN-01",),
            2,
        ),
        Deadline(
            END,
            220,
            (
                Bilingual(
                    "hết thời gian chuyển tiếp: NĐ 224/2026/NĐ-CP, Điều 27 khoản 2",
                    "end of the transition: NĐ 224/2026/NĐ-CP, Điều 27 khoản 2",
                ),
                Bilingual(
                    "hết thời gian chuyển tiếp: NĐ 331/2026/NĐ-CP, Điều 39 khoản 1",
                    "end of the transition: NĐ 331/2026/NĐ-CP, Điều 39 khoản 1",
                ),
            ),
            ("LV-01",),
            0,
        ),
    ) == deadlines_of(report)


def test_a_day_that_has_come_is_none(report: ReportInput) -> None:
    """On the last day nothing is left, and it is no more to come; the day before, one is."""
    days = [
        [(one.day, one.left) for one in deadlines_of(with_run(report, as_of=as_of))]
        for as_of in (LAST_OF_DUTY - datetime.timedelta(days=1), LAST_OF_DUTY, END)
    ]

    assert [[(LAST_OF_DUTY, 1), (END, 182)], [(END, 181)], []] == days


def test_what_concerns_nobody_here(report: ReportInput) -> None:
    """A text whose controls apply to nobody sets no day; one that is not yet in force sets its first."""
    nobody = with_every_verdict(report, status=Status.NOT_APPLICABLE)
    asleep = with_every_verdict(
        with_entry(report, "SY-01", from_=datetime.date(2027, 1, 15)), status=Status.NOT_IN_FORCE
    )

    assert () == deadlines_of(nobody)
    assert [("takes effect: QCVN 12:2026/BCA, 2.2.22",)] == [
        tuple(clause.en for clause in one.clauses)
        for one in deadlines_of(asleep)
        if one.day == datetime.date(2027, 1, 15)
    ]


def test_nothing_hardens_that_is_no_warning(report: ReportInput) -> None:
    """A day that stands at a verdict of another status counts nothing."""
    fails = with_every_verdict(report, status=Status.FAIL)

    assert [0, 0] == [one.hardening for one in deadlines_of(fails)]
