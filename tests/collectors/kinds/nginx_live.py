"""Starts the machine's nginx and asks it: `python -m tests.collectors.kinds.nginx_live PORT:NAME...` writes JSON.

For each port and name it tells `redirects` (whether each path asked for leads to HTTPS), and for TLS `versions` and
`hsts`, the values of Strict-Transport-Security of each path that is served, an empty one where there is none.
"""

import contextlib
import json
import socket
import ssl
import subprocess
import sys
import warnings
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any

from tests.collectors.ports import await_port

PATHS = ("/", "/a/b", "/login", "/.well-known/acme-challenge/x")
_REFUSED = 400
"""From this status on nginx sends no header that is not added `always` (ngx_http_headers_module)."""

VERSIONS = {
    "TLSv1.0": ssl.TLSVersion.TLSv1,
    "TLSv1.1": ssl.TLSVersion.TLSv1_1,
    "TLSv1.2": ssl.TLSVersion.TLSv1_2,
    "TLSv1.3": ssl.TLSVersion.TLSv1_3,
}


@contextlib.contextmanager
def running(port: int) -> Iterator[None]:
    """The server until the end of the block."""
    process = subprocess.Popen(["nginx", "-g", "daemon off;"], stderr=subprocess.DEVNULL)
    try:
        await_port(process, port)
        yield
    finally:
        process.terminate()
        process.wait(10)


def context(version: ssl.TLSVersion | None) -> ssl.SSLContext:
    """A client that takes any certificate, and one version where one is given."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname, made.verify_mode = False, ssl.CERT_NONE
    made.set_ciphers("ALL:@SECLEVEL=0")
    made.minimum_version = version or ssl.TLSVersion.TLSv1
    made.maximum_version = version or ssl.TLSVersion.TLSv1_3
    return made


def speaks(port: int, name: str, version: ssl.TLSVersion) -> bool:
    """Whether a handshake in one version succeeds."""
    try:
        with (
            socket.create_connection(("127.0.0.1", port), 5) as plain,
            context(version).wrap_socket(plain, server_hostname=name),
        ):
            return True
    except (ssl.SSLError, OSError):
        return False


def answer(port: int, name: str, path: str, *, tls: bool) -> HTTPResponse | None:
    """The head of one answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.connect()
        if tls:
            connection.sock = context(None).wrap_socket(connection.sock, server_hostname=name)
        connection.request("GET", path, headers={"Host": name})
        return connection.getresponse()
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()


def asked(port: int, name: str) -> dict[str, Any]:
    """What one virtual server does."""
    versions = [told for told, version in VERSIONS.items() if speaks(port, name, version)]
    heads = [answer(port, name, path, tls=bool(versions)) for path in PATHS]
    known = [head for head in heads if head is not None]
    return {
        "versions": versions,
        "redirects": all((head.getheader("Location") or "").startswith("https://") for head in known) and bool(known),
        "hsts": [head.getheader("Strict-Transport-Security") or "" for head in known if head.status < _REFUSED],
    }


def main() -> None:
    """Asks each server of the command line."""
    warnings.simplefilter("ignore", DeprecationWarning)  # old versions are what is asked for
    servers = [(int(port), name) for port, _, name in (word.partition(":") for word in sys.argv[1:])]
    with running(servers[0][0]):
        json.dump([asked(port, name) for port, name in servers], sys.stdout)


if __name__ == "__main__":
    main()
