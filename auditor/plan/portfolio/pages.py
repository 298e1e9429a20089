"""The leaders' page, for screens and for A3 paper."""

from collections.abc import Mapping

from auditor.plan.deliver import Maker
from auditor.plan.run import PlanRun
from auditor.text.words import Language


def html(run: PlanRun, language: Language) -> bytes:
    """A page. Raises ReportError."""
    from auditor.plan.portfolio.html import portfolio_html

    return portfolio_html(run.report, run.portfolio, language)


def pdf(run: PlanRun, language: Language) -> bytes:
    """A3 paper. Raises ReportError."""
    from auditor.plan.portfolio.pdf import portfolio_pdf

    return portfolio_pdf(run.report, run.portfolio, language)


FORMATS: Mapping[str, Maker] = {"html": html, "pdf": pdf}
