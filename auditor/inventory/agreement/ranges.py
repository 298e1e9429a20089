"""Ranges of addresses against each other: within a routing domain, and where an independent LAN takes another's."""

import ipaddress
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.estate.estate import Prefix
from auditor.inventory.agreement.doubt import Doubt
from auditor.inventory.agreement.rules import Declarations
from auditor.inventory.explain import Fault
from auditor.model.inventory import Network, Zone
from auditor.model.vocab.declared import ZoneKind

_REMEDY = "Correct one of the prefixes, or put the network into the zone that it is in."


@dataclass(frozen=True, slots=True)
class _Range:
    network: Network
    position: int
    zone: Zone
    prefix: Prefix

    @property
    def closed(self) -> bool:
        """Whether it belongs to an independent LAN."""
        return self.zone.kind is ZoneKind.INDEPENDENT_LAN


def compare_ranges(told: Declarations) -> Iterator[Doubt]:
    """Prefixes of two zones that overlap, and addresses of one zone inside a narrower prefix of another.

    A range is told once, beside the nearest one that holds it: a hundred offices with one prefix are no hundred times
    a hundred lines.
    """
    elsewhere: dict[tuple[str, int], Doubt] = {}
    for one, wider in _overlapping(list(_ranges(told))):
        others = [wide for wide in wider if wide.zone.id != one.zone.id]
        same = [wide for wide in others if wide.zone.domain == one.zone.domain]
        if same:
            yield from _same_domain(one, same[-1])
        for other in others:
            for range_, partner in _across(one, other):
                elsewhere.setdefault((range_.network.id, range_.position), _shared(range_, partner))
    yield from elsewhere.values()
    yield from _misplaced(told)


def _across(one: _Range, other: _Range) -> Iterator[tuple[_Range, _Range]]:
    """The range to ask about of two in different domains, and the other: the one of an independent LAN, or else the
    narrower. Independent LANs may have the addresses of each other.
    """
    if one.zone.domain == other.zone.domain or (one.closed and other.closed):
        return
    yield (other, one) if other.closed else (one, other)


def _shared(one: _Range, other: _Range) -> Doubt:
    message = "has addresses that a zone of another routing domain has too"
    remedy = "Confirm that the two networks cannot reach each other, or write one `domain` and correct the prefix."
    if one.closed:
        message = "is an independent LAN's, and has addresses that a zone outside of it has too"
        remedy = "Confirm that the two are not one network, or correct the prefix."
    value = f"{one.prefix}, and {other.prefix} of zone {other.zone.id} in {other.zone.domain}"
    return Doubt("networks", one.network.id, Fault(("prefixes", one.position), message, value, remedy))


def _ranges(told: Declarations) -> Iterator[_Range]:
    for network in told.estate.inventory.networks:
        zone = told.estate.zones.get(network.zone)
        for position, prefix in enumerate(network.prefixes if zone else ()):
            if zone:
                yield _Range(network, position, zone, ipaddress.ip_network(prefix))


def _overlapping(ranges: list[_Range]) -> Iterator[tuple[_Range, list[_Range]]]:
    """Every range with those that hold it or equal it, the nearest last.

    Ranges are in order of their first address, so whatever overlaps one stands before it and has not ended.
    """
    ordered = sorted(
        ranges, key=lambda one: (one.prefix.version, int(one.prefix.network_address), one.prefix.prefixlen)
    )
    for _, family in itertools.groupby(ordered, key=lambda one: one.prefix.version):
        open_: list[_Range] = []
        for one in family:
            first = int(one.prefix.network_address)
            open_ = [wide for wide in open_ if int(wide.prefix.broadcast_address) >= first]
            yield one, open_
            open_.append(one)


def _same_domain(narrow: _Range, wide: _Range) -> Iterator[Doubt]:
    """An equal prefix cannot be; a part of a wider one may be routed on its own, and is a matter of course inside what
    stands for the Internet.
    """
    if narrow.prefix != wide.prefix and wide.zone.kind is ZoneKind.INTERNET:
        return
    equal = narrow.prefix == wide.prefix
    what = "is also that" if equal else f"lies in {wide.prefix}"
    message = f"{what} of network {wide.network.id!r} in zone {wide.zone.id!r} of the same routing domain"
    fault = Fault(("prefixes", narrow.position), message, str(narrow.prefix), _REMEDY)
    yield Doubt("networks", narrow.network.id, fault, impossible=equal)


def _misplaced(told: Declarations) -> Iterator[Doubt]:
    """An address declared in one zone that the narrowest prefix puts into another: every look would misplace it."""
    estate = told.estate
    for host in estate.inventory.hosts:
        for position, leg in enumerate(host.interfaces):
            network = estate.networks.get(leg.network)
            found = estate.network_at(estate.domain_of(network.zone), leg.address) if network else None
            if network and found and found.zone != network.zone and _narrower(found, network, leg.address):
                message = (
                    f"lies in network {found.id!r} of zone {found.zone!r}, and is declared in zone {network.zone!r}"
                )
                fault = Fault(("interfaces", position, "address"), message, leg.address, _REMEDY)
                yield Doubt("hosts", host.id, fault, impossible=True)


def _narrower(found: Network, declared: Network, address: str) -> bool:
    """Whether a network holds the address in a longer prefix; equal ones are told as such."""
    return _length(found, address) > _length(declared, address)


def _length(network: Network, address: str) -> int:
    wanted = ipaddress.ip_address(address)
    held = (prefix for prefix in map(ipaddress.ip_network, network.prefixes) if wanted in prefix)
    return max((prefix.prefixlen for prefix in held), default=-1)
