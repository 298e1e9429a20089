"""Permission per packet and second, seen on the wire: what a search sends, what ends with its window, how fast."""

import os
import re
from functools import cache
from typing import Any

import pytest

from auditor.collectors.scope import DEFAULT_PORTS
from tests.collectors.apart import said_apart
from tests.collectors.wire import PREFIX, TARGET, UNTOUCHED

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() != 0, reason="namespaces and raw packets need root"),
]


@cache
def captured(work: str) -> dict[str, Any]:
    """How one piece of work ended, and every packet of the vantage, in networks of the test's own."""
    return dict(said_apart("tests.collectors.wire", work, seconds=180))


def sent(work: str) -> set[str]:
    """What was sent, as `tcp/22`, `udp/53` or tcpdump's words for ICMP."""
    return {_named(packet) for packet in captured(work)["packets"]}


def _named(packet: dict[str, Any]) -> str:
    if packet["what"].startswith("ICMP"):
        return str(packet["what"].split(",")[0])
    transport = "tcp" if packet["what"].startswith("Flags") else "udp"
    return f"{transport}/{packet['to'].rpartition('.')[2]}"


@pytest.mark.parametrize(
    ("work", "permitted"),
    [
        ("search with tcp/22", {"tcp/22"}),
        ("search with udp/53", {"udp/53"}),
        ("search with echo", {"tcp/22", "ICMP echo request"}),
        ("search with nothing named", {*DEFAULT_PORTS, "ICMP echo request"}),
    ],
)
def test_a_search_sends_what_the_paper_names(work: str, permitted: set[str]) -> None:
    """No ICMP timestamp, no tcp/443 and no tcp/80 by the scanner's own choice; each named kind is used."""
    named = permitted if len(permitted) < len(DEFAULT_PORTS) else {"ICMP echo request", "tcp/22"}

    assert captured(work)["ended"] == {"found": True}
    assert named <= sent(work) <= permitted


@pytest.mark.parametrize("work", ["search with tcp/22", "search with echo", "search with nothing named"])
def test_a_search_leaves_some_addresses_alone(work: str) -> None:
    """The network's own address, that of all of its machines, and what must not be touched; every other is asked."""
    asked = {re.sub(r"^(\d+\.\d+\.\d+\.\d+)\..*$", r"\1", packet["to"]) for packet in captured(work)["packets"]}
    base = PREFIX.rpartition(".")[0]

    assert {f"{base}.{number}" for number in range(1, 15)} - {UNTOUCHED} == asked


@pytest.mark.parametrize("work", ["reach", "reach with a short life"])
def test_a_try_into_another_zone_sends_what_the_paper_names(work: str) -> None:
    """Over UDP too, and once more with a short life where the vantage's own rules do not show that packets leave."""
    assert {"state": "partial", "cause": "port_outside_scope"} == captured(work)["ended"]
    assert {"tcp/3000", "udp/53"} == sent(work)


def test_a_packet_with_a_short_life_goes_where_the_sweep_went() -> None:
    """To the same ports of the same address, one more to each that was silent. A gateway says only so often that a
    packet's life ended there (RFC 1812, 4.3.2.8), so that the last may stay unshown.
    """
    ports = ["tcp/3000", "tcp/3001", "udp/161"]
    left = captured("sweep with a short life")["ended"]["left"]

    assert left in (ports, ports[:2])
    assert set(ports) == sent("sweep with a short life")


def test_a_name_server_that_wants_tcp() -> None:
    """Its port over TCP is another permission: without it no TCP packet leaves, and the look says why."""
    assert {"state": "out_of_scope", "cause": "port_outside_scope"} == captured("name without tcp/53")["ended"]
    assert {"udp/53"} == sent("name without tcp/53")

    assert {"state": "ok", "cause": ""} == captured("name with tcp/53")["ended"]
    assert {"udp/53", "tcp/53"} == sent("name with tcp/53")


@pytest.mark.parametrize(
    "work",
    [
        "sweep that is stopped",
        "versions that are stopped",
        "scripts that are stopped",
        "sweep in a window",
        "reach in a window",
    ],
)
def test_nothing_is_sent_after_the_permission_ends(work: str) -> None:
    """Each of these would take minutes more. Something is sent before."""
    told = captured(work)
    late = [packet for packet in told["packets"] if packet["at"] >= told["ended"]["end"]]

    assert told["packets"]
    assert [] == late


def test_what_was_stopped_is_not_whole() -> None:
    """A sweep cut off by its window proves nothing about the ports that were not tried; on a slow computer the window
    ends before the second of its steps begins.
    """
    ended = captured("sweep in a window")["ended"]

    assert (ended["state"], ended["cause"]) in {("partial", "host_timeout"), ("outside_window", "window_ended")}
    assert "outside_window" == captured("reach in a window")["ended"]["state"]


def test_the_rate() -> None:
    """A sweep has half of the packets per second that are permitted; the rest is for what is asked beside it."""
    packets = captured("sweep at a rate")["packets"]
    seconds = packets[-1]["at"] - packets[0]["at"]

    assert len(packets) - 1 <= 10 * seconds + 2
    assert {TARGET} | {packet["to"].rpartition(".")[0] for packet in packets} == {TARGET, "10.9.2.7"}
