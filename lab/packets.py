"""What a capture holds, reduced to who sent what where, so that a test can hold it against a permission."""

import ipaddress
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lab.errors import LabError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_LINE = re.compile(r"\bIP6? (\S+) > (\S+): (.*)")
_READ_SECONDS = 120


@dataclass(frozen=True)
class Packet:
    """One kind of packet that crossed `recorder`: `port` as `tcp/443`, or empty where the protocol has none.

    `opening` marks what its sender began by itself: a TCP connection's first packet, or anything without connections.
    """

    recorder: str
    source: Address
    target: Address
    port: str
    opening: bool


def packets(files: Iterable[str | Path], senders: Iterable[Address]) -> frozenset[Packet]:
    """Every kind of packet in the files that one of `senders` sent. Raises LabError for a file that cannot be read."""
    wanted = frozenset(senders)
    found: set[Packet] = set()
    for file in map(Path, files):
        command = ["tcpdump", "-nn", "-t", "-r", str(file), "ip or ip6"]
        done = subprocess.run(command, capture_output=True, timeout=_READ_SECONDS, check=False)
        if done.returncode != 0:
            raise LabError(f"{file.name} cannot be read: {done.stderr.decode(errors='replace').strip()[-300:]}")
        lines = done.stdout.decode(errors="replace").splitlines()
        read = (packet(file.stem, line) for line in lines)
        found |= {one for one in read if one is not None and one.source in wanted}
    return frozenset(found)


def packet(recorder: str, line: str) -> Packet | None:
    """One line of tcpdump's text; None for what is no IP packet."""
    match = _LINE.search(line)
    if match is None:
        return None
    (source, _), (target, port) = _end(match[1]), _end(match[2])
    tcp = match[3].startswith("Flags [")
    opening = not tcp or match[3].startswith("Flags [S]")
    name = f"{'tcp' if tcp else 'udp'}/{port}" if port else ""
    return Packet(recorder, source, target, name, opening)


def _end(text: str) -> tuple[Address, str]:
    """Address and port of `192.0.2.1.443`, `2001:db8::1.443` or an address alone."""
    head, _, tail = text.rpartition(".")
    try:
        return ipaddress.ip_address(text), ""
    except ValueError:
        return ipaddress.ip_address(head), tail
