"""The zones of the lab province and the addresses machines get in them.

Only documentation and private ranges are used (RFC 5737, RFC 3849, RFC 1918).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from types import MappingProxyType

ROUTER_OCTET = 1
PROBE_OCTET = 250


@dataclass(frozen=True)
class Zone:
    """One segment of the province.

    ``joined`` says whether the central router has a leg in it; an independent LAN has only its own switch.
    """

    id: str
    v4: IPv4Network
    v6: IPv6Network | None
    title: str
    title_vi: str
    joined: bool = True
    provincial: bool = True

    def address4(self, octet: int) -> IPv4Address:
        """The IPv4 address with this last octet."""
        return self.v4[octet]

    def address6(self, octet: int) -> IPv6Address | None:
        """The IPv6 address whose interface part is the octet written in decimal digits."""
        return self.v6[int(str(octet), 16)] if self.v6 else None


def _zone(zone_id: str, v4: str, v6: str | None, title: str, title_vi: str, **flags: bool) -> Zone:
    return Zone(zone_id, IPv4Network(v4), IPv6Network(v6) if v6 else None, title, title_vi, **flags)


_ZONES = (
    _zone("internet", "203.0.113.0/24", "2001:db8:113::/64", "Internet", "Internet", provincial=False),
    _zone("border", "192.0.2.0/24", "2001:db8:2::/64", "Border", "Vùng mạng biên"),
    _zone("dmz", "198.51.100.0/24", "2001:db8:100::/64", "DMZ", "Vùng DMZ"),
    _zone("servers", "10.20.20.0/24", "2001:db8:20::/64", "Internal servers", "Vùng máy chủ nội bộ"),
    _zone("database", "10.20.30.0/24", "2001:db8:30::/64", "Database servers", "Vùng máy chủ cơ sở dữ liệu"),
    _zone("management", "10.20.40.0/24", "2001:db8:40::/64", "Management", "Vùng quản trị"),
    _zone("office", "10.30.1.0/24", "2001:db8:301::/64", "Commune office LAN", "Mạng nội bộ Ủy ban nhân dân xã"),
    _zone("wireless", "10.30.9.0/24", "2001:db8:309::/64", "Wireless", "Vùng mạng không dây"),
    _zone("tslcd", "10.99.0.0/24", "2001:db8:990::/64", "Dedicated network", "Mạng truyền số liệu chuyên dùng"),
    _zone("tslcd_xa", "10.99.1.0/24", "2001:db8:991::/64", "Dedicated network, communes", "Mạng riêng ảo TSLCD cấp xã"),
    _zone("party_wan", "10.88.0.0/24", "2001:db8:880::/64", "Party WAN", "Mạng diện rộng của Đảng"),
    _zone("lan_a", "192.168.1.0/24", None, "Independent LAN A", "Mạng LAN độc lập A", joined=False),
    _zone("lan_b", "192.168.1.0/24", None, "Independent LAN B", "Mạng LAN độc lập B", joined=False),
)

ZONES: Mapping[str, Zone] = MappingProxyType({zone.id: zone for zone in _ZONES})
JOINED = tuple(zone for zone in _ZONES if zone.joined)
ISOLATED = tuple(zone for zone in _ZONES if not zone.joined)
PROVINCIAL = tuple(zone.id for zone in _ZONES if zone.joined and zone.provincial)
