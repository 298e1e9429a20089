"""Arithmetic on addresses that only planning needs, over the one index of the declared estate."""

import ipaddress
from functools import cached_property

from auditor.collectors.scope import Address, Prefix, owners
from auditor.estate import Cover, Estate
from auditor.model.inventory import Host
from auditor.model.vocab.declared import ZoneKind


class PlanningEstate(Estate):
    """The declared estate, asked by address."""

    @cached_property
    def cover(self) -> Cover:
        """What labels cover."""
        return Cover(self)

    @cached_property
    def owners(self) -> dict[str, str]:
        """Owner (organisation id) of each host."""
        return owners(self.inventory)

    @cached_property
    def prefixes(self) -> dict[str, tuple[Prefix, ...]]:
        """Prefixes of each declared zone."""
        return {zone: self.prefixes_of(zone) for zone in self.zones}

    def places(self, host: Host) -> list[tuple[str, Address]]:
        """Zone and address of every interface of a host."""
        return [
            (self.networks[interface.network].zone, ipaddress.ip_address(interface.address))
            for interface in host.interfaces
        ]

    def addresses_in(self, host: Host, domain: str) -> tuple[Address, ...]:
        """A host's addresses in one routing domain, IPv4 first."""
        found = [address for zone, address in self.places(host) if self.domain_of(zone) == domain]
        return tuple(sorted(found, key=lambda address: address.version))

    def shadows(self, domain: str, address: Address) -> bool:
        """Whether an address means another machine in this domain, so that a foreign one may not be tried from it."""
        return any(
            address in prefix
            for zone, prefixes in self.prefixes.items()
            if self.domain_of(zone) == domain
            for prefix in prefixes
        )

    def zone_holding(self, address: Address, domain: str) -> str | None:
        """The zone an address lies in, as seen from a domain; an address nobody declared counts as the Internet's."""
        for zone, prefixes in self.prefixes.items():
            if self.domain_of(zone) == domain and any(address in prefix for prefix in prefixes):
                return zone
        others = [zone for zone, prefixes in self.prefixes.items() if any(address in prefix for prefix in prefixes)]
        internet = [zone.id for zone in self.zones.values() if zone.kind is ZoneKind.INTERNET]
        return next(iter([*others, *internet]), None)

    def declared_ports(self, host: Host) -> tuple[str, ...]:
        """Ports of a host's declared endpoints."""
        return tuple(dict.fromkeys(endpoint.id.port for endpoint in self.endpoints_on(host.id)))

    def gives(self, host: Host, role: str, purpose: str) -> bool:
        """Whether a host is declared to give a service, by its role or by an endpoint's purpose."""
        return role in host.roles or any(endpoint.purpose == purpose for endpoint in self.endpoints_on(host.id))
