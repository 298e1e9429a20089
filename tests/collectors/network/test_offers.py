"""Versions of TLS, name by name, asked of real servers and of odd ones."""

import contextlib
import itertools
import os
import shutil
import socket
import struct
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from auditor.collectors.deadline import permitted_for
from auditor.collectors.network import offers
from auditor.collectors.network.hello import NUMBERS, SSL2, How, Said, hello_of
from auditor.collectors.network.tls import Server, look, said_to
from auditor.collectors.outcome import Outcome
from auditor.model.facts import Tls
from auditor.model.vocab.measurements import State
from tests.collectors import servers
from tests.collectors.openssl import Made, certificate, handed_over, serving
from tests.collectors.ports import await_port
from tests.collectors.servers import LOOPBACK, Handler

NAME, OTHER, THIRD = "tinh.gov.vn", "b.tinh.gov.vn", "c.tinh.gov.vn"
ALL = (SSL2, *NUMBERS)
NEW = ("TLSv1.2", "TLSv1.3")
OLD = ("-cipher", "ALL:@SECLEVEL=0", "-min_protocol", "TLSv1")


@pytest.fixture
def root(tmp_path: Path) -> Made:
    return certificate(tmp_path, "root", authority=True)


def looked(port: int, root: Made, *names: str) -> tuple[Outcome, Tls]:
    outcome = look(Server(LOOPBACK, port, root.text), names)
    assert isinstance(outcome.data, Tls)
    return outcome, outcome.data


_OLD_ONLY = (*OLD, "-no_tls1_2", "-no_tls1_3")


@pytest.mark.long
@pytest.mark.parametrize(
    ("key", "more", "offered"),
    [
        ("p384", (), NEW),
        ("p384", ("-tls1_3",), ("TLSv1.3",)),
        ("p521", (), NEW),
        ("p521", ("-tls1_3",), ("TLSv1.3",)),
        ("p521", ("-tls1_2",), ("TLSv1.2",)),
        ("p521", OLD, ("TLSv1.0", "TLSv1.1", *NEW)),
        ("p521", ("-Verify", "1"), NEW),
        ("ed25519", (), NEW),
        ("ed25519", ("-tls1_3",), ("TLSv1.3",)),
        ("rsa", _OLD_ONLY, ("TLSv1.0", "TLSv1.1")),
        ("p256", _OLD_ONLY, ("TLSv1.0", "TLSv1.1")),
        ("rsa", ("-cipher", "AES256-SHA"), NEW),
    ],
)
def test_every_kind_of_key(tmp_path: Path, root: Made, key: str, more: Sequence[str], offered: tuple[str, ...]) -> None:
    """As the server was told to offer. The scanner has no ciphers for an Edwards key in TLS 1.2: they are unread, and
    nothing else is.
    """
    leaf = certificate(tmp_path, "leaf", by=root, names=[NAME], key=key)
    with serving(leaf, more=more) as port:
        outcome, data = looked(port, root, NAME)

    unread = {item.field for item in outcome.unread or ()}
    assert (offered, ALL) == (data.offered, data.tried)
    assert (unread == {"weak_ciphers"}) == (key == "ed25519" and offered != ("TLSv1.3",)) == (data.weak_ciphers is None)
    assert outcome.state is (State.PARTIAL if unread else State.OK)


def by_name(ports: Mapping[str, int]) -> Handler:
    """Reads whom a connection asks for, as what tells servers apart by their names before TLS does."""

    def hand_over(connection: socket.socket) -> None:
        hello = connection.recv(65_536)
        port = next((port for name, port in ports.items() if bytes((len(name),)) + name.encode() in hello), None)
        if port is None:
            connection.sendall(b"\x15\x03\x01\x00\x02\x02\x70")  # unrecognized_name
            return
        handed_over(connection, port, hello)

    return hand_over


@pytest.mark.long
def test_another_version_under_another_name(tmp_path: Path, root: Made) -> None:
    """The worst of all names counts, and which name it is is told."""
    leaf = certificate(tmp_path, "leaf", by=root, names=[NAME, OTHER, THIRD])
    with serving(leaf) as new, serving(leaf, more=OLD) as old:
        front = by_name({OTHER: old, THIRD: new, NAME: new})
        with servers.serving(front) as port:
            outcome, data = looked(port, root, NAME, OTHER, THIRD)

    assert (("TLSv1.0", "TLSv1.1", *NEW), ALL) == (data.offered, data.tried)
    # ciphers are listed under the first name
    assert (State.PARTIAL, ["weak_ciphers"]) == (outcome.state, [item.field for item in outcome.unread or ()])
    assert data.offers is not None
    assert [((NAME, THIRD), NEW), ((OTHER,), ("TLSv1.0", "TLSv1.1", *NEW))] == [
        (one.names, one.offered) for one in data.offers
    ]


@pytest.mark.long
def test_a_name_the_server_does_not_know(tmp_path: Path, root: Made) -> None:
    """Nothing was tried under it, and the look is not whole."""
    leaf = certificate(tmp_path, "leaf", by=root, names=[NAME, OTHER])
    with serving(leaf) as port, servers.serving(by_name({NAME: port})) as front:
        outcome, data = looked(front, root, NAME, OTHER)

    assert State.PARTIAL is outcome.state
    assert (SSL2, "SSLv3") == data.tried
    assert set(NEW) <= set(data.offered)


@pytest.mark.long
def test_a_name_without_an_answer(tmp_path: Path, root: Made) -> None:
    """Nobody spoke under it, so that nothing was tried under every name, whatever another was told."""
    leaf = certificate(tmp_path, "leaf", by=root, names=[NAME, OTHER])
    with serving(leaf) as behind:
        known = by_name({NAME: behind})

        def front(connection: socket.socket) -> None:
            other = OTHER.encode() in connection.recv(65_536, socket.MSG_PEEK)
            (servers.silent if other else known)(connection)

        with servers.serving(front) as port:
            outcome, data = looked(port, root, NAME, OTHER)

    assert (State.PARTIAL, NEW, ()) == (outcome.state, data.offered, data.tried)


@pytest.mark.long
@pytest.mark.parametrize("lost", [1, 3, 7])
def test_a_server_that_was_just_being_started(tmp_path: Path, root: Made, lost: int) -> None:
    """Its first connections are lost: the first handshake, or every hello as well. It is asked once more."""
    leaf = certificate(tmp_path, "leaf", by=root, names=[NAME])
    count, lock = itertools.count(), threading.Lock()
    with serving(leaf) as behind:

        def front(connection: socket.socket) -> None:
            with lock:
                begun = next(count) >= lost
            hello = connection.recv(65_536)
            if begun:
                handed_over(connection, behind, hello)

        with servers.serving(front) as port:
            outcome, data = looked(port, root, NAME)

    assert (State.OK, NEW, ALL, True) == (outcome.state, data.offered, data.tried, data.chain_valid)


@pytest.mark.long
def test_no_scanner(tmp_path: Path, root: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """Versions are told without it; ciphers are unread."""
    leaf = certificate(tmp_path, "leaf", by=root, names=[NAME], key="p521")
    with serving(leaf) as port:
        monkeypatch.setenv("PATH", str(tmp_path))
        outcome, data = looked(port, root, NAME)

    assert (NEW, ALL) == (data.offered, data.tried)
    assert (State.PARTIAL, "nmap_missing", ["weak_ciphers"]) == (
        outcome.state,
        outcome.cause and outcome.cause.code,
        [item.field for item in outcome.unread or ()],
    )


def record(kind: int, version: int, body: bytes) -> bytes:
    return struct.pack("!BHH", kind, version, len(body)) + body


def server_hello(version: int, *, as_extension: bool = False) -> bytes:
    extension = struct.pack("!HHHH", 6, 43, 2, version) if as_extension else b""
    body = struct.pack("!H", 0x0303 if as_extension else version) + bytes(32) + b"\x00" + b"\x00\x2f\x00" + extension
    return b"\x02" + len(body).to_bytes(3, "big") + body


REFUSAL = record(21, 0x0300, b"\x02\x46")


def spoken(answers: Mapping[str, bytes]) -> Handler:
    """Answers each version as told, hangs up on others."""

    def handler(connection: socket.socket) -> None:
        hello = connection.recv(65_536)
        connection.sendall(answers.get(_version(hello), b""))

    return handler


def _version(hello: bytes) -> str:
    if hello[0] & 0x80:
        return SSL2
    if b"\x00\x2b\x00\x03\x02\x03\x04" in hello:
        return "TLSv1.3"
    return {number: name for name, number in NUMBERS.items()}[int.from_bytes(hello[9:11], "big")]


def heard(handler: Handler, names: Sequence[str] = (NAME,)) -> dict[str, offers.Offered]:
    with servers.serving(handler) as port:
        return offers.offers(lambda version, name: _asked(port, version, name), names)


def _asked(port: int, version: str, name: str) -> Said:
    return said_to(Server(LOOPBACK, port), version, name)


V3 = record(22, 0x0300, server_hello(0x0300))
V2 = b"\x80\x0b\x04\x00\x01\x00\x02" + bytes(6)


@pytest.mark.parametrize(
    ("answers", "offered", "tried"),
    [
        (
            {SSL2: V2, "SSLv3": V3, "TLSv1.2": V3},
            {SSL2, "SSLv3"},
            {SSL2, "SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"},
        ),
        # every alert refuses, and so does whoever hangs up each time while another version is answered
        ({"TLSv1.2": record(22, 0x0303, server_hello(0x0303)), "TLSv1.0": REFUSAL}, {"TLSv1.2"}, set(ALL)),
        # a hello in two records, behind a warning
        (
            {
                "TLSv1.3": record(21, 0x0303, b"\x01\x70")
                + record(22, 0x0303, server_hello(0x0304, as_extension=True)[:7])
                + record(22, 0x0303, server_hello(0x0304, as_extension=True)[7:])
            },
            {"TLSv1.3"},
            set(ALL),
        ),
        # a newer version than was offered, garbage, an endless line of empty words: nothing of it is an answer
        (
            dict.fromkeys(["SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2"], record(22, 0x0304, server_hello(0x0304))),
            set(),
            set(),
        ),
        (dict.fromkeys(ALL, b"HTTP/1.1 400 Bad Request\r\n\r\n"), set(), {SSL2}),
        (dict.fromkeys(ALL, record(22, 0x0303, b"\x02\x00\x40\x00") * 40), set(), {SSL2}),
        (dict.fromkeys(ALL, record(21, 0x0303, b"\x01\x5a") * 40), set(), {SSL2}),
        (dict.fromkeys(ALL, record(23, 0x0303, b"x")), set(), {SSL2}),
    ],
)
def test_what_a_server_says(answers: Mapping[str, bytes], offered: set[str], tried: set[str]) -> None:
    """A version is offered where the server's own hello names it, tried where it did that or refused."""
    found = heard(spoken(answers))[NAME]

    assert (frozenset(offered), True) == (found.offered, found.steady)
    assert tried == found.tried


@pytest.mark.parametrize("every", [2, 3, 4])
@pytest.mark.parametrize("begun", [0, 1, 2, 3])
def test_one_connection_of_three(every: int, begun: int) -> None:
    """Who answers one connection of a few refuses nothing, wherever the count began."""
    sound, turn = record(22, 0x0303, server_hello(0x0303)), itertools.count(begun)
    lock = threading.Lock()

    def handler(connection: socket.socket) -> None:
        with lock:
            mine = next(turn) % every == 0
        hello = connection.recv(65_536)
        if mine:
            connection.sendall(sound if _version(hello) == "TLSv1.2" else REFUSAL)

    found = heard(handler)[NAME]

    assert not found.steady or not found.offered or found.tried < set(ALL)


def test_a_server_that_says_nothing_to_old_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Silence each time, between answers to another version, is as good as a refusal."""
    said: list[str] = []

    def ask(version: str, _: str) -> Said:
        said.append(version)
        return Said(How.ACCEPTED, version) if version in NEW else Said(How.SILENT)

    found = offers.offers(ask, [NAME])[NAME]
    assert (frozenset(NEW), frozenset(ALL), True) == (found.offered, found.tried, found.steady)

    said.clear()
    monkeypatch.setattr(offers, "MOST_SECONDS", -1.0)
    found = offers.offers(ask, [NAME])[NAME]
    assert (frozenset[str](), frozenset[str](), list[str]()) == (found.offered, found.tried, said)


@pytest.mark.parametrize(("lost", "tried"), [(0, True), (1, True), (2, False)])
@pytest.mark.parametrize("fault", [ConnectionRefusedError, ConnectionResetError, TimeoutError])
def test_a_connection_that_is_lost_before_the_hello(fault: type[OSError], lost: int, *, tried: bool) -> None:
    """Each version is offered over another one, and over no third. It is no second answer of the server."""
    left = dict.fromkeys(ALL, lost)

    def ask(version: str, _: str) -> Said:
        left[version] -= 1
        if left[version] >= 0:
            raise fault
        return Said(How.ACCEPTED, version) if version in NEW else Said(How.REFUSED)

    found = offers.offers(ask, [NAME])[NAME]

    assert (frozenset(NEW if tried else ()), frozenset(ALL if tried else ()), True) == (
        found.offered,
        found.tried,
        found.steady,
    )
    assert dict.fromkeys(ALL, -1 if tried else 0) == left


def test_versions_without_a_name_are_asked_once() -> None:
    """SSL 2 and SSL 3 send none."""
    asked: list[tuple[str, str]] = []

    def ask(version: str, name: str) -> Said:
        asked.append((name, version))
        return Said(How.REFUSED)

    assert ((), ALL) == offers.together(offers.offers(ask, [NAME, OTHER]))
    assert [(NAME, v) for v in ALL] + [(OTHER, v) for v in ALL[2:]] == asked
    assert all(OTHER.encode() in hello_of(version, OTHER) for version in ALL[2:])


@pytest.mark.parametrize("version", ALL)
def test_no_hello_is_of_a_length_that_some_servers_hang_on(version: str) -> None:
    """256 to 511 bytes (RFC 7685)."""
    for name in ("", NAME, "n" * 60 + ".gov.vn", ".".join(["n" * 60] * 4)):
        assert not 256 <= len(hello_of(version, name)) - 5 <= 511


def test_each_connection_waits_for_its_turn() -> None:
    """Each hello is one that begins something, and none is sent when its turn is over."""
    turns: list[int] = []
    with servers.serving(spoken({})) as port, permitted_for(60, turns.append):
        offers.offers(lambda version, name: _asked(port, version, name), [NAME])

    assert [1] * len(ALL) == turns


_NGINX = """
daemon off; pid {folder}/pid; error_log {folder}/log; worker_processes 1;
events {{}}
http {{
 access_log off; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
 uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
 ssl_certificate {pem}; ssl_certificate_key {key};
 server {{ listen 127.0.0.1:{port} ssl default_server; server_name {first}; ssl_protocols {versions};
   ssl_ciphers ALL:@SECLEVEL=0; return 204; }}
 server {{ listen 127.0.0.1:{port} ssl; server_name {second}; ssl_protocols {others};
   ssl_ciphers ALL:@SECLEVEL=0; return 204; }}
}}
"""
_FLAGS = {"TLSv1.0": "-tls1", "TLSv1.1": "-tls1_1", "TLSv1.2": "-tls1_2", "TLSv1.3": "-tls1_3"}


@contextlib.contextmanager
def nginx(folder: Path, made: Made, versions: str, others: str) -> Iterator[int]:
    """Nginx with two names whose versions are told apart, as far as nginx itself does."""
    port = servers.free_tcp_port()
    conf = folder / "nginx.conf"
    values = {"versions": versions, "others": others, "pem": made.pem, "key": made.key, "first": NAME, "second": OTHER}
    conf.write_text(_NGINX.format(folder=folder, port=port, **values))
    with subprocess.Popen(["nginx", "-c", str(conf)], stderr=subprocess.DEVNULL) as process:
        try:
            await_port(process, port)
            yield port
        finally:
            process.terminate()


def _by_openssl(port: int, name: str) -> set[str]:
    """Versions that `openssl s_client` comes to an end with under a name."""
    found = set()
    for version, flag in _FLAGS.items():
        command = ["openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-servername", name, flag]
        command += ["-cipher", "ALL:@SECLEVEL=0"]
        done = subprocess.run(command, input=b"", capture_output=True, timeout=30, check=False)
        if b"New, (NONE)" not in done.stdout and not done.returncode:
            found.add(version)
    return found


@pytest.mark.long
@pytest.mark.skipif(os.geteuid() != 0 or shutil.which("nginx") is None, reason="nginx of Debian")
@pytest.mark.parametrize(
    ("versions", "others"),
    [("TLSv1.2 TLSv1.3", "TLSv1 TLSv1.1"), ("TLSv1 TLSv1.1 TLSv1.2", "TLSv1.3"), ("TLSv1.3", "TLSv1.2 TLSv1.3")],
)
def test_as_openssl_meets_nginx(tmp_path: Path, root: Made, versions: str, others: str) -> None:
    """Name by name as the library of the very system finds it, which nobody asked here."""
    leaf = certificate(tmp_path, "leaf", by=root, names=[NAME, OTHER], key="rsa")
    with nginx(tmp_path, leaf, versions, others) as port:
        expected = {name: _by_openssl(port, name) for name in (NAME, OTHER)}
        found = offers.offers(lambda version, name: _asked(port, version, name), [NAME, OTHER])
        outcome, data = looked(port, root, NAME, OTHER)

    assert all(expected.values())
    assert expected == {name: set(one.offered) for name, one in found.items()}
    assert (set.union(*expected.values()), ALL) == (set(data.offered), data.tried)
    assert {item.field for item in outcome.unread or ()} <= {"weak_ciphers"}
    assert State.OK is outcome.state or outcome.unread
