"""The page of the plan for leadership on paper: A3 landscape, one language."""

from auditor.pages.interface import ReportInput
from auditor.pages.layout import Looks, render_page
from auditor.pages.pdf import pdf_of
from auditor.plan.portfolio.html import portfolio_context
from auditor.plan.portfolio.shape import Portfolio
from auditor.text.words import Language

_LOOKS = Looks(styles=("paper.css", "plan_portfolio_paper.css"))
EACH_SHOWN = 6
"""Things named under one decision; the page on screen names them all."""


def portfolio_pdf(report: ReportInput, page: Portfolio, language: Language) -> bytes:
    """PDF in the language asked for. Raises ReportError."""
    context = portfolio_context(report, page) | {"each_shown": EACH_SHOWN}
    return pdf_of(render_page("plan_portfolio_pdf.html.j2", (language,), _LOOKS, context))
