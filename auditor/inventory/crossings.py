"""Machines that a label covers and that open systems depend on: either the label is wrong, or the machine is.

Nothing of the labelled world may be known in the open one, so a gateway, a time, name or log server that open systems
use cannot be covered. The chain says what covers it.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from auditor.errors import Problem
from auditor.estate import Cover, Estate
from auditor.model.inventory import Inventory
from auditor.model.settings import Vantage

_SERVING = {"time_server": "time server", "dns": "name server", "log_collector": "log server", "gateway": "gateway"}
_PORTS = {
    "udp/123": "time server",
    "udp/53": "name server",
    "tcp/53": "name server",
    "udp/514": "log server",
    "tcp/514": "log server",
    "tcp/6514": "log server",
}
"""Ports on which a machine serves others, in flows that name it."""


def covered_servers(inventory: Inventory, places: Mapping[str, str], folder: Path) -> Iterator[Problem]:
    """A fault for each covered machine that serves open systems, with the chain from it to the declared label."""
    cover = Cover(Estate(inventory))
    for host, serves in sorted(_serving(inventory, cover)):
        reason = f"is covered by a secrecy label and is the {serves} of open systems ({_chain(cover, host)})"
        yield _problem(folder, places.get(f"hosts/{host}", ""), f"hosts[{host}]", reason, host)


def covered_vantages(inventory: Inventory, vantages: tuple[Vantage, ...], path: Path) -> Iterator[Problem]:
    """A fault for each vantage on a covered machine from which alone an open zone is swept: its looks are shown nowhere
    in the open world. One that only reads its own machine serves nobody else.
    """
    cover = Cover(Estate(inventory))
    covered = {vantage.id for vantage in vantages if vantage.host and cover.covers("hosts", vantage.host)}
    swept = {vantage.zone for vantage in vantages if vantage.sweep and vantage.id not in covered}
    for vantage in vantages:
        alone = vantage.sweep and vantage.zone not in swept and not cover.covers("zones", vantage.zone)
        if vantage.id in covered and vantage.host and alone:
            reason = (
                f"alone sweeps an open zone, from a machine that a secrecy label covers ({_chain(cover, vantage.host)})"
            )
            yield _problem(path.parent, f"{path.name}:", f"vantages[{vantage.id}].host", reason, vantage.host)


_REMEDY = "Correct the label, or give open systems another machine; one machine cannot serve both worlds."


def _problem(folder: Path, place: str, key: str, reason: str, found: str) -> Problem:
    file, _, line = place.rpartition(":")
    return Problem(folder / (file or place), int(line) if line.isdigit() else None, key, reason, found, _REMEDY)


def _serving(inventory: Inventory, cover: Cover) -> set[tuple[str, str]]:
    found = {
        (network.gateway, "gateway")
        for network in inventory.networks
        if network.gateway and not cover.covers("networks", network.id)
    }
    found |= set(_between_worlds(inventory, cover)) | set(_flowed_to(inventory, cover))
    return {(host, serves) for host, serves in found if cover.covers("hosts", host)}


def _between_worlds(inventory: Inventory, cover: Cover) -> Iterator[tuple[str, str]]:
    """Servers by role of open systems with a leg in an open network too, and whoever joins two open networks."""
    for host in inventory.hosts:
        legs = {leg.network for leg in host.interfaces if not cover.covers("networks", leg.network)}
        if len(legs) > 1 and "gateway" in host.roles:
            yield host.id, _SERVING["gateway"]
        if legs and not cover.covers("systems", host.system):
            yield from ((host.id, _SERVING[role]) for role in host.roles if role in _SERVING)


def _flowed_to(inventory: Inventory, cover: Cover) -> Iterator[tuple[str, str]]:
    """Machines that a flow from an open zone names as the receiver of a serving port."""
    for flow in inventory.flows:
        if not cover.covers("zones", flow.from_zone):
            yield from ((host, _PORTS[port]) for host in flow.to_hosts for port in flow.ports if port in _PORTS)


def _chain(cover: Cover, host: str) -> str:
    return " <- ".join(f"{name} {identifier}" for name, identifier in cover.chain("hosts", host))
