"""A4 pages by WeasyPrint, from a page that already holds everything: nothing is fetched while laying out."""

from typing import Any, NoReturn

from weasyprint import HTML
from weasyprint.urls import URLFetchingError

from auditor.errors import ReportError


def pdf_of(page: str) -> bytes:
    """The PDF of an HTML page: equal bytes for equal pages and fonts. Raises ReportError when it cannot be made."""
    try:
        made: Any = HTML(string=page, url_fetcher=_refuse).write_pdf(pdf_identifier=b"auditor", pdf_tags=True)
    except (OSError, ValueError) as error:
        raise ReportError(f"the PDF could not be made: {error}") from error
    if not isinstance(made, bytes):
        raise ReportError("the PDF could not be made: nothing came back")
    return made


def _refuse(url: str, *_: Any, **__: Any) -> NoReturn:
    """A report refers to nothing outside itself; whatever would be fetched came from somebody else's text."""
    raise URLFetchingError(f"not fetched: {url[:80]}")
