"""From where the TCP ports of a machine are reached, as spans of ports that its filter treats alike."""

import ipaddress
from collections.abc import Iterable, Iterator
from fractions import Fraction

from auditor.collectors import spans
from auditor.collectors.filtering.boxes import PORTS, TCP, Box, numbers
from auditor.collectors.filtering.reach import Packets, Wall
from auditor.collectors.filtering.ruleset import Filter
from auditor.collectors.spans import Spans, everything, joined, of_prefixes, told
from auditor.errors import UnreadableError
from auditor.model.facts.addressed import Family
from auditor.model.facts.host_filter import TcpSpan
from auditor.model.facts.interfaces import HostInterface

_MOST_SPANS = 400
_MOST_SOURCES = 20
_FAMILIES: tuple[Family, ...] = ("ipv4", "ipv6")

_Opening = tuple[Family, Box, bool]
"""Packets that get through, and whether that is sure."""


def tcp_spans(rules: Filter, cards: Iterable[HostInterface]) -> tuple[TcpSpan, ...]:
    """All TCP ports. Raises UnreadableError where the rules split them into more spans than are told."""
    cards = tuple(cards)
    openings = [each for family in _FAMILIES for each in _openings(rules, cards, family)]
    alike = [PORTS & ~1]
    for mask in {box.dport for _, box, _ in openings}:
        alike = [part for old in alike for part in (old & mask, old & ~mask) if part]
        if len(alike) > _MOST_SPANS:
            raise UnreadableError(f"the rules split the ports into more than {_MOST_SPANS} parts")
    found = [_span(first, last, openings) for mask in alike for first, last in numbers(mask)]
    if len(found) > _MOST_SPANS:
        raise UnreadableError(f"the rules split the ports into more than {_MOST_SPANS} parts")
    return tuple(sorted(found, key=lambda span: span.first))


def _openings(rules: Filter, cards: tuple[HostInterface, ...], family: Family) -> Iterator[_Opening]:
    """What gets to the machine's own addresses by any card but the loopback, in one IP version."""
    addresses = [address for card in cards for address in card.addresses]
    own = of_prefixes([address for address in addresses if not ipaddress.ip_address(address).is_loopback], family)
    names = rules.names([card.name for card in cards])
    loops = sum(names.bit(card.name) for card in cards if card.kind == "loopback")
    asked = Packets(iifs=names.everything & ~loops, sources=everything(family), targets=own)
    answer = Wall(rules, "input", family, names, own).answer(asked)
    for each in (*answer.sure, *answer.unsure):
        if each.part.box.protocol >> TCP & 1:
            yield family, each.part.box, each.part.sure


def _span(first: int, last: int, openings: Iterable[_Opening]) -> TcpSpan:
    mine = [each for each in openings if each[1].dport >> first & 1]
    sure = {family: _sources(mine, family, sure=True) for family in _FAMILIES}
    most = {family: _sources(mine, family, sure=False) for family in _FAMILIES}
    limited = spans.limited(most=_share(most), sure=_share(sure))
    words = [word for family in _FAMILIES for word in told(most[family], family, _MOST_SOURCES).split()]
    return TcpSpan(first=first, last=last, sources=tuple(words), limited=limited)


def _sources(openings: Iterable[_Opening], of: Family, *, sure: bool) -> Spans:
    """Where packets surely come from, or may come from."""
    return joined(
        span for family, box, is_sure in openings if family == of and (is_sure or not sure) for span in box.source
    )


def _share(sources: dict[Family, Spans]) -> Fraction:
    """The part of the public addresses, of the IP version that it is larger of."""
    return max(spans.share(family, numbers) for family, numbers in sources.items())
