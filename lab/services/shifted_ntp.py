"""A small NTP server (RFC 5905, mode 4) that tells a time some milliseconds away from the computer's.

Run as a program: `shifted_ntp.py ADDRESS PORT SHIFT_MS`.
"""

import socket
import struct
import sys
import time

_EPOCH = 2_208_988_800
_PACKET = struct.Struct("!BBbbIIIQQQQ")
_CLIENT = 3


def stamp(seconds: float) -> int:
    """A time since 1970 as a 64-bit NTP timestamp."""
    return int((seconds + _EPOCH) * 2**32) & 0xFFFF_FFFF_FFFF_FFFF


def reply(request: bytes, received: float, shift: float) -> bytes | None:
    """The answer to a client packet, with every server time moved by `shift` seconds; None for anything else."""
    if len(request) < _PACKET.size or request[0] & 7 != _CLIENT:
        return None
    version = (request[0] >> 3) & 7
    sent = struct.unpack_from("!Q", request, 40)[0]
    moved = received + shift
    return _PACKET.pack(
        version << 3 | 4, 1, 4, -20, 0, 66, int.from_bytes(b"LAB0", "big"),
        stamp(moved - 1), sent, stamp(moved), stamp(time.time() + shift),
    )  # fmt: skip


def serve(address: str, port: int, shift: float) -> None:
    """Answers at one address until killed."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind((address, port))
        while True:
            request, client = server.recvfrom(512)
            answer = reply(request, time.time(), shift)
            if answer:
                server.sendto(answer, client)


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) / 1000)
