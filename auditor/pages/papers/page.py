"""A paper as a page that opens from disk and prints on A4, with the same words as the editable file."""

from auditor.pages.layout import Looks, render_both
from auditor.pages.papers.blocks import LINE, Heading, Paper, Paragraph, Points
from auditor.pages.papers.head import about, addressed
from auditor.text.words import Language

_PAGE = Looks(styles=("base.css", "plan_document.css"), scripts=("base.js",))


def paper_html(paper: Paper, language: Language) -> bytes:
    """The page in both languages, opening in the one asked for. Raises ReportError."""
    letter = {"about": about(paper), "addressed": addressed(paper)} if paper.addressees else {}
    context = {"paper": paper, "kind_of": _kind_of, "line": LINE, "letter": letter}
    return render_both("plan_document.html.j2", language, _PAGE, context)


def _kind_of(block: object) -> str:
    return {Heading: "heading", Paragraph: "paragraph", Points: "points"}.get(type(block), "table")
