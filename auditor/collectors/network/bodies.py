"""The text of a page as a browser would have it: read to a limit, unpacked, and in the page's own characters."""

import codecs
import time
import zlib
from dataclasses import dataclass

import httpx

MOST = 1024 * 1024
"""Bytes of a page that are read, and that are made of packed ones."""

_SECONDS = 10.0
_PACKED = frozenset({"gzip", "x-gzip", "deflate"})
_GZIP = b"\x1f\x8b"
_WIDE = {"utf-16": "utf-16-le", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be"}
_STATEFUL = ("iso2022", "hz")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SNIFFED = frozenset({"*/*", "unknown/unknown", "application/unknown"})


@dataclass(frozen=True, slots=True)
class Body:
    """What came of a page. `text` is empty for what is no page; None where nobody here can read it. `whole`: it was
    read to its end.
    """

    length: int
    text: str | None
    whole: bool


def body_of(response: httpx.Response) -> Body:
    """Reads a page. One that breaks off, comes too slowly or is too long is told as far as it came."""
    raw, ended = _raw(response)
    packing = response.headers.get("content-encoding", "").strip().lower()
    unpacked, all_of_it = _unpacked(raw, packing)
    kind = response.headers.get("content-type", "").lower()
    text = None if unpacked is None else _text(unpacked, kind) if _is_page(kind) else ""
    return Body(len(raw), text, ended and (all_of_it or not raw))


def _raw(response: httpx.Response) -> tuple[bytes, bool]:
    deadline, body = time.monotonic() + _SECONDS, bytearray()
    try:
        for chunk in response.iter_raw():
            body += chunk
            if len(body) >= MOST or time.monotonic() > deadline:
                return bytes(body[:MOST]), False
    except (httpx.TransportError, httpx.StreamError):
        return bytes(body), False
    return bytes(body), True


def _unpacked(body: bytes, packing: str) -> tuple[bytes | None, bool]:
    """A page some servers compress although told not to, bounded likewise, and whether that is all of it; None when it
    cannot be unpacked. What follows one packed part is a part of the page as well (RFC 1952, 2.2).
    """
    if packing in {"", "identity"}:
        return body, True
    if packing not in _PACKED:
        return None, False
    made, rest = bytearray(), body
    try:
        while rest and len(made) < MOST:
            unpacking = zlib.decompressobj(wbits=47)
            made += unpacking.decompress(rest, MOST - len(made))
            if not unpacking.eof:
                return bytes(made), False
            rest = unpacking.unused_data if unpacking.unused_data.startswith(_GZIP) else b""
    except zlib.error:
        return (bytes(made), False) if made else (None, False)
    return bytes(made), not rest


def _is_page(kind: str) -> bool:
    """Whether a browser would look for forms in it; where the server does not say what it is, a browser guesses."""
    essence = kind.partition(";")[0].strip()
    return "html" in essence or "xml" in essence or "/" not in essence or essence in _SNIFFED


def _text(body: bytes, kind: str) -> str | None:
    """By the mark at its front, else by what the server says (WHATWG Encoding, 6); of characters that are written as in
    ASCII it does not matter which. None for those that are not, and that nobody here reads.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    name = _charset(kind)
    if name.startswith(_STATEFUL):
        return None
    return body.decode(_WIDE.get(name, "utf-8"), "replace")


def _charset(kind: str) -> str:
    _, _, said = kind.partition("charset=")
    try:
        return codecs.lookup(said.partition(";")[0].strip(" \"'")).name
    except (LookupError, ValueError):
        return ""
