"""What a page asks of its reader: a password, a submission, or to go elsewhere; nothing of the page itself is kept."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from auditor.collectors.parsers.pages import PageReader

_TYPED = frozenset({"text", "email", "tel", "number", "date", "file", ""})
_SEARCH_NAMES = frozenset(
    {"q", "s", "search", "query", "keyword", "keywords", "tukhoa", "tu_khoa", "timkiem", "tim_kiem"}
)
_REFRESH = re.compile(r"\s*[0-9.]+\s*[;,\s]\s*(?:url\s*=\s*)?[\"']?([^\"']+)[\"']?\s*", re.IGNORECASE)
"""Seconds and an address (HTML, 4.2.5.3); without an address the page loads itself again."""

_LONGEST = 2000
_MOST_ACTIONS = 20


@dataclass(frozen=True, slots=True)
class Forms:
    """`password`: a field for one. `submission`: a form that posts something typed or a file, and is no login. `plain`:
    a form goes to an http:// address. `refresh`: where the page sends its reader by itself, empty for nowhere.
    `actions`: where its forms are sent, each once.
    """

    password: bool
    submission: bool
    plain: bool = False
    refresh: str = ""
    actions: tuple[str, ...] = ()


class _Reader(PageReader):
    """Follows forms; input fields outside any form count as one form, as scripts may send them."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.password = False
        self.submission = False
        self.plain = False
        self.refresh = ""
        self.actions: dict[str, None] = {}
        self._base = address
        self._posts = False
        self._typed = False
        self._secret = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: (value or "").strip() for name, value in attrs}
        if tag == "form":
            self._close()
            self._posts = given.get("method", "").lower() == "post"
            self._sends(given.get("action", ""))
        elif tag == "input":
            self._field(given)
        elif tag == "textarea":
            self._typed = True
        elif tag == "base" and given.get("href"):
            self._base = _joined(self._base, given["href"])
        elif tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            self.refresh = self.refresh or refresh_target(given.get("content", ""))
        if "formaction" in given:
            self._sends(given["formaction"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._close()

    def finish(self) -> None:
        self._close()

    def _sends(self, action: str) -> None:
        address = _joined(self._base, action)
        self.plain = self.plain or address.lower().startswith("http://")
        if len(self.actions) < _MOST_ACTIONS:
            self.actions[address] = None

    def _field(self, given: dict[str, str]) -> None:
        kind = given.get("type", "").lower()
        if kind == "password":
            self.password = self._secret = True
        elif kind in _TYPED and given.get("name", "").lower() not in _SEARCH_NAMES:
            self._typed = True

    def _close(self) -> None:
        self.submission = self.submission or (self._posts and self._typed and not self._secret)
        self._posts = self._typed = self._secret = False


def find_forms(page: str, address: str) -> Forms:
    """Reads a page, however broken; the caller bounds its size. `address` is where it came from, for relative ones."""
    reader = _Reader(address)
    reader.read(page)
    return Forms(reader.password, reader.submission, reader.plain, reader.refresh, tuple(reader.actions))


def refresh_target(content: str) -> str:
    """The address in the value of `Refresh`, as it stands there; empty where it names none."""
    found = _REFRESH.fullmatch(content[:_LONGEST])
    return "" if found is None else found[1].strip()


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return address
