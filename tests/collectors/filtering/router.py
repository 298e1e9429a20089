"""A router in a network namespace of its own and three networks around it, through which real packets are sent.

`python -m tests.collectors.filtering.router FIRST COUNT KIND` is started in a namespace made for it (`unshare --net`),
which has the far ends of the router's wires. It loads generated rulesets, asks the evaluator about packets, sends them,
and prints where the kernel and the evaluator disagree, as JSON.
"""

import ctypes
import ipaddress
import itertools
import os
import select
import socket
import struct
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ZONES = ("a", "b", "c")
V4 = {zone: f"10.{place}.0.0/24" for place, zone in enumerate(ZONES, 1)}
V6 = {zone: f"fd00:{place}::/64" for place, zone in enumerate(ZONES, 1)}
HOSTS = (5, 77, 200)
"""Last parts of the addresses that packets come from and go to in each network."""

_CLONE_NEWNET = 0x40000000
_LIBC = ctypes.CDLL(None, use_errno=True)


def run(*words: str, given: str = "") -> str:
    """What a program wrote, or CalledProcessError."""
    return subprocess.run(words, input=given, text=True, check=True, capture_output=True, timeout=60).stdout


@dataclass(frozen=True)
class Packet:
    """One packet from a zone to an address; `port` is the ICMP type of ICMP."""

    zone: str
    source: str
    target: str
    protocol: int
    port: int
    sport: int = 40000

    @property
    def version(self) -> int:
        """Of IP."""
        return 6 if ":" in self.source else 4


class Router:
    """The namespace, kept by a process that ends with it, and a socket on the far end of each wire."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(["unshare", "--net", "sleep", "1800"])
        own = Path("/proc/self/ns/net").readlink()
        while Path(f"/proc/{self._process.pid}/ns/net").readlink() == own:
            time.sleep(0.001)
        self._pid = str(self._process.pid)
        self.sockets: dict[str, socket.socket] = {}
        self._hardware: dict[str, bytes] = {}
        for zone in ZONES:
            self._wire(zone)
        keys = ("net/ipv4/ip_forward", "net/ipv6/conf/all/forwarding")
        self.inside("sh", "-c", "; ".join(f"echo 1 >/proc/sys/{key}" for key in keys))
        self._serial = itertools.count(1)
        self.flusher = self.socket(socket.AF_NETLINK, 12)

    def inside(self, *words: str, given: str = "") -> str:
        """Runs a program on the router."""
        return run("nsenter", "-t", self._pid, "-n", *words, given=given)

    def end(self) -> None:
        """Ends the process, and the namespace with it."""
        self._process.kill()
        self._process.wait(10)

    def _wire(self, zone: str) -> None:
        near, far = f"r-{zone}", f"h-{zone}"
        run("ip", "link", "add", far, "type", "veth", "peer", "name", near, "netns", self._pid)
        Path(f"/proc/sys/net/ipv6/conf/{far}/disable_ipv6").write_text("1")
        run("ip", "link", "set", far, "up")
        lines = [f"link set {near} up"]
        for prefix in (V4[zone], V6[zone]):
            net = ipaddress.ip_network(prefix)
            lines.append(f"addr add {net[1]}/{net.prefixlen} dev {near}" + (" nodad" if net.version == 6 else ""))
        mac = run("ip", "-br", "link", "show", far).split()[2]
        lines += [f"neigh add {address} lladdr {mac} dev {near}" for address in addresses(zone)]
        self.inside("ip", "-batch", "-", given="\n".join(lines) + "\n")
        self.inside("sh", "-c", f"for f in all {near}; do echo 0 >/proc/sys/net/ipv4/conf/$f/rp_filter; done")
        told = self.inside("ip", "-br", "link", "show", near)
        self._hardware[zone] = bytes.fromhex(told.split()[2].replace(":", ""))
        wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0003))
        wire.bind((far, 0))
        wire.settimeout(0)
        self.sockets[zone] = wire

    def socket(self, family: int, protocol: int) -> socket.socket:
        """A raw socket of the router's namespace."""
        own = os.open("/proc/self/ns/net", os.O_RDONLY)
        theirs = os.open(f"/proc/{self._pid}/ns/net", os.O_RDONLY)
        assert not _LIBC.setns(theirs, _CLONE_NEWNET)
        found = socket.socket(family, socket.SOCK_RAW, protocol)
        assert not _LIBC.setns(own, _CLONE_NEWNET)
        os.close(own)
        os.close(theirs)
        return found

    def forget(self) -> None:
        """Forgets all tracked connections (IPCTNL_MSG_CT_DELETE without a tuple)."""
        self.flusher.send(struct.pack("=IHHII", 20, 0x0102, 0x0005, 0, 0) + struct.pack("=BBH", 0, 0, 0))
        answer = self.flusher.recv(4096)
        assert struct.unpack("=i", answer[16:20])[0] == 0, "the kernel cannot flush its connections"

    def passed(self, packets: list[Packet]) -> list[tuple[str, bytes] | None]:
        """Of each packet in which zone it came out and as what, or nothing."""
        for wire in self.sockets.values():
            while select.select([wire], [], [], 0)[0]:
                wire.recv(65536)
        marks: dict[bytes, int] = {}
        for place, packet in enumerate(packets):
            mark = b"mark" + struct.pack("!I", next(self._serial))
            marks[mark] = place
            self.sockets[packet.zone].send(self.frame(packet, mark))
        found: list[tuple[str, bytes] | None] = [None] * len(packets)
        time.sleep(0.01)
        for zone, wire in self.sockets.items():
            for frame in _received(wire):
                sent = marks.get(frame[-8:])
                if sent is not None and packets[sent].zone != zone:
                    found[sent] = (zone, frame[14:])
        return found

    def frame(self, packet: Packet, mark: bytes) -> bytes:
        """The packet as it goes over its zone's wire to the router."""
        kind = 0x0800 if packet.version == 4 else 0x86DD  # the IP version
        return self._hardware[packet.zone] + b"\x02\0\0\0\0\x09" + struct.pack("!H", kind) + written(packet, mark)


def _received(wire: socket.socket) -> Iterator[bytes]:
    while True:
        try:
            frame, sender = wire.recvfrom(65536)
        except BlockingIOError:
            return
        if sender[2] != socket.PACKET_OUTGOING:
            yield frame


def addresses(zone: str) -> list[str]:
    """Addresses of a network that packets go to."""
    return [str(ipaddress.ip_network(prefix)[host]) for prefix in (V4[zone], V6[zone]) for host in HOSTS]


def written(packet: Packet, mark: bytes) -> bytes:
    """The packet as it goes over the wire."""
    source, target = (ipaddress.ip_address(text).packed for text in (packet.source, packet.target))
    body = _body(packet, mark)
    size = len(body)
    if packet.version == 6:  # the IP version
        pseudo = source + target + struct.pack("!IHBB", size, 0, 0, packet.protocol)
        return (
            struct.pack("!IHBB", 6 << 28, size, packet.protocol, 64) + source + target + _summed(packet, body, pseudo)
        )
    head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + size, 0, 0x4000, 64, packet.protocol, 0) + source + target
    head = head[:10] + struct.pack("!H", _checksum(head)) + head[12:]
    pseudo = source + target + struct.pack("!BBH", 0, packet.protocol, size)
    return head + _summed(packet, body, pseudo)


def _body(packet: Packet, mark: bytes) -> bytes:
    match packet.protocol:
        case 6:
            return struct.pack("!HHIIBBHHH", packet.sport, packet.port, 1, 0, 0x50, 2, 1024, 0, 0) + mark
        case 17:
            return struct.pack("!HHHH", packet.sport, packet.port, 16, 0) + mark
        case 1 | 58:
            return struct.pack("!BBHHH", packet.port, 0, 0, packet.sport, 1) + mark
    return bytes(16) + mark


def _summed(packet: Packet, body: bytes, pseudo: bytes) -> bytes:
    place = {6: 16, 17: 6, 1: 2, 58: 2}.get(packet.protocol)
    if place is None:
        return body
    told = struct.pack("!H", _checksum((b"" if packet.protocol == 1 else pseudo) + body) or 0xFFFF)
    return body[:place] + told + body[place + 2 :]


def _checksum(data: bytes) -> int:
    padded = data + b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(padded) // 2}H", padded))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return int(~total & 0xFFFF)
