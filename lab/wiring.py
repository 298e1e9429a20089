"""Cables and addresses: the `ip` commands that join machines to the router, or an independent LAN to its switch."""

from dataclasses import dataclass

from lab.hosts import HOSTS
from lab.model import Host
from lab.router import bridge
from lab.zones import ISOLATED, PROBE_OCTET, ZONES, Zone

ROUTER = "core-fw"
"""The machine in the middle. Its addresses are the zones' gateways; everything else is plugged into its bridges."""


def switch(zone: Zone) -> str:
    """The machine a zone's cables end in: the central router, or the LAN's own switch."""
    return ROUTER if zone.joined else f"switch-{zone.id.replace('_', '-')}"


def probe(zone: str) -> str:
    """The measuring machine of a zone."""
    return f"probe-{zone.replace('_', '-')}"


PROBES = {probe(zone): zone for zone in ZONES}
FILTERED = "dms-app"
"""The machine whose SSH limits no source, so that its own filter has to be read, which takes privilege."""

_ON_HOSTS = ("core-fw", FILTERED, "sdoc-a", "sdoc-a-pc", "sdoc-b", "sdoc-b-pc")
STANDPOINTS = PROBES | {name: HOSTS[name].zone for name in _ON_HOSTS}
"""Where a collector may stand: the measuring machines, and machines whose own way out or rules only they can show."""
NETWORK_MACHINES = (ROUTER, *(switch(zone) for zone in ISOLATED))


@dataclass(frozen=True)
class Cable:
    """One interface of a machine and where it is plugged in."""

    machine: str
    interface: str
    zone: Zone
    octet: int
    v6: bool


def _host_cables(host: Host) -> tuple[Cable, ...]:
    legs = ((host.zone, host.octet), *((leg.zone, leg.octet) for leg in host.legs))
    return tuple(
        Cable(host.name, f"eth{number}", ZONES[zone], octet, host.v6 and ZONES[zone].v6 is not None)
        for number, (zone, octet) in enumerate(legs)
    )


def cables() -> tuple[Cable, ...]:
    """Every cable of the lab."""
    found = [cable for host in HOSTS.values() if host.name != ROUTER for cable in _host_cables(host)]
    found += [
        Cable(name, "eth0", ZONES[zone], PROBE_OCTET, ZONES[zone].v6 is not None) for name, zone in PROBES.items()
    ]
    return tuple(found)


def cable_lines(pids: dict[str, int]) -> tuple[str, ...]:
    """`ip` arguments that make every cable between two machines, given each machine's PID 1."""
    lines = []
    for number, cable in enumerate(cables()):
        far = pids[switch(cable.zone)]
        lines.append(
            f"link add p{number} netns {far} type veth peer name {cable.interface} netns {pids[cable.machine]}"
        )
    return tuple(lines)


def plug_lines(switch_name: str) -> tuple[str, ...]:
    """`ip` arguments, run inside a router or switch, that plug its ends of the cables in."""
    lines = []
    for number, cable in enumerate(cables()):
        if switch(cable.zone) == switch_name:
            lines += [f"link set p{number} master {bridge(cable.zone.id)}", f"link set p{number} up"]
    return tuple(lines)


def _default_routes(cable: Cable, gateway: int | None) -> list[str]:
    if cable.zone.joined:
        lines = [f"route add default via {cable.zone.address4(1)}"]
        return [*lines, f"route add default via {cable.zone.address6(1)}"] if cable.v6 else lines
    return [f"route add default via {cable.zone.address4(gateway)}"] if gateway else []


def machine_lines(machine: str) -> tuple[str, ...]:
    """`ip` arguments, run inside a machine, that give it its addresses and default route."""
    lines = ["link set lo up"]
    host = HOSTS.get(machine)
    for cable in cables():
        if cable.machine != machine:
            continue
        lines.append(f"link set {cable.interface} up")
        lines.append(f"addr add {cable.zone.address4(cable.octet)}/{cable.zone.v4.prefixlen} dev {cable.interface}")
        if cable.v6 and cable.zone.v6:
            address = cable.zone.address6(cable.octet)
            lines.append(f"addr add {address}/{cable.zone.v6.prefixlen} dev {cable.interface} nodad")
        # The last joined interface decides the way out; in the leaking LAN every member goes through its modem.
        lines += _default_routes(cable, host.gateway if host else _leak(cable.zone))
    lines += [f"route add {prefix} via {hop}" for prefix, hop in (host.routes if host else ())]
    return tuple(lines)


def _leak(zone: Zone) -> int | None:
    """The octet of the machine that joins an isolated LAN to another zone, if somebody planted one."""
    return next((host.octet for host in HOSTS.values() if host.zone == zone.id and host.forwards), None)
