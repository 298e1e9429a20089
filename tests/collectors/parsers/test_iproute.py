"""Interfaces and routes, as recorded on a gateway and as a hostile machine may print them."""

from pathlib import Path

import pytest

from auditor.collectors.parsers.iproute import parse_addresses, parse_routes
from auditor.errors import UnreadableError
from auditor.model.facts import HostInterface, Interfaces, Route

RECORDED = Path(__file__).parents[2] / "recordings" / "ip"


def test_addresses() -> None:
    """Interfaces that are up, with both kinds of address."""
    found = parse_addresses((RECORDED / "addr-core-fw.json").read_text())

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
    assert Interfaces() == parse_addresses('[{"ifname":"eth1","flags":["BROADCAST"]}]')


def test_hostile_rows() -> None:
    """An interface's name and addresses are text somebody chose."""
    text = '[{"ifname":"\\u001b[31m<b>","flags":["UP"],"addr_info":[{"local":"--evil"},{"local":"::1"}]}]'

    assert Interfaces(interfaces=(HostInterface(name="<b>", addresses=("::1",), kind="other"),)) == parse_addresses(
        text
    )


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
    ) == parse_routes(four, six)
    assert parse_routes((RECORDED / "route-core-fw.json").read_text())


@pytest.mark.parametrize("text", ["[", "{}", "[1]", "null"])
def test_not_a_list(text: str) -> None:
    """Truncated or foreign output is an error, never an empty table."""
    with pytest.raises(UnreadableError):
        parse_routes(text)
