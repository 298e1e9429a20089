"""Turns the permitted matrix into the central router's nftables rules: default drop, both IP versions."""

from collections.abc import Iterable

from lab.flows import FLOWS
from lab.hosts import HOSTS
from lab.model import Flow
from lab.zones import JOINED, PROVINCIAL, ZONES, Zone

_HEAD = """flush ruleset
table inet lab {
  chain input {
    type filter hook input priority 0; policy drop;
    iif lo accept
    ct state established,related accept
    meta l4proto { icmp, icmpv6 } accept
    iifname z-management ip daddr { 192.0.2.1, 10.20.40.1 } tcp dport 22 accept
    reject with icmpx admin-prohibited
  }
  chain forward {
    type filter hook forward priority 0; policy drop;
    ct state established,related accept
"""
# Said at once instead of met with silence, so that a whole province can be measured in minutes.
_TAIL = "    reject with icmpx admin-prohibited\n  }\n}\n"


def bridge(zone: str) -> str:
    """Name of the router's bridge in a zone; at most 15 characters, as the kernel demands."""
    return f"z-{zone}"


def _match(end: str, direction: str, family: str) -> str | None:
    """The nftables match for one end of a flow; None where the host has no address of that family."""
    interface = "iifname" if direction == "saddr" else "oifname"
    if end == "provincial":
        return f"{interface} {{ {', '.join(bridge(zone) for zone in PROVINCIAL)} }}"
    if not end.startswith("host:"):
        return f"{interface} {bridge(ZONES[end].id)}"
    host = HOSTS[end.removeprefix("host:")]
    address = host.v4_address if family == "ip" else host.v6_address
    return f"{family} {direction} {address}" if address else None


def _families(flow: Flow) -> tuple[str, ...]:
    if flow.family != "both":
        return (flow.family,)
    both_zones = not (flow.source.startswith("host:") or flow.target.startswith("host:"))
    return ("",) if both_zones else ("ip", "ip6")


def rule_lines(flow: Flow) -> tuple[str, ...]:
    """The forward rules that let this flow through."""
    ports = ", ".join(str(port) for port in flow.ports)
    lines = []
    for family in _families(flow):
        source, target = _match(flow.source, "saddr", family or "ip"), _match(flow.target, "daddr", family or "ip")
        if source and target:
            guard = "" if not family else f"meta nfproto {'ipv4' if family == 'ip' else 'ipv6'} "
            lines.append(f'{guard}{source} {target} {flow.proto} dport {{ {ports} }} accept comment "{flow.id}"')
    return tuple(lines)


def ruleset(flows: Iterable[Flow] = FLOWS) -> str:
    """The whole nftables file of the router."""
    return forwarding(line for flow in flows for line in rule_lines(flow))


def forwarding(lines: Iterable[str]) -> str:
    """The nftables file of a router that forwards by these rules and refuses the rest."""
    return _HEAD + "".join(f"    {line}\n" for line in lines) + _TAIL


def address_lines(zones: Iterable[Zone] = JOINED) -> tuple[str, ...]:
    """Arguments for `ip`, one line each: a bridge per joined zone with the gateway's addresses."""
    lines = []
    for zone in zones:
        name = bridge(zone.id)
        lines += [f"link add {name} type bridge", f"link set {name} up"]
        lines.append(f"addr add {zone.address4(1)}/{zone.v4.prefixlen} dev {name}")
        if zone.v6:
            lines.append(f"addr add {zone.address6(1)}/{zone.v6.prefixlen} dev {name} nodad")
    return tuple(lines)
