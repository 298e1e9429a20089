"""When a program that was just started is there: as the kernel's own table has it, and not after so many seconds."""

import subprocess
import time
from pathlib import Path
from typing import Any

_STATES = {"tcp": "0A", "udp": "07"}
"""Of a socket that takes connections, or datagrams of anybody (include/net/tcp_states.h)."""

_MOST_SECONDS = 60


def await_port(process: "subprocess.Popen[Any]", port: int, kind: str = "tcp") -> None:
    """Returns when somebody takes connections on a port of IPv4, or datagrams, as the program is to. Fails where it
    ended instead, or where a minute did not do.
    """
    until = time.monotonic() + _MOST_SECONDS
    while not _taken(port, kind):
        assert process.poll() is None, f"{process.args!r} ended with {process.returncode}"
        assert time.monotonic() < until, f"{process.args!r} takes nothing on port {port}"
        time.sleep(0.01)


def _taken(port: int, kind: str) -> bool:
    """A connection that is over keeps the port of its own side in the table for a minute, in another state."""
    rows = (line.split() for line in Path(f"/proc/net/{kind}").read_text(encoding="ascii").splitlines()[1:])
    return any(row[1].endswith(f":{port:04X}") and row[3] == _STATES[kind] for row in rows)
