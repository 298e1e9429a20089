"""The router's rules follow from the matrix."""

import pytest

from lab.flows import FLOWS
from lab.hosts import HOSTS
from lab.model import Flow
from lab.router import bridge, rule_lines, ruleset
from lab.zones import ZONES


def test_a_flow_between_a_zone_and_a_dual_stack_host_has_a_rule_per_family() -> None:
    """Both families are let through, each by the host's own address."""
    rest = "tcp dport { 80, 443 } accept comment"
    expected = (
        f'meta nfproto ipv4 iifname z-internet ip daddr 198.51.100.16 {rest} "net-portal-web"',
        f'meta nfproto ipv6 iifname z-internet ip6 daddr 2001:db8:100::16 {rest} "net-portal-web"',
    )

    assert expected == rule_lines(Flow("net-portal-web", "internet", "host:portal-web", "tcp", (80, 443)))


def test_a_flow_to_a_host_without_ipv6_has_one_rule() -> None:
    """A host without an IPv6 address opens nothing in IPv6."""
    lines = rule_lines(Flow("x", "office", "host:dms-app", "tcp", (443,)))

    assert ['meta nfproto ipv4 iifname z-office ip daddr 10.20.20.12 tcp dport { 443 } accept comment "x"'] == list(
        lines
    )


def test_a_flow_of_one_family_opens_only_that_family() -> None:
    """The planted IPv6 hole does not open IPv4."""
    planted = next(flow for flow in FLOWS if flow.family == "ip6")

    assert ["ipv6"] == [line.split()[2] for line in rule_lines(planted)]


def test_everything_else_is_dropped() -> None:
    """Both chains drop what no rule lets through, and no rule lets everything through."""
    bare = [
        line.strip() for line in ruleset(()).splitlines() if "accept" in line or "policy" in line or "reject" in line
    ]

    assert [
        "type filter hook input priority 0; policy drop;",
        "iif lo accept",
        "ct state established,related accept",
        "meta l4proto { icmp, icmpv6 } accept",
        "iifname z-management ip daddr { 192.0.2.1, 10.20.40.1 } tcp dport 22 accept",
        "reject with icmpx admin-prohibited",
        "type filter hook forward priority 0; policy drop;",
        "ct state established,related accept",
        "reject with icmpx admin-prohibited",
    ] == bare


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.id)
def test_every_flow_becomes_a_rule_between_known_ends(flow: Flow) -> None:
    """No flow is lost, and none names a zone or machine the lab does not have."""
    assert rule_lines(flow)
    for end in (flow.source, flow.target):
        assert end == "provincial" or end in ZONES or end.removeprefix("host:") in HOSTS


def test_bridge_names_fit_the_kernel() -> None:
    """An interface name has at most 15 characters."""
    assert max(len(bridge(zone)) for zone in ZONES) <= 15
