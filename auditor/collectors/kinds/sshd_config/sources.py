"""From where the lists of users let people log in: `AllowUsers` and `DenyUsers` as OpenSSH matches them.

A pattern is `user` or `user@list`; the list has names, addresses, prefixes, wildcards and exclusions with `!`, with
commas (PATTERNS of ssh_config(5)). What counts is how much of the public address space is let in, by any pattern.
"""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from auditor.collectors import spans
from auditor.collectors.spans import Network, Spans, common, everything, joined, of_network, share, without

_ONLY_WILDCARDS = re.compile(r"(\?*\*[?*]*)|((\*|\?\*)(\.(\*|\?\*)){1,3})")
"""Matches every address: wildcards alone, or one for each of some octets."""

_ALL_OF_IPV6 = re.compile(r"\*+:\*+")
"""Every address of IPv6 has a colon, and no other has."""

_WHOLE_OCTETS = re.compile(r"([0-9]{1,3}\.){1,3}\*(\.\*)*")
"""`10.20.*`, which matches the addresses of a network and no others."""

_V4_TEXT, _V6_TEXT = re.compile(r"[0-9.*?]+"), re.compile(r"[0-9a-f:.*?]*:[0-9a-f:.*?]*")


@dataclass(frozen=True, slots=True)
class Reach:
    """Numbers of addresses by IP version; `exact` unless there may be fewer of them."""

    four: Spans = ()
    six: Spans = ()
    exact: bool = True

    @property
    def both(self) -> tuple[Spans, Spans]:
        """The numbers of each IP version."""
        return self.four, self.six

    def of(self, version: int) -> Spans:
        """The numbers of one IP version."""
        return self.four if version == 4 else self.six  # noqa: PLR2004  # the IP version

    def within(self, other: "Reach") -> "Reach":
        """What both have, which may be less where either may be."""
        return Reach(common(self.four, other.four), common(self.six, other.six), self.exact and other.exact)

    def minus(self, other: "Reach") -> "Reach":
        """What the other does not have. An inexact other takes nothing away."""
        if not other.exact:
            return Reach(self.four, self.six, exact=False)
        return Reach(without(self.four, other.four), without(self.six, other.six), self.exact)

    def share(self) -> Fraction:
        """The part of all addresses that is let in, of the IP version that it is larger of."""
        return max(share("ipv4", self.four), share("ipv6", self.six))


_ALL = (everything("ipv4"), everything("ipv6"))
NOWHERE, EVERYWHERE = Reach(), Reach(*_ALL)


def limited(allowed: Iterable[str], denied: Iterable[str]) -> bool | None:
    """Whether nobody may come from everywhere; None where the patterns do not tell. Without a list everybody may."""
    return narrow(admitted(allowed, denied))


def admitted(allowed: Iterable[str], denied: Iterable[str]) -> Reach:
    """From where anybody may come, by the two lists."""
    lists = [_source(user) for user in allowed]
    found = union(lists) if lists else EVERYWHERE
    for user in denied:
        if not user.partition("@")[0].strip("*"):
            found = found.minus(_source(user))
    return found


def narrow(reach: Reach) -> bool | None:
    """Whether that is few of all addresses; None where it cannot be told."""
    part = reach.share()
    return spans.limited(most=part, sure=part if reach.exact else Fraction(0))


def _source(user: str) -> Reach:
    """Where one pattern's users may come from."""
    _, at, hosts = user.partition("@")
    if not at or not hosts:
        return EVERYWHERE
    items = hosts.split(",")
    excluded = union([reach_of(item[1:]) for item in items if item.startswith("!")])
    return union([reach_of(item) for item in items if not item.startswith("!")]).minus(excluded)


def reach_of(item: str) -> Reach:
    """The addresses that one name, prefix or pattern matches."""
    try:
        network = ipaddress.ip_network(item, strict=False)
    except ValueError:
        return _pattern(item.lower())
    return _of(network)


def _of(network: Network, *, exact: bool = True) -> Reach:
    own = (of_network(network),)
    return Reach(four=own, exact=exact) if network.version == 4 else Reach(six=own, exact=exact)  # noqa: PLR2004  # the IP version


def _pattern(text: str) -> Reach:
    """A name, or a pattern with wildcards, which OpenSSH compares with the name and with the address as text."""
    if _ONLY_WILDCARDS.fullmatch(text):
        return EVERYWHERE if "." not in text else Reach(four=EVERYWHERE.four)
    if _ALL_OF_IPV6.fullmatch(text):
        return Reach(six=EVERYWHERE.six)
    if "*" not in text and "?" not in text:
        return NOWHERE  # one machine by its name
    head = text[: min(text.find(sign) for sign in "*?" if sign in text)]
    if _V4_TEXT.fullmatch(text):
        octets = [part for part in head.split(".")[:-1] if part.isdecimal()]
        whole_octets = bool(_WHOLE_OCTETS.fullmatch(text)) and text.count(".") <= 3  # noqa: PLR2004  # dots of an address
        return _padded(".".join([*octets, *["0"] * (4 - len(octets))][:4]), 8 * len(octets), exact=whole_octets)
    if _V6_TEXT.fullmatch(text):
        words = head.split(":")[:-1]
        whole = [] if "" in words else words
        return _padded(":".join([*whole, *["0"] * (8 - len(whole))][:8]), 16 * len(whole))
    named = [label for label in re.split(r"[.*?]+", text) if label]
    return NOWHERE if len(named) > 1 and "*" not in text[text.rfind(named[-2]) :] else Reach(*_ALL, exact=False)


def _padded(address: str, length: int, *, exact: bool = False) -> Reach:
    """The network that a pattern begins with, which is more than it matches unless it ends with an octet."""
    try:
        return _of(ipaddress.ip_network(f"{address}/{length}", strict=False), exact=exact)
    except ValueError:
        return Reach(*_ALL, exact=False)


def union(each: Iterable[Reach]) -> Reach:
    """What any of them has."""
    found = list(each)
    return Reach(
        joined(span for reach in found for span in reach.four),
        joined(span for reach in found for span in reach.six),
        all(reach.exact for reach in found),
    )
