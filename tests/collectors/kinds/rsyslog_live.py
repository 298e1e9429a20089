"""Sends messages of several kinds to a running rsyslogd and tells which of its targets got them all.

Usage: python -m tests.collectors.kinds.rsyslog_live SOCKET PORT ADDRESS...
"""

import contextlib
import json
import socket
import sys
import threading
import time

FACILITIES = {"kern": 0, "mail": 2, "daemon": 3, "auth": 4, "local7": 23}
LEVELS = {"err": 3, "info": 6, "debug": 7}
PROGRAMS = ("haproxy", "sshd")
SECONDS = 0.6


def messages() -> dict[str, bytes]:
    """One for each facility, level and program, by a word that stands in it alone."""
    return {
        f"w{facility}{level}{program}": f"<{number * 8 + weight}>{program}: w{facility}{level}{program}".encode()
        for facility, number in FACILITIES.items()
        for level, weight in LEVELS.items()
        for program in PROGRAMS
    }


def main() -> None:
    """Writes, by target as the reader tells it, how many of all messages came."""
    source, port, addresses = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    got: dict[str, bytearray] = {}
    for address in addresses:
        listener = socket.create_server((address, port))
        datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        datagrams.bind((address, port))
        for kind, read in (("tcp", _streams), ("udp", _datagrams)):
            kept = got.setdefault(f"{kind}://{address}:{port}", bytearray())
            threading.Thread(target=read, args=(listener if kind == "tcp" else datagrams, kept), daemon=True).start()
    each = messages()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
        for _ in range(100):
            with contextlib.suppress(OSError):
                out.connect(source)
                break
            time.sleep(0.05)
        for message in each.values():
            out.send(message)
    time.sleep(SECONDS)
    counts = {target: sum(word.encode() + b"\n" in kept for word in each) for target, kept in got.items()}
    json.dump({"sent": len(each), "got": counts}, sys.stdout)


def _datagrams(sock: socket.socket, kept: bytearray) -> None:
    while True:
        kept += sock.recv(65_536) + b"\n"


def _streams(listener: socket.socket, kept: bytearray) -> None:
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=_stream, args=(connection, kept), daemon=True).start()


def _stream(connection: socket.socket, kept: bytearray) -> None:
    while data := connection.recv(65_536):
        kept += data


if __name__ == "__main__":
    main()
