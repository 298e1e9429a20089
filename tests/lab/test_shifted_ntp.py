"""The responder that tells a wrong time."""

import socket
import struct
import subprocess
import sys
import time
from pathlib import Path

from lab.services.shifted_ntp import reply, stamp

PROGRAM = Path(__file__).resolve().parents[2] / "lab" / "services" / "shifted_ntp.py"
_REQUEST = bytes([0x23]) + bytes(39) + struct.pack("!Q", 0x1122334455667788)


def seconds(packet: bytes, offset: int) -> float:
    """The NTP timestamp at a byte offset, as seconds since 1970."""
    stamped: int = struct.unpack_from("!Q", packet, offset)[0]
    return stamped / 2**32 - 2_208_988_800


def test_a_reply_tells_the_shifted_time_and_returns_the_origin() -> None:
    """Version 4, mode 4, stratum 1; the client's stamp comes back untouched; the receive stamp is moved."""
    answer = reply(_REQUEST, 1_700_000_000.0, 4.0)

    assert answer is not None
    assert (0x24, 1, 0x1122334455667788) == (answer[0], answer[1], struct.unpack_from("!Q", answer, 24)[0])
    assert abs(seconds(answer, 32) - 1_700_000_004.0) < 1e-6


def test_what_is_no_client_packet_gets_no_reply() -> None:
    """Short packets and packets of other modes are ignored."""
    assert reply(b"\x23" * 10, 0.0, 0.0) is None
    assert reply(bytes([0x24]) + bytes(47), 0.0, 0.0) is None


def test_a_stamp_counts_from_1900() -> None:
    """The epoch of 1970 is 2 208 988 800 seconds after that of NTP."""
    assert 2_208_988_800 << 32 == stamp(0.0)


def test_the_program_answers_where_it_is_told_to() -> None:
    """A real client over a real socket sees the shift."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, str(PROGRAM), "127.0.0.1", str(port), "2500"])
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.settimeout(0.2)
            answer = b""
            for _ in range(50):
                client.sendto(_REQUEST, ("127.0.0.1", port))
                try:
                    answer = client.recv(512)
                    break
                except (TimeoutError, ConnectionRefusedError):
                    time.sleep(0.05)
        assert abs(seconds(answer, 40) - time.time() - 2.5) < 0.5
    finally:
        server.kill()
        server.wait()
