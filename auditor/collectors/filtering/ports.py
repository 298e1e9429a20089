"""Which protocols and ports some packets have, and how that is told."""

from collections.abc import Iterable, Mapping

from auditor.collectors.filtering.boxes import ICMP, ICMP6, PORTS, PROTOCOLS, TCP, TYPES, UDP, WITH_PORTS, Box, numbers

Reach = dict[int, int]
"""Ports (or ICMP types) by protocol; protocols without ports have the one bit of their number."""

_MOST_SINGLE = 64
_NAMES = {
    47: "gre",
    50: "esp",
    51: "ah",
    89: "ospf",
    103: "pim",
    108: "ipcomp",
    112: "vrrp",
    4: "ipip",
    41: "ipv6",
    2: "igmp",
}
_USUAL = (1 << 65536) - 2
"""Every port but 0, which no service has."""


def of(boxes: Iterable[Box]) -> Reach:
    """What any of some packets has."""
    found: Reach = {}
    rest = 0
    for box in boxes:
        for number in WITH_PORTS:
            if box.protocol >> number & 1:
                found[number] = found.get(number, 0) | box.dport
        for number in (ICMP, ICMP6):
            if box.protocol >> number & 1:
                found[number] = found.get(number, 0) | box.icmp
        rest |= box.protocol
    for number in _others(rest):
        found[number] = 1
    return found


def _others(mask: int) -> list[int]:
    """Protocols without ports or types; one of them stands for all where there is every one."""
    plain = mask & _PLAIN
    return [-1] if plain == _PLAIN else [each for first, last in numbers(plain) for each in range(first, last + 1)]


_PLAIN = PROTOCOLS & ~sum(1 << number for number in (*WITH_PORTS, ICMP, ICMP6))


def beyond(one: Mapping[int, int], other: Mapping[int, int]) -> Reach:
    """What the first has and the second has not."""
    left = {number: mask & ~other.get(number, 0) for number, mask in one.items()}
    if -1 in other:
        left = {number: mask for number, mask in left.items() if not (number >= 0 and _PLAIN >> number & 1)}
    return {number: mask for number, mask in left.items() if mask}


def is_any(reach: Mapping[int, int]) -> bool:
    """Whether every port over TCP and UDP is among it."""
    return all(reach.get(number, 0) & _USUAL == _USUAL for number in (TCP, UDP))


def told(reach: Mapping[int, int]) -> list[str]:
    """In words: `tcp/443`, `udp/1-65535`, `icmp`, `esp`, `protocol/99`; an empty one for every packet there is."""
    whole = {**dict.fromkeys(WITH_PORTS, PORTS), ICMP: TYPES, ICMP6: TYPES, -1: 1}
    if not beyond(whole, reach):
        return [""]
    found: list[str] = []
    for number, mask in sorted(reach.items()):
        if number in WITH_PORTS:
            found += [f"{WITH_PORTS[number]}/{text}" for text in _runs(mask)]
        elif number in {ICMP, ICMP6}:
            found.append("icmp")
        else:
            found.append("other protocols" if number < 0 else _NAMES.get(number, f"protocol/{number}"))
    return list(dict.fromkeys(found))


def _runs(mask: int) -> list[str]:
    found: list[str] = []
    for start, last in numbers(mask):
        first = 1 if start == 0 and last > 0 else start
        if last - first < _MOST_SINGLE:
            found += [str(port) for port in range(first, last + 1)]
        else:
            found.append(f"{first}-{last}")
    return found
