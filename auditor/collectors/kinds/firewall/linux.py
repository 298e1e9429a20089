"""The forwarding policy of a gateway with nftables: its ruleset, told by the zones its interfaces lead to."""

import ipaddress
from collections.abc import Iterable, Mapping

from auditor.collectors.asks import MAY_BE_ABSENT, Answers, Command
from auditor.collectors.dialect import Dialect, Readings, cover_of, gap, is_gateway, unreadable
from auditor.collectors.platforms.linux import ADDRESSES, LINUX
from auditor.collectors.trees import iproute, nft
from auditor.errors import UnreadableError
from auditor.model.facts.interfaces import HostInterface
from auditor.model.facts.reading import Reading

NFT = Command(id="nft list ruleset", words=("nft", "-j", "list", "ruleset"), of_network=True, needs_root=True)
IPV6_FORWARDING = Command(
    id="ipv6 forwarding",
    words=("cat", "/proc/sys/net/ipv6/conf/all/forwarding"),
    of_network=True,
    accepts=MAY_BE_ABSENT,  # a kernel without IPv6; it then counts as forwarding, which is never narrower
)


def read(answers: Answers) -> Readings:
    """One reading for each zone the gateway really stands in."""
    rules, addresses = answers[NFT], answers[ADDRESSES]
    if not rules.ok or not addresses.ok:
        return Reading()
    forwards_6 = answers[IPV6_FORWARDING].text.strip() != "0"
    try:
        links = iproute.parse_addresses(addresses.text)
        interfaces = zones_of(links.interfaces, answers.zones)
        found = nft.parse(rules.text, nft.Place(interfaces, answers.zones), ipv6_forwarding=forwards_6)
    except UnreadableError as fault:
        return unreadable(fault.message)
    joined = set(interfaces.values())
    gaps = () if links.whole else (gap("rules", ADDRESSES.id, "not_understood"),)
    cover = cover_of(answers, DIALECT.asks)
    return {zone: Reading(firewall, cover, gaps) for zone, firewall in found.items() if zone in joined}


def zones_of(interfaces: Iterable[HostInterface], zones: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The zone behind each interface, by the first of its addresses that lies in a zone's prefix."""
    found: dict[str, str] = {}
    for interface in interfaces:
        for address in map(ipaddress.ip_address, interface.addresses):
            zone = next(
                (z for z, ps in sorted(zones.items()) if any(address in ipaddress.ip_network(p) for p in ps)), ""
            )
            if zone:
                found.setdefault(interface.name, zone)
    return found


DIALECT = Dialect(
    kind="firewall",
    platform=LINUX,
    asks=(NFT, ADDRESSES, IPV6_FORWARDING),
    read=read,
    tool="nft list ruleset",
    truth="nft, from the kernel",
    wanted=is_gateway,
)
