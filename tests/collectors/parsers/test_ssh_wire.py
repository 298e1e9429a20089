"""The first words of an SSH server."""

import struct

import pytest

from auditor.collectors.parsers.ssh_wire import Offer, parse_banner, parse_kexinit
from auditor.errors import UnreadableError


def kexinit(*lists: str) -> bytes:
    """A KEXINIT payload with these ten lists."""
    body = b"".join(struct.pack(">I", len(text)) + text.encode() for text in lists)
    return b"\x14" + bytes(16) + body + b"\x00\x00\x00\x00\x00"


WHOLE = kexinit(
    "curve25519-sha256", "ssh-ed25519,ssh-rsa", "aes256-ctr", "3des-cbc,aes256-ctr", "m1", "m2", "none", "none", "", ""
)


def test_an_offer() -> None:
    """Both directions count; order is the server's."""
    assert Offer(("curve25519-sha256",), ("ssh-ed25519", "ssh-rsa"), ("aes256-ctr", "3des-cbc"), ("m1", "m2")) == (
        parse_kexinit(WHOLE)
    )


@pytest.mark.parametrize("length", [0, 1, 16, 20, 30, 60, len(WHOLE) - 14])
def test_cut_short(length: int) -> None:
    """A packet cut short is an error, never a shorter offer."""
    with pytest.raises(UnreadableError):
        parse_kexinit(WHOLE[:length])


def test_a_length_beyond_the_packet() -> None:
    """A list that claims four gigabytes is refused without reading them."""
    with pytest.raises(UnreadableError):
        parse_kexinit(b"\x14" + bytes(16) + b"\xff\xff\xff\xff" + b"x")


def test_banners() -> None:
    """The version and the software are told apart; anything else is no SSH."""
    assert ("2.0", "OpenSSH_9.2p1 Debian-2") == parse_banner(b"SSH-2.0-OpenSSH_9.2p1 Debian-2")
    assert ("1.99", "old") == parse_banner(b"SSH-1.99-old")
    with pytest.raises(UnreadableError, match="no SSH server"):
        parse_banner(b"HTTP/1.1 400 Bad Request")
