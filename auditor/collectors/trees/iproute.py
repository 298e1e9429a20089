"""Interfaces and routes, as `ip -j -d addr` and `ip -j route` write them. Rows of other forms are left out and told."""

import ipaddress
from dataclasses import dataclass
from typing import Any, Literal

import orjson

from auditor.errors import UnreadableError
from auditor.model.base import is_address
from auditor.model.facts.interfaces import HostInterface
from auditor.model.facts.routes import Route
from auditor.text.harmless import from_target

MAX_ROWS = 2000
_TUNNELS = frozenset({"tun", "wireguard", "gre", "gretap", "ip6gre", "ipip", "sit", "vti", "xfrm", "vxlan", "ppp"})

Kind = Literal["ethernet", "wireless", "cellular", "tunnel", "loopback", "other"]


@dataclass(frozen=True, slots=True)
class Links:
    """Interfaces that are up; `whole` says that every row was understood."""

    interfaces: tuple[HostInterface, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Unicast routes; `whole` says that every row was understood."""

    routes: tuple[Route, ...]
    whole: bool


def parse_addresses(text: str) -> Links:
    """Interfaces that are up. Raises UnreadableError when the text is no list of interfaces, or an empty one."""
    rows, whole = _rows(text)
    if not rows:
        raise UnreadableError("`ip` told of no interface, not even of the loopback")
    found = [_interface(row) for row in rows]
    up = tuple(item for item in found if isinstance(item, HostInterface))
    return Links(up, whole and all(item is not False for item in found))


def parse_routes(*texts: str) -> Table:
    """Unicast routes of every text (one per IP version). Raises UnreadableError when one is no list of routes."""
    routes: list[Route] = []
    complete = True
    for number, text in enumerate(texts):
        rows, whole = _rows(text)
        unicast = [row for row in rows if row.get("type", "unicast") == "unicast"]
        found = [_route(row, 6 if number else 4) for row in unicast]
        routes += [route for route in found if route is not None]
        complete = complete and whole and None not in found
    return Table(tuple(routes), complete)


def _interface(row: dict[str, Any]) -> HostInterface | bool:
    """The interface; True for one that is down, False for a row of another form."""
    flags, info = row.get("flags", []), row.get("addr_info", [])
    if not isinstance(flags, list) or not isinstance(info, list) or not all(isinstance(item, dict) for item in info):
        return False
    if "UP" not in flags:
        return True
    addresses = [str(item["local"]) for item in info if is_address(str(item.get("local")))]
    return HostInterface(name=from_target(str(row.get("ifname", "")), 40), addresses=tuple(addresses), kind=_kind(row))


def _route(row: dict[str, Any], version: int) -> Route | None:
    via = row.get("gateway") or row.get("via") or ""
    gateway = via.get("host", "") if isinstance(via, dict) else via
    if not all(isinstance(value, str) for value in (row.get("dst", ""), gateway, row.get("dev", ""))):
        return None
    return Route(
        prefix=_prefix(row.get("dst", ""), version),
        via=from_target(gateway, 60),
        device=from_target(row.get("dev", ""), 40),
    )


def _rows(text: str) -> tuple[list[dict[str, Any]], bool]:
    """Rows, and whether they are all there are."""
    try:
        rows = orjson.loads(text)
    except orjson.JSONDecodeError as fault:
        raise UnreadableError("what `ip` wrote cannot be read") from fault
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnreadableError("what `ip` wrote is no list")
    return rows[:MAX_ROWS], len(rows) <= MAX_ROWS


def _prefix(value: str, version: int) -> str:
    if value == "default":
        return "::/0" if version == 6 else "0.0.0.0/0"  # noqa: PLR2004  # the IP version
    try:
        return str(ipaddress.ip_network(value, strict=False))
    except ValueError:
        return from_target(value, 60)


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
    if made in _TUNNELS or name.startswith(("tun", "tap", "wg", "ppp")) or link in ("none", "ppp", "sit", "gre"):
        return "tunnel"
    return "ethernet" if link == "ether" else "other"
