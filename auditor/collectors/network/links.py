"""Where a web server's answer leads: an address as it was sent, taken apart as browsers take it apart, or why it is
none that anybody here may ask.
"""

import ipaddress
import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urljoin, urlsplit

import idna

Scheme = Literal["http", "https"]

USUAL = {"http": 80, "https": 443}
_LONGEST_PATH = 2000
_NAME = re.compile(r"^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")
_NUMBER = re.compile(r"^(0x[0-9a-f]*|[0-9]+)$")
_STROKES = re.compile(r"^((?:https?:)?)/{3,}", re.IGNORECASE)
_BLANKS = "".join(map(chr, range(33)))


@dataclass(frozen=True, slots=True)
class Link:
    """A page of some web server. `host` is a name in lower case without its final dot, or an address in its usual form;
    `path` is ready to be sent, with its query.
    """

    scheme: Scheme
    host: str
    port: int
    path: str

    @property
    def plain(self) -> str:
        """The link without its query, which may carry somebody's session."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == USUAL[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path.partition('?')[0]}"

    def same_service(self, other: "Link") -> bool:
        """Whether both are of one scheme, name and port."""
        return (self.scheme, self.host, self.port) == (other.scheme, other.host, other.port)


def joined(base: Link, sent: str) -> Link | str:
    """Where an answer of `base` leads, or the code of why that is no page to be asked for."""
    text = _as_browsers_read(sent)
    try:
        parts = urlsplit(urljoin(f"{base.scheme}://{_bracketed(base.host)}:{base.port}{base.path}", text))
        port = parts.port
    except ValueError:
        return "not_an_address"
    if parts.scheme not in USUAL:
        return "not_web"
    if "@" in parts.netloc:
        return "with_credentials"
    host = _host(parts.hostname or "")
    if host is None or port == 0:
        return "not_an_address"
    scheme: Scheme = "https" if parts.scheme == "https" else "http"
    path = _sendable(parts.path or "/") + (f"?{_sendable(parts.query)}" if parts.query else "")
    return Link(scheme, host, port or USUAL[scheme], path[:_LONGEST_PATH])


def _as_browsers_read(sent: str) -> str:
    """Without the blanks around it, without line breaks and tabs, with strokes for backslashes before any query, and
    with no more than two before a host (WHATWG URL, 4.4).
    """
    text = sent.strip(_BLANKS)
    for each in "\t\r\n":
        text = text.replace(each, "")
    end = min((at for at in (text.find("?"), text.find("#")) if at >= 0), default=len(text))
    return _STROKES.sub(r"\1//", text[:end].replace("\\", "/")) + text[end:]


def _host(host: str) -> str | None:
    """A name as the name service knows it, or an address; None for what is neither. A number is no name, whatever
    system would take it for an address.
    """
    bare = host.removesuffix(".").lower()
    if "%" in bare:  # an interface of ours, or bytes of a name written otherwise
        return None
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        pass
    try:
        name = bare if bare.isascii() else idna.encode(bare, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        return None
    return name if _NAME.match(name) and not _NUMBER.match(name.rpartition(".")[2]) else None


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _sendable(text: str) -> str:
    """Without what no request line may hold."""
    return "".join(each if "!" <= each <= "~" else quote(each) for each in text)[:_LONGEST_PATH]
