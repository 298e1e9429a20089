"""A4 pages by WeasyPrint, from a page that already holds everything: nothing is fetched while laying out."""

from dataclasses import dataclass
from typing import Any, NoReturn

from weasyprint import HTML
from weasyprint.urls import URLFetchingError

from auditor.errors import ReportError


@dataclass(frozen=True, slots=True)
class Pdf:
    """The bytes of a PDF and how many pages it has."""

    content: bytes
    pages: int


def pdf(page: str) -> Pdf:
    """The page on A4, equal bytes for equal pages and fonts. Raises ReportError when it cannot be laid out."""
    try:
        laid_out = HTML(string=page, url_fetcher=_refuse).render(pdf_identifier=b"auditor", pdf_tags=True)
        made: Any = laid_out.write_pdf(pdf_identifier=b"auditor", pdf_tags=True)
    except (OSError, ValueError) as error:
        raise ReportError(f"the PDF could not be laid out: {error}") from error
    if not isinstance(made, bytes):
        raise ReportError("the PDF could not be laid out: nothing came back")
    return Pdf(made, len(laid_out.pages))


def _refuse(url: str, *_: Any, **__: Any) -> NoReturn:
    """A report refers to nothing outside itself; whatever would be fetched came from somebody else's text."""
    raise URLFetchingError(f"not fetched: {url[:80]}")
