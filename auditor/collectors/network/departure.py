"""Whether a packet that nobody answered left the vantage at all.

Two things show it. Either the vantage's own output rules were read and withhold nothing; or the same target and port,
asked with a time to live of one, draws "time exceeded" from the gateway: it dies there, before the gateway's own rules
for forwarded packets are asked (RFC 1812, 5.3.1; RFC 8200, 3). A target on the vantage's own link has no gateway before
it, so only the rules tell of it.

Gateways send few such answers: Linux six at once and then one a second to each asker. So packets go a few at a time and
for a limited time over the whole work of a vantage, and what was not shown by then stays unshown.
"""

import contextlib
import json
import select
import socket
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.collectors.network import icmp
from auditor.collectors.network.sockets import family
from auditor.collectors.network.udp import QUESTIONS
from auditor.collectors.scope import Address

_AT_ONCE = 6
_WAIT_SECONDS = 1.0
_ALL_SECONDS = 120.0
_MUTE_AFTER = 18
"""Packets without any answer after which a gateway is taken for one that never sends any."""

_RULES = ("nft", "-j", "list", "ruleset")
_RULES_SECONDS = 10.0
_MOST_RULES = 16 * 1024 * 1024
_LEGACY = (Path("/proc/self/net/ip_tables_names"), Path("/proc/self/net/ip6_tables_names"))
"""Tables of the older iptables in this network namespace, which nft does not list; only root may read them."""

_OUTWARDS = frozenset({"output", "postrouting", "egress"})
_HARMLESS = frozenset({"match", "counter", "log", "accept", "masquerade", "snat", "notrack", "return", "limit"})
"""Statements of nft that withhold no packet and change no target (nft(8))."""


@dataclass(frozen=True, slots=True)
class Packet:
    """One target and port, as `tcp/443`."""

    address: Address
    port: str


class Departures:
    """What is known of the vantage's own way out, for one agent."""

    def __init__(self) -> None:
        self._free = withholds_nothing(_listed())
        self._left: set[Packet] = set()
        self._asked = 0
        self._seconds = _ALL_SECONDS

    @property
    def asks(self) -> bool:
        """Whether `shown` sends anything: not where the rules told all, nor after time or answers ran out."""
        return not (self._free or self._mute or self._seconds <= 0)

    @property
    def _mute(self) -> bool:
        return self._asked >= _MUTE_AFTER and not self._left

    def shown(self, doubtful: Iterable[Packet], wait: Callable[[int], None]) -> frozenset[Packet]:
        """Those of some packets that are shown to have left. Each must be permitted: it is sent once more, or some
        times where the gateway is slow to answer. `wait` keeps the permitted pace; what it raises is raised.
        """
        wanted = list(dict.fromkeys(doubtful))
        if self._free:
            return frozenset(wanted)
        waiting = [packet for packet in wanted if packet not in self._left]
        started = time.monotonic()
        while waiting and not self._mute and time.monotonic() - started < self._seconds:
            chunk, rest = waiting[:_AT_ONCE], waiting[_AT_ONCE:]
            wait(len(chunk))
            died = dying(chunk, _WAIT_SECONDS)
            self._asked += len(chunk)
            self._left |= died
            if not died and not rest:
                break
            waiting = [*rest, *(packet for packet in chunk if packet not in died)] if died else rest
        self._seconds -= time.monotonic() - started
        return frozenset(wanted) & self._left


def dying(packets: Sequence[Packet], seconds: float) -> set[Packet]:
    """Those of a few packets whose time to live of one drew "time exceeded" from another machine."""
    sent = {sock: packet for packet in packets if (sock := _sent(packet)) is not None}
    died: set[Packet] = set()
    try:
        poll = select.poll()
        for sock in sent:
            poll.register(sock, select.POLLERR)
        by_number = {sock.fileno(): sock for sock in sent}
        deadline = time.monotonic() + seconds
        while by_number and (left := deadline - time.monotonic()) > 0:
            for number, _ in poll.poll(left * 1000):
                sock = by_number.pop(number)
                poll.unregister(number)
                told = icmp.heard(sock)
                if told is not None and told.expired and str(told.sender) != sock.getsockname()[0]:
                    died.add(sent[sock])
    finally:
        for sock in sent:
            sock.close()
    return died


def _sent(packet: Packet) -> socket.socket | None:
    """A socket whose first packet is on its way; None where nothing could be sent."""
    protocol, _, number = packet.port.partition("/")
    kind = socket.SOCK_STREAM if protocol == "tcp" else socket.SOCK_DGRAM
    sock = socket.socket(family(packet.address), kind)
    try:
        if sock.family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS, 1)
        else:
            sock.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, 1)
        icmp.listen(sock)
        sock.settimeout(0)
        with contextlib.suppress(BlockingIOError):
            sock.connect((str(packet.address), int(number)))
        if protocol == "udp":
            sock.send(QUESTIONS.get(packet.port, (b"",))[0])
    except OSError:
        sock.close()
        return None
    return sock


def _listed() -> dict[str, Any] | None:
    """The rules of this network namespace; None where they cannot all be read."""
    try:
        if any(path.read_text(encoding="ascii").split() for path in _LEGACY if path.exists()):
            return None
        done = subprocess.run(_RULES, capture_output=True, check=False, timeout=_RULES_SECONDS)
        if done.returncode or len(done.stdout) > _MOST_RULES:
            return None
        found = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return found if isinstance(found, dict) else None


def withholds_nothing(rules: dict[str, Any] | None) -> bool:
    """Whether every chain that outgoing packets pass lets them all through, unchanged in where they go."""
    if rules is None or not isinstance(entries := rules.get("nftables"), list):
        return False
    chains = [entry["chain"] for entry in entries if isinstance(entry, dict) and isinstance(entry.get("chain"), dict)]
    outwards = [chain for chain in chains if chain.get("hook") in _OUTWARDS]
    if any(chain.get("policy", "accept") != "accept" for chain in outwards):
        return False
    places = {_place(chain, "name") for chain in outwards}
    each = [entry["rule"] for entry in entries if isinstance(entry, dict) and isinstance(entry.get("rule"), dict)]
    return all(_harmless(rule) for rule in each if _place(rule, "chain") in places)


def _place(item: dict[str, Any], name: str) -> tuple[object, ...]:
    return item.get("family"), item.get("table"), item.get(name)


def _harmless(rule: dict[str, Any]) -> bool:
    statements = rule.get("expr")
    return isinstance(statements, list) and all(isinstance(one, dict) and set(one) <= _HARMLESS for one in statements)
