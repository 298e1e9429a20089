"""Zones: ranges, addresses and their separation."""

from ipaddress import IPv4Network, IPv6Network, ip_network

from lab.hosts import HOSTS
from lab.zones import ISOLATED, JOINED, ZONES

Prefix = IPv4Network | IPv6Network
DOCUMENTATION: list[Prefix] = [
    ip_network(text) for text in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
]
PRIVATE: list[Prefix] = [ip_network(text) for text in ("10.0.0.0/8", "192.168.0.0/16")]


def inside(prefix: Prefix, allowed: list[Prefix]) -> bool:
    """Whether a prefix lies in one of some ranges of its family."""
    return any(
        prefix.version == outer.version and int(outer[0]) <= int(prefix[0]) and int(prefix[-1]) <= int(outer[-1])
        for outer in allowed
    )


def test_only_documentation_and_private_ranges_are_used() -> None:
    """No lab prefix could belong to somebody."""
    prefixes = [prefix for zone in ZONES.values() for prefix in (zone.v4, zone.v6) if prefix]

    assert [] == [prefix for prefix in prefixes if not inside(prefix, DOCUMENTATION + PRIVATE)]


def test_joined_zones_do_not_overlap() -> None:
    """Every joined zone has a range of its own, in both families."""
    prefixes = [prefix for zone in JOINED for prefix in (zone.v4, zone.v6) if prefix]
    overlaps = [
        (one, other)
        for index, one in enumerate(prefixes)
        for other in prefixes[index + 1 :]
        if one.version == other.version and one.overlaps(other)
    ]

    assert [] == overlaps


def test_both_independent_lans_use_the_same_range() -> None:
    """Two LANs nobody joins may number their machines alike."""
    assert ["192.168.1.0/24", "192.168.1.0/24"] == [str(zone.v4) for zone in ISOLATED]


def test_an_ipv6_address_shows_its_octet_in_decimal_digits() -> None:
    """Octet 16 of the DMZ reads as 16 in both families."""
    assert ("198.51.100.16", "2001:db8:100::16") == (
        str(HOSTS["portal-web"].v4_address),
        str(HOSTS["portal-web"].v6_address),
    )


def test_no_two_machines_share_an_address_in_one_zone() -> None:
    """Each place in a zone is taken once."""
    places = [(host.zone, host.octet) for host in HOSTS.values()]
    places += [(leg.zone, leg.octet) for host in HOSTS.values() for leg in host.legs]

    assert len(places) == len(set(places))
