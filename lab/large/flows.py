"""What the large lab's router lets through, and which of it the inventory lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from typing import Any

from lab.declared import matrix_row
from lab.errors import LabError
from lab.large.frame import JOINED, PROVINCIAL, Machine
from lab.large.scenes import machines, variants
from lab.router import bridge, forwarding

Row = dict[str, Any]


@dataclass(frozen=True)
class Way:
    """One permission of the router. An end is a zone id, a machine's name or `provincial`."""

    id: str
    source: str
    target: str
    ports: tuple[str, ...]
    declared: bool = True
    family: str = "both"


_LOGGING = ("border", "dmz", "servers", "database", "tslcd", "tslcd_xa", "tslcd_b", "party_wan", "office", "office_b")
_COMMON = (
    Way("dns", "provincial", "idc-dns", ("udp/53", "tcp/53")),
    Way("dns-out", "idc-dns", "pub-dns", ("udp/53",)),
    Way("dns-net", "internet", "idc-dns", ("udp/53",)),
    Way("ntp", "provincial", "idc-ntp", ("udp/123",)),
    Way("ntp-out", "idc-ntp", "pub-time", ("udp/123",)),
    *(Way(f"log-{zone}", zone, "idc-log", ("tcp/1514",)) for zone in _LOGGING),
    Way("admin", "management", "provincial", ("tcp/22", "udp/161", "udp/123")),
    Way("office-net", "office", "internet", ("tcp/80", "tcp/443")),
)


def ways() -> tuple[Way, ...]:
    """Every permission: the frame's and the scenes'."""
    found = list(_COMMON)
    for variant in variants():
        for number, row in enumerate(variant.flows, 1):
            keys = {"source": row["from"], "target": row.get("to", variant.name), "ports": tuple(row["ports"])}
            found.append(
                Way(
                    f"{variant.name}-{number}",
                    **keys,
                    declared=row.get("declared", True),
                    family=row.get("family", "both"),
                )
            )
    return tuple(found)


def _known() -> dict[str, Machine]:
    return {machine.name: machine for machine in machines()}


def _match(end: str, side: str, family: str, known: dict[str, Machine]) -> str | None:
    zones = {zone.id for zone in JOINED}
    interface = "iifname" if side == "saddr" else "oifname"
    if end == "provincial":
        return f"{interface} {{ {', '.join(bridge(zone) for zone in PROVINCIAL)} }}"
    if end in zones:
        return f"{interface} {bridge(end)}"
    if end not in known:
        raise LabError(f"a flow of the large lab names {end}, which is no zone and no machine")
    address = known[end].v4_address if family == "ip" else known[end].v6_address
    return f"{family} {side} {address}" if address else None


def rules(all_ways: Iterable[Way] | None = None, more: Iterable[str] = ()) -> str:
    """The router's nftables file: default drop, told by ICMP, both IP versions. `more` are rules behind all others."""
    known, lines = _known(), []
    for way in ways() if all_ways is None else all_ways:
        for family in ("ip", "ip6") if way.family == "both" else (way.family,):
            source, target = _match(way.source, "saddr", family, known), _match(way.target, "daddr", family, known)
            for proto in ("tcp", "udp"):
                ports = [port.split("/")[1] for port in way.ports if port.startswith(proto)]
                if source and target and ports:
                    guard = f"meta nfproto {'ipv4' if family == 'ip' else 'ipv6'}"
                    many = f"{proto} dport {{ {', '.join(ports)} }}"
                    lines.append(f'{guard} {source} {target} {many} accept comment "{way.id}"')
    return forwarding([*lines, *more])


def whole_ruleset() -> str:
    """The file with the scenes' own rules and tables behind those of the permissions."""
    own = [line for variant in variants() for line in variant.wall]
    return rules(more=own) + "".join(variant.tables for variant in variants())


def _ends(end: str, known: dict[str, Machine]) -> list[tuple[str, list[str]]]:
    if end == "provincial":
        return [(zone, []) for zone in PROVINCIAL]
    if end not in known:
        return [(end, [])]
    return [(known[end].net.id, [end] if known[end].declared else [])]


def rows() -> list[Row]:
    """The declared matrix as lines of the inventory."""
    known, found = _known(), []
    for way in ways():
        if not way.declared:
            continue
        for source, source_hosts in _ends(way.source, known):
            for target, target_hosts in _ends(way.target, known):
                if source == target:
                    continue
                name = f"{way.id}-{source}-{target}" if "provincial" in {way.source, way.target} else way.id
                found.append(matrix_row(name, (source, source_hosts), (target, target_hosts), way.ports))
    return found


def address_of(name: str) -> tuple[IPv4Address, IPv6Address | None]:
    """Both addresses of a machine."""
    machine = _known()[name]
    return machine.v4_address, machine.v6_address
