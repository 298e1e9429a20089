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

    def told(self, message: str, remedy: str, *, impossible: bool = False) -> Doubt:
        fault = Fault(("prefixes", self.position), message, str(self.prefix), remedy)
        return Doubt("networks", self.network.id, fault, impossible)


def compare_ranges(told: Declarations) -> Iterator[Doubt]:
    """Prefixes of two zones that overlap, and addresses of one zone inside a narrower prefix of another."""
    for one, other in _overlapping(list(_ranges(told))):
        if one.zone.id == other.zone.id:
            continue
        if one.zone.domain == other.zone.domain:
            yield from _same_domain(one, other)
        elif one.closed != other.closed:
            lan, outer = (one, other) if one.closed else (other, one)
            message = f"is an independent LAN's, and overlaps {outer.prefix} of zone {outer.zone.id!r}"
            yield lan.told(message, "Confirm that the two are not one network, or correct the prefix.")
        elif not one.closed:
            message = f"overlaps {other.prefix} of zone {other.zone.id!r} in routing domain {other.zone.domain!r}"
            remedy = (
                "Confirm that the two networks cannot reach each other, or write one `domain` and correct the prefix."
            )
            yield one.told(message, remedy)
    yield from _misplaced(told)


def _ranges(told: Declarations) -> Iterator[_Range]:
    for network in told.estate.inventory.networks:
        zone = told.estate.zones.get(network.zone)
        for position, prefix in enumerate(network.prefixes if zone else ()):
            if zone:
                yield _Range(network, position, zone, ipaddress.ip_network(prefix))


def _overlapping(ranges: list[_Range]) -> Iterator[tuple[_Range, _Range]]:
    """Every pair of ranges of which one holds the other, the narrower (or later) first.

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
            yield from ((one, wide) for wide in open_)
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
    yield narrow.told(message, _REMEDY, impossible=equal)


def _misplaced(told: Declarations) -> Iterator[Doubt]:
    """An address declared in one zone that the narrowest prefix puts into another: every look would misplace it."""
    estate = told.estate
    for host in estate.inventory.hosts:
        for position, leg in enumerate(host.interfaces):
            network = estate.networks.get(leg.network)
            found = estate.network_at(estate.domain_of(network.zone), leg.address) if network else None
            if network and found and found.zone != network.zone:
                message = (
                    f"lies in network {found.id!r} of zone {found.zone!r}, and is declared in zone {network.zone!r}"
                )
                fault = Fault(("interfaces", position, "address"), message, leg.address, _REMEDY)
                yield Doubt("hosts", host.id, fault, impossible=True)
