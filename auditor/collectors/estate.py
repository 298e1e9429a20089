"""The declared estate, indexed for planning: where each address, host and zone belongs."""

import ipaddress
from collections import defaultdict

from auditor.collectors.scope import Address, Prefix, owners
from auditor.model.inventory import Endpoint, Host, Inventory, System, Zone
from auditor.model.vocab import ZoneKind


class Estate:
    """Read-only indexes over one inventory."""

    def __init__(self, inventory: Inventory) -> None:
        self.inventory = inventory
        self.zones: dict[str, Zone] = {zone.id: zone for zone in inventory.zones}
        self.systems: dict[str, System] = {system.id: system for system in inventory.systems}
        self.owners = owners(inventory)
        self._zone_of_network = {network.id: network.zone for network in inventory.networks}
        self.prefixes: dict[str, tuple[Prefix, ...]] = self._prefixes()
        self.endpoints: dict[str, list[Endpoint]] = defaultdict(list)
        for endpoint in inventory.endpoints:
            self.endpoints[endpoint.id.split("/")[0]].append(endpoint)

    def _prefixes(self) -> dict[str, tuple[Prefix, ...]]:
        found: dict[str, list[Prefix]] = {zone: [] for zone in self.zones}
        for network in self.inventory.networks:
            found.setdefault(network.zone, []).extend(map(ipaddress.ip_network, network.prefixes))
        return {zone: tuple(prefixes) for zone, prefixes in found.items()}

    def domain(self, zone: str) -> str:
        """Routing domain of a zone."""
        return self.zones[zone].domain

    def zone_of(self, host: Host) -> str:
        """A host's zone: that of its first interface."""
        return self._zone_of_network[host.interfaces[0].network]

    def places(self, host: Host) -> list[tuple[str, Address]]:
        """Zone and address of every interface of a host."""
        return [
            (self._zone_of_network[interface.network], ipaddress.ip_address(interface.address))
            for interface in host.interfaces
        ]

    def addresses_in(self, host: Host, domain: str) -> tuple[Address, ...]:
        """A host's addresses in one routing domain, IPv4 first."""
        found = [address for zone, address in self.places(host) if self.domain(zone) == domain]
        return tuple(sorted(found, key=lambda address: address.version))

    def shadows(self, domain: str, address: Address) -> bool:
        """Whether an address means another machine in this domain, so that a foreign one may not be tried from it."""
        return any(
            address in prefix
            for zone, prefixes in self.prefixes.items()
            if self.domain(zone) == domain
            for prefix in prefixes
        )

    def zone_holding(self, address: Address, domain: str) -> str | None:
        """The zone an address lies in, as seen from a domain; an address nobody declared counts as the Internet's."""
        for zone, prefixes in self.prefixes.items():
            if self.domain(zone) == domain and any(address in prefix for prefix in prefixes):
                return zone
        others = [zone for zone, prefixes in self.prefixes.items() if any(address in prefix for prefix in prefixes)]
        internet = [zone.id for zone in self.zones.values() if zone.kind is ZoneKind.INTERNET]
        return next(iter([*others, *internet]), None)

    def host_at(self, address: Address, domain: str) -> Host | None:
        """The declared host with an address in a domain."""
        for host in self.inventory.hosts:
            if any(found == address and self.domain(zone) == domain for zone, found in self.places(host)):
                return host
        return None

    def declared_ports(self, host: Host) -> tuple[str, ...]:
        """Ports of a host's declared endpoints."""
        return tuple(dict.fromkeys("/".join(e.id.split("/")[1:3]) for e in self.endpoints[host.id]))
