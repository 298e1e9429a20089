"""Limits on a whole conversation: its own, for libraries that bound each single read only, the end of the permission
under which it is held, and the turn that each of its connections waits for.
"""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar

Turn = Callable[[int], None]
"""Waits until so many more packets that begin something may be sent."""

_END: ContextVar[float | None] = ContextVar("end of the permission", default=None)
_TURN: ContextVar[Turn | None] = ContextVar("turn of the next packet", default=None)


class WindowEndedError(Exception):
    """The permission ends before the next packet's turn comes."""


@contextlib.contextmanager
def permitted_for(seconds: float, turn: Turn | None = None) -> Iterator[None]:
    """Whatever this thread says to a machine meanwhile ends when the permission does, in `seconds` from now, and each
    connection it opens waits for its `turn`.
    """
    ends, turns = _END.set(time.monotonic() + seconds), _TURN.set(turn)
    try:
        yield
    finally:
        _END.reset(ends)
        _TURN.reset(turns)


def await_turn(packets: int = 1) -> None:
    """Returns when packets that begin something may be sent. Raises WindowEndedError where they no longer may."""
    if (turn := _TURN.get()) is not None:
        turn(packets)
    if within_permission(1.0) <= 0:
        raise WindowEndedError


def within_permission(seconds: float) -> float:
    """`seconds`, or what is left of the permission where that is less; never below nought."""
    end = _END.get()
    return seconds if end is None else max(0.0, min(seconds, end - time.monotonic()))


class Deadline:
    """Shuts a socket down after some seconds unless cancelled first; whoever reads from it then gets an error. `passed`
    tells that end from one of the other side's making.
    """

    def __init__(self, sock: socket.socket, seconds: float) -> None:
        self.passed = False
        self._sock = sock
        self._timer = threading.Timer(within_permission(seconds), self._shut)
        self._timer.daemon = True
        self._timer.start()

    def cancel(self) -> None:
        """The conversation ended in time."""
        self._timer.cancel()

    def _shut(self) -> None:
        self.passed = True
        with contextlib.suppress(OSError):
            # not SSLSocket.shutdown, which would drop the TLS state under the reader's feet
            socket.socket.shutdown(self._sock, socket.SHUT_RDWR)
