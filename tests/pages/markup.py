"""Faults of markup that browsers forgive and screen readers do not."""

import re
from html.parser import HTMLParser

_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_TWICE = re.compile(r'=""[^\s>/]|&#34;')


class _Attributes(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faulty: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.faulty += [f"{tag} {name}" for name, value in attrs if '"' in name or (value or "").startswith('"')]


def quoted_twice(page: str) -> list[str]:
    """Tags whose attributes carry a second pair of quotes, written out or escaped."""
    reader = _Attributes()
    reader.feed(page)
    return reader.faulty + [tag for tag in _TAG.findall(page) if _TWICE.search(tag)]
