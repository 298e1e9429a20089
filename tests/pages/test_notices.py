"""What must be said about the file itself."""

from dataclasses import replace

from auditor.model.matrix import Matrix
from auditor.model.vocab.secrecy import Label
from auditor.model.vocab.verdicts import Status
from auditor.pages.interface import ReportInput
from auditor.pages.names import Names
from auditor.pages.notices import notices_of, shown_label
from tests.reports.changes import with_every_verdict, with_run, with_verdicts


def _labelled(report: ReportInput, system: str, label: Label) -> ReportInput:
    systems = tuple(s.model_copy(update={"label": label}) if s.id == system else s for s in report.inventory.systems)
    return replace(report, inventory=report.inventory.model_copy(update={"systems": systems}))


def test_the_gravest_label_shown(report: ReportInput) -> None:
    """The label of any system shown, or of the run itself, is carried."""
    labelled = _labelled(report, "dieu-hanh-tu", Label.TOI_MAT)
    inside = [shown_label(s, Names.of(s.inventory)) for s in (report, labelled, with_run(report, label=Label.MAT))]
    assert inside == [Label.NONE, Label.TOI_MAT, Label.MAT]


def test_what_is_not_shown_does_not_label(report: ReportInput) -> None:
    """A labelled system that the run does not touch leaves the report as it is."""
    labelled = _labelled(report, "dieu-hanh-tu", Label.TOI_MAT)
    shown = tuple(v for v in labelled.result.verdicts if v.subject.system == "cong")
    others = tuple(item for item in labelled.readiness.systems if item.id != "dieu-hanh-tu")
    cut = replace(
        with_verdicts(labelled, shown),
        matrix=Matrix(entries=()),
        readiness=labelled.readiness.model_copy(update={"systems": others}),
    )
    assert shown_label(cut, Names.of(cut.inventory)) is Label.NONE


def test_a_label_is_announced(report: ReportInput) -> None:
    """The reader is told where the file may be kept."""
    labelled = _labelled(report, "tthc", Label.MAT)
    notices = notices_of(labelled, Names.of(labelled.inventory))
    assert notices[0].vi.startswith("Tệp này có kết quả về đối tượng được khai báo: Mật.")


def test_what_may_need_a_grade_is_announced(report: ReportInput, names: Names) -> None:
    """Dedicated networks and many grave weaknesses of level 3 together are named; a person decides the grade."""
    notice = notices_of(report, names)[0].vi
    assert (
        "mạng truyền số liệu chuyên dùng" in notice,
        "6 hệ thống từ cấp độ 3" in notice,
        "thẩm quyền" in notice,
    ) == (
        True,
        True,
        True,
    )


def test_a_harmless_file_has_no_notice(report: ReportInput, names: Names) -> None:
    """Nothing is announced where nothing calls for it."""
    harmless = replace(with_every_verdict(report, status=Status.PASS), matrix=Matrix(entries=()))
    shown = tuple(v for v in harmless.result.verdicts if v.subject.system == "cong")
    assert notices_of(with_verdicts(harmless, shown), names) == ()


def test_an_incomplete_collection_is_announced(report: ReportInput, names: Names) -> None:
    """A partial collection is said at the head of the file."""
    assert "chưa đầy đủ" in notices_of(with_run(report, complete=False), names)[-1].vi
