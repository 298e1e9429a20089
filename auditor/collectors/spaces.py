"""How much of the public address space some prefixes take together: of the addresses that the Internet routes."""

import ipaddress
from collections.abc import Iterable
from fractions import Fraction

Interval = tuple[int, int]
"""First number of a range, and the one after its last."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def interval(network: Network) -> Interval:
    """The numbers of a prefix's addresses."""
    return int(network.network_address), int(network.broadcast_address) + 1


def merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same numbers in ranges that neither touch nor overlap, sorted."""
    found: list[Interval] = []
    for start, end in sorted(intervals):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def minus(intervals: Iterable[Interval], others: Iterable[Interval]) -> tuple[Interval, ...]:
    """Numbers of the first that are not among the second."""
    left = list(intervals)
    for taken in others:
        left = [
            piece
            for start, end in left
            for piece in ((start, min(end, taken[0])), (max(start, taken[1]), end))
            if piece[0] < piece[1]
        ]
    return merged(left)


def size(intervals: Iterable[Interval]) -> int:
    """How many numbers there are in ranges that do not overlap."""
    return sum(end - start for start, end in intervals)


_SPECIAL = ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16")
PUBLIC = {
    4: minus([(1 << 24, 224 << 24)], [interval(ipaddress.ip_network(prefix)) for prefix in _SPECIAL]),
    6: (interval(ipaddress.ip_network("2000::/3")),),
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


def share(version: int, intervals: Iterable[Interval]) -> Fraction:
    """The part of one IP version's public addresses that is among some numbers."""
    public = PUBLIC[version]
    left = minus(public, merged(intervals))
    return 1 - Fraction(size(left), size(public))
