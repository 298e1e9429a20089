"""A limit on a whole conversation, for libraries that only bound each single read."""

import contextlib
import socket
import threading


class Deadline:
    """Shuts a socket down after some seconds unless cancelled first; whoever reads from it then gets an error."""

    def __init__(self, sock: socket.socket, seconds: float) -> None:
        self._sock = sock
        self._timer = threading.Timer(seconds, self._shut)
        self._timer.daemon = True
        self._timer.start()

    def cancel(self) -> None:
        """The conversation ended in time."""
        self._timer.cancel()

    def _shut(self) -> None:
        with contextlib.suppress(OSError):
            # not SSLSocket.shutdown, which would drop the TLS state under the reader's feet
            socket.socket.shutdown(self._sock, socket.SHUT_RDWR)
