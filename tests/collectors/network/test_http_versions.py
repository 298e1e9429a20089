"""Versions of HTTP, asked of nginx and of odd servers."""

import contextlib
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.collectors.network.http_versions import Server, versions
from auditor.model.facts import Cause
from auditor.model.facts.addressed import addressed
from auditor.model.facts.http_versions import HttpVersions
from auditor.model.vocab.measurements import State
from tests.collectors.openssl import certificate
from tests.collectors.ports import await_port
from tests.collectors.servers import LOOPBACK, Authority, Handler, free_tcp_port, over_tls, replies, serving, silent

NAME = "tinh.gov.vn"
SETTINGS = bytes((0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 100))
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def told(*spoken: str, tls: bool = False, asked: tuple[str, ...] = ("HTTP/1.1", "HTTP/2")) -> HttpVersions:
    refused = tuple(version for version in asked if version not in spoken)
    data = {"spoken": spoken, "refused": refused, "tls": tls, "name_asked": NAME}
    return HttpVersions.model_validate(data | addressed([LOOPBACK]))


def asked(handler: Handler, *, tls: bool = False) -> tuple[State, Cause | None, object]:
    with serving(handler) as port:
        outcome = versions(Server(LOOPBACK, port, tls, NAME))
    return outcome.state, outcome.cause, outcome.data


def either(first: bytes, second: bytes) -> Handler:
    """Says one thing to a request and another to the preface."""

    def handler(connection: socket.socket) -> None:
        heard = connection.recv(65_536)
        connection.sendall(second if heard.startswith(b"PRI ") else first)

    return handler


@contextlib.contextmanager
def nginx(folder: Path, listen: str) -> Iterator[int]:
    """Nginx with one server whose `listen` line says more behind the port."""
    made, port, conf = certificate(folder, "leaf", names=[NAME]), free_tcp_port(), folder / "nginx.conf"
    conf.write_text(
        f"daemon off; pid {folder}/pid; error_log stderr; events {{}} http {{ access_log off; server {{"
        f" listen 127.0.0.1:{port} {listen}; ssl_certificate {made.pem}; ssl_certificate_key {made.key};"
        ' location / { return 200 "x"; } } }',
        encoding="ascii",
    )
    with subprocess.Popen(["nginx", "-c", str(conf)], stderr=subprocess.DEVNULL) as process:
        try:
            await_port(process, port)
            yield port
        finally:
            process.terminate()


@pytest.mark.skipif(os.geteuid() != 0 or shutil.which("nginx") is None, reason="nginx of Debian")
@pytest.mark.parametrize(
    ("listen", "tls", "spoken"),
    [
        ("", False, ("HTTP/1.1",)),
        ("ssl", True, ("HTTP/1.1",)),
        ("ssl http2", True, ("HTTP/1.1", "HTTP/2")),
        ("http2", False, ("HTTP/2",)),
    ],
)
def test_as_nginx_was_told(tmp_path: Path, listen: str, tls: bool, spoken: tuple[str, ...]) -> None:  # noqa: FBT001  # a column of the table
    """In plain text nginx of Debian 12 speaks one version on a port and nothing else, and its frames are no status."""
    with nginx(tmp_path, listen) as port:
        outcome = versions(Server(LOOPBACK, port, tls, NAME))

    if spoken == ("HTTP/2",):
        assert (State.PARTIAL, told("HTTP/2", asked=("HTTP/2",))) == (outcome.state, outcome.data)
    else:
        assert (State.OK, told(*spoken, tls=tls)) == (outcome.state, outcome.data)


@pytest.mark.parametrize(
    ("first", "second", "spoken"),
    [
        (OK, b"HTTP/1.1 400 Bad Request\r\n\r\n", ("HTTP/1.1",)),
        (b"HTTP/1.0 404 None\r\n\r\n", b"HTTP/1.0 505 No\r\n\r\n", ("HTTP/1.0",)),
        (b"HTTP/1.1 505 No\r\n\r\n", SETTINGS, ("HTTP/2",)),
        (OK, SETTINGS, ("HTTP/1.1", "HTTP/2")),
        (b"HTTP/1.1 204\n\n", b"HTTP/1.1 400\n\n", ("HTTP/1.1",)),
    ],
)
def test_what_tells(first: bytes, second: bytes, spoken: tuple[str, ...]) -> None:
    """A status line tells a version, also of an error; a version that is refused is not spoken."""
    assert (State.OK, None, told(*spoken)) == asked(either(first, second))


@pytest.mark.parametrize(
    "second",
    [
        b"",
        b"HTTP",
        b"HTTP/1.1 banana\r\n",
        SETTINGS[:4] + b"\x01" + SETTINGS[5:],  # it acknowledges settings before it has sent its own
        bytes((0, 0, 0, 6, 0, 0, 0, 0, 0)),
        SETTINGS[:5] + b"\x00\x00\x00\x01" + SETTINGS[9:],
        b"220 mail.tinh.gov.vn ESMTP",
    ],
)
def test_no_settings_of_http_two(second: bytes) -> None:
    """What is neither settings nor a status leaves HTTP/2 unknown, and the look unfinished."""
    expected = (State.PARTIAL, Cause(code="http_versions_not_told"), told("HTTP/1.1", asked=("HTTP/1.1",)))
    assert expected == asked(either(OK, second))


@pytest.mark.parametrize(
    "said", [b"<html>", b"SSH-2.0-x\r\n", b"HTTP/3.0 200 OK\r\n\r\n", b"HTTP/1.1200 OK\r\n\r\n", b"HTTP/1.1 999 X\r\n"]
)
def test_no_http_at_all(said: bytes) -> None:
    """What speaks no HTTP of these versions tells nothing about them."""
    state, cause, data = asked(replies(said + b"\n"))

    assert (State.PARSE_ERROR, Cause(code="not_http"), None) == (state, cause, data)


def test_a_server_without_alpn(tmp_path: Path) -> None:
    """Nobody may begin HTTP/2 under TLS where the server has not chosen it."""
    context = Authority().server(tmp_path, NAME)

    assert (State.OK, None, told("HTTP/1.1", tls=True)) == asked(over_tls(context, either(OK, SETTINGS)), tls=True)


def test_a_server_that_chooses_and_says_something_else(tmp_path: Path) -> None:
    """A choice alone is no HTTP/2."""
    context = Authority().server(tmp_path, NAME)
    context.set_alpn_protocols(["h2", "http/1.1"])

    assert (State.OK, None, told("HTTP/1.1", tls=True)) == asked(over_tls(context, replies(OK)), tls=True)


@pytest.mark.slow
def test_a_silent_server() -> None:
    """It is given up, and was not heard to speak anything."""
    state, cause, data = asked(silent)

    assert (State.TIMEOUT, Cause(code="no_answer"), None) == (state, cause, data)
