"""What a look was made at, against what the inventory says now.

Between the two an address, a path or a name may have been corrected, and what answered at the old one shows nothing of
the new.
"""

from auditor.estate import Estate
from auditor.model.base import EndpointId
from auditor.model.facts import KINDS, Cause, Http, Observation, Ports, Tls
from auditor.model.facts.addressed import Addressed
from auditor.model.inventory import Endpoint, Host
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
    return _at_other_addresses(_addresses(estate, host, observation.zone), data) or (
        endpoint is not None and _of_another_service(endpoint, data)
    )


def _addresses(estate: Estate, host: Host, zone: str) -> frozenset[str]:
    """The addresses of a machine in the routing domain of a zone."""
    domain = estate.domain_of(zone)
    legs = ((leg.address, estate.networks.get(leg.network)) for leg in host.interfaces)
    return frozenset(address for address, network in legs if network and estate.domain_of(network.zone) == domain)


def _at_other_addresses(declared: frozenset[str], data: Addressed) -> bool:
    asked = frozenset(data.addresses_asked or ())
    if not asked or not declared:
        return False
    if not isinstance(data, Ports):
        return not declared & asked
    told = asked.union(data.addresses_left_out or (), data.addresses_silent or ())
    return not declared <= told  # a sweep is about all addresses of its machine


def _of_another_service(endpoint: Endpoint, data: Addressed) -> bool:
    match data:
        case Http(paths_asked=paths, name_asked=name):
            return bool(paths and endpoint.path not in paths) or _by_another_name(endpoint, name or "")
        case Tls(name_checked=name):
            return _by_another_name(endpoint, name)
    return False


def _by_another_name(endpoint: Endpoint, name: str) -> bool:
    return bool(name and endpoint.names) and _plain(name) not in {_plain(each) for each in endpoint.names}


def _plain(name: str) -> str:
    return name.lower().removesuffix(".")
