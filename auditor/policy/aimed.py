"""What a look was made at, against what the inventory says now.

Between the two an address, a path or a name may have been corrected, and what answered at the old one shows nothing of
the new.
"""

from auditor.estate import Estate
from auditor.model.base import EndpointId
from auditor.model.facts import KINDS, Cause, Observation
from auditor.model.facts.addressed import Addressed
from auditor.model.inventory import Host
from auditor.model.vocab.measurements import State
from auditor.model.vocab.subjects import SubjectKind

_OF_A_MACHINE = (SubjectKind.HOST, SubjectKind.ENDPOINT)
_FINISHED = (State.OK, State.PARTIAL)


def as_declared(estate: Estate, observation: Observation) -> Observation:
    """The look, no longer finished where it was made at something else than its subject is declared to be.

    What it found stays: a fault at an old address may be one still. A look that does not tell what it was made at is
    taken for one at its subject, as those of older readers are.
    """
    data = observation.data
    if observation.state not in _FINISHED or KINDS[observation.kind].subject not in _OF_A_MACHINE:
        return observation
    if isinstance(data, Addressed) and _elsewhere(estate, observation, data):
        cause = Cause(code="aimed_elsewhere")
        return observation.model_copy(update={"state": State.PARTIAL, "cause": cause, "unread": None})
    return observation


def _elsewhere(estate: Estate, observation: Observation, data: Addressed) -> bool:
    host = estate.hosts.get(EndpointId(observation.subject).host)
    if host is None:
        return False
    endpoint = estate.endpoints.get(observation.subject)
    known = endpoint is None or data.concerns(endpoint.path, endpoint.names)
    return not known or data.misses(_addresses(estate, host, observation.zone))


def _addresses(estate: Estate, host: Host, zone: str) -> frozenset[str]:
    """The addresses of a machine in the routing domain of a zone."""
    domain = estate.domain_of(zone)
    legs = ((leg.address, estate.networks.get(leg.network)) for leg in host.interfaces)
    return frozenset(address for address, network in legs if network and estate.domain_of(network.zone) == domain)
