"""Algorithms of SSH servers, sound and hostile."""

import struct

import pytest

from auditor.collectors.network.ssh import algorithms
from auditor.model.facts import Ssh
from auditor.model.vocab.measurements import State
from tests.collectors.parsers.test_ssh_wire import WHOLE
from tests.collectors.servers import LOOPBACK, Handler, dribbles, floods, says, serving, silent


def packet(payload: bytes) -> bytes:
    padding = 4
    return struct.pack(">IB", len(payload) + padding + 1, padding) + payload + bytes(padding)


def test_a_server() -> None:
    """Lines before the banner are skipped; the banner is cleaned."""
    said = b"hello\r\nSSH-2.0-<b>\x1b[31mX\r\n" + packet(WHOLE)
    with serving(says(said)) as port:
        outcome = algorithms(LOOPBACK, port)

    expected = Ssh(
        protocol="2.0",
        software="<b>X",
        kex=("curve25519-sha256",),
        host_keys=("ssh-ed25519", "ssh-rsa"),
        ciphers=("aes256-ctr", "3des-cbc"),
        macs=("m1", "m2"),
    )
    assert (State.OK, expected) == (outcome.state, outcome.data)


@pytest.mark.long
@pytest.mark.parametrize(
    ("handler", "state"),
    [
        (floods, State.REFUSED),
        (silent, State.TIMEOUT),
        (dribbles, State.TIMEOUT),
        (says(b"HTTP/1.1 400 Bad\r\n" * 50), State.PARSE_ERROR),
        (says(b"SSH-2.0-x\r\n\xff\xff\xff\xff\xff" + b"A" * 100), State.PARSE_ERROR),
        (says(b"SSH-2.0-x\r\n" + packet(WHOLE[:40])), State.PARSE_ERROR),
        (says(b"SSH-2.0-" + b"x" * 100_000), State.REFUSED),
    ],
)
def test_hostile_servers(handler: Handler, state: State) -> None:
    """Floods, silence, dribbling and impossible lengths end in time and teach nothing."""
    with serving(handler) as port:
        outcome = algorithms(LOOPBACK, port, timeout=1.5)

    assert (state, None) == (outcome.state, outcome.data)
