"""What is read of routing tables, held against the kernel: where it sends packets, for two hundred machines."""

import ipaddress
import json
import os
import random
from typing import Any

import pytest

from tests.collectors.kinds.room import Input, asked

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="tables of an own network want its own root")

BEFORE = """for table in main 100 200; do ip route flush table $table; ip -6 route flush table $table; done 2>/dev/null
ip link del card 2>/dev/null; ip nexthop flush; ip rule flush; ip -6 rule flush
ip rule add pref 32766 table main; ip rule add pref 32767 table default; ip -6 rule add pref 32766 table main
set -e; ip link add card type veth peer name other; ip link set other up; ip link set card up
ip addr add 10.0.0.2/24 dev card; ip -6 addr add 2001:db8::2/64 dev card nodad
"""
FAR = ("8.8.8.8", "1.1.1.1", "93.184.216.34", "200.7.7.7", "2400:cb00::1", "2600::1", "2a00::9")
FOUR = ("default", "0.0.0.0/1", "128.0.0.0/1", "8.0.0.0/8", "200.0.0.0/6", "10.9.0.0/16")
SIX = ("default", "::/1", "8000::/1", "2400::/12", "fd00::/8")
HOPS_FOUR = (
    "via 10.0.0.1",
    "via 10.0.0.3",
    "dev card",
    "nhid 1",
    "nhid 10",
    "nexthop via 10.0.0.1 nexthop via 10.0.0.3",
)
HOPS_SIX = ("via 2001:db8::1", "dev card", "nhid 7", "nhid 17", "nexthop via 2001:db8::1 nexthop via 2001:db8::3")
RULES = ("from 10.0.0.2", "to 8.0.0.0/8", "fwmark 7", "iif card", "from all", "not from 10.0.0.9")
OBJECTS = (
    "ip nexthop add id 1 via 10.0.0.1 dev card; ip nexthop add id 2 via 10.0.0.3 dev card\n"
    "ip nexthop add id 10 group 1/2\n"
    "ip nexthop add id 7 via 2001:db8::1 dev card; ip nexthop add id 8 via 2001:db8::3 dev card\n"
    "ip nexthop add id 17 group 7/8\n"
)


def machine(lines: str) -> Input:
    """A machine with these tables, and the addresses that its kernel is asked about."""
    truth = [["ip", "-j", "route", "get", address] for address in FAR]
    return Input(setup=[["sh", "-c", BEFORE + lines]], truth=truth)


def run(each: list[str]) -> list[dict[str, Any]]:
    """Outcomes of machines with these tables."""
    return asked("routes", [machine(lines) for lines in each], emptied=[])


def test_hops_told_by_their_numbers() -> None:
    """A kernel that tells a hop by its number alone, a group, and one that drops all."""
    compact = "sysctl -qw net.ipv4.nexthop_compat_mode=0\n"
    rest = "ip nexthop add id 5 blackhole; ip route add 9.0.0.0/8 nhid 5\n"
    lines = (
        OBJECTS
        + compact
        + rest
        + "ip route add default nhid 10; ip route add 8.0.0.0/8 nhid 1\nip -6 route add default nhid 17\n"
    )
    (found,) = run([lines])
    data = found["found"][""]["data"]
    told = {(route["prefix"], route["via"]) for route in data["routes"] if route["device"] == "card"}

    assert {
        ("0.0.0.0/0", "10.0.0.1"),
        ("0.0.0.0/0", "10.0.0.3"),
        ("8.0.0.0/8", "10.0.0.1"),
        ("::/0", "2001:db8::1"),
        ("::/0", "2001:db8::3"),
    } <= told
    assert "9.0.0.0/8" not in {prefix for prefix, _ in told}
    assert (True, ["ipv4", "ipv6"], []) == (data["default"], data["default_families"], found["found"][""]["unread"])


def generated(dice: random.Random) -> str:
    """Routes and rules in some tables, whose lines the kernel may refuse when they repeat one another."""
    lines = [OBJECTS.strip()]
    if dice.random() < 0.3:
        lines.append("sysctl -qw net.ipv4.nexthop_compat_mode=0")
    else:
        lines.append("sysctl -qw net.ipv4.nexthop_compat_mode=1")
    for _ in range(dice.randint(1, 5)):
        table = dice.choice(("", "", "table 100", "table 200"))
        six = dice.random() < 0.4
        prefix, hop = dice.choice(SIX if six else FOUR), dice.choice(HOPS_SIX if six else HOPS_FOUR)
        hop = dice.choice((hop, hop, hop, hop, ""))
        kind = "" if hop else dice.choice(("blackhole ", "unreachable ", "prohibit ", "throw "))
        lines.append(f"ip {'-6 ' * six}route add {kind}{prefix} {hop} {table} || true")
    for _ in range(dice.randint(0, 2)):
        six = dice.random() < 0.3
        rule = dice.choice(("from all", "fwmark 9") if six else RULES)
        lines.append(f"ip {'-6 ' * six}rule add pref {dice.randint(100, 900)} {rule} table {dice.choice((100, 200))}")
    return "\n".join(lines)


@pytest.mark.slow
def test_generated_tables() -> None:
    """Wherever the kernel sends a packet, a route that was told leads; where a default route is told, it sends all."""
    dice = random.Random(20261130)
    each = [generated(dice) for _ in range(200)]
    wrong = {}
    for lines, found in zip(each, run(each), strict=True):
        outcome = found["found"][""]
        assert not [item for item in outcome["unread"] if item["field"] != "proxy"], lines
        routes = [(ipaddress.ip_network(route["prefix"]), route["via"]) for route in outcome["data"]["routes"]]
        plain = not outcome["data"].get("policy_rules") and not any(
            word in lines for word in ("blackhole", "unreachable", "prohibit", "throw")
        )
        for address, (code, out, _) in zip(FAR, found["truth"], strict=True):
            far = ipaddress.ip_address(address)
            leading = {via for network, via in routes if network.version == far.version and far in network}
            sent = [
                row
                for row in json.loads(out or "[]")
                if row.get("dev") == "card" and row.get("type", "unicast") == "unicast"
            ]
            if code == 0 and sent and sent[0].get("gateway", "") not in leading:
                wrong[f"{lines}\n{address}"] = (sent, leading)
            family = f"ipv{far.version}"
            if plain and family in outcome["data"].get("default_families", []) and not sent:
                wrong[f"{lines}\n{address}"] = (code, outcome["data"]["default_families"])

    assert {} == wrong
