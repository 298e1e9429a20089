"""A4 pages by WeasyPrint, from a page that already holds everything: nothing is fetched while laying out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from weasyprint import HTML
from weasyprint.urls import URLFetchingError

from auditor.errors import ReportError


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A page laid out on A4 and not yet written: how many sheets it takes, and the names of the anchors on each."""

    document: Any
    pages: int
    anchors: tuple[frozenset[str], ...]

    def pages_from(self, names: Sequence[str]) -> list[int]:
        """How many sheets lie between each of these anchors, in their order, and the next; the last runs to the end."""
        starts = [next(place for place, found in enumerate(self.anchors) if name in found) for name in names]
        return [end - start for start, end in zip(starts, [*starts, self.pages][1:], strict=True)]

    def write(self) -> bytes:
        """The PDF: equal bytes for equal pages and fonts. Raises ReportError when it cannot be written."""
        try:
            made: Any = self.document.write_pdf(pdf_identifier=b"auditor", pdf_tags=True)
        except (OSError, ValueError) as error:
            raise ReportError(f"the PDF could not be written: {error}") from error
        if not isinstance(made, bytes):
            raise ReportError("the PDF could not be written: nothing came back")
        return made


def lay_out(page: str) -> LaidOut:
    """Lays a page out. Raises ReportError when that cannot be done."""
    try:
        document: Any = HTML(string=page, url_fetcher=_refuse).render(pdf_tags=True)
    except (OSError, ValueError) as error:
        raise ReportError(f"the PDF could not be laid out: {error}") from error
    return LaidOut(document, len(document.pages), tuple(frozenset(page.anchors) for page in document.pages))


def _refuse(url: str, *_: Any, **__: Any) -> NoReturn:
    """A report refers to nothing outside itself; whatever would be fetched came from somebody else's text."""
    raise URLFetchingError(f"not fetched: {url[:80]}")
