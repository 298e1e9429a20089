"""Whether an address or a range means something that a label covers.

An address means the machine that has it, or else the network it lies in. A range means what is declared inside it: it
speaks of covered things when it lies in a covered network, or when all machines it holds of an open network are
covered. A wider one, or one that holds open machines as well, says as much of open things and stands.
"""

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from auditor.estate.addresses import Place, Span
from auditor.estate.cover import Cover
from auditor.estate.estate import Address


@dataclass(frozen=True, slots=True)
class _Known:
    """A declared machine's address, or a network's range, and the routing domain it is of."""

    domain: str
    span: Span
    covered: bool


class CoveredPlaces:
    """The declared addresses and networks of one estate."""

    def __init__(self, cover: Cover) -> None:
        self._cover = cover
        self._estate = cover.estate

    def mean(self, place: Place, domain: str) -> bool:
        """Whether a place means a covered thing. What the own routing domain declares openly means that open thing,
        since independent LANs reuse addresses; without a domain it may be that of any.
        """
        if isinstance(place, Span):
            return self._means_range(place, domain)
        if (domain, place) in self._open_machines:
            return False
        if found := self._estate.network_at(domain, str(place)):
            return self._cover.covers("networks", found.id) or (domain, place) in self._covered_machines
        inside = any(known.covered and place in known.span for known in self._networks)
        return inside or any(address == place for _, address in self._covered_machines)

    def _means_range(self, span: Span, domain: str) -> bool:
        own = [known for known in self._networks if known.domain == domain and span.within(known.span)]
        holding = own or [known for known in self._networks if span.within(known.span)]
        if any(known.covered for known in holding):
            return True
        if not holding or any(known.span == span for known in holding):
            return False
        machines = [
            known for known in self._machines if known.span.within(span) and (not own or known.domain == domain)
        ]
        return bool(machines) and all(known.covered for known in machines)

    @cached_property
    def _networks(self) -> tuple[_Known, ...]:
        return tuple(
            _Known(
                self._estate.domain_of(network.zone),
                Span.of(ipaddress.ip_network(prefix)),
                self._cover.covers("networks", network.id),
            )
            for network in self._estate.inventory.networks
            for prefix in network.prefixes
        )

    @cached_property
    def _machines(self) -> tuple[_Known, ...]:
        return tuple(self._legs())

    def _legs(self) -> Iterator[_Known]:
        for host in self._estate.inventory.hosts:
            covered = self._cover.covers("hosts", host.id)
            for leg in host.interfaces:
                network = self._estate.networks.get(leg.network)
                domain = self._estate.domain_of(network.zone) if network else ""
                address = ipaddress.ip_address(leg.address)
                yield _Known(domain, Span(address, address), covered)

    @cached_property
    def _covered_machines(self) -> frozenset[tuple[str, Address]]:
        return frozenset((known.domain, known.span.first) for known in self._machines if known.covered)

    @cached_property
    def _open_machines(self) -> frozenset[tuple[str, Address]]:
        return frozenset((known.domain, known.span.first) for known in self._machines if not known.covered)
