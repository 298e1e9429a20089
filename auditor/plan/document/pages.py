"""The plan as a paper: an editable document, or a page."""

from collections.abc import Mapping

from auditor.pages.papers.blocks import Paper
from auditor.plan.deliver import Maker
from auditor.plan.document.paper.body import paper_of
from auditor.plan.run import PlanRun
from auditor.plan.shared.document_form import document_form
from auditor.text.words import Language


def paper(run: PlanRun) -> Paper:
    """The paper in the chosen form. Raises PlanningError for a faulty form, ReportError without words."""
    return paper_of(run.document, document_form(run.choices.form), run.report)


def docx(run: PlanRun, language: Language) -> bytes:
    """An editable document. Raises ReportError."""
    from auditor.pages.papers.word import paper_docx

    return paper_docx(paper(run), language, run.result.run.evaluated_at)


def html(run: PlanRun, language: Language) -> bytes:
    """A page. Raises ReportError."""
    from auditor.pages.papers.page import paper_html

    return paper_html(paper(run), language)


FORMATS: Mapping[str, Maker] = {"docx": docx, "html": html}
