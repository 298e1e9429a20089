"""Which UDP services answer a question in their own protocol.

UDP has no handshake: silence to an empty packet says nothing. So each port is asked what its protocol must answer; a
reply means open, an ICMP "port unreachable" of the asked address itself refused, and silence to a proper question, or a
firewall's word in its place, that nothing there talks to this vantage.
"""

import errno
import select
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from auditor.collectors.network import icmp
from auditor.collectors.network.snmp import question
from auditor.collectors.network.sockets import Attempt, family
from auditor.collectors.scope import Address

_DNS_ROOT_NS = b"\x41\x55\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x01"
_TFTP_READ = b"\x00\x01auditor-no-such-file\x00octet\x00"
_NTP_CLIENT = b"\x23" + bytes(39) + b"AUDITOR\x00"

QUESTIONS: dict[str, tuple[bytes, ...]] = {
    "udp/53": (_DNS_ROOT_NS,),
    "udp/69": (_TFTP_READ,),
    "udp/123": (_NTP_CLIENT,),
    "udp/161": (question("v1"), question("v2c"), question("v3")),
    "udp/514": (b"",),
}
"""Read-only questions by port. TFTP is asked for a file that does not exist; the protocol answers with an error. Syslog
is sent an empty datagram, which is no message (RFC 5426, 3.1), since whatever says more would be logged.
"""

MUTE = frozenset({"udp/514"})
"""Ports whose protocol answers nobody: only a refusal says anything."""


def can_be_asked(port: str) -> bool:
    """Whether there is a way to find out what is behind a port."""
    return port.startswith("tcp/") or port in QUESTIONS


@dataclass(frozen=True, slots=True)
class Knocked:
    """Ports that answered, ports the host itself refused, all that were tried, whether it said anything at all,
    ports for which somebody else spoke, and those that no route leads to.
    """

    open: frozenset[str]
    refused: frozenset[str]
    tried: frozenset[str]
    alive: bool
    blocked: frozenset[str] = frozenset()
    no_route: frozenset[str] = frozenset()


class _Question:
    """One question on a socket of its own, so that an ICMP answer is known to belong to it."""

    def __init__(self, address: Address, port: str, text: bytes) -> None:
        self.port = port
        self.answer = ""
        self._address = address
        self._text = text
        self.sock = socket.socket(family(address), socket.SOCK_DGRAM)
        self.sock.settimeout(0)
        icmp.listen(self.sock)
        self._try(lambda: self.sock.connect((str(address), int(port.removeprefix("udp/")))))

    def send(self) -> None:
        """Asks, unless something is known already."""
        if not self.answer:
            self._try(lambda: self.sock.send(self._text))

    def receive(self) -> None:
        """Takes what came back."""
        self._try(lambda: self.sock.recv(8192))
        self.answer = self.answer or "open"

    def _try(self, act: Callable[[], object]) -> None:
        """Only an ICMP error shows that the question left; whatever else fails, failed here."""
        try:
            act()
        except OSError as fault:
            told = icmp.heard(self.sock)
            if told is None:
                self.answer = "no_route" if fault.errno == errno.ENETUNREACH else "unsent"
            elif str(told.sender) == self.sock.getsockname()[0] != str(self._address):
                self.answer = "unsent"
            else:
                self.answer = "refused" if told.of_port and told.sender == self._address else "blocked"


def knock(address: Address, ports: Iterable[str], *, timeout: float = 1.2, tries: int = 2) -> Knocked:
    """Asks all ports at once. One without a question of its own, or to which nothing could be sent, was not tried."""
    questions = [_Question(address, port, text) for port in ports for text in QUESTIONS.get(port, ())]
    try:
        for _ in range(tries):
            for question_ in questions:
                question_.send()
            _listen(questions, timeout)
    finally:
        for question_ in questions:
            question_.sock.close()
    return _knocked({(item.port, item.answer) for item in questions})


def asked(address: Address, port: str) -> Attempt:
    """How the questions of one port end, in the words of a connection attempt."""
    told = knock(address, (port,))
    if told.open:
        return Attempt.ANSWERED
    if told.refused:
        return Attempt.REFUSED
    if told.blocked or told.tried:
        return Attempt.UNREACHABLE if told.blocked else Attempt.SILENT
    return Attempt.NO_ROUTE_HERE if told.no_route else Attempt.UNSENT


def _knocked(answers: set[tuple[str, str]]) -> Knocked:
    opened, refused, unsent, no_route = (_with(answers, how) for how in ("open", "refused", "unsent", "no_route"))
    tried = {port for port, _ in answers} - unsent - no_route
    return Knocked(
        opened,
        refused - opened,
        frozenset(tried | opened),
        alive=bool(opened | refused),
        blocked=_with(answers, "blocked"),
        no_route=no_route,
    )


def _with(answers: set[tuple[str, str]], how: str) -> frozenset[str]:
    return frozenset(port for port, answer in answers if answer == how)


def _listen(questions: list[_Question], timeout: float) -> None:
    """Until the time is over or every question is answered; one answer decides for all questions of its port."""
    deadline = time.monotonic() + timeout
    while True:
        decided = {item.port for item in questions if item.answer == "open"}
        waiting = {item.sock: item for item in questions if not item.answer and item.port not in decided}
        if not waiting:
            return
        ready, _, _ = select.select(list(waiting), [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return
        for sock in ready:
            waiting[sock].receive()
