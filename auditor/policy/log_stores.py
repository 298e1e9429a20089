"""Which declared machines keep the logs of another: those that its settings send them to and that take them there."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from auditor.estate import Estate
from auditor.model.facts import Observation
from auditor.model.facts.logging import Logging
from auditor.model.facts.ports import Ports
from auditor.model.inventory import Host
from auditor.model.vocab.measurements import State

BySubject = Mapping[str, Sequence[Observation]]


def log_stores(estate: Estate, by_subject: BySubject, host: Host) -> list[tuple[str, str]]:
    """The other declared machines that a machine's settings send its logs to, by target. One that takes nothing at the
    target's port keeps nothing of what is sent there.
    """
    found: dict[str, str] = {}
    for target in _targets(by_subject.get(host.id, ())):
        transport, _, place = target.partition("://")
        name, _, number = place.rpartition(":")
        store = machine_called(estate, host, name.strip("[]"))
        if store and store != host.id and _takes(estate, by_subject, store, f"{transport}/{number}"):
            found[target] = store
    return sorted(found.items())


def _targets(looks: Sequence[Observation]) -> Iterator[str]:
    return chain.from_iterable(look.data.remote_targets for look in looks if isinstance(look.data, Logging))


def machine_called(estate: Estate, host: Host, name: str) -> str:
    """The machine that a setting of another names by its address or its id; empty for none."""
    for zone in estate.zones_of(host):
        if there := estate.host_at(estate.domain_of(zone), name):
            return there.id
    return name if name in estate.hosts else ""


def _takes(estate: Estate, by_subject: BySubject, store: str, port: str) -> bool:
    """Whether a machine was met on a port, or is declared to listen there and was never met refusing it."""
    sweeps = [(look.state, look.data) for look in by_subject.get(store, ()) if isinstance(look.data, Ports)]
    if any(port in data.open for _, data in sweeps):
        return True
    declared = any(endpoint.id.port == port for endpoint in estate.endpoints_on(store))
    return declared and not any(state is State.OK and port in (data.refused or ()) for state, data in sweeps)
