"""Where packets come from and go to, as a gateway sees it: zones, its interfaces, and what it routes by which."""

import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditor.collectors.filtering.rules import Names
from auditor.collectors.spans import VERSIONS, Spans, common, everything, joined, network_of, of_prefixes, without
from auditor.model.facts.addressed import Family
from auditor.model.facts.interfaces import HostInterface
from auditor.model.facts.routes import Route


@dataclass(frozen=True, slots=True)
class Side:
    """Addresses that are reached by some interfaces; by whichever, where `interfaces` is nothing. `zone` is the one
    that the addresses are of, or where `beyond`, the one that the way to them leads through, if either is declared.
    """

    zone: str
    addresses: Spans
    interfaces: int
    beyond: bool = False


@dataclass(frozen=True)
class Places:
    """The surroundings of a gateway for one IP version. `zones` are declared prefixes, `joined` zones by interface."""

    family: Family
    names: Names
    zones: Mapping[str, tuple[str, ...]]
    joined: Mapping[str, str]
    links: tuple[HostInterface, ...]
    routes: tuple[Route, ...]

    @property
    def own(self) -> Spans:
        """The gateway's own addresses."""
        return of_prefixes((address for link in self.links for address in link.addresses), self.family)

    def interfaces_of(self, zone: str) -> int:
        """The mask of its interfaces in a zone."""
        return sum(self.names.bit(name) for name, of in self.joined.items() if of == zone)

    def sides(self) -> list[Side]:
        """All addresses but the gateway's own, each with the way to it."""
        found: list[Side] = []
        declared: Spans = ()
        for zone, prefixes in sorted(self.zones.items()):
            addresses = without(of_prefixes(prefixes, self.family), self.own)
            declared = joined([*declared, *addresses])
            if not addresses:
                continue
            mine = self.interfaces_of(zone)
            if mine:
                found.append(Side(zone, addresses, mine))
            else:
                found += [Side(zone, part, mask) for part, mask in self._ways(addresses)]
        rest = without(without(everything(self.family), declared), self.own)
        found += [Side(self._zone_of(mask), part, mask, beyond=True) for part, mask in self._ways(rest)]
        return found

    def _zone_of(self, mask: int) -> str:
        return next((self.joined[name] for name in self.names.told(mask) if name in self.joined), "")

    def _ways(self, addresses: Spans) -> list[tuple[Spans, int]]:
        """Some addresses by the interface that they are routed by. Without any route, or where another table may lead
        them elsewhere, each interface may be the one.
        """
        mine = [(network, route) for route in self.routes if (network := _network(route, self.family)) is not None]
        if not mine or any(route.table not in {"main", "local", "default"} for _, route in mine):
            return [(addresses, 0)] if addresses else []
        found: dict[int, Spans] = {}
        left = addresses
        for network, route in sorted(mine, key=lambda one: -one[0].prefixlen):
            part = common(left, of_prefixes([str(network)], self.family))
            if part and route.table == "main":
                mask = self.names.bit(route.device)
                found[mask] = joined([*found.get(mask, ()), *part])
                left = without(left, part)
        return [(part, mask) for mask, part in found.items()]


def _network(route: Route, family: Family) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    """Where a route leads; None for one of the other IP version, or of a form that is no network."""
    try:
        network = network_of(route.prefix)
    except ValueError:
        return None
    return network if network.version == VERSIONS[family] else None


def zones_of(interfaces: Iterable[HostInterface], zones: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The zone behind each interface, by the first of its addresses that lies in a zone's prefix."""
    found: dict[str, str] = {}
    for interface in interfaces:
        for address in map(ipaddress.ip_address, interface.addresses):
            zone = next((z for z, ps in sorted(zones.items()) if any(address in network_of(p) for p in ps)), "")
            if zone:
                found.setdefault(interface.name, zone)
    return found
