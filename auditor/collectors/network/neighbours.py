"""Who answers on the vantage's own link for an address: the machine itself, or a router for it (proxy ARP, RFC 1027;
proxied neighbour discovery, RFC 4389).
"""

import ipaddress
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from auditor.collectors.parsers.nmap_xml import ScannedHost
from auditor.collectors.scope import Address

_TABLE = Path("/proc/net/arp")
_COMPLETE = 0x2
"""`ATF_COM` of Linux: the entry has a hardware address."""

Holders = Mapping[str, frozenset[Address]]
"""Addresses that each hardware address answered for, as far as this vantage met them."""


def holders(hosts: Iterable[ScannedHost]) -> Holders:
    """What a scan met, and what the kernel knows of IPv4 already, such as the gateway."""
    found: dict[str, set[Address]] = defaultdict(set)
    for host in hosts:
        if host.mac:
            found[host.mac].add(ipaddress.ip_address(host.address))
    for address, mac in _known():
        found[mac].add(address)
    return {mac: frozenset(addresses) for mac, addresses in found.items()}


def speaks_for_itself(host: ScannedHost, held: Holders, own: Callable[[Address], bool]) -> bool:
    """Whether what answered on the link did so for addresses of one machine alone, of which `own` knows the others."""
    return host.neighbour and all(own(address) for address in held.get(host.mac, ()))


def _known() -> list[tuple[Address, str]]:
    try:
        lines = _TABLE.read_text(encoding="ascii").splitlines()[1:]
    except (OSError, UnicodeDecodeError):
        return []
    rows = [line.split() for line in lines]
    return [
        (ipaddress.ip_address(row[0]), row[3].lower())
        for row in rows
        if len(row) > 3 and int(row[2], 16) & _COMPLETE  # noqa: PLR2004  # address, type, flags, hardware address
    ]
