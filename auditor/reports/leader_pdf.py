"""The leader's page on paper: A4, one language."""

from auditor.pages.interface import ReportInput
from auditor.pages.layout import Looks, render_page
from auditor.pages.pdf import pdf_of
from auditor.reports.leader import leader_context
from auditor.text.words import Language

_LOOKS = Looks(styles=("paper.css",))


class LeaderPdf:
    """PDF in the language asked for."""

    def render(self, report: ReportInput, language: Language) -> bytes:
        """See `ReportFormat`."""
        return pdf_of(render_page("leader_pdf.html.j2", (language,), _LOOKS, leader_context(report)))
