"""Names and addresses that must point elsewhere after a cut-over."""

from collections.abc import Iterable, Iterator, Mapping

from auditor.model.facts import Dns, Observation
from auditor.model.inventory import Host
from auditor.model.reason import because
from auditor.plan.changes.planner import ChangePlanner
from auditor.plan.changes.shape import AddressChange
from auditor.plan.shared.counterparts import endpoint_port


def address_changes(
    planner: ChangePlanner, system: str, wave: str, observations: Mapping[str, Observation]
) -> Iterator[AddressChange]:
    """Each name of the system, and each machine it leaves behind, with addresses before and after.

    What a name gives today is what was seen, else what its machines declare. A name that leads to an address of none of
    them stands for something in front of them: then nobody can tell from the inventory where it must point.
    """
    for name in sorted(_names(planner, system)):
        yield _name(planner, system, wave, name, observations)
    for host in sorted(planner.leaving(system), key=lambda one: one.id):
        if host.system == system:
            yield _machine(planner, system, wave, host)


def _names(planner: ChangePlanner, system: str) -> set[str]:
    left = {host.id for host in planner.leaving(system)}
    services = [one for one in planner.services(system) if endpoint_port(one.id)[0] in left]
    served = {name for endpoint in services for name in endpoint.names}
    return served | set(planner.systems[system].domains)


def _name(
    planner: ChangePlanner, system: str, wave: str, name: str, observations: Mapping[str, Observation]
) -> AddressChange:
    seen = _resolved(system, name, observations)
    serving = _serving(planner, system, name, seen)
    old = tuple(sorted(seen)) or _addresses(serving)
    replaced = [planner.replacements(system, host) for host in serving]
    new: tuple[str, ...] = ()
    if seen - set(_addresses(serving)):
        why = because("name_in_front", name)
    elif not serving or not all(replaced):
        why = because("name_target_not_entered", name)
    else:
        why, new = because("name_moves", name), _addresses(one for found in replaced for one in found)
    return AddressChange(wave=wave, system=system, what="dns", name=name, old=old, new=new, why=why)


def _resolved(system: str, name: str, observations: Mapping[str, Observation]) -> set[str]:
    answers = (item.typed() for item in observations.values() if item.kind == "dns" and item.subject == system)
    return {
        address for data in answers if isinstance(data, Dns) and data.name == name for address in (*data.a, *data.aaaa)
    }


def _serving(planner: ChangePlanner, system: str, name: str, seen: set[str]) -> tuple[Host, ...]:
    """The machines the name leads to: by address where it was seen, else those that declare it, else web servers."""
    left = planner.leaving(system)
    if seen:
        return tuple(host for host in left if seen & set(_addresses([host])))
    declared = {endpoint_port(one.id)[0] for one in planner.services(system) if name in one.names}
    return tuple(host for host in left if host.id in declared) or tuple(host for host in left if "web" in host.roles)


def _machine(planner: ChangePlanner, system: str, wave: str, host: Host) -> AddressChange:
    new = _addresses(planner.replacements(system, host))
    why = because("machine_replaced" if new else "machine_not_entered", host.id)
    return AddressChange(
        wave=wave, system=system, what="address", name=host.id, old=_addresses([host]), new=new, why=why
    )


def _addresses(hosts: Iterable[Host]) -> tuple[str, ...]:
    return tuple(sorted({interface.address for host in hosts for interface in host.interfaces}))
