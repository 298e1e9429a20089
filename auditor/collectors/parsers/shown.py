"""What the readers of a page see of an address: in its text, or as a link to write or to call. Comments, scripts, what
the page itself hides and what stands in attributes is not seen by anybody.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from auditor.collectors.parsers.pages import PageReader

_UNSEEN = frozenset({"script", "style", "template", "noscript", "title", "textarea", "select", "datalist"})
_PICTURES = frozenset({"img", "svg", "canvas", "iframe", "frame", "object", "embed", "script", "video", "picture"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "mark", "s", "small", "span", "strong", "sub"}
    | {"sup", "tt", "u", "wbr"}
)
_ENDED_BY_THEIR_LIKE = frozenset({"p", "li", "td", "th", "tr", "dt", "dd"})
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|font-size\s*:\s*0(?![.\d]*[1-9])")
_LEADING = re.compile(
    r"liên hệ|lien[-_ ]?he|contact|sự cố|su[-_ ]?co(?![a-z])|ứng cứu|ung[-_ ]?cuu|an ninh mạng|an[-_ ]?ninh[-_ ]?mang"
    r"|an toàn thông tin|an[-_ ]?toan[-_ ]?thong[-_ ]?tin"
)
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_BLANKS = re.compile(r"[^\S\n]+")
_AT = re.compile(r" ?[\[({] ?(?:at|@|a còng) ?[\])}] ?")
_DOT = re.compile(r" ?[\[({] ?(?:dot|\.|chấm) ?[\])}] ?")
_FEWEST_DIGITS = 8
"""A shorter number may stand for anything, and counts only as a link to call it."""

_MOST_LINKS = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of what was sought. `links` lead, as written, to pages that may show more."""

    found: tuple[str, ...]
    more_than_text: bool
    links: tuple[str, ...]


@dataclass(slots=True)
class _Anchor:
    href: str
    words: list[str] = field(default_factory=list)
    picture: bool = False


class _Reader(PageReader):
    """Follows what is open and which of it hides what stands inside; a hidden element hides until it is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.called: list[str] = []
        self.links: list[str] = []
        self.more = False
        self._open: list[tuple[str, bool]] = []
        self._count: Counter[str] = Counter()
        self._hiding = 0
        self._anchor: _Anchor | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: (value or "") for name, value in attrs}
        if tag in _PICTURES and not self._hiding:
            self.more = True
            if self._anchor is not None:
                self._anchor.picture = True
        if tag not in _INLINE:
            self.text.append("\n")
        if tag in _VOID:
            return
        if tag in _ENDED_BY_THEIR_LIKE and self._open and self._open[-1][0] == tag:
            self._pop()
        hides = tag in _UNSEEN or _hidden(tag, given)
        self._open.append((tag, hides))
        self._count[tag] += 1
        self._hiding += hides
        if tag == "a":
            self._close_anchor()
            self._anchor = None if self._hiding else _Anchor(given.get("href", ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # in HTML a stroke at the end closes nothing
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.text.append("\n")
        if tag == "a":
            self._close_anchor()
        while self._count[tag]:
            if self._pop() == tag:
                break

    def handle_data(self, data: str) -> None:
        if self._hiding:
            return
        self.text.append(data)
        if self._anchor is not None:
            self._anchor.words.append(data)

    def finish(self) -> None:
        self._close_anchor()

    def _pop(self) -> str:
        tag, hides = self._open.pop()
        self._count[tag] -= 1
        self._hiding -= hides
        return tag

    def _close_anchor(self) -> None:
        anchor, self._anchor = self._anchor, None
        if anchor is None or not (anchor.picture or "".join(anchor.words).translate(_INVISIBLE).strip()):
            return
        scheme, _, rest = anchor.href.strip().partition(":")
        if scheme.lower() in {"mailto", "tel"}:
            self.called.append(unquote(rest.partition("?")[0]).strip().lower())
        elif len(self.links) < _MOST_LINKS and _LEADING.search(_plain(f"{''.join(anchor.words)} {anchor.href}")):
            self.links.append(anchor.href)


def _hidden(tag: str, given: Mapping[str, str]) -> bool:
    closed = tag == "dialog" and "open" not in given
    return closed or "hidden" in given or _HIDDEN_STYLE.search(given.get("style", "").lower()) is not None


def shown(page: str, sought: Iterable[str]) -> Shown:
    """Reads a page, however broken; the caller bounds its size."""
    reader = _Reader()
    reader.read(page)
    text = _DOT.sub(".", _AT.sub("@", _plain("".join(reader.text))))
    found = tuple(address for address in sought if _is_shown(address, text, reader.called))
    return Shown(found, reader.more, tuple(dict.fromkeys(reader.links)))


def _plain(text: str) -> str:
    """As it reads: in lower case, without letters of no width, one blank for several."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text).translate(_INVISIBLE).lower())


def _is_shown(address: str, text: str, called: Iterable[str]) -> bool:
    if "@" in address:
        return address.lower() in called or _mail(address.lower()).search(text) is not None
    digits = _national(address)
    if digits in {_national(each) for each in called if "@" not in each}:
        return True
    return len(digits) >= _FEWEST_DIGITS and _number(digits).search(text) is not None


def _mail(address: str) -> re.Pattern[str]:
    """The address whole, and not as a part of a longer one."""
    return re.compile(rf"(?<![\w.+%-]){re.escape(address)}(?![\w@-]|\.\w)")


def _number(digits: str) -> re.Pattern[str]:
    """The number whole, parted as people part numbers, at home or from abroad."""
    apart = r"[ .()-]{0,3}"
    home = apart.join(digits)
    abroad = rf"\+?84{apart}(?:\(0\){apart})?{apart.join(digits[1:])}"
    return re.compile(rf"(?<![\d+])(?:{home}|{abroad})(?![\d])" if digits[0] == "0" else rf"(?<![\d+]){home}(?!\d)")


def _national(number: str) -> str:
    """A number as it is called at home."""
    digits = re.sub(r"\D", "", number)
    abroad = number.strip().startswith("+84") or (digits.startswith("84") and len(digits) > 10)  # noqa: PLR2004  # longer than any at home
    return "0" + digits.removeprefix("84").removeprefix("0") if abroad else digits
