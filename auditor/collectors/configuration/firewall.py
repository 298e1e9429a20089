"""The forwarding policy of a gateway: its ruleset, told by the zones its interfaces lead to."""

import ipaddress
from collections.abc import Mapping

from auditor.collectors.configuration import commands
from auditor.collectors.configuration.readers import Reader
from auditor.collectors.outcome import Outcome, failed
from auditor.collectors.parsers import iproute, nft
from auditor.errors import UnreadableError
from auditor.model.facts import Interfaces
from auditor.model.vocab import State


def read_firewall(reader: Reader, zones: Mapping[str, tuple[str, ...]]) -> dict[str, Outcome] | Outcome:
    """One outcome for each zone the gateway really stands in, or one that explains why nothing could be read."""
    tool = f"nft list ruleset ({reader.name})"
    rules, addresses = reader.run(commands.NFT), reader.run(commands.ADDRESSES)
    if rules.missing:
        return failed(State.NOT_TRIED, "not_installed", "nft", tool=tool)
    if not rules.ok:
        return failed(State.NO_PERMISSION, "not_permitted", "nft list ruleset", tool=tool)
    forwarding = reader.run(commands.IPV6_FORWARDING)
    try:
        interfaces = zones_of(iproute.parse_addresses(addresses.out), zones)
        found = nft.parse(rules.out, nft.Place(interfaces, zones), ipv6_forwarding=forwarding.out.strip() != "0")
    except UnreadableError as fault:
        return failed(State.PARSE_ERROR, "unreadable", fault.message, tool=tool)
    joined = set(interfaces.values())
    return {zone: Outcome(State.OK, firewall, tool=tool) for zone, firewall in found.items() if zone in joined}


def zones_of(interfaces: Interfaces, zones: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The zone behind each interface, by the first of its addresses that lies in a zone's prefix."""
    found: dict[str, str] = {}
    for interface in interfaces.interfaces:
        for address in map(ipaddress.ip_address, interface.addresses):
            zone = next(
                (z for z, ps in sorted(zones.items()) if any(address in ipaddress.ip_network(p) for p in ps)), ""
            )
            if zone:
                found.setdefault(interface.name, zone)
    return found
