"""The way a system's data takes from its old machines to its new ones."""

from auditor.model.inventory import Host
from auditor.plan.changes.planner import ChangePlanner
from auditor.plan.changes.ways import Way
from auditor.plan.shared.counterparts import endpoint_port

_HOLDING_PURPOSES = {"database", "file"}


def holds_data(planner: ChangePlanner, system: str) -> bool:
    """Whether anything has to be carried: a data set, a volume, or a machine that keeps data."""
    declared = planner.systems[system]
    volume = declared.move.volume_gb if declared.move else None
    sets = any(item.system == system for item in planner.inventory.data_sets)
    return bool(sets or volume or _places(planner, system))


def ways_of_copy(planner: ChangePlanner, system: str) -> set[Way]:
    """From each old machine that keeps data to the new one in its place, on the port of its database or file service.

    Empty where no such service is declared.
    """
    return {
        Way(planner.here(host, (system,)), target, port)
        for host, port in _places(planner, system)
        for target in planner.there(system, host)
    }


def _places(planner: ChangePlanner, system: str) -> tuple[tuple[Host, str], ...]:
    left = {host.id: host for host in planner.leaving(system)}
    services = [endpoint for endpoint in planner.services(system) if endpoint.purpose in _HOLDING_PURPOSES]
    found = [endpoint_port(endpoint.id) for endpoint in services]
    return tuple((left[host], port) for host, port in found if host in left)
