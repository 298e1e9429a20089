"""The one sentence."""

from auditor.model.verdict import Verdict
from auditor.model.vocab.verdicts import Status
from auditor.pages.interface import ReportInput
from auditor.pages.names import Names
from auditor.reports.content.answer import answer_of, sentence
from auditor.reports.content.figures import figures_of
from tests.reports.changes import with_run, with_verdicts


def _said(report: ReportInput, names: Names, verdicts: list[Verdict], *, complete: bool = True) -> tuple[str, str]:
    changed = with_run(with_verdicts(report, tuple(verdicts)), complete=complete)
    figures = figures_of(changed, names)
    run = changed.result.run
    return answer_of(figures, run), sentence(figures, run).vi


def _with(report: ReportInput, *statuses: Status) -> list[Verdict]:
    return [v.model_copy(update={"status": s}) for v, s in zip(report.result.verdicts, statuses, strict=False)]


def test_a_fail_is_not_met(report: ReportInput, names: Names) -> None:
    """One fail among passes is not met."""
    verdicts = _with(report, Status.PASS, Status.FAIL)
    answer, words = _said(report, names, verdicts)
    assert (answer, words.split(":")[0]) == ("not_met", "Chưa đạt")


def test_all_passes_are_met(report: ReportInput, names: Names) -> None:
    """Only when everything was concluded and the collection is whole."""
    assert _said(report, names, _with(report, Status.PASS, Status.PASS)) == ("met", "Đạt: 2/2 nội dung rà soát đạt.")


def test_warnings_are_said(report: ReportInput, names: Names) -> None:
    """Met with something to attend to says so."""
    said = _said(report, names, _with(report, Status.PASS, Status.WARN))
    assert said == ("met", "Đạt: 1/2 nội dung rà soát đạt; 1 nội dung cần lưu ý.")


def test_open_ends_are_never_met(report: ReportInput, names: Names) -> None:
    """Unknown, awaiting records, tool error, an incomplete collection, only warnings, nothing: no pass."""
    answers = [
        _said(report, names, _with(report, Status.PASS, Status.UNKNOWN))[0],
        _said(report, names, _with(report, Status.PASS, Status.MANUAL))[0],
        _said(report, names, _with(report, Status.PASS, Status.ERROR))[0],
        _said(report, names, _with(report, Status.PASS), complete=False)[0],
        _said(report, names, _with(report, Status.WARN))[0],
        _said(report, names, _with(report, Status.NOT_APPLICABLE))[0],
        _said(report, names, [])[0],
    ]
    assert answers == ["not_concluded"] * 7


def test_an_incomplete_collection_is_said(report: ReportInput, names: Names) -> None:
    """The sentence itself tells that the collection is incomplete."""
    assert "số liệu thu thập chưa đầy đủ" in _said(report, names, _with(report, Status.PASS), complete=False)[1]


def test_nothing_reviewed(report: ReportInput, names: Names) -> None:
    """An empty run concludes nothing."""
    assert _said(report, names, [])[1] == "Chưa đủ căn cứ kết luận: chưa có nội dung nào được rà soát."
