"""The forwarding rules of a Linux firewall (`nft -j list ruleset`), told as permissions between zones.

Wherever a rule is too intricate to follow, it counts as wider than it may be, never narrower: a named set, a negation
or an unknown expression means "any". Earlier dropping rules are not subtracted from later accepting ones.
"""

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any, Literal

import orjson

from auditor.errors import UnreadableError
from auditor.model.facts import Firewall, ForwardRule
from auditor.text.harmless import from_target

_ANY: frozenset[str] = frozenset()
_SOURCE = frozenset({"iifname", "iif", "saddr"})
_TARGET = frozenset({"oifname", "oif", "daddr"})
_MAX_DEPTH = 8
_MAX_RULES = 20_000
_FAMILIES = {"inet": frozenset({4, 6}), "ip": frozenset({4}), "ip6": frozenset({6})}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the firewall's interfaces lead: zone by interface name, and the prefixes of each zone."""

    interfaces: Mapping[str, str]
    prefixes: Mapping[str, tuple[str, ...]]

    def zone_of_interface(self, name: str) -> str:
        """The zone behind an interface; a wildcard or named set is any, an unknown name a place of its own."""
        return (
            ""
            if name.endswith("*") or name.startswith("@")
            else self.interfaces.get(name, f"interface {from_target(name, 40)}")
        )

    def zones_of_network(self, text: str) -> frozenset[str]:
        """Zones an address or prefix overlaps; one that overlaps none is a place of its own."""
        try:
            wanted = ipaddress.ip_network(text, strict=False)
        except ValueError:
            return _ANY
        if wanted.prefixlen == 0:
            return _ANY
        found = {
            zone
            for zone, prefixes in self.prefixes.items()
            for prefix in map(ipaddress.ip_network, prefixes)
            if prefix.version == wanted.version and prefix.overlaps(wanted)
        }
        return frozenset(found) or frozenset({str(wanted)})


@dataclass(frozen=True, slots=True)
class _Permit:
    """What a rule's matches leave; an empty set means any. `stateful`: only packets of accepted connections."""

    sources: frozenset[str] = _ANY
    targets: frozenset[str] = _ANY
    ports: frozenset[str] = _ANY
    stateful: bool = False


@dataclass(slots=True)
class _Ruleset:
    policies: dict[str, tuple[str, str]] = field(default_factory=dict)
    rules: dict[str, list[list[dict[str, Any]]]] = field(default_factory=dict)


def parse(text: str, place: Place, *, ipv6_forwarding: bool = True) -> dict[str, Firewall]:
    """The forwarding policy towards each zone of `place`, by the zone traffic leaves.

    A version of IP that is forwarded but filtered by no chain counts as accepted. Raises UnreadableError for anything
    that is no ruleset.
    """
    try:
        ruleset = _Ruleset()
        for item in orjson.loads(text)["nftables"]:
            _take(ruleset, item)
        return _towards_zones(ruleset, place, ipv6_forwarding=ipv6_forwarding)
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError, IndexError, ValueError) as fault:
        raise UnreadableError("what `nft` wrote is no ruleset") from fault


def _towards_zones(ruleset: _Ruleset, place: Place, *, ipv6_forwarding: bool) -> dict[str, Firewall]:
    dropping = {chain: family for chain, (family, policy) in ruleset.policies.items() if policy == "drop"}
    covered = frozenset().union(*(_FAMILIES.get(family, frozenset()) for family in dropping.values()))
    policy: Literal["drop", "accept"] = "drop" if covered >= ({4, 6} if ipv6_forwarding else {4}) else "accept"
    permits = [p for chain in (dropping or ruleset.policies) for p in _permits(ruleset, chain, place, _Permit(), 0)]
    return {zone: _firewall(zone, policy, permits) for zone in sorted(place.prefixes)}


def _take(ruleset: _Ruleset, item: dict[str, Any]) -> None:
    if chain := item.get("chain"):
        if chain.get("hook") == "forward" and chain.get("type", "filter") == "filter":
            ruleset.policies[_key(chain, chain["name"])] = (chain["family"], chain.get("policy", "accept"))
    elif rule := item.get("rule"):
        ruleset.rules.setdefault(_key(rule, rule["chain"]), []).append(rule["expr"])


def _key(item: dict[str, Any], chain: str) -> str:
    return f"{item['family']} {item['table']} {chain}"


def _firewall(zone: str, policy: Literal["drop", "accept"], permits: list[_Permit]) -> Firewall:
    mine = [permit for permit in permits if not permit.sources or zone in permit.sources]
    rules = {
        (source if permit.sources else "", target, port)
        for permit in mine
        for source, target, port in product([zone], sorted(permit.targets) or [""], sorted(permit.ports) or [""])
        if target != zone
    }
    return Firewall(
        forward_policy=policy,
        any_any=policy == "accept" or any(not permit.targets and not permit.ports for permit in mine),
        rules=tuple(ForwardRule(from_zone=s, to_zone=t, port=p) for s, t, p in sorted(rules)),
    )


def _permits(ruleset: _Ruleset, chain: str, place: Place, given: _Permit, depth: int) -> list[_Permit]:
    found: list[_Permit] = []
    for expressions in ruleset.rules.get(chain, []):
        permit = given
        for expression in expressions:
            kind, body = _only(expression)
            if kind == "match":
                permit = _narrow(permit, body, place)
            elif kind == "accept" and not permit.stateful:
                found.append(permit)
            elif kind == "vmap":
                found += _verdicts(permit, body, place)
            elif kind in {"jump", "goto"} and depth < _MAX_DEPTH and not permit.stateful:
                target = f"{chain.rsplit(' ', 1)[0]} {body['target']}"
                found += _permits(ruleset, target, place, permit, depth + 1)
        if len(found) > _MAX_RULES:
            raise UnreadableError(f"more than {_MAX_RULES} permissions follow from the firewall's rules")
    return found


def _verdicts(permit: _Permit, body: dict[str, Any], place: Place) -> list[_Permit]:
    """A verdict map: every key whose verdict is not a drop permits; an intricate map permits any."""
    data = body.get("data")
    if not isinstance(data, dict):
        return [permit]
    pairs = data.get("set", [])
    kept: list[Any] = [key for key, verdict in pairs if not ({"drop", "reject"} & set(verdict or ()))]
    narrowed = [_narrow(permit, {"op": "==", "left": body.get("key"), "right": key}, place) for key in kept]
    return [item for item in narrowed if not item.stateful]


def _only(expression: dict[str, Any]) -> tuple[str, Any]:
    """An expression is an object of one key."""
    return next(iter(expression.items()), ("", None))


def _narrow(permit: _Permit, match: dict[str, Any], place: Place) -> _Permit:
    left, right = match.get("left"), match.get("right")
    if not isinstance(left, dict) or match.get("op") not in {"==", "in"}:
        return permit
    kind, what = _only(left)
    if not isinstance(what, dict):
        return permit
    key = str(what.get("key") or what.get("field"))
    if kind == "ct":
        return replace(permit, stateful=permit.stateful or (key == "state" and "new" not in _values(right)))
    if key in _SOURCE:
        return replace(permit, sources=_zones(right, _finder(key, place)))
    if key in _TARGET:
        return replace(permit, targets=_zones(right, _finder(key, place)))
    return replace(permit, ports=_ports(what, key, right) or permit.ports)


def _finder(key: str, place: Place) -> Callable[[str], frozenset[str]]:
    return place.zones_of_network if key.endswith("addr") else lambda name: frozenset({place.zone_of_interface(name)})


def _ports(what: dict[str, Any], key: str, right: Any) -> frozenset[str]:
    values = _values(right)
    if key == "dport":
        named = any(value.startswith("@") for value in values)
        return (
            _ANY if named else frozenset(f"{what.get('protocol', 'th')}/{from_target(value, 20)}" for value in values)
        )
    icmp = key in {"l4proto", "protocol", "nexthdr"} and set(values) <= {"icmp", "icmpv6", "ipv6-icmp"}
    return frozenset({"icmp"}) if icmp else _ANY


def _zones(right: Any, find: Callable[[str], frozenset[str]]) -> frozenset[str]:
    """Zones of every value; any when one of them is any."""
    found = [find(value) for value in _values(right)]
    return _ANY if any(not zones or "" in zones for zones in found) else frozenset().union(*found)


def _values(right: Any) -> list[str]:
    match right:
        case {"set": items} | list(items):
            return [value for item in items for value in _values(item)]
        case {"prefix": {"addr": address, "len": length}}:
            return [f"{address}/{length}"]
        case {"range": [first, last]}:
            return [f"{first}-{last}"]
        case {"elem": {"val": value}}:
            return _values(value)
    return [str(right)]
