"""Interfaces, routes and rules, as `ip -j` writes them. Rows of other forms are left out and told."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

import orjson

from auditor.errors import UnreadableError
from auditor.model.base import is_address
from auditor.model.facts.addressed import Family
from auditor.model.facts.interfaces import HostInterface
from auditor.model.facts.routes import PolicyRule, Route
from auditor.text.harmless import from_target

MAX_ROWS = 2000
Kind = Literal["ethernet", "bridge", "wireless", "cellular", "tunnel", "loopback", "other"]

_MADE: dict[str, Kind] = {
    **dict.fromkeys((
        "tun", "wireguard", "ovpn", "gre", "gretap", "erspan", "ip6gre", "ip6gretap", "ip6erspan", "ipip", "ip6tnl",
        "sit", "vti", "vti6", "xfrm", "vxlan", "geneve", "bareudp", "gtp", "amt", "l2tpeth", "macsec",
    ), "tunnel"),
    **dict.fromkeys(("ppp", "wwan", "rmnet", "mhi_net"), "cellular"),
    **dict.fromkeys(("bridge", "openvswitch", "batadv"), "bridge"),
}  # fmt: skip
"""Kinds of `linkinfo` (iproute2, the files link_*.c and iplink_*.c)."""

_LINKS: dict[str, Kind] = {
    "loopback": "loopback",
    **dict.fromkeys(("ppp", "rawip"), "cellular"),
    **dict.fromkeys(("none", "sit", "gre", "gre6", "ipip", "tunnel6", "ip6gre", "ip6ip6"), "tunnel"),
}
"""Types of hardware (iproute2, ll_types.c)."""

_NAMES: tuple[tuple[tuple[str, ...], Kind], ...] = (
    (("wl", "ath", "mlan", "uap", "p2p", "bnep"), "wireless"),
    (("ww", "rmnet", "mhi", "ppp", "ccmni"), "cellular"),
    (("tun", "tap", "wg", "ipsec", "vpn", "zt", "tailscale"), "tunnel"),
)
"""How names begin that systemd, drivers and programs give, where the kernel says no more."""

DEFAULT_RULES = frozenset({(0, "all", "local"), (32766, "all", "main"), (32767, "all", "default")})
"""The rules that every machine has (ip-rule(8))."""


_NO_HOPS: Mapping[int, tuple[dict[str, Any], ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Links:
    """Interfaces that are up; `whole` says that every row was understood."""

    interfaces: tuple[HostInterface, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules of one IP version beyond the default ones, and the tables that any rule leads to. `by_device`: a table may
    also belong to a device (VRF). `whole` says that every row was understood. Without any rule and any table there is
    no such IP version.
    """

    rules: tuple[PolicyRule, ...]
    tables: frozenset[str]
    by_device: bool
    whole: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Unicast routes of all tables; `whole` says that every row was understood."""

    routes: tuple[Route, ...]
    whole: bool


def parse_addresses(text: str) -> Links:
    """Interfaces that are up. Raises UnreadableError when the text is no list of interfaces, or an empty one."""
    rows = _rows(text)
    if not rows:
        raise UnreadableError("`ip` told of no interface, not even of the loopback")
    wholes = {row.get("master") for row in rows if isinstance(row.get("master"), str)}
    found = [_interface(row, wholes) for row in rows[:MAX_ROWS]]
    up = tuple(item for item in found if isinstance(item, HostInterface))
    return Links(up, len(rows) <= MAX_ROWS and all(item is not False for item in found))


Hops = Mapping[int, tuple[dict[str, Any], ...]]
"""Rows of the next hops that a number stands for (ip-nexthop(8)); none for one that drops all packets."""


def parse_hops(text: str) -> Hops:
    """Next hops by their number, those of a group together. Raises UnreadableError when the text is no list of them."""
    rows = {row["id"]: row for row in _rows(text)[:MAX_ROWS] if isinstance(row.get("id"), int)}

    def of(row: dict[str, Any]) -> tuple[dict[str, Any], ...]:
        group = row.get("group")
        if not isinstance(group, list):
            return () if "blackhole" in row else (row,)
        members = [item.get("id") for item in group if isinstance(item, dict)]
        return tuple(rows[number] for number in members if number in rows and "blackhole" not in rows[number])

    return {number: of(row) for number, row in rows.items()}


def parse_routes(*texts: str, hops: Hops = _NO_HOPS) -> Table:
    """Unicast routes of every text (one per IP version); `hops` are those that a route may name by number alone. Raises
    UnreadableError when one is no list of routes.
    """
    routes: list[Route] = []
    complete = True
    for number, text in enumerate(texts):
        unicast = [row for row in _rows(text) if row.get("type", "unicast") == "unicast"]
        found = [route for row in unicast[:MAX_ROWS] for route in _routes(row, 6 if number else 4, hops)]
        routes += [route for route in found if route is not None]
        complete = complete and len(unicast) <= MAX_ROWS and None not in found
    return Table(tuple(routes), complete)


def parse_rules(text: str, family: Family) -> Rules:
    """Rules of one IP version. Raises UnreadableError when the text is no list of rules."""
    rows = _rows(text)
    found = [_rule(row, family) for row in rows[:MAX_ROWS]]
    rules = [rule for rule in found if rule is not None]
    own = [rule for rule in rules if (rule.priority, rule.selector, rule.table) not in DEFAULT_RULES]
    tables = frozenset(rule.table for rule in rules if rule.table)
    return Rules(tuple(own), tables, any("l3mdev" in row for row in rows), len(rules) == len(rows))


def _interface(row: dict[str, Any], wholes: set[Any]) -> HostInterface | bool:
    """The interface; True for one that is down, False for a row of another form. `wholes` have parts."""
    flags, info = row.get("flags", []), row.get("addr_info", [])
    if not isinstance(flags, list) or not isinstance(info, list) or not all(isinstance(item, dict) for item in info):
        return False
    if "UP" not in flags:
        return True
    addresses = [str(item["local"]) for item in info if is_address(str(item.get("local")))]
    return HostInterface(
        name=from_target(str(row.get("ifname", "")), 40),
        addresses=tuple(addresses),
        kind=_kind(row),
        carrier="LOWER_UP" in flags and not _empty(row, wholes),
        part_of=from_target(str(row.get("master", "")), 40),
    )


def _empty(row: dict[str, Any], wholes: set[Any]) -> bool:
    """Whether it is a bridge that joins nothing: the kernel gives one a carrier that never had a part."""
    told = row.get("linkinfo")
    return isinstance(told, dict) and told.get("info_kind") == "bridge" and row.get("ifname") not in wholes


def _routes(row: dict[str, Any], version: int, known: Hops) -> list[Route | None]:
    """A route over several hops is one for each. A hop may be told by its number alone (`nexthop_compat_mode`)."""
    hops = row.get("nexthops")
    if hops is None and "nhid" in row and not {"gateway", "via", "dev"} & row.keys():
        named = known.get(row["nhid"]) if isinstance(row["nhid"], int) else None
        return [None] if named is None else [_route(row | _hop(hop), version) for hop in named]
    if hops is None:
        return [_route(row, version)]
    if not isinstance(hops, list) or not hops or not all(isinstance(hop, dict) for hop in hops):
        return [None]
    return [_route(row | hop, version) for hop in hops]


def _hop(row: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("gateway", "via", "dev") if key in row}


def _route(row: dict[str, Any], version: int) -> Route | None:
    via = row.get("gateway") or row.get("via") or ""
    gateway = via.get("host", "") if isinstance(via, dict) else via
    table = row.get("table", "main")
    if not all(isinstance(value, str) for value in (row.get("dst", ""), gateway, row.get("dev", ""), table)):
        return None
    return Route(
        prefix=_prefix(row.get("dst", ""), version),
        via=from_target(gateway, 60),
        device=from_target(row.get("dev", ""), 40),
        table=from_target(table, 40),
    )


_ACTIONS = frozenset({"blackhole", "unreachable", "prohibit", "nop", "goto"})
_NO_SELECTOR = frozenset({"priority", "src", "table", "action", "protocol", "flags", "goto"}) | {
    "suppress_prefixlen",
    "suppress_ifgroup",
    "realms",
}


def _rule(row: dict[str, Any], family: Family) -> PolicyRule | None:
    """`src` is always told, `all` where it does not select; what else is told selects, or says where the rule leads."""
    priority, table, action = row.get("priority"), row.get("table", ""), row.get("action", "")
    if not isinstance(priority, int) or not isinstance(table, str) or not isinstance(row.get("src"), str):
        return None
    if not isinstance(action, str):
        return None
    if not (table or action in _ACTIONS or "l3mdev" in row):
        return None
    words = [f"{row['src']}" + (f"/{row['srclen']}" if "srclen" in row else "")]
    words += [f"{key} {_plain(value)}".strip() for key, value in row.items() if key not in _NO_SELECTOR | {"srclen"}]
    return PolicyRule(
        family=family, priority=priority, selector=from_target(" ".join(words), 300), table=from_target(table, 40)
    )


def _plain(value: object) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _rows(text: str) -> list[dict[str, Any]]:
    try:
        rows = orjson.loads(text)
    except orjson.JSONDecodeError as fault:
        raise UnreadableError("what `ip` wrote cannot be read") from fault
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnreadableError("what `ip` wrote is no list")
    return rows


def _prefix(value: str, version: int) -> str:
    if value == "default":
        return "::/0" if version == 6 else "0.0.0.0/0"  # noqa: PLR2004  # the IP version
    try:
        return str(ipaddress.ip_network(value, strict=False))
    except ValueError:
        return from_target(value, 60)


def _kind(row: dict[str, Any]) -> Kind:
    """What made it decides, then its hardware, then its name."""
    name, info = str(row.get("ifname", "")), row.get("linkinfo")
    made = str(info.get("info_kind", "")) if isinstance(info, dict) else ""
    link = str(row.get("link_type", ""))
    named = next((kind for beginnings, kind in _NAMES if name.startswith(beginnings)), None)
    if made in _MADE:
        return _MADE[made]
    if link in _LINKS:
        return "cellular" if link == "none" and named == "cellular" else _LINKS[link]
    return named or ("ethernet" if link == "ether" else "other")
