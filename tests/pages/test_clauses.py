"""Clauses and their confidence."""

from auditor.model.verdict import CitedClause
from auditor.model.vocab.controls import Confidence, Force
from auditor.pages.clauses import clause_in_words, place_in_words, unread_clauses
from auditor.pages.interface import ReportInput
from auditor.text.words import Bilingual


def test_force_and_confidence_are_said(report: ReportInput) -> None:
    """A clause never stands without how it binds and how well it is known."""
    cited = CitedClause(instrument="tt-06-2026", clause="Điều 8", force=Force.RECOMMENDED, confidence=Confidence.C)
    said = clause_in_words(report.catalogue, cited)
    assert said.vi == "TT 06/2026/TT-BKHCN, Điều 8 (khuyến nghị; C: mới có nguồn thứ cấp)"


def test_articles_are_named_in_each_language() -> None:
    """A clause written once is read in either language."""
    assert place_in_words("Art. 30(6), Annex 2") == Bilingual("Điều 30(6), Phụ lục 2", "Art. 30(6), Annex 2")


def test_unread_clauses_are_listed_once(report: ReportInput) -> None:
    """Each clause of confidence C or D is listed with the controls that rest on it."""
    assert [(c.instrument.vi, c.clause.vi, c.controls) for c in unread_clauses(report)] == [
        ("Công văn 4856/BCA-TTDLQG", "Phụ lục 2", ("MG-08",)),
        ("Công văn 4856/BCA-TTDLQG", "Phụ lục 4C", ("CN-04",)),
        ("Luật 117/2025/QH15", "Điều 5 khoản 2", ("SS-06",)),
    ]
