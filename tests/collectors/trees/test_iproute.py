"""Interfaces and routes, as recorded on a gateway and as a hostile machine may print them."""

from pathlib import Path

import pytest

from auditor.collectors.trees.iproute import MAX_ROWS, Links, parse_addresses, parse_routes
from auditor.errors import UnreadableError
from auditor.model.facts import HostInterface, Route

KINDS = Path(__file__).parents[1] / "kinds"
ADDRESSES = KINDS / "interfaces" / "linux" / "core-fw" / "answers" / "ip-addr.txt"
ROUTES = KINDS / "routes" / "linux" / "core-fw" / "answers" / "ip-route.txt"


def test_addresses() -> None:
    """Interfaces that are up, with both kinds of address."""
    found = parse_addresses(ADDRESSES.read_text())

    names = {interface.name: interface for interface in found.interfaces}
    assert "loopback" == names["lo"].kind
    assert {"198.51.100.1", "2001:db8:100::1"} <= set(names["z-dmz"].addresses)


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ('{"ifname":"wlan0","flags":["UP"],"link_type":"ether"}', "wireless"),
        ('{"ifname":"wwan0","flags":["UP"],"link_type":"ether"}', "cellular"),
        ('{"ifname":"x","flags":["UP"],"link_type":"none","linkinfo":{"info_kind":"wireguard"}}', "tunnel"),
        ('{"ifname":"eth0","flags":["UP"],"link_type":"ether"}', "ethernet"),
    ],
)
def test_kinds(row: str, kind: str) -> None:
    """A radio or a tunnel is told from a cable."""
    assert kind == parse_addresses(f"[{row}]").interfaces[0].kind


def test_an_interface_that_is_down() -> None:
    """An interface that is down carries nothing."""
    assert Links((), whole=True) == parse_addresses('[{"ifname":"eth1","flags":["BROADCAST"]}]')


def test_hostile_rows() -> None:
    """An interface's name and addresses are text somebody chose."""
    text = '[{"ifname":"\\u001b[31m<b>","flags":["UP"],"addr_info":[{"local":"--evil"},{"local":"::1"}]}]'

    expected = HostInterface(name="<b>", addresses=("::1",), kind="other")
    assert Links((expected,), whole=True) == parse_addresses(text)


def test_routes() -> None:
    """Bilingual IP versions; default routes are told by their prefix."""
    four = (
        '[{"dst":"default","gateway":"10.0.0.1","dev":"eth0"},{"dst":"10.0.0.0/24","dev":"eth0"},'
        '{"type":"blackhole","dst":"1.2.3.4"}]'
    )
    six = '[{"dst":"default","gateway":"fe80::1","dev":"eth0"},{"dst":"2001:db8::1","dev":"lo"}]'

    assert (
        Route(prefix="0.0.0.0/0", via="10.0.0.1", device="eth0"),
        Route(prefix="10.0.0.0/24", device="eth0"),
        Route(prefix="::/0", via="fe80::1", device="eth0"),
        Route(prefix="2001:db8::1/128", device="lo"),
    ) == parse_routes(four, six).routes
    assert parse_routes(ROUTES.read_text()).routes


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


@pytest.mark.parametrize("row", ['{"dst":null}', '{"dst":"default","gateway":3}', '{"dst":"default","via":["x"]}'])
def test_routes_of_another_form(row: str) -> None:
    """The same of routes."""
    found = parse_routes(f'[{row},{{"dst":"10.0.0.0/24","dev":"eth0"}}]')

    assert (("10.0.0.0/24",), False) == (tuple(route.prefix for route in found.routes), found.whole)


def test_more_routes_than_are_kept() -> None:
    """A table that is longer than what is kept is not whole."""
    text = "[" + ",".join(['{"dst":"10.0.0.0/24"}'] * (MAX_ROWS + 1)) + "]"

    assert (MAX_ROWS, False) == (len(parse_routes(text).routes), parse_routes(text).whole)
