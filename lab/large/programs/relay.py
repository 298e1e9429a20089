"""Carries connections to another address: `relay.py ADDRESS PORT TO_ADDRESS TO_PORT`."""

import socket
import sys
import threading


def _pump(source: socket.socket, target: socket.socket) -> None:
    try:
        while some := source.recv(65536):
            target.sendall(some)
    except OSError:
        return
    finally:
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


def main(address: str, port: str, to_address: str, to_port: str) -> None:
    """Serves until it is ended."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.create_server((address, int(port)), family=family, backlog=64) as server:
        while True:
            line, _ = server.accept()
            try:
                far = socket.create_connection((to_address, int(to_port)), timeout=5)
            except OSError:
                line.close()
                continue
            for pair in ((line, far), (far, line)):
                threading.Thread(target=_pump, args=pair, daemon=True).start()


if __name__ == "__main__":
    main(*sys.argv[1:])
