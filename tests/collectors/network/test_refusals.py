"""Who refused: the machine itself, its packet filter, or a firewall on the way that speaks for it."""

import os
from functools import cache
from typing import Any

import pytest

from tests.collectors.apart import said_apart
from tests.collectors.border import ADDRESSES, ADMIN, DROPPED, FIREWALL, NOTHING, OPEN, OWN_FILTER

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user's scan is tried by becoming one"),
]


@cache
def seen() -> dict[str, Any]:
    """What a vantage behind a firewall sees, in networks of the test's own."""
    return dict(said_apart("tests.collectors.border"))


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_connection(address: str) -> None:
    """A reset is the machine's; an ICMP answer is whosever address it comes from."""
    told = seen()[address]

    assert {
        OPEN: "answered",
        NOTHING: "refused",
        OWN_FILTER: "rejected",
        FIREWALL: "unreachable",
        ADMIN: "unreachable",
        DROPPED: "silent",
    } == {port: told[str(port)] for port in (OPEN, NOTHING, OWN_FILTER, FIREWALL, ADMIN, DROPPED)}


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_question_over_udp(address: str) -> None:
    """Only the machine's own "port unreachable" refuses; a firewall's, and no answer at all, leave the port tried."""
    told = seen()[address]

    assert ([], ["udp/53"], ["udp/161", "udp/53", "udp/69"], True) == tuple(
        told[key] for key in ("open", "refused", "tried", "alive")
    )


def test_silence_means_something_where_the_control_target_answered() -> None:
    """That another machine answered the same sweep says nothing of the way to the silent one."""
    told = seen()["silent beside one that answers"]

    assert {"control": ("filtered", "silent"), "no control": ("partial", "control_failed")} == {
        how: (ended["state"], ended["cause"]) for how, ended in told.items()
    }


def test_rules_that_hold_nothing_back_show_every_packet_leave() -> None:
    """Where the vantage's own rules can be read and let all through, nothing more is sent."""
    told = seen()["departures"]["free, rules read"]

    assert ([f"{address} {port}" for address in ADDRESSES for port in ("tcp/27", "tcp/99", "udp/161")], ["0"]) == (
        told["left"],
        told["sent"],
    )


def test_a_short_life_shows_packets_leave() -> None:
    """Where the rules cannot be read each packet is sent once more, to die at the gateway, even one it would drop."""
    told = seen()["departures"]["free, rules unread"]

    assert (seen()["departures"]["free, rules read"]["left"], ["6"]) == (told["left"], told["sent"])


@pytest.mark.parametrize("how", ["held, rules read", "held, rules unread"])
def test_what_the_vantage_holds_back_never_leaves(how: str) -> None:
    """A drop of the vantage's own looks like the firewall's, and no gateway tells of the packet."""
    assert [f"{address} tcp/99" for address in ADDRESSES] == seen()["departures"][how]["left"]


def test_a_try_that_the_vantage_itself_holds_back() -> None:
    """It is no try: dropped, turned away by the vantage's own filter, and over UDP alike."""
    told = seen()["departures"]
    free, held = told["reach, free"], told["reach"]

    assert ("ok", ["tcp/23", "tcp/25", "tcp/27", "udp/161", "udp/69"], ["tcp/27", "udp/161"]) == (
        free["state"],
        [one["port"] for one in free["data"]["tried"]],
        [one["port"] for one in free["data"]["left"]],
    )
    assert ("partial", ["tcp/25", "udp/69"], []) == (
        held["state"],
        [one["port"] for one in held["data"]["tried"]],
        held["data"]["left"],
    )
    assert {"code": "not_shown_to_leave", "args": ["10.9.2.2:161/udp", "10.9.2.2:23", "10.9.2.2:27"]} == held["cause"]


@pytest.mark.parametrize("how", ["swept", "swept by connections"])
def test_a_sweep(how: str) -> None:
    """With raw packets and as an ordinary user alike: refused is what the machine itself refused at both addresses."""
    told = seen()[how]

    assert "ok" == told["state"]
    assert {
        "addresses_asked": list(ADDRESSES),
        "addresses_left_out": [],
        "families_asked": ["ipv4", "ipv6"],
        "open": [f"tcp/{OPEN}"],
        "refused": [f"tcp/{NOTHING}", "udp/53"],
        "left": [],
        "silent": [*(f"tcp/{port}" for port in (FIREWALL, ADMIN, OWN_FILTER, DROPPED)), "udp/69", "udp/161"],
        "swept": [
            *(f"tcp/{port}" for port in (OPEN, FIREWALL, ADMIN, OWN_FILTER, DROPPED, NOTHING)),
            "udp/53",
            "udp/69",
            "udp/161",
        ],
    } == told["data"]
