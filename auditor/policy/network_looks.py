"""Looks at machines that are looked at beside their own system too: for the way out they show, or the way in."""

from collections.abc import Sequence

from auditor.estate import Estate
from auditor.model.facts import Observation
from auditor.model.facts.interfaces import Interfaces
from auditor.model.inventory import System
from auditor.model.vocab.declared import ZoneKind
from auditor.policy.crossings import Crossings
from auditor.policy.log_stores import BySubject

_CLOSED = frozenset({ZoneKind.INDEPENDENT_LAN, ZoneKind.TSLCD})
_WAYS_OUT = frozenset({"interfaces", "routes", "egress"})


class NetworkLooks:
    """What looks at one world's machines tell of networks."""

    def __init__(self, estate: Estate, by_subject: BySubject) -> None:
        self._estate = estate
        self._by_subject = by_subject
        self._crossings = Crossings(estate)
        self._closed = {zone.id for zone in estate.inventory.zones if zone.kind in _CLOSED}

    def tells(self, observation: Observation) -> bool:
        """Whether a look at a machine stands in the document of the estate, with the networks."""
        return (
            self._opens_a_network(observation) or self._crossings.unlisted(observation) or _joined_by_radio(observation)
        )

    def ways_out_beside(self, system: System, known: set[str]) -> Sequence[Observation]:
        """What could lead out of machines of other owners that the system runs on: it is as isolated as they are."""
        others = sorted({host.id for host in self._estate.machines_of(system.id)} - known)
        return [seen for host in others for seen in self._by_subject.get(host, ()) if seen.kind in _WAYS_OUT]

    def _opens_a_network(self, observation: Observation) -> bool:
        """A network that may lead nowhere is as closed as its machines: what could lead out is looked at there."""
        if observation.kind not in _WAYS_OUT or observation.subject not in self._estate.hosts:
            return False
        return not self._closed.isdisjoint(self._estate.zones_of(self._estate.hosts[observation.subject]))


def _joined_by_radio(observation: Observation) -> bool:
    """Whether a machine told of a wireless card that is joined to something, as far as it said."""
    data = observation.typed() if observation.kind == "interfaces" else None
    return isinstance(data, Interfaces) and any(
        card.kind == "wireless" and card.carrier is not False for card in data.interfaces
    )
