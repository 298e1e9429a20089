"""Wires the plan as a document and the leaders' page to the formats they are written in."""

from pathlib import Path

from auditor.migration.document import document_form
from auditor.model.base import canonical
from auditor.model.plan.document import PlanDocument
from auditor.model.plan.portfolio import Portfolio
from auditor.reports.interface import ReportInput
from auditor.text.words import Language


def paper_bytes(
    paper: PlanDocument, report: ReportInput, format_: str, language: Language, form: Path | None = None
) -> bytes:
    """The document as `docx`, `html` or `json`; `form` replaces the shipped form.

    Raises PlanningError for a faulty form, ReportError when the file cannot be made.
    """
    if format_ == "json":
        return canonical(paper.model_dump(mode="json", by_alias=True))
    from auditor.reports.plan.document_docx import plan_docx
    from auditor.reports.plan.document_html import plan_html
    from auditor.reports.plan.paper import paper_of

    laid_out = paper_of(paper, document_form(form), report)
    if format_ == "html":
        return plan_html(laid_out, language)
    return plan_docx(laid_out, language, paper.run.evaluated_at)


def portfolio_bytes(page: Portfolio, report: ReportInput, format_: str, language: Language) -> bytes:
    """The leaders' page as `html`, `pdf` or `json`. Raises ReportError when the file cannot be made."""
    if format_ == "json":
        return canonical(page.model_dump(mode="json", by_alias=True))
    if format_ == "pdf":
        from auditor.reports.plan.portfolio_pdf import portfolio_pdf

        return portfolio_pdf(report, page, language)
    from auditor.reports.plan.portfolio_html import portfolio_html

    return portfolio_html(report, page, language)
