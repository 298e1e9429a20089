"""Firewalls told by zones: the lab's real ruleset, and small ones that try to look closed."""

import json
from pathlib import Path
from typing import Any

import pytest

from auditor.collectors.trees.nft import Place, parse
from auditor.errors import UnreadableError
from auditor.model.facts import Firewall, ForwardRule

RECORDED = Path(__file__).parents[1] / "kinds" / "firewall" / "linux" / "core-fw" / "answers"
PLACE = Place(
    {"eth0": "out", "eth1": "dmz", "eth2": "db"},
    {"out": ("203.0.113.0/24",), "dmz": ("198.51.100.0/24", "2001:db8:1::/64"), "db": ("10.0.3.0/24",)},
)


def ruleset(*rules: list[dict[str, Any]], policy: str = "drop", family: str = "inet") -> str:
    """One table with one forward chain."""
    chain = {"family": family, "table": "t", "name": "f", "type": "filter", "hook": "forward", "policy": policy}
    items = [{"chain": chain}, *({"rule": {"family": family, "table": "t", "chain": "f", "expr": r}} for r in rules)]
    return json.dumps({"nftables": items})


def match(left: dict[str, Any], right: Any, op: str = "==") -> dict[str, Any]:
    return {"match": {"op": op, "left": left, "right": right}}


IIF, OIF = {"meta": {"key": "iifname"}}, {"meta": {"key": "oifname"}}
DPORT = {"payload": {"protocol": "tcp", "field": "dport"}}
DADDR = {"payload": {"protocol": "ip", "field": "daddr"}}
STATE = {"ct": {"key": "state"}}
ACCEPT: dict[str, Any] = {"accept": None}


def test_a_rule_between_zones() -> None:
    """A permission is told by zones and ports; zones it does not leave have none."""
    found = parse(
        ruleset([match(IIF, "eth1"), match(DADDR, "10.0.3.5"), match(DPORT, {"set": [5432, 6379]}), ACCEPT]), PLACE
    )

    closed = Firewall(forward_policy="drop", any_any=False)
    rules = tuple(ForwardRule(from_zone="dmz", to_zone="db", port=f"tcp/{port}") for port in (5432, 6379))
    assert {"out": closed, "db": closed, "dmz": closed.model_copy(update={"rules": rules})} == found


@pytest.mark.parametrize(
    "rule",
    [
        [ACCEPT],
        [match(IIF, "eth0"), ACCEPT],
        [match(IIF, "eth1", "!="), ACCEPT],
        [match(IIF, "@somewhere"), match(DPORT, "@some_ports"), ACCEPT],
        [match(IIF, {"set": ["eth1", "eth*"]}), ACCEPT],
        [match(OIF, "eth2", "!="), ACCEPT],
        [{"counter": {"packets": 0, "bytes": 0}}, ACCEPT],
        [{"vmap": {"key": IIF, "data": "@dynamic"}}],
        [{"vmap": {"key": IIF, "data": {"set": [["eth0", {"accept": None}], ["eth1", {"drop": None}]]}}}],
    ],
)
def test_anything_to_anywhere(rule: list[dict[str, Any]]) -> None:
    """A rule that lets a zone go anywhere on any port is seen, however it is written."""
    assert parse(ruleset(rule), PLACE)["out"].any_any


@pytest.mark.parametrize(
    "rule",
    [
        [match(STATE, ["established", "related"], "in"), ACCEPT],
        [match(STATE, "established"), ACCEPT],
        [match({"meta": {"key": "l4proto"}}, {"set": ["icmp", "ipv6-icmp"]}), ACCEPT],
        [{"vmap": {"key": STATE, "data": {"set": [["established", {"accept": None}], ["invalid", {"drop": None}]]}}}],
        [match(IIF, "eth1"), {"drop": None}],
        [match(IIF, "eth0"), match(DPORT, 22), {"reject": None}],
    ],
)
def test_nothing_new(rule: list[dict[str, Any]]) -> None:
    """Answers to accepted connections, ICMP and refusals are no way out."""
    assert not any(firewall.any_any for firewall in parse(ruleset(rule), PLACE).values())


def test_policies() -> None:
    """Only a dropping chain for every version of IP that is forwarded closes; none at all is open."""
    only_four = ruleset(family="ip")

    assert "accept" == parse(ruleset(policy="accept"), PLACE)["dmz"].forward_policy
    assert "accept" == parse(only_four, PLACE)["dmz"].forward_policy
    assert "drop" == parse(only_four, PLACE, ipv6_forwarding=False)["dmz"].forward_policy
    assert Firewall(forward_policy="accept", any_any=True) == parse('{"nftables":[]}', PLACE)["dmz"]


def test_jumps() -> None:
    """Rules of a chain that is jumped to count with what the jump matched; endless jumps end."""
    text = json.loads(ruleset([match(IIF, "eth1"), {"jump": {"target": "g"}}]))
    text["nftables"].append(
        {"rule": {"family": "inet", "table": "t", "chain": "g", "expr": [{"jump": {"target": "g"}}]}}
    )
    text["nftables"].append(
        {"rule": {"family": "inet", "table": "t", "chain": "g", "expr": [match(OIF, "eth2"), match(DPORT, 22), ACCEPT]}}
    )

    assert (ForwardRule(from_zone="dmz", to_zone="db", port="tcp/22"),) == parse(json.dumps(text), PLACE)["dmz"].rules


def test_the_lab() -> None:
    """The router of the lab drops by default and lets the Internet reach the portal's pages only in the DMZ."""
    prefixes = {"internet": ("203.0.113.0/24",), "dmz": ("198.51.100.0/24", "2001:db8:100::/64")}
    place = Place({"z-internet": "internet", "z-dmz": "dmz"}, prefixes)
    found = parse((RECORDED / "nft-list-ruleset.txt").read_text(), place)["internet"]

    assert ("drop", False) == (found.forward_policy, found.any_any)
    assert ForwardRule(from_zone="internet", to_zone="dmz", port="tcp/443") in found.rules


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"nftables": 3}', '{"nftables":[{"chain":{"hook":"forward"}}]}', '{"nftables":[3]}']
)
def test_not_a_ruleset(text: str) -> None:
    """Truncated or foreign output is an error, never an open or closed firewall."""
    with pytest.raises(UnreadableError):
        parse(text, PLACE)
