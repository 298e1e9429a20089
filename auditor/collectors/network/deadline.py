"""Limits on a whole conversation: its own, for libraries that bound each single read only, and the end of the
permission under which it is held.
"""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from contextvars import ContextVar

_END: ContextVar[float | None] = ContextVar("end of the permission", default=None)


@contextlib.contextmanager
def permitted_for(seconds: float) -> Iterator[None]:
    """Whatever this thread says to a machine meanwhile ends when the permission does, in `seconds` from now."""
    token = _END.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _END.reset(token)


def within_permission(seconds: float) -> float:
    """`seconds`, or what is left of the permission where that is less; never below nought."""
    end = _END.get()
    return seconds if end is None else max(0.0, min(seconds, end - time.monotonic()))


class Deadline:
    """Shuts a socket down after some seconds unless cancelled first; whoever reads from it then gets an error."""

    def __init__(self, sock: socket.socket, seconds: float) -> None:
        self._sock = sock
        self._timer = threading.Timer(within_permission(seconds), self._shut)
        self._timer.daemon = True
        self._timer.start()

    def cancel(self) -> None:
        """The conversation ended in time."""
        self._timer.cancel()

    def _shut(self) -> None:
        with contextlib.suppress(OSError):
            # not SSLSocket.shutdown, which would drop the TLS state under the reader's feet
            socket.socket.shutdown(self._sock, socket.SHUT_RDWR)
