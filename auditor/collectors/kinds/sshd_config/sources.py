"""From where the lists of users let people log in: `AllowUsers` and `DenyUsers` as OpenSSH matches them.

A pattern is `user` or `user@list`; the list has names, addresses, prefixes, wildcards and exclusions with `!`, with
commas (PATTERNS of ssh_config(5)). What counts is how much of the unicast address space is let in, by any pattern.
"""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

Interval = tuple[int, int]
"""First number of a range, and the one after its last."""

_SPACES = {4: (1 << 24, 224 << 24), 6: (0x2 << 124, 0x4 << 124)}
"""Unicast addresses by IP version: 1.0.0.0 to 223.255.255.255, and 2000::/3."""

_EVERYWHERE, _NARROW = Fraction(3, 4), Fraction(1, 4)
"""Shares of a space: from the first on a list limits nothing, up to the second it does. Between them nobody can say."""

_ONLY_WILDCARDS = re.compile(r"(\?*\*[?*]*)|((\*|\?\*)(\.(\*|\?\*)){1,3})")
"""Matches every address: wildcards alone, or one for each of some octets."""

_V4_TEXT, _V6_TEXT = re.compile(r"[0-9.*?]+"), re.compile(r"[0-9a-f:.*?]*:[0-9a-f:.*?]*")


@dataclass(frozen=True, slots=True)
class Reach:
    """Numbers of addresses by IP version; `exact` unless there may be fewer of them."""

    four: tuple[Interval, ...] = ()
    six: tuple[Interval, ...] = ()
    exact: bool = True

    def minus(self, other: "Reach") -> "Reach":
        """What the other does not have. An inexact other takes nothing away."""
        if not other.exact:
            return Reach(self.four, self.six, exact=False)
        return Reach(_minus(self.four, other.four), _minus(self.six, other.six), self.exact)

    def share(self) -> Fraction:
        """The larger part of the two spaces that is let in."""
        return max(
            Fraction(sum(end - start for start, end in _clipped(intervals, _SPACES[version])), _size(_SPACES[version]))
            for version, intervals in ((4, self.four), (6, self.six))
        )


NOWHERE, EVERYWHERE = Reach(), Reach((_SPACES[4],), (_SPACES[6],))


def limited(allowed: Iterable[str], denied: Iterable[str]) -> bool | None:
    """Whether nobody may come from everywhere; None where the patterns do not tell. Without a list everybody may."""
    lists = [_source(user) for user in allowed]
    admitted = _union(lists) if lists else EVERYWHERE
    for user in denied:
        name, at, _ = user.partition("@")
        if at and not name.strip("*"):
            admitted = admitted.minus(_source(user))
    share = admitted.share()
    if share < _NARROW:
        return True
    return False if share >= _EVERYWHERE and admitted.exact else None


def _source(user: str) -> Reach:
    """Where one pattern's users may come from."""
    _, at, hosts = user.partition("@")
    if not at or not hosts:
        return EVERYWHERE
    items = hosts.split(",")
    excluded = _union([_reach(item[1:]) for item in items if item.startswith("!")])
    return _union([_reach(item) for item in items if not item.startswith("!")]).minus(excluded)


def _reach(item: str) -> Reach:
    try:
        network = ipaddress.ip_network(item, strict=False)
    except ValueError:
        return _pattern(item.lower())
    return _of(network)


def _of(network: ipaddress.IPv4Network | ipaddress.IPv6Network, *, exact: bool = True) -> Reach:
    interval = (int(network.network_address), int(network.broadcast_address) + 1)
    return Reach(four=(interval,), exact=exact) if network.version == 4 else Reach(six=(interval,), exact=exact)  # noqa: PLR2004  # the IP version


def _pattern(text: str) -> Reach:
    """A name, or a pattern with wildcards, which OpenSSH compares with the name and with the address as text."""
    if _ONLY_WILDCARDS.fullmatch(text):
        return EVERYWHERE if "." not in text else Reach(four=EVERYWHERE.four)
    if "*" not in text and "?" not in text:
        return NOWHERE  # one machine by its name
    head = text[: min(text.find(sign) for sign in "*?" if sign in text)]
    if _V4_TEXT.fullmatch(text):
        octets = [part for part in head.split(".")[:-1] if part.isdecimal()]
        return _padded(".".join([*octets, *["0"] * (4 - len(octets))][:4]), 8 * len(octets))
    if _V6_TEXT.fullmatch(text):
        words = head.split(":")[:-1]
        whole = [] if "" in words else words
        return _padded(":".join([*whole, *["0"] * (8 - len(whole))][:8]), 16 * len(whole))
    named = [label for label in re.split(r"[.*?]+", text) if label]
    return NOWHERE if len(named) > 1 and "*" not in text[text.rfind(named[-2]) :] else Reach(*_BOTH, exact=False)


_BOTH = (EVERYWHERE.four, EVERYWHERE.six)


def _padded(address: str, length: int) -> Reach:
    """The network that a pattern begins with, which is more than it matches."""
    try:
        return _of(ipaddress.ip_network(f"{address}/{length}", strict=False), exact=False)
    except ValueError:
        return Reach(*_BOTH, exact=False)


def _union(each: Iterable[Reach]) -> Reach:
    found = list(each)
    return Reach(
        _merged([i for reach in found for i in reach.four]),
        _merged([i for reach in found for i in reach.six]),
        all(reach.exact for reach in found),
    )


def _merged(intervals: list[Interval]) -> tuple[Interval, ...]:
    found: list[Interval] = []
    for start, end in sorted(intervals):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _minus(intervals: tuple[Interval, ...], others: tuple[Interval, ...]) -> tuple[Interval, ...]:
    left = list(intervals)
    for taken in others:
        left = [
            piece
            for start, end in left
            for piece in ((start, min(end, taken[0])), (max(start, taken[1]), end))
            if piece[0] < piece[1]
        ]
    return _merged(left)


def _clipped(intervals: tuple[Interval, ...], space: Interval) -> list[Interval]:
    clipped = [(max(start, space[0]), min(end, space[1])) for start, end in intervals]
    return [(start, end) for start, end in clipped if start < end]


def _size(space: Interval) -> int:
    return space[1] - space[0]
