"""Bounded conversations over TCP and UDP: a deadline for the whole of it and a limit on what is read."""

import errno
import socket
import time
from enum import StrEnum

from auditor.collectors.deadline import await_turn
from auditor.collectors.network import icmp
from auditor.collectors.scope import Address

_UNREACHABLE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EHOSTDOWN, errno.EACCES, errno.EPERM})


class Attempt(StrEnum):
    """How a connection attempt ended. `refused`: nothing takes connections there, as a reset said; `rejected`: the
    machine itself said by ICMP that it takes none from here, as its own packet filter would; `unreachable`: somebody on
    the way spoke for it; `unsent`: this machine's own filter or neighbourhood kept it.
    """

    ANSWERED = "answered"
    REFUSED = "refused"
    REJECTED = "rejected"
    SILENT = "silent"
    UNREACHABLE = "unreachable"
    NO_ROUTE_HERE = "no_route_here"
    UNSENT = "unsent"

    @property
    def got_there(self) -> bool:
        """It proves that packets get there and back."""
        return self in {Attempt.ANSWERED, Attempt.REFUSED, Attempt.REJECTED}


def family(address: Address) -> socket.AddressFamily:
    """The socket family of an address."""
    return socket.AF_INET6 if address.version == 6 else socket.AF_INET  # noqa: PLR2004  # the IP version


def connect(address: Address, port: int, timeout: float) -> socket.socket:
    """A connected TCP socket whose later reads time out likewise, opened in its turn. Raises OSError, and
    WindowEndedError where the permission ended meanwhile.
    """
    await_turn()
    sock = socket.socket(family(address), socket.SOCK_STREAM)
    try:
        sock.settimeout(timeout)
        sock.connect((str(address), port))
    except BaseException:
        sock.close()
        raise
    return sock


def attempt(address: Address, port: int, timeout: float = 2.0) -> Attempt:
    """Tries one TCP connection and closes it at once."""
    with socket.socket(family(address), socket.SOCK_STREAM) as sock:
        icmp.listen(sock)
        sock.settimeout(timeout)
        try:
            sock.connect((str(address), port))
        except OSError as fault:
            return _ended(fault, icmp.heard(sock), address, sock.getsockname()[0])
    return Attempt.ANSWERED


def _ended(fault: OSError, told: icmp.Heard | None, address: Address, own: str) -> Attempt:
    """What a failed attempt shows: whoever sent an ICMP error spoke for itself or for another."""
    if told is not None:
        if str(told.sender) == own != str(address):
            return Attempt.UNSENT
        return Attempt.REJECTED if told.sender == address else Attempt.UNREACHABLE
    if isinstance(fault, ConnectionRefusedError):
        return Attempt.REFUSED
    if fault.errno == errno.ENETUNREACH:
        return Attempt.NO_ROUTE_HERE
    return Attempt.UNSENT if fault.errno in _UNREACHABLE else Attempt.SILENT


class Reader:
    """Reads from a socket until a deadline, and never more than `limit` bytes in all."""

    def __init__(self, sock: socket.socket, *, seconds: float, limit: int) -> None:
        self._sock = sock
        self._deadline = time.monotonic() + seconds
        self._left = limit
        self._buffer = b""

    @property
    def ahead(self) -> int:
        """How many bytes came that nobody has asked for yet."""
        return len(self._buffer)

    def exactly(self, count: int) -> bytes:
        """The next `count` bytes. Raises TimeoutError at the deadline, ConnectionError at the end or the limit."""
        while len(self._buffer) < count:
            self._fill()
        taken, self._buffer = self._buffer[:count], self._buffer[count:]
        return taken

    def line(self, longest: int) -> bytes:
        """The next line without its end. Raises as `exactly`, and ConnectionError for a longer line."""
        while b"\n" not in self._buffer:
            if len(self._buffer) > longest:
                raise ConnectionError("the line is too long")
            self._fill()
        taken, _, self._buffer = self._buffer.partition(b"\n")
        if len(taken) > longest:
            raise ConnectionError("the line is too long")
        return taken.rstrip(b"\r")

    def _fill(self) -> None:
        remaining = self._deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError("the whole conversation took too long")
        if self._left <= 0:
            raise ConnectionError("the answer is too long")
        self._sock.settimeout(remaining)
        data = self._sock.recv(min(65_536, self._left))
        if not data:
            raise ConnectionError("the answer is cut short")
        self._left -= len(data)
        self._buffer += data


def ask(address: Address, port: int, question: bytes, *, timeout: float = 1.5, tries: int = 2) -> bytes | None:
    """One UDP question from a connected socket, repeated; the first answer, or None for silence.

    Raises ConnectionRefusedError when the target says the port is closed, OSError when nothing could be sent.
    """
    with socket.socket(family(address), socket.SOCK_DGRAM) as sock:
        sock.connect((str(address), port))
        sock.settimeout(timeout)
        for _ in range(tries):
            sock.send(question)
            try:
                return sock.recv(8192)
            except TimeoutError:
                continue
    return None
