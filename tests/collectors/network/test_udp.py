"""Questions over UDP: an answer is open, a refusal refused, silence neither alive nor open."""

import contextlib
import ipaddress
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from auditor.collectors.network.snmp import query, question
from auditor.collectors.network.snmp_wire import is_version
from auditor.collectors.network.sockets import Attempt
from auditor.collectors.network.udp import QUESTIONS, Knocked, asked, knock
from auditor.model.facts import Snmp
from auditor.model.vocab.measurements import State

PLACE = ipaddress.ip_address(f"127.1.{os.getpid() % 250}.1")

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="ports below 1024 need root")


@contextlib.contextmanager
def answering(port: int, reply: bytes | Callable[[bytes], bytes] | None) -> Iterator[None]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind((str(PLACE), port))
        sock.settimeout(0.2)
        stopped = threading.Event()

        def serve() -> None:
            while not stopped.is_set():
                with contextlib.suppress(TimeoutError):
                    data, peer = sock.recvfrom(8192)
                    if reply is not None:
                        sock.sendto(reply(data) if callable(reply) else reply or data, peer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield
        stopped.set()
        thread.join()


def _response(asked_: bytes) -> bytes:
    """The answer to a question for one object: the same as a response, or a report of version 3 (RFC 3416)."""
    return asked_.replace(b"\xa0", b"\xa2" if b"public" in asked_ else b"\xa8", 1)


def test_all_closed() -> None:
    """Refusals from the host itself show that it lives and that each port was tried."""
    every = frozenset(QUESTIONS)
    assert Knocked(frozenset(), every, every, alive=True) == knock(PLACE, QUESTIONS)


def test_open_and_silent() -> None:
    """A server that answers is open; one that says nothing was tried and is not."""
    with answering(69, b"\x00\x05\x00\x01gone\x00"), answering(123, None):
        found = knock(PLACE, ("udp/69", "udp/123", "udp/9999"), timeout=0.3)

    assert Knocked(frozenset({"udp/69"}), frozenset(), frozenset({"udp/69", "udp/123"}), alive=True) == found


def test_only_silence() -> None:
    """A host that never says anything is not known to live."""
    with answering(123, None):
        assert Knocked(frozenset(), frozenset(), frozenset({"udp/123"}), alive=False) == knock(
            PLACE, ("udp/123",), timeout=0.3
        )


def test_snmp_versions() -> None:
    """An answer is one in its version; garbage and an echo of the question are none; a closed port ends the look."""
    versions = ("v1", "v2c", "v3")
    with answering(161, _response):
        everything = query(PLACE)
    with answering(161, b"garbage"):
        nothing = query(PLACE)
    with answering(161, b""):
        echo = query(PLACE)

    heard: dict[str, Any] = {"tried": versions, "seen_by": ("public",), "mapped": (), "answered_to": ()}
    heard |= {"entered": 0, "users": 0, "users_answered": 0}
    assert Snmp(**heard | {"answered": versions, "answered_to": ("public",)}) == everything.data
    assert Snmp(**heard) == nothing.data == echo.data
    assert (State.OK, Snmp(**heard)) == (query(PLACE).state, query(PLACE).data)


def test_versions_on_the_wire() -> None:
    """A version is told from the others, also behind a long length, and never from rubbish or a question."""
    assert is_version(_response(question("v2c")), "v2c")
    assert not is_version(_response(question("v2c")), "v1")
    assert not is_version(question("v2c"), "v2c")
    report = _response(question("v3"))[2:]
    assert is_version(b"\x30\x82" + len(report).to_bytes(2) + report, "v3")
    assert not is_version(b"\x30\x82\x01\x00\x02\x01\x03" + bytes(253), "v3")
    assert not is_version(b"\x30\x82\x01\x00\x02\x01\x03", "v3")
    assert not is_version(b"", "v1")
    assert not is_version(b"\x30", "v1")
    assert not is_version(b"\x30\xff\xff", "v1")


_TRY = """
import ipaddress
from auditor.collectors.network.sockets import attempt
from auditor.collectors.network.udp import asked
address = ipaddress.ip_address("192.0.2.1")
print(attempt(address, 53), *(asked(address, port) for port in ("udp/53", "udp/161", "udp/514")))
"""


def test_no_way_there() -> None:
    """A machine that no route leads out of, as on an independent LAN, says so over UDP as over TCP."""
    done = subprocess.run(["unshare", "--net", sys.executable, "-c", _TRY], capture_output=True, text=True, check=True)

    assert ["no_route_here"] * 4 == done.stdout.split()


def test_how_a_question_ends() -> None:
    """Answered, refused, or silent: in the words of a connection attempt."""
    with answering(53, b""), answering(123, None):
        ended = [asked(PLACE, port) for port in ("udp/53", "udp/123", "udp/161", "udp/514")]

    assert [Attempt.ANSWERED, Attempt.SILENT, Attempt.REFUSED, Attempt.REFUSED] == ended
