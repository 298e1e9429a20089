"""Every address, prefix and range that a text writes, in whatever form people and programs write them."""

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.estate.estate import Address, Prefix

_OCTETS = r"\d{1,3}(?:\.\d{1,3}){3}"
_V4 = re.compile(rf"(?<![\d.])({_OCTETS})(?!\d)(?:/(\d{{1,2}})(?![\d.]))?")
_V4_JOINED = re.compile(r"(?<!\d)\d{1,3}(?:[-_]\d{1,3}){3}(?!\d)")
"""An address inside a name, as `ip-192-0-2-1`."""

_TO = r"\s*(?:-|\.\.+|[\u2013\u2014~]|to\b|đến\b|tới\b)\s*"
_V4_RANGE = re.compile(rf"(?<![\d.])({_OCTETS}){_TO}({_OCTETS}|\d{{1,3}})(?![\d.])")
"""From one address to another, or to another last octet: `192.0.2.1-192.0.2.9`, `192.0.2.1-9`."""

_V4_STARRED = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,3}){0,2})((?:\.[*xX]){1,3})(?![\w.*])")
_V6 = re.compile(r"[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*(?:/\d{1,3})?")
_V6_RANGE = re.compile(rf"([0-9A-Fa-f:]*:[0-9A-Fa-f:]*){_TO}([0-9A-Fa-f:]*:[0-9A-Fa-f:]*)")
_V6_BACKWARDS = re.compile(r"((?:[0-9a-f]\.){32})ip6\.arpa", re.IGNORECASE)

_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 addresses as IPv6 networks see them through a translator (RFC 6052)."""


@dataclass(frozen=True, slots=True)
class Span:
    """Addresses from the first to the last, both of one family and both meant."""

    first: Address
    last: Address

    @classmethod
    def of(cls, prefix: Prefix) -> "Span":
        """All addresses of a prefix."""
        return cls(prefix.network_address, prefix.broadcast_address)

    def __contains__(self, address: Address) -> bool:
        """Whether an address lies in it."""
        return address.version == self.first.version and int(self.first) <= int(address) <= int(self.last)

    def within(self, other: "Span") -> bool:
        """Whether another holds all of it."""
        return self.first in other and self.last in other


Place = Address | Span


def places_in(text: str) -> Iterator[Place]:
    """Every address and range in a text: with a port, in brackets, in a name, reversed for the DNS, inside IPv6.

    The ends of a range are addresses too; a prefix with host bits is a machine's address and its network.
    """
    for match in _V4.finditer(text):
        yield from _v4(match[1], match[2])
    for match in _V4_JOINED.finditer(text):
        yield from _v4(re.sub("[-_]", ".", match[0]), None)
    yield from _v4_ranges(text)
    yield from _v6(text)


def _v4(text: str, length: str | None) -> Iterator[Place]:
    address = _address(text)
    if address is None:
        return
    yield from _with_length(address, length or "")
    backwards = _address(".".join(reversed(text.split("."))))
    if backwards is not None:
        yield backwards


def _v4_ranges(text: str) -> Iterator[Place]:
    for match in _V4_RANGE.finditer(text):
        last = match[2] if "." in match[2] else f"{match[1].rpartition('.')[0]}.{match[2]}"
        yield from _from_to(match[1], last)
    for match in _V4_STARRED.finditer(text):
        known = match[1].count(".") + 1
        if known + len(match[2]) // 2 == 4:  # noqa: PLR2004  # octets of an address
            yield from _prefix(".".join((match[1], *["0"] * (4 - known))) + f"/{8 * known}")


def _from_to(first: str, last: str) -> Iterator[Place]:
    start, end = _address(first), _address(last)
    if start is None or end is None or start.version != end.version:
        return
    low, high = sorted((start, end), key=int)
    yield from (low, high, Span(low, high))


def _v6(text: str) -> Iterator[Place]:
    for match in _V6.finditer(text):
        candidate, _, length = match[0].partition("/")
        for spelt in dict.fromkeys((candidate, candidate.rpartition(":")[0], candidate.strip(":"), f"{candidate}:")):
            address = _address(spelt)
            if address is not None:
                yield from _carried(address)
                yield from _with_length(address, length)
                break
    for match in _V6_RANGE.finditer(text):
        yield from _from_to(match[1], match[2])
    for match in _V6_BACKWARDS.finditer(text):
        digits = match[1].replace(".", "")[::-1]
        yield ipaddress.IPv6Address(int(digits, 16))


def _carried(address: Address) -> Iterator[Place]:
    """The IPv4 address that an IPv6 one may carry."""
    if isinstance(address, ipaddress.IPv6Address):
        yield from (inner for inner in (address.ipv4_mapped, address.sixtofour) if inner is not None)
        if address in _TRANSLATED:
            yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)


def _address(text: str) -> Address | None:
    """The address that a text is, also with zeros in front of its numbers."""
    if ":" not in text:
        text = ".".join(part.lstrip("0") or "0" for part in text.split("."))
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _with_length(address: Address, length: str) -> Iterator[Place]:
    """The address alone, the range alone that a prefix without host bits is, or both."""
    spans = list(_prefix(f"{address}/{length}")) if length else []
    if not any(span.first == address for span in spans):
        yield address
    yield from spans


def _prefix(text: str) -> Iterator[Span]:
    """The range that a prefix is; one of a single address says no more than that address."""
    try:
        prefix = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return
    if prefix.num_addresses > 1:
        yield Span.of(prefix)
