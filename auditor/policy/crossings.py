"""What sweeps met in other zones that no line of the declared matrix opens."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import product

from auditor.estate import Estate
from auditor.model.facts import Observation, Ports

_ANYBODY = ""  # no machine has this id

Ends = tuple[str, str, str, str]
"""Zone, sender, zone and receiver of a line."""


class Crossings:
    """The lines of the matrix by both ends, read once."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        opened: dict[Ends, set[str]] = defaultdict(set)
        for flow in estate.inventory.flows:
            for sender, receiver in product(flow.from_hosts or (_ANYBODY,), flow.to_hosts or (_ANYBODY,)):
                opened[flow.from_zone, sender, flow.to_zone, receiver].update(flow.ports)
        self._opened: Mapping[Ends, set[str]] = opened

    def unlisted(self, observation: Observation) -> bool:
        """Whether a look at the ports of a declared machine in other zones met one open that no line opens to it."""
        data = observation.data
        host = self._estate.hosts.get(observation.subject)
        if not isinstance(data, Ports) or not data.open or host is None:
            return False
        zones = self._estate.zones_of(host)
        return bool(zones) and observation.zone not in zones and not self._all_listed(observation, zones, data.open)

    def _all_listed(self, observation: Observation, zones: tuple[str, ...], ports: tuple[str, ...]) -> bool:
        ends = product((observation.zone,), (_ANYBODY, observation.vantage), zones, (_ANYBODY, observation.subject))
        return set(ports) <= {port for one in ends for port in self._opened.get(one, ())}
