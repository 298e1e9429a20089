"""The frame that every scene stands in: zones, the machines that serve them, and what a machine of a scene is."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from types import MappingProxyType

from lab import zones as small
from lab.declared import KINDS as SMALL_KINDS
from lab.hosts import HOSTS
from lab.model import Host
from lab.zones import Zone

ROUTER = "core-fw"
FIRST_OCTET = 11
"""Last octet of the first machine that scenes put into a zone."""

NEIGHBOUR_OCTET = 5
"""Last octet of the workstation that every independent LAN has beside its scene's machine."""


def _commune(zone_id: str, v4: str, v6: str, title: str, title_vi: str) -> Zone:
    return Zone(zone_id, IPv4Network(v4), IPv6Network(v6), title, title_vi)


_SECOND = (
    _commune("office_b", "10.30.2.0/24", "2001:db8:302::/64", "Second commune's office", "Mạng nội bộ xã thứ hai"),
    _commune("tslcd_b", "10.99.2.0/24", "2001:db8:992::/64", "Second commune's dedicated network", "TSLCD xã thứ hai"),
)

JOINED: tuple[Zone, ...] = (*small.JOINED, *_SECOND)
"""Zones with a leg of the router, in the order of the small lab's and then the second commune's."""

KINDS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {zone.id: SMALL_KINDS[zone.id] for zone in small.JOINED}
    | {"office_b": ("internal", "lan", "xa-vandon"), "tslcd_b": ("tslcd", "tslcd", "xa-vandon")}
)
"""Zone kind, network kind and site of each joined zone."""

PROVINCIAL = tuple(zone.id for zone in JOINED if zone.provincial)


def lan(name: str) -> Zone:
    """An independent LAN of one scene; all have the same range, each is a routing domain of its own."""
    titles = (f"Independent LAN {name}", f"Mạng LAN độc lập {name}")
    return Zone(name, IPv4Network("192.168.1.0/24"), None, *titles, joined=False)


@dataclass(frozen=True)
class Machine(Host):
    """A machine of the large lab: a host of the small lab's kind, with whatever a scene adds to it."""

    net: Zone = JOINED[0]
    files: tuple[tuple[str, str], ...] = ()
    """Files below /etc or /var, written over what the services wrote."""
    prepended: tuple[tuple[str, str], ...] = ()
    """Text put before such files."""
    appended: tuple[tuple[str, str], ...] = ()
    """Text put at the end of such files."""
    run: tuple[str, ...] = ()
    """Shell lines run inside, after the services' own."""
    certs: tuple[tuple[str, Mapping[str, object]], ...] = ()
    """Certificates by path without suffix, made as `lab.large.certs` says."""
    cables: tuple[tuple[Zone, int], ...] = ()
    """Interfaces after the first, in order."""
    more: tuple[int, ...] = ()
    """Further addresses on the first interface, by last octet."""
    stand: bool = False
    """Whether a collector stands on it."""
    roles: tuple[str, ...] = ()
    extra: tuple[Mapping[str, object], ...] = ()
    """Declared endpoints that no service of the small lab's kind has: port, purpose, names, tls, path."""
    hidden: tuple[str, ...] = ()
    """Ports that run and are not in the dossier."""
    unread: bool = False
    """Declared as a machine whose settings nobody reads."""
    hidden_legs: bool = False
    """Whether further cables and addresses are missing in the inventory."""
    exists: bool = True
    """False for a machine that only the inventory has."""

    @property
    def v4_address(self) -> IPv4Address:
        """Address on the first interface."""
        return self.net.address4(self.octet)

    @property
    def v6_address(self) -> IPv6Address | None:
        """IPv6 address on the first interface, if the machine has one."""
        return self.net.address6(self.octet) if self.v6 else None


_FIXED = (ROUTER, "idc-dns", "idc-ntp", "idc-log", "pub-web", "pub-dns", "pub-time")


def _lifted(name: str) -> Machine:
    host = HOSTS[name]
    same = {field.name: getattr(host, field.name) for field in fields(Host)}
    return Machine(**same, net=small.ZONES[host.zone])


FIXED: tuple[Machine, ...] = tuple(_lifted(name) for name in _FIXED)
"""Router, resolver, clock and log store of the province, and what the Internet answers with."""

TAKEN = frozenset({0, 1, 2, 10, 51, 53, 61, 80, 123, 250, 255})
"""Last octets that no machine of a scene gets."""
