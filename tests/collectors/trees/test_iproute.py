"""Interfaces and routes, as recorded on a gateway and as a hostile machine may print them."""

import json
from pathlib import Path

import orjson
import pytest

from auditor.collectors.trees.iproute import MAX_ROWS, Links, parse_addresses, parse_routes, parse_rules
from auditor.errors import UnreadableError
from auditor.model.facts import HostInterface, Route
from auditor.model.facts.routes import PolicyRule

KINDS = Path(__file__).parents[1] / "kinds"
ADDRESSES = KINDS / "interfaces" / "linux" / "core-fw" / "answers" / "ip-addr.txt"
ROUTES = KINDS / "routes" / "linux" / "policy-routing" / "answers"


def test_addresses() -> None:
    """Interfaces that are up, with both kinds of address."""
    found = parse_addresses(ADDRESSES.read_text())

    names = {interface.name: interface for interface in found.interfaces}
    assert "loopback" == names["lo"].kind
    assert {"198.51.100.1", "2001:db8:100::1"} <= set(names["z-dmz"].addresses)


def card(name: str, link: str = "ether", made: str = "") -> str:
    info = f',"linkinfo":{{"info_kind":"{made}"}}' if made else ""
    return f'[{{"ifname":"{name}","flags":["UP"],"link_type":"{link}"{info}}}]'


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (card("wlan0"), "wireless"),
        (card("ath0"), "wireless"),
        (card("bnep0"), "wireless"),
        (card("wwan0"), "cellular"),
        (card("wwan0", "none", "wwan"), "cellular"),
        (card("wwan0qmux1", "none"), "cellular"),
        (card("rmnet_data0", "rawip"), "cellular"),
        (card("mhi_hwip0", "none"), "cellular"),
        (card("ppp0", "ppp"), "cellular"),
        (card("x", "none", "wireguard"), "tunnel"),
        (card("tun0", "none", "tun"), "tunnel"),
        (card("tap0", "ether", "tun"), "tunnel"),
        (card("x", "ether", "vxlan"), "tunnel"),
        (card("x", "ether", "geneve"), "tunnel"),
        (card("x", "tunnel6", "ip6tnl"), "tunnel"),
        (card("x", "none", "xfrm"), "tunnel"),
        (card("zt0"), "tunnel"),
        (card("br0", "ether", "bridge"), "bridge"),
        (card("eth0"), "ethernet"),
        (card("eth0.7", "ether", "vlan"), "ethernet"),
        (card("bond0", "ether", "bond"), "ethernet"),
        (card("can0", "can"), "other"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    """A radio, a modem, a tunnel or a bridge is told from a cable."""
    assert kind == parse_addresses(text).interfaces[0].kind


def test_a_radio_that_has_joined_nothing() -> None:
    """It is up without an address, and is told."""
    told = (KINDS / "interfaces" / "linux" / "cards" / "answers" / "ip-addr.txt").read_text()

    assert HostInterface(name="wlp3s0", kind="wireless", carrier=False, part_of="") in parse_addresses(told).interfaces


def test_an_interface_that_is_down() -> None:
    """An interface that is down carries nothing."""
    assert Links((), whole=True) == parse_addresses('[{"ifname":"eth1","flags":["BROADCAST"]}]')


def test_parts_of_a_bridge() -> None:
    """A port names the bridge that it is a part of, and other interfaces name none."""
    told = (KINDS / "interfaces" / "linux" / "core-fw" / "answers" / "ip-addr.txt").read_text()

    assert [("lo", ""), ("p3", "z-tslcd"), ("z-dmz", ""), ("z-servers", "")] == [
        (item.name, item.part_of) for item in parse_addresses(told).interfaces
    ]


def test_a_bridge_without_a_part_is_joined_to_nothing() -> None:
    """The kernel gives a bridge a carrier that never had a part, as that of containers before the first one runs."""
    rows = json.loads((KINDS / "interfaces" / "linux" / "core-fw" / "answers" / "ip-addr.txt").read_text())
    alone = [row for row in rows if row.get("master") != "z-servers"]
    carriers = {
        told: {item.name: item.carrier for item in parse_addresses(json.dumps(each)).interfaces}["z-dmz"]
        for told, each in (("with", [*alone, {"ifname": "p9", "flags": [], "master": "z-dmz"}]), ("without", alone))
    }

    assert {"with": True, "without": False} == carriers


def test_hostile_rows() -> None:
    """An interface's name and addresses are text somebody chose."""
    text = '[{"ifname":"\\u001b[31m<b>","flags":["UP"],"addr_info":[{"local":"--evil"},{"local":"::1"}]}]'

    expected = HostInterface(name="<b>", addresses=("::1",), kind="other", carrier=False, part_of="")
    assert Links((expected,), whole=True) == parse_addresses(text)


def test_routes() -> None:
    """Bilingual IP versions; default routes are told by their prefix."""
    four = (
        '[{"dst":"default","gateway":"10.0.0.1","dev":"eth0"},{"dst":"10.0.0.0/24","dev":"eth0"},'
        '{"type":"blackhole","dst":"1.2.3.4"}]'
    )
    six = '[{"dst":"default","gateway":"fe80::1","dev":"eth0"},{"dst":"2001:db8::1","dev":"lo"}]'

    assert (
        Route(prefix="0.0.0.0/0", via="10.0.0.1", device="eth0", table="main"),
        Route(prefix="10.0.0.0/24", device="eth0", table="main"),
        Route(prefix="::/0", via="fe80::1", device="eth0", table="main"),
        Route(prefix="2001:db8::1/128", device="lo", table="main"),
    ) == parse_routes(four, six).routes


def test_every_table() -> None:
    """Routes of tables that rules lead to, and a route over two hops as two; what is local or refused is no route."""
    found = parse_routes((ROUTES / "ip-route.txt").read_text())

    assert (
        Route(prefix="0.0.0.0/0", via="10.20.30.2", device="eth0", table="100"),
        Route(prefix="192.168.0.0/16", via="10.20.30.3", device="eth0", table="200"),
        Route(prefix="10.0.0.0/8", via="10.20.30.1", device="eth0", table="main"),
        Route(prefix="10.20.30.0/24", device="eth0", table="main"),
        Route(prefix="172.16.0.0/12", via="10.20.30.1", device="eth0", table="main"),
        Route(prefix="172.16.0.0/12", via="10.20.30.2", device="eth0", table="main"),
    ) == found.routes
    assert found.whole


def test_rules() -> None:
    """Those that every machine has are no policy; the tables of all are known."""
    found = parse_rules((ROUTES / "ip-rule.txt").read_text(), "ipv4")

    assert (
        PolicyRule(family="ipv4", priority=100, selector="10.20.30.5", table="100"),
        PolicyRule(family="ipv4", priority=200, selector="all fwmark 0x1 fwmask 0xff iif eth0"),
    ) == found.rules
    assert ({"local", "100", "main", "default"}, False, True) == (set(found.tables), found.by_device, found.whole)


def test_rules_of_devices_and_of_vpns() -> None:
    """A table that belongs to a device, a selector that is turned round, and a prefix."""
    text = (
        '[{"priority":1000,"src":"all","l3mdev":null},{"priority":5,"not":null,"src":"all","fwmark":"0xca6c",'
        '"table":"51820"},{"priority":6,"src":"10.1.0.0","srclen":16,"table":"main","suppress_prefixlen":0}]'
    )
    found = parse_rules(text, "ipv4")

    assert ["all l3mdev", "all not fwmark 0xca6c", "10.1.0.0/16"] == [rule.selector for rule in found.rules]
    assert (True, True) == (found.by_device, found.whole)


@pytest.mark.parametrize("row", ['{"priority":"x","src":"all"}', '{"priority":1,"src":"all"}', '{"src":"all"}'])
def test_rules_of_another_form(row: str) -> None:
    """A rule that leads nowhere known is left out and told."""
    found = parse_rules(f'[{row},{{"priority":0,"src":"all","table":"local"}}]', "ipv4")

    assert ((), False) == (found.rules, found.whole)


@pytest.mark.parametrize("text", ["[", "{}", "[1]", "null"])
def test_not_a_list(text: str) -> None:
    """Truncated or foreign output is an error, never an empty table."""
    with pytest.raises(UnreadableError):
        parse_routes(text)


@pytest.mark.parametrize("text", ["", "[]"])
def test_no_interface_at_all(text: str) -> None:
    """Every machine has a loopback, so an empty list is no answer."""
    with pytest.raises(UnreadableError):
        parse_addresses(text)


@pytest.mark.parametrize(
    "row",
    [
        '{"flags":null,"addr_info":[]}',
        '{"flags":["UP"],"addr_info":null}',
        '{"flags":["UP"],"addr_info":[3]}',
        '{"flags":3}',
    ],
)
def test_interfaces_of_another_form(row: str) -> None:
    """A row that is not understood is left out and told, and its neighbours are read."""
    found = parse_addresses(f'[{row},{{"ifname":"eth0","flags":["UP"],"link_type":"ether"}}]')

    assert (("eth0",), False) == (tuple(item.name for item in found.interfaces), found.whole)


@pytest.mark.parametrize(
    "row",
    [
        '{"dst":null}',
        '{"dst":"default","gateway":3}',
        '{"dst":"default","via":["x"]}',
        '{"dst":"default","table":3}',
        '{"dst":"default","nexthops":[]}',
        '{"dst":"default","nexthops":[7]}',
    ],
)
def test_routes_of_another_form(row: str) -> None:
    """The same of routes."""
    found = parse_routes(f'[{row},{{"dst":"10.0.0.0/24","dev":"eth0"}}]')

    assert (("10.0.0.0/24",), False) == (tuple(route.prefix for route in found.routes), found.whole)


def test_more_routes_than_are_kept() -> None:
    """A table that is longer than what is kept is not whole."""
    text = "[" + ",".join(['{"dst":"10.0.0.0/24"}'] * (MAX_ROWS + 1)) + "]"

    assert (MAX_ROWS, False) == (len(parse_routes(text).routes), parse_routes(text).whole)


@pytest.mark.parametrize("value", [[], {}, ["blackhole"], 1, None, True])
@pytest.mark.parametrize("key", ["priority", "src", "table", "action", "srclen", "fwmark"])
def test_any_value_in_a_rule(key: str, value: object) -> None:
    """Whatever stands in a rule, it is read or told as one that is not."""
    rule = {"priority": 100, "src": "all", "table": "main"} | {key: value}

    assert len(parse_rules(orjson.dumps([rule]).decode(), "ipv4").rules) <= 1
