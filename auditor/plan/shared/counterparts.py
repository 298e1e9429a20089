"""Which machines a system leaves behind, and which of the new place does the work of each."""

from collections.abc import Iterable, Sequence

from auditor.model.base import EndpointId
from auditor.model.inventory import Host, Inventory, System


def hosts_of(inventory: Inventory, system: System) -> tuple[Host, ...]:
    """Machines the system owns or runs on."""
    return tuple(host for host in inventory.hosts if host.system == system.id or host.id in system.runs_on)


def leaves(host: Host, siblings: Iterable[Host]) -> bool:
    """Whether a machine is left behind by a move. `siblings` are all machines of its owner.

    Where any of them is declared `old`, only those are; else every machine that is not `new`, since a province that
    adds its new machines need not have touched the entries of the others.
    """
    if any(one.instance == "old" for one in siblings):
        return host.instance == "old"
    return host.instance == "only"


def counterparts(host: Host, new: Sequence[Host], ports: Iterable[tuple[str, str]]) -> tuple[Host, ...]:
    """The new machines that do the work of an old one: by role, else by port served, else the only one there is.

    `ports` are pairs of a host's id and a port declared on it. Empty where nobody can tell.
    """
    if same_role := tuple(one for one in new if set(one.roles) & set(host.roles)):
        return same_role
    known = list(ports)
    served = {port for name, port in known if name == host.id}
    if same_port := tuple(one for one in new if served & {port for name, port in known if name == one.id}):
        return same_port
    return ()


def endpoint_port(endpoint: str) -> tuple[str, str]:
    """Host and port of an endpoint's id, as `web-1` and `tcp/443`."""
    one = EndpointId(endpoint)
    return one.host, one.port
