"""Whether a page asks for a password or takes a submission; nothing of the page itself is kept."""

from dataclasses import dataclass
from html.parser import HTMLParser

_TYPED = frozenset({"text", "email", "tel", "number", "date", "file", ""})
_SEARCH_NAMES = frozenset(
    {"q", "s", "search", "query", "keyword", "keywords", "tukhoa", "tu_khoa", "timkiem", "tim_kiem"}
)


@dataclass(frozen=True, slots=True)
class Forms:
    """`password`: a field for one. `submission`: a form that posts something typed or a file, and is no login."""

    password: bool
    submission: bool


class _Reader(HTMLParser):
    """Follows forms; input fields outside any form count as one form, as scripts may send them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.password = False
        self.submission = False
        self._posts = False
        self._typed = False
        self._secret = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: (value or "").strip().lower() for name, value in attrs}
        if tag == "form":
            self._close()
            self._posts = given.get("method") == "post"
        elif tag == "input":
            self._field(given)
        elif tag == "textarea":
            self._typed = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._close()

    def close(self) -> None:
        super().close()
        self._close()

    def _field(self, given: dict[str, str]) -> None:
        kind = given.get("type", "")
        if kind == "password":
            self.password = self._secret = True
        elif kind in _TYPED and given.get("name", "") not in _SEARCH_NAMES:
            self._typed = True

    def _close(self) -> None:
        self.submission = self.submission or (self._posts and self._typed and not self._secret)
        self._posts = self._typed = self._secret = False


def find_forms(page: str) -> Forms:
    """Reads a page, however broken; the caller bounds its size."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return Forms(reader.password, reader.submission)
