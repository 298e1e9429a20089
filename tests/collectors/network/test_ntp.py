"""Time servers on loopback, of which some refuse."""

import ipaddress
import os
import struct
import time

import pytest

from auditor.collectors.network.ntp import query
from auditor.model.facts import Ntp
from auditor.model.vocab.measurements import State
from tests.collectors.servers import datagrams

PLACE = f"127.2.{os.getpid() % 250}.9"
_EPOCH = 2_208_988_800

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="port 123 needs root")


def answer(stratum: int, reference: bytes, leap: int = 0) -> bytes:
    """A mode-4 packet of now."""
    now = int(time.time()) + _EPOCH
    head = struct.pack("!BBbb", leap << 6 | 4 << 3 | 4, stratum, 6, -20)
    return head + bytes(8) + reference + struct.pack("!8I", now, 0, now, 0, now, 0, now, 0)


def test_a_time_server() -> None:
    """Its stratum and where it has the time from are told."""
    with datagrams(lambda _: answer(2, b"\x7f\x7f\x01\x01"), PLACE, 123):
        outcome = query(ipaddress.ip_address(PLACE))

    assert isinstance(outcome.data, Ntp)
    assert (State.OK, 2, "127.127.1.1") == (outcome.state, outcome.data.stratum, outcome.data.reference)


@pytest.mark.parametrize("code", ["RATE", "DENY", "RSTR"])
def test_a_kiss_of_death_is_no_time(code: str) -> None:
    """Stratum 0 is a refusal (RFC 5905, 7.4), whatever times stand in it."""
    with datagrams(lambda _: answer(0, code.encode(), leap=3), PLACE, 123):
        outcome = query(ipaddress.ip_address(PLACE))

    assert outcome.cause is not None
    assert (State.REFUSED, None, "kiss_of_death", (code,)) == (
        outcome.state,
        outcome.data,
        outcome.cause.code,
        outcome.cause.args,
    )
