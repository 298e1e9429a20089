"""Cables, addresses and routes of the large lab, as arguments of `ip`."""

import functools

from lab.large.frame import JOINED, ROUTER, Machine
from lab.large.scenes import lans, machines, switch_of
from lab.router import bridge
from lab.wiring import Cable, probe
from lab.zones import PROBE_OCTET, Zone

LAN_BRIDGE = "br0"


def probes() -> dict[str, Zone]:
    """The measuring machine of each zone."""
    return {probe(zone.id): zone for zone in (*JOINED, *lans())}


def standpoints() -> dict[str, str]:
    """Where a collector may stand, with its zone: measuring machines, the router, and machines that say so."""
    on_hosts = {machine.name: machine.net.id for machine in machines() if machine.stand}
    return {name: zone.id for name, zone in probes().items()} | {ROUTER: "border"} | on_hosts


@functools.cache
def cables() -> tuple[Cable, ...]:
    """Every cable."""
    found = []
    for machine in machines():
        if machine.name == ROUTER:
            continue
        for number, (zone, octet) in enumerate(((machine.net, machine.octet), *machine.cables)):
            found.append(Cable(machine.name, f"eth{number}", zone, octet, machine.v6 and zone.v6 is not None))
    found += [Cable(name, "eth0", zone, PROBE_OCTET, zone.v6 is not None) for name, zone in probes().items()]
    return tuple(found)


def cable_lines(pids: dict[str, int]) -> tuple[str, ...]:
    """Arguments that make every cable, given each machine's process."""
    return tuple(
        f"link add p{number} netns {pids[switch_of(cable.zone)]} type veth "
        f"peer name {cable.interface} netns {pids[cable.machine]}"
        for number, cable in enumerate(cables())
    )


def plug_lines(switch: str) -> tuple[str, ...]:
    """Arguments, run inside a router or switch, that plug its ends in."""
    lines = []
    for number, cable in enumerate(cables()):
        if switch_of(cable.zone) == switch:
            master = bridge(cable.zone.id) if cable.zone.joined else LAN_BRIDGE
            lines += [f"link set p{number} master {master}", f"link set p{number} up"]
    return tuple(lines)


def switches() -> tuple[str, ...]:
    """The switch of each independent LAN: a bridge without an address."""
    return tuple(switch_of(zone) for zone in lans())


def switch_lines() -> tuple[str, ...]:
    """Arguments that make a LAN's bridge."""
    return (f"link add {LAN_BRIDGE} type bridge", f"link set {LAN_BRIDGE} up")


def machine_lines(name: str, machine: Machine | None) -> tuple[str, ...]:
    """Arguments, run inside a machine, that give it addresses and routes."""
    lines = ["link set lo up"]
    for cable in (one for one in cables() if one.machine == name):
        zone = cable.zone
        lines.append(f"link set {cable.interface} up")
        octets = (cable.octet, *(machine.more if machine and cable.interface == "eth0" else ()))
        lines += [f"addr add {zone.address4(octet)}/{zone.v4.prefixlen} dev {cable.interface}" for octet in octets]
        if cable.v6 and zone.v6:
            lines.append(f"addr add {zone.address6(cable.octet)}/{zone.v6.prefixlen} dev {cable.interface} nodad")
        if zone.joined and cable.interface == "eth0":
            lines.append(f"route add default via {zone.address4(1)}")
            lines += [f"route add default via {zone.address6(1)}"] if cable.v6 else []
    lines += [f"route add {prefix} via {hop}" for prefix, hop in (machine.routes if machine else ())]
    return tuple(lines)
