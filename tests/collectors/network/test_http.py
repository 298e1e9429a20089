"""One GET, whatever the server does."""

import gzip
from pathlib import Path

import pytest

from auditor.collectors.network.http import Page, get
from auditor.model.facts import Cause, Http
from auditor.model.facts.addressed import addressed
from auditor.model.vocab.measurements import State
from tests.collectors.servers import LOOPBACK, Authority, Handler, floods, over_tls, replies, says, serving


def answer(head: str, body: bytes = b"") -> bytes:
    return f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\nContent-Type: text/html\r\n\r\n".encode() + body


def page(**told: object) -> Http:
    """What a plain page at / of this machine tells, with what is said of it."""
    blank = {"password_form": False, "submission_form": False, "plain_form": False, "paths_asked": ("/",)}
    return Http.model_validate({"scheme": "http", "status": 200} | blank | addressed([LOOPBACK]) | told)


def ask(handler: Handler, **page: object) -> tuple[State, Cause | None, object]:
    with serving(handler) as port:
        outcome = get(Page(LOOPBACK, port, tls=False, **page))  # type: ignore[arg-type]  # name and path only
    return outcome.state, outcome.cause, outcome.data


def test_a_redirect() -> None:
    """The address it leads to is kept without its query, which may hold somebody's session."""
    data = answer("301 Moved\r\nLocation: https://dichvucong.gov.vn/trang?sid=1#x")

    expected = page(
        status=301,
        redirect="https://dichvucong.gov.vn/trang",
        redirect_host="dichvucong.gov.vn",
        redirect_https=True,
        redirect_by="status",
        permanent=True,
    )
    assert (State.OK, None, expected) == ask(replies(data))


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("200 OK", b"<meta http-equiv='Refresh' content='0; url=http://cu.tinh.gov.vn/a?sid=1'>"),
        ("200 OK\r\nRefresh: 3;URL=http://cu.tinh.gov.vn/a?sid=1", b"<p>"),
    ],
)
def test_a_page_that_sends_its_reader_on(head: str, body: bytes) -> None:
    """It is a redirect too, and said to be the page's own."""
    _, _, data = ask(replies(answer(head, body)))

    assert (
        page(
            redirect="http://cu.tinh.gov.vn/a",
            redirect_host="cu.tinh.gov.vn",
            redirect_by="page",
            body_bytes=len(body),
        )
        == data
    )


@pytest.mark.parametrize("packed", [False, True])
def test_a_login_page(packed: bool) -> None:  # noqa: FBT001  # a switch of the table
    """A password field is seen, also in a page that was compressed although that was not wanted."""
    form = b"<form method=post><input type=password></form>"
    body = gzip.compress(form) if packed else form
    head = "200 OK\r\nContent-Encoding: gzip" if packed else "200 OK"

    expected = page(password_form=True, plain_form=True, body_bytes=len(body))
    assert (State.OK, None, expected) == ask(replies(answer(head, body)))


@pytest.mark.long
def test_a_packed_bomb() -> None:
    """A page that unpacks to a hundred megabytes is unpacked only as far as any page is read."""
    body = gzip.compress(b"<p>" * 35_000_000)
    state, cause, data = ask(replies(answer("200 OK\r\nContent-Encoding: gzip", body)))

    assert (State.OK, None) == (state, cause)
    assert isinstance(data, Http)


def test_an_unknown_packing() -> None:
    """A page nobody here can unpack is not said to be without a login."""
    state, cause, data = ask(replies(answer("200 OK\r\nContent-Encoding: br", b"\x00\x01")))

    assert (State.PARTIAL, Cause(code="page_unreadable")) == (state, cause)
    assert page(password_form=None, submission_form=None, plain_form=None, body_bytes=2) == data


def test_an_endless_page() -> None:
    """An endless page is read to its limit and said to be read in part."""

    def handler(connection: object) -> None:
        connection.recv(65_536)  # type: ignore[attr-defined]  # a socket
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")  # type: ignore[attr-defined]  # a socket
        floods(connection)  # type: ignore[arg-type]  # a socket

    state, cause, data = ask(handler)

    assert (State.PARTIAL, Cause(code="page_too_long")) == (state, cause)
    assert isinstance(data, Http)
    assert (1024 * 1024, None, None) == (data.body_bytes, data.password_form, data.plain_form)


def test_no_client_certificate() -> None:
    """A refusal for want of a certificate is told from an ordinary error."""
    state, _, data = ask(replies(answer("400 Bad Request", b"<h1>No required SSL certificate was sent</h1>")))

    assert State.OK is state
    assert isinstance(data, Http)
    assert data.client_certificate_required


@pytest.mark.long
@pytest.mark.parametrize(
    ("handler", "states"),
    [
        (says(b"SSH-2.0-x\r\n"), {State.PARSE_ERROR, State.TIMEOUT}),
        (replies(b"\x16\x03\x01\x00\x05hello"), {State.PARSE_ERROR}),
        (replies(b""), {State.PARSE_ERROR, State.REFUSED}),
        (floods, {State.PARSE_ERROR, State.REFUSED}),
        (replies(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000), {State.PARSE_ERROR, State.REFUSED}),
    ],
)
def test_no_http(handler: Handler, states: set[State]) -> None:
    """Garbage, floods and hang-ups end soon and teach nothing."""
    state, cause, data = ask(handler)

    assert state in states
    assert cause is not None
    assert data is None


def test_nobody_listens() -> None:
    """A closed port is refused, not unknown."""
    with serving(says(b"")) as port:
        pass

    assert State.REFUSED is get(Page(LOOPBACK, port, tls=False)).state


def test_over_tls(tmp_path: Path) -> None:
    """HSTS counts only over TLS; the Host header is the endpoint's name."""
    seen: list[bytes] = []

    def handler(connection: object) -> None:
        seen.append(connection.recv(65_536))  # type: ignore[attr-defined]  # a socket
        connection.sendall(answer("200 OK\r\nStrict-Transport-Security: max-age=600"))  # type: ignore[attr-defined]  # a socket

    context = Authority().server(tmp_path, "tinh.gov.vn")
    with serving(over_tls(context, handler)) as port:
        outcome = get(Page(LOOPBACK, port, tls=True, name="tinh.gov.vn", path="/api/"))

    assert page(scheme="https", hsts_seconds=600, paths_asked=("/api/",), name_asked="tinh.gov.vn") == outcome.data
    assert seen[0].startswith(b"GET /api/ HTTP/1.1\r\n")
    assert b"Host: tinh.gov.vn\r\n" in seen[0]
