"""Sets of packets as boxes: in each field of a packet a set of values, all of which may be combined."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from auditor.collectors.spans import Spans, common, without

PROTOCOLS = (1 << 256) - 1
PORTS = (1 << 65536) - 1
TYPES = (1 << 256) - 1

NEW, UNTRACKED, INVALID, ESTABLISHED, RELATED = 1, 2, 4, 8, 16
STATES = {"new": NEW, "untracked": UNTRACKED, "invalid": INVALID, "established": ESTABLISHED, "related": RELATED}
OPENING = NEW | UNTRACKED | INVALID
"""States of packets that belong to no connection yet accepted: only they can open anything."""

DIRECT, TRANSLATED = 1, 2
"""Whether a packet has the address that its sender gave it, or one that destination NAT gave it."""

TCP, UDP, ICMP, ICMP6 = 6, 17, 1, 58
WITH_PORTS = {TCP: "tcp", UDP: "udp", 132: "sctp", 33: "dccp", 136: "udplite"}


class Box(NamedTuple):
    """Masks have one bit a value: interfaces by their place in `Names`, protocols, ports and ICMP types by number."""

    iif: int
    oif: int
    source: Spans
    target: Spans
    protocol: int
    sport: int
    dport: int
    icmp: int
    state: int
    nat: int


_SPANS = frozenset({2, 3})
MOST_PIECES = 100_000
"""Pieces that walking the rules once may take; questions about them may take some times as many together."""


class TooManyError(Exception):
    """The rules split packets into more pieces than are worked out."""


class Budget:
    """How many more boxes may be made for one question."""

    def __init__(self, pieces: int = MOST_PIECES) -> None:
        self._left = pieces

    def spend(self, pieces: int = 1) -> None:
        """Takes some off. Raises TooManyError when nothing is left."""
        self._left -= pieces
        if self._left < 0:
            raise TooManyError


def met(one: Box, other: Box) -> Box | None:
    """Packets in both; None for none. What is compared fastest comes first, as most boxes have nothing in common."""
    iif, oif, protocol = one.iif & other.iif, one.oif & other.oif, one.protocol & other.protocol
    if not (iif and oif and protocol):
        return None
    source, target = common(one.source, other.source), common(one.target, other.target)
    if not (source and target):
        return None
    sport, dport, icmp = one.sport & other.sport, one.dport & other.dport, one.icmp & other.icmp
    state, nat = one.state & other.state, one.nat & other.nat
    if not (sport and dport and icmp and state and nat):
        return None
    return Box(iif, oif, source, target, protocol, sport, dport, icmp, state, nat)


def apart(one: Box, other: Box) -> list[Box]:
    """Packets in the first and not in the second, as boxes that share nothing."""
    both = met(one, other)
    if both is None:
        return [one]
    found: list[Box] = []
    fields = list(one)
    for place, (mine, yours) in enumerate(zip(one, other, strict=True)):
        rest = without(mine, yours) if place in _SPANS else mine & ~yours  # type: ignore[arg-type,operator]
        if rest:
            found.append(Box(*[*fields[:place], rest, *one[place + 1 :]]))  # type: ignore[arg-type]
        fields[place] = both[place]
    return found


def apart_from_all(boxes: Iterable[Box], others: Sequence[Box], budget: Budget) -> list[Box]:
    """Packets in some boxes and in none of the others."""
    left = list(boxes)
    for other in others:
        if not left:
            break
        left = [piece for box in left for piece in apart(box, other)]
        budget.spend(len(left))
    return left


def numbers(mask: int) -> list[tuple[int, int]]:
    """Runs of set bits, ends inclusive."""
    runs: list[tuple[int, int]] = []
    place = 0
    while mask:
        zeros = (mask & -mask).bit_length() - 1
        mask >>= zeros
        place += zeros
        ones = (~mask & (mask + 1)).bit_length() - 1
        runs.append((place, place + ones - 1))
        mask >>= ones
        place += ones
    return runs


def bits(first: int, last: int) -> int:
    """A mask of a run, ends inclusive."""
    return ((1 << (last - first + 1)) - 1) << first if first <= last else 0
