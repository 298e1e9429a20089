"""Time servers on loopback, of which some refuse."""

import ipaddress
import os
import struct
import time
from collections.abc import Callable

import pytest

from auditor.collectors.network.ntp import query
from auditor.model.facts import Ntp
from auditor.model.vocab.measurements import State
from tests.collectors.servers import datagrams

PLACE = f"127.2.{os.getpid() % 250}.9"
_EPOCH = 2_208_988_800

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="port 123 needs root")


def answer(asked: bytes, stratum: int, reference: bytes, leap: int = 0, version: int = 4) -> bytes:
    """A mode-4 packet of now, to whoever asked."""
    now = int(time.time()) + _EPOCH
    head = struct.pack("!BBbb", leap << 6 | version << 3 | 4, stratum, 6, -20)
    return head + bytes(8) + reference + struct.pack("!2I", now, 0) + asked[40:48] + struct.pack("!4I", now, 0, now, 0)


def test_a_time_server() -> None:
    """Its stratum and where it has the time from are told."""
    with datagrams(lambda asked: answer(asked, 2, b"\x7f\x7f\x01\x01"), PLACE, 123):
        outcome = query(ipaddress.ip_address(PLACE))

    assert isinstance(outcome.data, Ntp)
    assert (State.OK, 2, "127.127.1.1") == (outcome.state, outcome.data.stratum, outcome.data.reference)


@pytest.mark.parametrize(("waits", "told"), [((0.6, 0.0), (0, 400)), ((0.1, 1.0), (100, 700))])
def test_of_two_answers_the_quicker_counts(waits: tuple[float, ...], told: tuple[int, int]) -> None:
    """An answer that was long under way is asked for once more, and the quicker of both is told."""
    left = list(waits)

    def slow(asked: bytes) -> bytes:
        time.sleep(left.pop(0) if left else 0)
        return answer(asked, 2, bytes(4))

    with datagrams(slow, PLACE, 123):
        outcome = query(ipaddress.ip_address(PLACE))

    assert isinstance(outcome.data, Ntp)
    assert (State.OK, []) == (outcome.state, left)
    # The server's stamps are of whole seconds and equal, so that all of the way counts as delay.
    assert told[0] <= outcome.data.delay_ms <= told[1]


@pytest.mark.parametrize("code", ["RATE", "DENY", "RSTR"])
def test_a_kiss_of_death_is_no_time(code: str) -> None:
    """Stratum 0 is a refusal (RFC 5905, 7.4), whatever times stand in it."""
    with datagrams(lambda asked: answer(asked, 0, code.encode(), leap=3), PLACE, 123):
        outcome = query(ipaddress.ip_address(PLACE))

    assert outcome.cause is not None
    assert (State.REFUSED, None, "kiss_of_death", (code,)) == (
        outcome.state,
        outcome.data,
        outcome.cause.code,
        outcome.cause.args,
    )


@pytest.mark.parametrize(
    "made",
    [
        lambda asked: answer(asked, 2, bytes(4), version=7),  # of a version that nobody asked in
        lambda asked: answer(asked, 2, bytes(4), version=3),
        lambda _: answer(bytes(48), 2, bytes(4)),  # to a query that we did not put
        lambda asked: answer(asked, 2, bytes(4))[:40] + bytes(8),  # without a time of its own
        lambda asked: asked,  # what we said
        lambda _: b"\x24",
        lambda asked: answer(asked, 2, bytes(4))[:47],
    ],
)
def test_what_answers_no_query_of_ours(made: Callable[[bytes], bytes]) -> None:
    """Such packets are bogus (RFC 5905, section 8), and tell no time."""
    with datagrams(made, PLACE, 123):
        outcome = query(ipaddress.ip_address(PLACE))

    assert (State.PARSE_ERROR, None) == (outcome.state, outcome.data)
