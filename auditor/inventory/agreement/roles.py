"""The roles of a machine against the services it is declared to give, and services against their usual ports."""

from collections.abc import Iterator, Mapping

from auditor.inventory.agreement.doubt import Doubt
from auditor.inventory.agreement.rules import Declarations
from auditor.inventory.explain import Fault
from auditor.model.inventory import Endpoint, Host
from auditor.model.vocab.declared import ZoneKind

_ROLES: Mapping[str, tuple[str, ...]] = {
    "database": ("database",),
    "cache": ("cache", "database"),
    "ntp": ("time_server",),
    "dns": ("dns",),
    "mail": ("mail",),
    "syslog": ("log_collector",),
}
"""For each purpose of a service, the roles one of which the machine has."""

_PURPOSES: Mapping[str, tuple[str, ...]] = {
    "database": ("database",),
    "cache": ("cache",),
    "time_server": ("ntp",),
    "dns": ("dns",),
    "mail": ("mail",),
    "log_collector": ("syslog",),
    "web": ("web", "api", "admin"),
}
"""For each role, the purposes one of which a service of the machine has."""

_USUAL: Mapping[str, str] = {
    "tcp/22": "ssh", "udp/123": "ntp", "udp/53": "dns", "tcp/53": "dns", "udp/161": "snmp", "udp/514": "syslog",
    "tcp/6514": "syslog", "tcp/25": "mail", "tcp/465": "mail", "tcp/587": "mail", "tcp/993": "mail", "tcp/995": "mail",
}  # fmt: skip


def compare_roles(told: Declarations) -> Iterator[Doubt]:
    """Services without the role, roles without the service, ports of another purpose, gateways and their networks."""
    for host in told.estate.inventory.hosts:
        endpoints = told.estate.endpoints_on(host.id)
        yield from _missing_roles(host, endpoints)
        yield from _missing_services(host, endpoints)
        yield from _joins(told, host)
    for endpoint in told.estate.inventory.endpoints:
        yield from _purpose(told, endpoint)
    yield from _gateways(told)


def _missing_roles(host: Host, endpoints: tuple[Endpoint, ...]) -> Iterator[Doubt]:
    for endpoint in endpoints:
        wanted = _ROLES.get(endpoint.purpose)
        if wanted and not set(wanted) & set(host.roles):
            message = f"has purpose {endpoint.purpose}, and its machine not the role {wanted[0]}"
            remedy = f"Add the role `{wanted[0]}` to the machine, or correct the purpose."
            yield Doubt("endpoints", endpoint.id, Fault(("purpose",), message, endpoint.purpose, remedy))


def _missing_services(host: Host, endpoints: tuple[Endpoint, ...]) -> Iterator[Doubt]:
    """Only where services of the machine are declared at all: a dossier may leave a whole machine to later."""
    given = {endpoint.purpose for endpoint in endpoints}
    for position, role in enumerate(host.roles):
        wanted = _PURPOSES.get(role)
        if wanted and given and not given & set(wanted):
            message = f"says that the machine is {role}, and none of its services has purpose {' or '.join(wanted)}"
            remedy = "Declare the service under `endpoints:`, or correct the role."
            yield Doubt("hosts", host.id, Fault(("roles", position), message, role, remedy))


def _purpose(told: Declarations, endpoint: Endpoint) -> Iterator[Doubt]:
    port = endpoint.id.port
    usual = _USUAL.get(port) or ("database" if port in told.rules.database_ports else "")
    alike = {"cache", "database"}
    if usual and endpoint.purpose != usual and not {usual, endpoint.purpose} <= alike:
        message = f"has purpose {endpoint.purpose} at the usual port of {usual}"
        yield Doubt("endpoints", endpoint.id, Fault(("purpose",), message, endpoint.purpose, _REMEDY))
    elif endpoint.purpose in ("web", "other") and _names_api(endpoint):
        message = f"has purpose {endpoint.purpose}, and its id or path names an API"
        yield Doubt("endpoints", endpoint.id, Fault(("purpose",), message, endpoint.purpose, _REMEDY))


_REMEDY = "Confirm the purpose, or correct it."


def _names_api(endpoint: Endpoint) -> bool:
    words = f"{endpoint.id.partition('/')[2]}/{endpoint.path}".lower().replace("-", "/").replace("_", "/").split("/")
    return "api" in words


def _joins(told: Declarations, host: Host) -> Iterator[Doubt]:
    zones = [told.estate.zones[zone] for zone in told.estate.zones_of(host) if zone in told.estate.zones]
    kinds = {zone.kind is ZoneKind.INDEPENDENT_LAN for zone in zones}
    lans = [zone.id for zone in zones if zone.kind is ZoneKind.INDEPENDENT_LAN]
    if len(kinds) > 1 or len(lans) > 1:
        message = "joins an independent LAN to another zone"
        remedy = "Name each leg that is really there; an independent LAN has no machine with a leg elsewhere."
        yield Doubt("hosts", host.id, Fault(("interfaces",), message, ", ".join(zone.id for zone in zones), remedy))


def _gateways(told: Declarations) -> Iterator[Doubt]:
    for network in told.estate.inventory.networks:
        host = told.estate.hosts.get(network.gateway or "")
        if host is None:
            continue
        if network.id not in {leg.network for leg in host.interfaces}:
            message = "names a machine that has no address in the network"
            remedy = "Name the machine that joins it, or declare its address there."
            yield Doubt("networks", network.id, Fault(("gateway",), message, host.id, remedy))
        elif not {"gateway", "network_device"} & set(host.roles):
            message = "names a machine without the role gateway"
            fault = Fault(("gateway",), message, host.id, "Add the role `gateway` to the machine, or name another one.")
            yield Doubt("networks", network.id, fault)
