"""Addresses that a machine's own settings tell and its dossier does not, and what was met at them."""

from auditor.estate import Estate
from auditor.model.facts import Observation
from auditor.model.facts.interfaces import Interfaces
from auditor.model.inventory import Host
from auditor.policy.log_stores import BySubject


class Strays:
    """The undeclared addresses of one world's machines, indexed once."""

    def __init__(self, estate: Estate, by_subject: BySubject) -> None:
        self._estate = estate
        self._by_subject = by_subject
        self._told = {host.id: self._addresses_told(host) for host in estate.inventory.hosts}

    def domains_of(self, host: Host) -> tuple[str, ...]:
        """The routing domains that a machine has a leg in."""
        return tuple(dict.fromkeys(map(self._estate.domain_of, self._estate.zones_of(host))))

    def met(self, host: Host) -> list[Observation]:
        """What was met at addresses of a machine that its dossier does not list, as somebody's whom nobody declared."""
        names = (f"{domain}/{address}" for domain in self.domains_of(host) for address in self._told[host.id])
        return [seen for name in names for seen in self._by_subject.get(name, ())]

    def beside(self, known: set[str]) -> list[Observation]:
        """What was met at undeclared addresses of the machines of a document, each look once."""
        hosts = [self._estate.hosts[name] for name in sorted(known & self._estate.hosts.keys())]
        found = {seen.id: seen for host in hosts for seen in self.met(host) if seen.subject not in known}
        return list(found.values())

    def held_elsewhere(self, host: Host) -> list[str]:
        """Of those addresses the ones that another machine is declared to have: they are looked at there."""
        return [
            address
            for address in self._told[host.id]
            if any(self._estate.host_at(domain, address) for domain in self.domains_of(host))
        ]

    def _addresses_told(self, host: Host) -> tuple[str, ...]:
        declared = {interface.address for interface in host.interfaces}
        found: set[str] = set()
        for observation in self._by_subject.get(host.id, ()):
            data = observation.typed() if observation.kind == "interfaces" else None
            for card in data.interfaces if isinstance(data, Interfaces) else ():
                found |= {address.partition("/")[0] for address in card.addresses}
        return tuple(sorted(found - declared))
