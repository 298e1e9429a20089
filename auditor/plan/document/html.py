"""The plan as a page that opens from disk and prints on A4, with the same words as the editable file."""

from auditor.pages.layout import Looks, render_both
from auditor.plan.document.paper.blocks import LINE, Heading, Paragraph, Points
from auditor.plan.document.paper.body import Paper
from auditor.text.words import Language

_PAGE = Looks(styles=("base.css", "plan_document.css"), scripts=("base.js",))


def plan_html(paper: Paper, language: Language) -> bytes:
    """The page in both languages, opening in the one asked for. Raises ReportError."""
    context = {"paper": paper, "kind_of": _kind_of, "line": LINE}
    return render_both("plan_document.html.j2", language, _PAGE, context)


def _kind_of(block: object) -> str:
    return {Heading: "heading", Paragraph: "paragraph", Points: "points"}.get(type(block), "table")
