"""Services that begin in plain text and go over to TLS: real ones, and small ones that say what a test wants."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest

from auditor.collectors.network.starttls import GREETINGS, greeting_of
from auditor.collectors.network.tls import Peer, Server, handshake
from auditor.collectors.outcome import Outcome
from auditor.model.vocab.measurements import State
from tests.collectors.ports import await_port
from tests.collectors.servers import LOOPBACK, Authority, dribbles, floods, free_tcp_port, says, serving, silent

NAME = "tinh.gov.vn"
_LDAP_REQUEST = b"\x30\x1d\x02\x01\x01\x77\x18\x80\x161.3.6.1.4.1.1466.20037"
_LDAP_DONE = b"\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00"
_MYSQL_HELLO = (
    b"\x0a8.0.36\x00" + bytes(4) + b"saltsalt" + b"\x00" + b"\xff\xff" + b"\x21\x02\x00\xff\xdf\x15" + bytes(10)
)


def _expects(sock: socket.socket, text: bytes) -> None:
    got = b""
    while len(got) < len(text):
        got += sock.recv(len(text) - len(got))
    assert got == text


def _smtp(sock: socket.socket) -> None:
    sock.sendall(b"220-one\r\n220 two\r\n")
    _expects(sock, b"EHLO auditor.invalid\r\n")
    sock.sendall(b"250-mail\r\n250-SIZE 1\r\n250-STARTTLS\r\n250 HELP\r\n")
    _expects(sock, b"STARTTLS\r\n")
    sock.sendall(b"220 go\r\n")


def _imap(sock: socket.socket) -> None:
    sock.sendall(b"* OK ready\r\n")
    _expects(sock, b"a1 STARTTLS\r\n")
    sock.sendall(b"* CAPABILITY IMAP4rev1\r\na1 OK begin\r\n")


def _pop3(sock: socket.socket) -> None:
    sock.sendall(b"+OK ready\r\n")
    _expects(sock, b"STLS\r\n")
    sock.sendall(b"+OK begin\r\n")


def _ldap(sock: socket.socket) -> None:
    _expects(sock, _LDAP_REQUEST)
    sock.sendall(_LDAP_DONE)


def _postgresql(sock: socket.socket) -> None:
    _expects(sock, b"\x00\x00\x00\x08\x04\xd2\x16\x2f")
    sock.sendall(b"S")


def _mysql(sock: socket.socket) -> None:
    sock.sendall(len(_MYSQL_HELLO).to_bytes(3, "little") + b"\x00" + _MYSQL_HELLO)
    got = b""
    while len(got) < 36:
        got += sock.recv(36 - len(got))
    assert (b"\x20\x00\x00\x01", 0x8A00) == (got[:4], int.from_bytes(got[4:8], "little"))


DIALOGUES: dict[str, Callable[[socket.socket], None]] = {
    "smtp": _smtp,
    "imap": _imap,
    "pop3": _pop3,
    "ldap": _ldap,
    "postgresql": _postgresql,
    "mysql": _mysql,
}


@pytest.mark.parametrize("name", sorted(DIALOGUES))
def test_each_dialogue(tmp_path: Path, name: str) -> None:
    """It says what the protocol asks for and nothing else, and the certificate behind it is seen."""
    authority = Authority()
    context = authority.server(tmp_path, NAME)

    def handler(sock: socket.socket) -> None:
        DIALOGUES[name](sock)
        with context.wrap_socket(sock, server_side=True) as secure:
            secure.recv(1)

    with serving(handler) as port:
        peer = handshake(Server(LOOPBACK, port, authority.pem, name), NAME)

    assert isinstance(peer, Peer)
    assert "" == peer.chain_error


REFUSALS = {
    "smtp": b"220 hi\r\n250 no such thing\r\n",
    "imap": b"* OK hi\r\na1 BAD no\r\n",
    "pop3": b"+OK hi\r\n-ERR no\r\n",
    "ldap": b"\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x02\x04\x00\x04\x00",
    "postgresql": b"N",
    "mysql": b"\x1a\x00\x00\x00\x0a5.5\x00" + bytes(4) + b"saltsalt" + b"\x00" + b"\xff\xf7" + bytes(6),
}


@pytest.mark.parametrize("name", sorted(REFUSALS))
def test_a_service_without_tls(name: str) -> None:
    """It speaks its protocol and says no: a refusal, and not some broken TLS."""
    with serving(says(REFUSALS[name])) as port:
        outcome = handshake(Server(LOOPBACK, port, "", name), NAME)

    assert isinstance(outcome, Outcome)
    assert (State.REFUSED, None) == (outcome.state, outcome.data)


@pytest.mark.parametrize("name", sorted(DIALOGUES))
def test_a_service_that_goes_on_in_plain_text(name: str) -> None:
    """What it says ahead of TLS is taken for nothing."""

    def handler(sock: socket.socket) -> None:
        DIALOGUES[name](cast(socket.socket, _Ahead(sock)))
        sock.recv(1)

    with serving(handler) as port:
        outcome = handshake(Server(LOOPBACK, port, "", name), NAME)

    assert isinstance(outcome, Outcome)
    assert outcome.data is None


class _Ahead:
    """As much of a socket as a dialogue needs, which adds a line to whatever it says."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    def sendall(self, data: bytes) -> None:
        """Says more than it was told."""
        self._sock.sendall(data + b"ahead\r\n")

    def recv(self, count: int) -> bytes:
        """Hears what there is."""
        return self._sock.recv(count)


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(GREETINGS))
@pytest.mark.parametrize("handler", [floods, silent, dribbles, says(b"\x00" * 300), says(b"2" * 5000)])
def test_hostile_services(name: str, handler: Callable[[socket.socket], None]) -> None:
    """Floods, silence, dribbling and garbage end in time and teach nothing."""
    with serving(handler) as port:
        outcome = handshake(Server(LOOPBACK, port, "", name), NAME)

    assert isinstance(outcome, Outcome)
    assert outcome.data is None


@pytest.fixture
def postgresql(tmp_path: Path) -> Iterator[tuple[int, str]]:
    """A PostgreSQL of Debian's with TLS; yields its port and whom to trust."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs or os.geteuid() != 0:
        pytest.skip("PostgreSQL starts as another user than root only, whom root can become")
    authority, port = Authority(), free_tcp_port()
    authority.server(tmp_path, NAME)
    home = tmp_path / "postgres"
    home.mkdir()
    shutil.copy(tmp_path / f"{NAME}.pem", home / "server.pem")
    for path in (tmp_path, *tmp_path.parents):
        if path == Path(tempfile.gettempdir()):
            break  # everybody's, and open to everybody already
        path.chmod(0o711)
    shutil.chown(home, "postgres")
    shutil.chown(home / "server.pem", "postgres")
    (home / "server.pem").chmod(0o600)
    become = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]
    subprocess.run(
        [*become, programs[-1] / "initdb", "-D", home / "data", "-A", "trust"], check=True, capture_output=True
    )
    settings = {"port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": home, "ssl": "on"}
    settings |= {"ssl_cert_file": home / "server.pem", "ssl_key_file": home / "server.pem", "fsync": "off"}
    words = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
    command = [*become, str(programs[-1] / "postgres"), "-D", str(home / "data"), *words]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            await_port(process, port)
            yield port, authority.pem
        finally:
            process.send_signal(signal.SIGINT)


@pytest.mark.slow
def test_a_real_postgresql(postgresql: tuple[int, str]) -> None:
    """Its certificate is seen, and without the dialogue nothing is."""
    port, anchors = postgresql
    plain = handshake(Server(LOOPBACK, port, anchors), NAME)
    peer = handshake(Server(LOOPBACK, port, anchors, "postgresql"), NAME)

    assert isinstance(plain, Outcome)
    assert isinstance(peer, Peer)
    assert ("", "TLSv1.3") == (peer.chain_error, peer.version)


@pytest.mark.parametrize(
    ("name", "port", "encrypted", "dialogue"),
    [
        ("smtp", 2525, False, "smtp"),
        ("smtp", 465, True, ""),
        ("", 5432, False, "postgresql"),
        ("postgresql", 15432, False, "postgresql"),
        ("http", 25, False, ""),
        ("", 443, False, ""),
        ("mariadb", 3307, False, "mariadb"),
        ("", 587, False, "smtp"),
    ],
)
def test_which_dialogue(name: str, port: int, dialogue: str, *, encrypted: bool) -> None:
    """The name that was heard decides, the port only where nothing was heard, and neither where TLS begins at once."""
    assert dialogue == greeting_of(name, port, encrypted=encrypted)
