"""Sends packets to a real machine itself and compares with what is told of its filter (`python -m … FIRST COUNT KIND`).

A raw socket gets what the machine takes, after the last rule and whether or not anybody listens (raw(7)).
"""

import contextlib
import ipaddress
import itertools
import json
import random
import socket
import struct
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from auditor.collectors.filtering.boxes import Box
from auditor.collectors.filtering.ruleset import Filter
from auditor.collectors.kinds.host_filter.spans import tcp_spans
from auditor.errors import UnreadableError
from auditor.model.facts import HostInterface
from auditor.model.facts.addressed import Family
from auditor.model.facts.host_filter import TcpSpan
from tests.collectors.filtering.compare import Judge, holds, load, told
from tests.collectors.filtering.generate import PORTS
from tests.collectors.filtering.router import V4, V6, ZONES, Packet, Router, addresses

_EACH = 90
_PROTOCOLS = {4: (6, 17, 1, 50, 47), 6: (6, 17, 58, 50, 47)}
_DIRECT, _TRANSLATED = 1, 2

Came = tuple[str, int]
"""Address and port, or ICMP type, that a packet had when it was taken."""


class Host(Router):
    """The same machine, of which one sees what it takes for itself."""

    def __init__(self) -> None:
        super().__init__()
        families = {4: socket.AF_INET, 6: socket.AF_INET6}
        self._taking = {
            (version, protocol): self.socket(families[version], protocol)
            for version, protocols in _PROTOCOLS.items()
            for protocol in protocols
        }
        for each in self._taking.values():
            each.settimeout(0)
            each.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self._number = itertools.count(1)

    def taken(self, packets: Sequence[Packet]) -> list[Came | None]:
        """Of each packet where it arrived, or nothing."""
        for key in self._taking:
            list(self._received(*key))
        marks: dict[bytes, int] = {}
        for place, packet in enumerate(packets):
            mark = b"mark" + struct.pack("!I", next(self._number))
            marks[mark] = place
            self.sockets[packet.zone].send(self.frame(packet, mark))
        time.sleep(0.03)
        found: list[Came | None] = [None] * len(packets)
        for version, protocol in self._taking:
            for data, target in self._received(version, protocol):
                place = marks.get(data[-8:], -1)
                if place >= 0:
                    found[place] = (target, _port(data, packets[place]))
        return found

    def _received(self, version: int, protocol: int) -> Iterable[tuple[bytes, str]]:
        """What is behind the IP header, and to which address it came; of IPv6 nothing translates that here."""
        wire = self._taking[version, protocol]
        while True:
            with contextlib.suppress(ConnectionError):
                try:
                    data = wire.recv(65536)
                except BlockingIOError:
                    return
                yield (data[20:], str(ipaddress.ip_address(data[16:20]))) if version == 4 else (data, "")  # IP version


def _port(data: bytes, packet: Packet) -> int:
    return int.from_bytes(data[2:4]) if packet.protocol in {6, 17} else packet.port


def own_addresses(version: int) -> list[str]:
    """Those of the machine, one in each zone."""
    of = V4 if version == 4 else V6  # the IP version
    return [str(ipaddress.ip_network(prefix)[1]) for prefix in of.values()]


def some_packets(seed: int) -> list[Packet]:
    """Packets from all zones at all addresses of the machine, none of which belongs to another one's connection."""
    chance = random.Random(seed)
    found: dict[tuple[object, ...], Packet] = {}
    for _ in range(_EACH):
        zone, version = chance.choice(ZONES), 6 if chance.random() < 0.35 else 4
        source = chance.choice([each for each in addresses(zone) if (":" in each) == (version == 6)])
        protocol = chance.choice((6, 6, 6, 6, 17, 17, *_PROTOCOLS[version][2:]))
        port = chance.choice(PORTS) if protocol in {6, 17} else (128 if version == 6 else chance.choice((8, 13)))
        sport = chance.choice((40000, 443, 53))
        made = Packet(zone, source, chance.choice(own_addresses(version)), protocol, port, sport)
        ports = (port, sport) if protocol in {6, 17} else (sport,) if protocol in {1, 58} else ()
        found.setdefault((source, made.target, protocol, *ports), made)
    return list(found.values())


def cards() -> list[HostInterface]:
    """The machine's, as `ip` tells them."""
    wired = [HostInterface(name=f"r-{zone}", kind="ethernet", addresses=_of(zone)) for zone in ZONES]
    return [HostInterface(name="lo", kind="loopback", addresses=("127.0.0.1", "::1")), *wired]


def _of(zone: str) -> tuple[str, ...]:
    return tuple(str(ipaddress.ip_network(prefix)[1]) for prefix in (V4[zone], V6[zone]))


def compared(
    judge: Judge,
    spans: Sequence[TcpSpan],
    packets: Sequence[Packet],
    came: Sequence[Came | None],
    counted: Counter[str],
) -> list[dict[str, Any]]:
    """Where the kernel disagrees with what is told, of the rules or of ports of TCP."""
    found = []
    for packet, taken in zip(packets, came, strict=True):
        target, port = (packet.target, packet.port) if taken is None else (taken[0] or packet.target, taken[1])
        nat = _DIRECT if (target, port) == (packet.target, packet.port) else _TRANSLATED
        family: Family = "ipv6" if packet.version == 6 else "ipv4"  # the IP version
        answer = judge.arriving(packet.zone, family)
        sure, unsure = (
            any(_holds(each.part.box, packet, target, port, nat, judge) for each in some)
            for some in (answer.sure, answer.unsure)
        )
        counted["taken" if taken else "dropped"] += 1
        counted["surely open" if sure else "unsure" if unsure else "surely closed"] += 1
        wrong = bool(taken and not sure and not unsure) or (not taken and sure)
        if packet.protocol == 6 and spans:
            of_port = next(span for span in spans if span.first <= port <= span.last)
            outside = not is_among(packet.source, of_port.sources)
            counted["told by its span"] += 1
            wrong = wrong or bool(taken and outside)
        if wrong:
            found.append({"packet": str(packet), "taken": taken, "as": [target, port, nat], "sure": sure})
    return found


def _holds(box: Box, packet: Packet, target: str, port: int, nat: int, judge: Judge) -> bool:
    return holds(box, packet, target, port, nat, judge.state(packet))


def is_among(source: str, told_sources: Iterable[str]) -> bool:
    """Whether an address is among those that are told; it may be where not all are."""
    address = ipaddress.ip_address(source)
    for words in told_sources:
        first, dash, last = words.partition("-")
        if words == "…":
            return True
        if dash:
            ends = ipaddress.ip_address(first), ipaddress.ip_address(last)
            if ends[0].version == address.version and int(ends[0]) <= int(address) <= int(ends[1]):
                return True
        elif address in ipaddress.ip_network(words):
            return True
    return False


def main(first: int, count: int, kind: str) -> dict[str, Any]:
    """Compares some rulesets."""
    host, counted, wrong = Host(), Counter[str](), []
    try:
        for seed in range(first, first + count):
            text = load(host, kind, seed, "input")
            if not text:
                counted["refused"] += 1
                continue
            counted["rulesets"] += 1
            packets = some_packets(seed)
            with contextlib.suppress(OSError):
                host.forget()
            answered = told(host, kind)
            spans: Sequence[TcpSpan] = ()
            with contextlib.suppress(UnreadableError):  # more parts than are told
                spans = tcp_spans(Filter(answered), cards())
            came = host.taken(packets)
            differences = compared(Judge(answered, "input"), spans, packets, came, counted)
            if differences:
                wrong.append({"seed": seed, "text": text, "differences": differences})
    finally:
        host.end()
    return {"counted": counted, "wrong": wrong}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])))  # noqa: T201
