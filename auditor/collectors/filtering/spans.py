"""Sets of whole numbers as ordered, disjoint spans: addresses, whatever prefixes, ranges and halves name them."""

import ipaddress
from collections.abc import Iterable

from auditor.model.facts.addressed import Family

Spans = tuple[tuple[int, int], ...]
"""Ends are inclusive."""

VERSIONS = {"ipv4": 4, "ipv6": 6}
BITS = {"ipv4": 32, "ipv6": 128}


def everything(family: Family) -> Spans:
    """All addresses of an IP version."""
    return ((0, (1 << BITS[family]) - 1),)


def joined(spans: Iterable[tuple[int, int]]) -> Spans:
    """One set out of spans in any order; those that touch become one."""
    found: list[tuple[int, int]] = []
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
    found: list[tuple[int, int]] = []
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
    found: list[tuple[int, int]] = []
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


def of_prefixes(prefixes: Iterable[str], family: Family) -> Spans:
    """Addresses of an IP version in some prefixes; those of the other version count for nothing."""
    networks = [ipaddress.ip_network(prefix, strict=False) for prefix in prefixes]
    return joined(
        (int(network.network_address), int(network.broadcast_address))
        for network in networks
        if network.version == VERSIONS[family]
    )


def told(spans: Spans, family: Family, most: int = 3) -> str:
    """Prefixes or ranges in words, `…` where there are more than `most`."""
    make = ipaddress.IPv4Address if family == "ipv4" else ipaddress.IPv6Address
    words = []
    for first, last in spans[:most]:
        size = last - first + 1
        if size & (size - 1) == 0 and first % size == 0:
            length = BITS[family] - size.bit_length() + 1
            words.append(f"{make(first)}/{length}" if size > 1 else str(make(first)))
        else:
            words.append(f"{make(first)}-{make(last)}")
    return " ".join([*words, "…"] if len(spans) > most else words)
