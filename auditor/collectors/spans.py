"""Sets of addresses as ordered, disjoint spans of numbers, whatever prefixes, ranges and halves name them, and how much
of the addresses that the Internet routes they take together.
"""

import ipaddress
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

from auditor.model.facts.addressed import Family

Span = tuple[int, int]
"""First and last number; both belong to it."""

Spans = tuple[Span, ...]
"""In order; they neither touch nor overlap."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

VERSIONS = {"ipv4": 4, "ipv6": 6}
BITS = {"ipv4": 32, "ipv6": 128}


def everything(family: Family) -> Spans:
    """All addresses of an IP version."""
    return ((0, (1 << BITS[family]) - 1),)


def joined(spans: Iterable[Span]) -> Spans:
    """One set out of spans in any order; those that touch become one."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + 1:
            if last > found[-1][1]:
                found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return tuple(found)


def common(one: Spans, other: Spans) -> Spans:
    """What is in both."""
    if one == other:
        return one
    found: list[Span] = []
    here = there = 0
    while here < len(one) and there < len(other):
        first, last = max(one[here][0], other[there][0]), min(one[here][1], other[there][1])
        if first <= last:
            found.append((first, last))
        if one[here][1] < other[there][1]:
            here += 1
        else:
            there += 1
    return tuple(found)


def without(one: Spans, other: Spans) -> Spans:
    """What is in the first and not in the second."""
    found: list[Span] = []
    there = 0
    for start, last in one:
        first = start
        while there < len(other) and other[there][1] < first:
            there += 1
        at = there
        while at < len(other) and other[at][0] <= last:
            if other[at][0] > first:
                found.append((first, other[at][0] - 1))
            first = other[at][1] + 1
            at += 1
        if first <= last:
            found.append((first, last))
    return tuple(found)


def size(spans: Spans) -> int:
    """How many numbers there are."""
    return sum(last - first + 1 for first, last in spans)


def of_network(network: Network) -> Span:
    """The numbers of a prefix's addresses."""
    return int(network.network_address), int(network.broadcast_address)


@lru_cache(maxsize=4096)
def network_of(prefix: str) -> Network:
    """A prefix as it is written, read once: those of routes and zones are asked for anew for every way between two.

    Raises ValueError for a text that is none.
    """
    return ipaddress.ip_network(prefix, strict=False)


def of_prefixes(prefixes: Iterable[str], family: Family) -> Spans:
    """Addresses of an IP version in some prefixes; those of the other version count for nothing."""
    networks = [network_of(prefix) for prefix in prefixes]
    return joined(of_network(network) for network in networks if network.version == VERSIONS[family])


_FEW = 8
"""Addresses of one span that are told one by one: neighbours are two machines, and seldom meant as a prefix."""


def told(spans: Spans, family: Family, most: int = 3) -> str:
    """Addresses, prefixes or ranges in words, `…` where there are more spans than `most`."""
    make = ipaddress.IPv4Address if family == "ipv4" else ipaddress.IPv6Address
    words = []
    for first, last in spans[:most]:
        size = last - first + 1
        if size <= _FEW:
            words += [str(make(number)) for number in range(first, last + 1)]
            continue
        if size & (size - 1) == 0 and first % size == 0:
            length = BITS[family] - size.bit_length() + 1
            words.append(f"{make(first)}/{length}")
        else:
            words.append(f"{make(first)}-{make(last)}")
    return " ".join([*words, "…"] if len(spans) > most else words)


_SPECIAL = ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16")
PUBLIC: dict[Family, Spans] = {
    "ipv4": without(((1 << 24, (224 << 24) - 1),), of_prefixes(_SPECIAL, "ipv4")),
    "ipv6": of_prefixes(["2000::/3"], "ipv6"),
}
"""Public unicast addresses by IP version (RFC 6890, and RFC 4291 section 2.4)."""

_EVERYWHERE, _NARROW = Fraction(3, 4), Fraction(1, 4)
"""Parts of the public addresses: who is let in from the first on is not limited, up to the second is."""


def limited(*, most: Fraction, sure: Fraction) -> bool | None:
    """Whether few of all addresses are let in, by the part that may be and the part that surely is; None where these do
    not tell.
    """
    if most < _NARROW:
        return True
    return False if sure >= _EVERYWHERE else None


def share(family: Family, spans: Spans) -> Fraction:
    """The part of one IP version's public addresses that is among some numbers."""
    public = PUBLIC[family]
    return Fraction(size(common(public, spans)), size(public))
