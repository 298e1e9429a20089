"""Interfaces and routes, as `ip -j -d addr` and `ip -j route` write them."""

import ipaddress
from typing import Any, Literal

import orjson

from auditor.errors import UnreadableError
from auditor.model.facts import HostInterface, Interfaces, Route
from auditor.text.harmless import from_target

_MAX_ROWS = 2000
_TUNNELS = frozenset({"tun", "wireguard", "gre", "gretap", "ip6gre", "ipip", "sit", "vti", "xfrm", "vxlan", "ppp"})

Kind = Literal["ethernet", "wireless", "cellular", "tunnel", "loopback", "other"]


def parse_addresses(text: str) -> Interfaces:
    """Interfaces that are up. Raises UnreadableError when the text is no list of interfaces."""
    rows = [row for row in _rows(text) if "UP" in row.get("flags", [])]
    return Interfaces(
        interfaces=tuple(
            HostInterface(
                name=from_target(str(row.get("ifname", "")), 40),
                addresses=tuple(str(a["local"]) for a in row.get("addr_info", []) if _is_address(a.get("local"))),
                kind=_kind(row),
            )
            for row in rows
        )
    )


def parse_routes(*texts: str) -> tuple[Route, ...]:
    """Unicast routes of every text (one per IP version). Raises UnreadableError when one is no list of routes."""
    return tuple(
        Route(
            prefix=_prefix(str(row.get("dst", "")), 6 if number else 4),
            via=from_target(str(row.get("gateway") or row.get("via", {}).get("host", "")), 60),
            device=from_target(str(row.get("dev", "")), 40),
        )
        for number, text in enumerate(texts)
        for row in _rows(text)
        if row.get("type", "unicast") == "unicast"
    )


def _rows(text: str) -> list[dict[str, Any]]:
    try:
        rows = orjson.loads(text or "[]")
    except orjson.JSONDecodeError as fault:
        raise UnreadableError("what `ip` wrote cannot be read") from fault
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnreadableError("what `ip` wrote is no list")
    return rows[:_MAX_ROWS]


def _prefix(value: str, version: int) -> str:
    if value == "default":
        return "::/0" if version == 6 else "0.0.0.0/0"  # noqa: PLR2004  # the IP version
    try:
        return str(ipaddress.ip_network(value, strict=False))
    except ValueError:
        return from_target(value, 60)


def _is_address(value: object) -> bool:
    try:
        ipaddress.ip_address(str(value))
    except ValueError:
        return False
    return True


def _kind(row: dict[str, Any]) -> Kind:
    name, link = str(row.get("ifname", "")), row.get("link_type")
    info = row.get("linkinfo")
    made = str(info.get("info_kind", "")) if isinstance(info, dict) else ""
    if link == "loopback":
        return "loopback"
    if name.startswith("wl"):
        return "wireless"
    if name.startswith("ww"):
        return "cellular"
    if made in _TUNNELS or name.startswith(("tun", "tap", "wg", "ppp")) or link in {"none", "ppp", "sit", "gre"}:
        return "tunnel"
    return "ethernet" if link == "ether" else "other"
