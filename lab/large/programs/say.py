"""Listens on a port and says one text to whoever connects; says nothing, and holds the line, where the text is empty.

Run as a program: `say.py ADDRESS PORT [TEXT]`, with backslash escapes in the text.
"""

import socket
import sys
import threading
import time

_HELD_SECONDS = 20.0


def _serve(line: socket.socket, text: bytes) -> None:
    with line:
        try:
            if text:
                line.sendall(text)
            line.settimeout(_HELD_SECONDS)
            limit = time.monotonic() + _HELD_SECONDS
            while time.monotonic() < limit and line.recv(4096):
                pass
        except OSError:
            return


def main(address: str, port: str, text: str = "") -> None:
    """Serves until it is ended."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    said = text.encode().decode("unicode_escape").encode("latin-1")
    with socket.create_server((address, int(port)), family=family, backlog=128) as server:
        while True:
            line, _ = server.accept()
            threading.Thread(target=_serve, args=(line, said), daemon=True).start()


if __name__ == "__main__":
    main(*sys.argv[1:])
