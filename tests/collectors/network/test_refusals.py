"""Who refused: the machine itself, its packet filter, or a firewall on the way that speaks for it."""

import json
import os
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

from tests.collectors.border import ADDRESSES, ADMIN, DROPPED, FIREWALL, NOTHING, OPEN, OWN_FILTER

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user's scan is tried by becoming one"),
]


@cache
def seen() -> dict[str, Any]:
    """What a vantage behind a firewall sees, in networks of the test's own."""
    command = ["unshare", "--net", sys.executable, "-m", "tests.collectors.border"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert not done.returncode, done.stderr
    return dict(json.loads(done.stdout))


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
        "silent": [*(f"tcp/{port}" for port in (FIREWALL, ADMIN, OWN_FILTER, DROPPED)), "udp/69", "udp/161"],
        "swept": [
            *(f"tcp/{port}" for port in (OPEN, FIREWALL, ADMIN, OWN_FILTER, DROPPED, NOTHING)),
            "udp/53",
            "udp/69",
            "udp/161",
        ],
    } == told["data"]
