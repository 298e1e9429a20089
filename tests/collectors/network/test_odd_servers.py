"""Servers that are odd or mean harm, each with the fact that is right about it, and how long that may take."""

import gzip
import itertools
import socket
import struct
import threading
import time
from collections.abc import Callable
from pathlib import Path

import dns.message
import dns.rrset
import pytest

from auditor.collectors.network import dns as names
from auditor.collectors.network import http, snmp
from auditor.collectors.network.ssh import algorithms
from auditor.collectors.network.tls import Server, look
from auditor.collectors.outcome import Outcome
from auditor.model.facts import Dns, Http, Snmp, Tls
from auditor.model.vocab.measurements import State
from tests.collectors.openssl import certificate, handed_over
from tests.collectors.openssl import serving as tls_serving
from tests.collectors.servers import LOOPBACK, Authority, Handler, datagrams, over_tls, replies, serving

FORM = "<form method=post><input type=password></form>"
LOGIN = FORM.encode()
NAME = "tinh.gov.vn"


def page_of(handler: Handler) -> Outcome:
    with serving(handler) as port:
        return http.get(http.Page(LOOPBACK, port, tls=False, name=NAME))


def told(outcome: Outcome) -> Http:
    assert isinstance(outcome.data, Http)
    return outcome.data


def reply(head: str, body: bytes) -> Handler:
    return replies(f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode() + body)


def packed(body: bytes, how: str = "gzip") -> Handler:
    return reply(f"Content-Type: text/html\r\nContent-Encoding: {how}", body)


def chunked(*parts: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + end


def sized(body: bytes, kind: str = "text/html") -> Handler:
    return reply(f"Content-Type: {kind}\r\nContent-Length: {len(body)}", body)


def test_http_of_the_first_kind() -> None:
    """HTTP/0.9 has no status: it is no answer in a version that was asked for."""
    outcome = page_of(replies(b"<html>" + LOGIN))

    assert (State.PARSE_ERROR, None) == (outcome.state, outcome.data)


@pytest.mark.long
def test_a_flood_of_interim_answers() -> None:
    """Each comes in time and none is an answer; the conversation is ended, on our side too."""
    gone = threading.Event()

    def handler(connection: socket.socket) -> None:
        connection.recv(65_536)
        try:
            while True:
                connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
                time.sleep(0.01)
        except OSError:
            gone.set()

    begun = time.monotonic()
    outcome = page_of(handler)

    assert (State.TIMEOUT, None) == (outcome.state, outcome.data)
    assert time.monotonic() - begun < 32
    assert gone.wait(10)


@pytest.mark.parametrize(
    "body",
    [
        b"ffffffffffffffff\r\n" + LOGIN,
        b"%x\r\n%s\r\n7fffffff\r\n<p>" % (len(LOGIN), LOGIN),
        chunked(LOGIN, end=b"1;" + b"a" * 200_000 + b"\r\n"),
        chunked(LOGIN, end=b"zz\r\n"),
        chunked(LOGIN, end=b""),
        chunked(LOGIN, end=b"0\r\n" + b"X: y\r\n" * 100_000),
    ],
    ids=["a chunk without end", "a long chunk", "a long extension", "no number", "no end", "a flood of trailers"],
)
def test_chunks_that_break_off(body: bytes) -> None:
    """The page is judged as far as it came: the form is seen, and the look is not whole."""
    outcome = page_of(reply("Content-Type: text/html\r\nTransfer-Encoding: chunked", body))

    assert (State.PARTIAL, 200) == (outcome.state, told(outcome).status)
    assert told(outcome).password_form in ((True,) if body[:1] != b"f" else (True, None))


def test_a_page_shorter_than_it_says() -> None:
    """What never came may hold anything."""
    outcome = page_of(reply("Content-Type: text/html\r\nContent-Length: 1000", b"<p>"))

    assert (State.PARTIAL, None) == (outcome.state, told(outcome).password_form)


@pytest.mark.long
def test_a_page_that_dribbles() -> None:
    """After ten seconds what came is told, and that it is not all."""

    def handler(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + LOGIN)
        while True:
            connection.sendall(b" ")
            time.sleep(0.3)

    outcome = page_of(handler)

    assert (State.PARTIAL, True) == (outcome.state, told(outcome).password_form)


def test_hsts_behind_the_page(tmp_path: Path) -> None:
    """A field of the trailer is no field of the header (RFC 9110, 6.5.1)."""
    body = chunked(b"<p>", end=b"0\r\nStrict-Transport-Security: max-age=31536000\r\n\r\n")
    answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Strict-Transport-Security\r\n\r\n" + body
    with serving(over_tls(Authority().server(tmp_path, NAME), replies(answer))) as port:
        outcome = http.get(http.Page(LOOPBACK, port, tls=True, name=NAME))

    assert (State.OK, None) == (outcome.state, told(outcome).hsts_seconds)


@pytest.mark.parametrize("sent", ["Refresh: 0; url=/vao", "Refresh: 0;/vao", "refresh: 5, URL='/vao'"])
def test_a_refresh_to_the_same_service(sent: str) -> None:
    """Followed like any redirect."""

    def handler(connection: socket.socket) -> None:
        path = connection.recv(65_536).split(b" ")[1]
        head, body = (b"", LOGIN) if path == b"/vao" else (sent.encode() + b"\r\n", b"<p>")
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n%s\r\n%s" % (len(body), head, body))

    outcome = page_of(handler)

    assert (State.OK, True, ("/", "/vao")) == (
        outcome.state,
        told(outcome).password_form,
        told(outcome).paths_asked,
    )


@pytest.mark.parametrize(
    ("handler", "state", "form"),
    [
        (sized(FORM.encode("utf-16"), "text/html"), State.OK, True),
        (sized(FORM.encode("utf-16-le"), "text/html; charset=UTF-16LE"), State.OK, True),
        (sized(FORM.encode("utf-16-be"), 'text/html; charset="utf-16be"; x=y'), State.OK, True),
        (sized(FORM.encode("shift_jis"), "text/html; charset=shift_jis"), State.OK, True),
        (sized(LOGIN, "text/html; charset=khong-co"), State.OK, True),
        (sized(LOGIN, "text/html; charset=iso-2022-jp"), State.PARTIAL, None),
        (sized(LOGIN, "text/xml"), State.OK, True),
        (sized(LOGIN, "unknown/unknown"), State.OK, True),
        (sized(LOGIN, "x"), State.OK, True),
        (sized(LOGIN, "text/plain"), State.OK, False),
        (packed(gzip.compress(b"<p>") + gzip.compress(LOGIN)), State.OK, True),
        (packed(gzip.compress(LOGIN) + b"rest"), State.OK, True),
        (packed(gzip.compress(LOGIN) + b"\x1f\x8bxx"), State.PARTIAL, True),
        (packed(gzip.compress(gzip.compress(LOGIN)), "gzip, gzip"), State.PARTIAL, None),
        (reply("Content-Length: 3\r\nContent-Length: 40\r\nContent-Type: text/html", LOGIN), State.PARSE_ERROR, None),
    ],
)
def test_a_login_form_in_disguise(handler: Handler, state: State, form: bool | None) -> None:  # noqa: FBT001  # a column
    """Seen where a browser would see it, or said not to be known."""
    outcome = page_of(handler)

    assert state is outcome.state
    assert form is (told(outcome).password_form if outcome.data is not None else None)


def lines_for_ever(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"xin chao\r\n" * 100)


@pytest.mark.parametrize(
    "handler",
    [
        lines_for_ever,
        lambda connection: connection.sendall(b"SSH-2.0-" + b"a" * 100_000),
        lambda connection: connection.sendall(b"SSH-9.9-x\r\n" + struct.pack(">IB", 2**31, 4)),
        lambda connection: connection.sendall(b"SSH-2.0-x\r\n" + struct.pack(">IB", 12, 11) + bytes(30)),
        lambda connection: connection.sendall(b"SSH-2.0-x\r\nSSH-2.0-y\r\n" + bytes(40)),
    ],
    ids=["lines for ever", "a long line", "another version", "no packet", "two banners"],
)
def test_what_is_no_ssh(handler: Handler) -> None:
    """Ends soon, and teaches nothing."""
    begun = time.monotonic()
    with serving(handler) as port:
        outcome = algorithms(LOOPBACK, port)

    assert outcome.data is None
    assert outcome.state in {State.PARSE_ERROR, State.REFUSED, State.TIMEOUT}
    assert time.monotonic() - begun < 8


def response(data: bytes) -> bytes:
    return data.replace(b"\xa0", b"\xa2", 1)


@pytest.mark.parametrize(
    ("answer", "answered"),
    [
        (
            lambda data: response(data).replace(b"AUD1", b"\x01\x02\x03\x04"),
            ("v1", "v2c", "v3"),
        ),  # it speaks, to whomever
        (lambda data: data, ()),  # repeats what it hears
        (lambda data: response(data)[:20], ()),
        (lambda data: b"\x30\x82\xff\xff" + data[2:], ()),
        (lambda data: b"\x30" + data[1:5] + bytes(100), ()),
        (lambda data: response(data).replace(data[2:5], b"\x02\x01\x01", 1), ("v2c",)),  # one version for all
    ],
    ids=["wrong id", "echo", "cut", "long", "rubbish", "one version"],
)
def test_odd_agents(answer: Callable[[bytes], bytes], answered: tuple[str, ...]) -> None:
    """A version is spoken where a message of it comes back that is no request."""
    with datagrams(answer) as port:
        outcome = snmp.query(LOOPBACK, port=port)

    assert isinstance(outcome.data, Snmp)
    assert answered == outcome.data.answered


def _dns(*lines: str) -> Callable[[bytes], bytes]:
    def answer(data: bytes) -> bytes:
        made = dns.message.make_response(dns.message.from_wire(data))
        for line in lines:
            name, kind, value = line.split()
            made.answer.append(dns.rrset.from_text(name, 60, "IN", kind, value))
        return bytes(made.to_wire())

    return answer


def _looped(data: bytes) -> bytes:
    """A name that points at itself."""
    head = data[:2] + b"\x81\x80" + struct.pack("!4H", 1, 1, 0, 0)
    question = data[12 : data.index(b"\x00", 12) + 5]
    at = 12 + len(question)
    return head + question + struct.pack("!H", 0xC000 | at) + struct.pack("!HHIH4s", 1, 1, 60, 4, bytes(4))


@pytest.mark.parametrize(
    ("answer", "state", "addresses"),
    [
        (_looped, State.PARSE_ERROR, None),
        (lambda data: data[:11], {State.PARSE_ERROR, State.TIMEOUT}, None),
        (lambda data: bytes(2) + _dns(f"{NAME}. A 192.0.2.1")(data)[2:], {State.PARSE_ERROR, State.TIMEOUT}, None),
        (_dns(f"{NAME}. A 192.0.2.1", "khac.vn. A 192.0.2.66"), State.OK, ("192.0.2.1",)),
        (_dns(f"{NAME}. CNAME b.vn.", "b.vn. A 192.0.2.2"), State.OK, ("192.0.2.2",)),
        (_dns("khac.vn. A 192.0.2.66"), State.OK, ()),
        (_dns(f"{NAME}. CNAME b.vn.", f"b.vn. CNAME {NAME}."), {State.PARSE_ERROR, State.OK}, ()),
        (lambda data: data, State.PARSE_ERROR, None),
    ],
    ids=[
        "loop of bytes",
        "cut",
        "another id",
        "another name beside",
        "alias",
        "another name",
        "loop of aliases",
        "echo",
    ],
)
def test_odd_name_servers(
    answer: Callable[[bytes], bytes], state: State | set[State], addresses: tuple[str, ...] | None
) -> None:
    """Only what stands at the end of the name's own way is its address."""
    with datagrams(answer) as port:
        outcome = names.resolve(NAME, LOOPBACK, port)

    assert outcome.state in (state if isinstance(state, set) else {state})
    found = outcome.data.a if isinstance(outcome.data, Dns) else None
    assert found == addresses or (not addresses and not found)


@pytest.mark.long
@pytest.mark.parametrize("begun", [0, 1, 2])
def test_tls_on_one_connection_of_three(tmp_path: Path, begun: int) -> None:
    """Whatever came of it, nothing is whole, and what never came was not refused."""
    root = certificate(tmp_path, "root", authority=True)
    leaf = certificate(tmp_path, "leaf", by=root, names=[NAME])
    turn, lock = itertools.count(begun), threading.Lock()
    with tls_serving(leaf) as behind:

        def handler(connection: socket.socket) -> None:
            with lock:
                mine = next(turn) % 3 == 0
            if mine:
                handed_over(connection, behind)

        with serving(handler) as port:
            outcome = look(Server(LOOPBACK, port, root.text), (NAME,))

    assert State.OK is not outcome.state
    assert not outcome.unread
    assert outcome.data is None or isinstance(outcome.data, Tls)


@pytest.mark.long
def test_a_hello_and_nothing_behind() -> None:
    """The version is offered; of the certificate nothing is said, and the look is not whole."""
    body = struct.pack("!H", 0x0301) + bytes(32) + b"\x00" + b"\x00\x2f\x00"
    hello = b"\x02" + len(body).to_bytes(3, "big") + body
    with serving(replies(struct.pack("!BHH", 22, 0x0301, len(hello)) + hello)) as port:
        outcome = look(Server(LOOPBACK, port), (NAME,))

    assert isinstance(outcome.data, Tls)
    assert (State.PARTIAL, None, ("TLSv1.0",)) == (outcome.state, outcome.data.chain_valid, outcome.data.offered)
