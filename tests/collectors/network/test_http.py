"""One GET, whatever the server does."""

import gzip
import re
import socket
from pathlib import Path

import pytest

from auditor.collectors.network.http import MOST_NAMES, Page, get, get_by_each
from auditor.model.facts import Cause, Http
from auditor.model.facts.addressed import addressed
from auditor.model.vocab.measurements import State
from tests.collectors.servers import LOOPBACK, Authority, Handler, floods, over_tls, replies, says, serving


def answer(head: str, body: bytes = b"") -> bytes:
    return f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\nContent-Type: text/html\r\n\r\n".encode() + body


def page(**told: object) -> Http:
    """What a plain page at / of this machine tells, with what is said of it."""
    blank = {"password_form": False, "submission_form": False, "plain_form": False, "paths_asked": ("/",)}
    blank |= {"hops_left_out": False, "form_actions": (), "hops": (), "leads_to_plain": False}
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
        hops=[{"url": "https://dichvucong.gov.vn/trang", "cause": "address_outside_scope"}],
        leads_to_plain=None,
    )
    assert (State.OK, None, expected) == ask(replies(data))


def test_a_redirect_to_a_name_with_the_roots_dot() -> None:
    """The dot at the end makes no other name (RFC 1034, 3.1)."""
    _, _, data = ask(replies(answer("301 Moved\r\nLocation: HTTPS://DichVuCong.gov.vn./trang")))

    assert isinstance(data, Http)
    assert ("dichvucong.gov.vn", True) == (data.redirect_host, data.redirect_https)


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
            hops=[{"url": "http://cu.tinh.gov.vn/a", "cause": "address_outside_scope"}],
            leads_to_plain=None,
        )
        == data
    )


@pytest.mark.parametrize("packed", [False, True])
def test_a_login_page(packed: bool) -> None:  # noqa: FBT001  # a switch of the table
    """A password field is seen, also in a page that was compressed although that was not wanted."""
    form = b"<form method=post><input type=password></form>"
    body = gzip.compress(form) if packed else form
    head = "200 OK\r\nContent-Encoding: gzip" if packed else "200 OK"

    state, cause, data = ask(replies(answer(head, body)), name="tinh.gov.vn")
    expected = page(password_form=True, plain_form=True, body_bytes=len(body), name_asked="tinh.gov.vn")
    actions = ("http://tinh.gov.vn/",)
    assert (State.OK, None, expected.model_copy(update={"form_actions": actions})) == (state, cause, data)


@pytest.mark.long
def test_a_packed_bomb() -> None:
    """A page that unpacks to a hundred megabytes is unpacked only as far as any page is read."""
    body = gzip.compress(b"<p>" * 35_000_000)
    state, cause, data = ask(replies(answer("200 OK\r\nContent-Encoding: gzip", body)))

    assert (State.PARTIAL, Cause(code="page_too_long")) == (state, cause)
    assert isinstance(data, Http)
    assert (None, None) == (data.password_form, data.plain_form)


def test_a_form_behind_what_was_unpacked() -> None:
    """A page is judged as far as it was read: small when packed, it may still be longer than any page is read."""
    form = b"<form method=post><input type=password></form>"
    state, _, data = ask(replies(answer("200 OK\r\nContent-Encoding: gzip", gzip.compress(b"<p>" * 400_000 + form))))

    assert isinstance(data, Http)
    assert (State.PARTIAL, None) == (state, data.password_form)


def test_a_packed_page_cut_short() -> None:
    """What never came may hold anything."""
    state, cause, data = ask(replies(answer("200 OK\r\nContent-Encoding: gzip", gzip.compress(b"<p>" * 1000)[:-12])))

    assert (State.PARTIAL, Cause(code="page_too_long")) == (state, cause)
    assert isinstance(data, Http)


def test_an_unknown_packing() -> None:
    """A page nobody here can unpack is not said to be without a login."""
    state, cause, data = ask(replies(answer("200 OK\r\nContent-Encoding: br", b"\x00\x01")))

    assert (State.PARTIAL, Cause(code="page_unreadable")) == (state, cause)
    unknown = ("password_form", "submission_form", "plain_form", "leads_to_plain")
    assert page(body_bytes=2, **dict.fromkeys(unknown)) == data


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


FORM = b"<form method=post action='http://cu.tinh.gov.vn/vao?sid=1'><input type=password></form>"


def site(pages: dict[str, bytes], asked: list[str]) -> Handler:
    """A service with a few pages, which writes down what it was asked for."""

    def handler(connection: socket.socket) -> None:
        path = connection.recv(65_536).split(b" ")[1].decode()
        asked.append(path)
        connection.sendall(pages.get(path, answer("404 Not Found")))

    return handler


def to(where: str) -> bytes:
    return answer(f"302 Found\r\nLocation: {where}")


def test_a_login_behind_a_redirect() -> None:
    """Where the same service sends on to is read too, with its query, which no fact repeats."""
    asked: list[str] = []
    state, _, data = ask(site({"/": to("/vao?tu=1"), "/vao?tu=1": answer("200 OK", FORM)}, asked), name="tinh.gov.vn")

    assert ["/", "/vao?tu=1"] == asked
    assert isinstance(data, Http)
    assert (State.OK, 302, "/vao", ("/", "/vao"), True, True, ("http://cu.tinh.gov.vn/vao",)) == (
        state,
        data.status,
        data.redirect,
        data.paths_asked,
        data.password_form,
        data.plain_form,
        data.form_actions,
    )


def test_five_redirects_and_no_more() -> None:
    """What lies behind them is not read, and said not to be."""
    asked: list[str] = []
    pages = {"/": to("/1")} | {f"/{number}": to(f"/{number + 1}") for number in range(1, 20)}
    state, cause, data = ask(site(pages, asked), name="tinh.gov.vn")

    assert [f"/{number or ''}" for number in range(6)] == asked
    assert isinstance(data, Http)
    assert (State.PARTIAL, Cause(code="too_many_hops"), True, None) == (
        state,
        cause,
        data.hops_left_out,
        data.password_form,
    )


def test_a_service_that_sends_back_and_forth() -> None:
    """A page is asked for once."""
    asked: list[str] = []
    state, _, data = ask(site({"/": to("/a"), "/a": to("/")}, asked), name="tinh.gov.vn")

    assert (State.OK, ["/", "/a"]) == (state, asked)
    assert isinstance(data, Http)
    assert data.hops_left_out is False


@pytest.mark.parametrize(
    "where",
    [
        "https://tinh.gov.vn/a",
        "http://tinh.gov.vn/a",  # its usual port, which is not this one
        "//khac.gov.vn/a",
        "http://tinh.gov.vn.evil.example/a",
        "http://tinh.gov.vn@evil.example/a",
        "ftp://tinh.gov.vn/a",
        "javascript:alert(1)",
        "http://[::1/a",
        "http://tinh.gov.vn:99999/a",
    ],
)
def test_elsewhere_is_not_followed(where: str) -> None:
    """Another scheme, name or port is another endpoint, if it is one at all."""
    asked: list[str] = []
    _, _, data = ask(site({"/": to(where), "/a": answer("200 OK", FORM)}, asked), name="tinh.gov.vn")

    assert ["/"] == asked
    assert not isinstance(data, Http) or data.password_form is False


def test_a_redirect_that_breaks_a_line_of_the_request() -> None:
    """Nothing that a server writes becomes a header of ours."""
    asked: list[str] = []
    ask(site({"/": to("/a%0d%0aX: y b")}, asked), name="tinh.gov.vn")

    assert 2 == len(asked)
    assert "\n" not in asked[1]


def test_two_lines_of_hsts(tmp_path: Path) -> None:
    """Only the first counts (RFC 6797, 8.1)."""
    head = "200 OK\r\nStrict-Transport-Security: max-age=5\r\nStrict-Transport-Security: max-age=600"
    context = Authority().server(tmp_path, "tinh.gov.vn")
    with serving(over_tls(context, replies(answer(head)))) as port:
        outcome = get(Page(LOOPBACK, port, tls=True, name="tinh.gov.vn"))

    assert isinstance(outcome.data, Http)
    assert 5 == outcome.data.hsts_seconds


MOVED = "301 Moved Permanently\r\nLocation: https://tinh.gov.vn/"


def by_host(sites: dict[str, bytes], asked: list[str]) -> Handler:
    """A server that tells its sites apart by name, and writes down which it was asked for."""

    def handler(connection: socket.socket) -> None:
        found = re.search(rb"\r\nHost: ([^\r:]+)", connection.recv(65_536))
        name = found[1].decode() if found else ""
        asked.append(name)
        connection.sendall(sites.get(name, answer("404 Not Found")))

    return handler


def by_names(sites: dict[str, bytes], *names: str) -> tuple[State, Cause | None, Http, list[str]]:
    asked: list[str] = []
    with serving(by_host(sites, asked)) as port:
        outcome = get_by_each(Page(LOOPBACK, port, tls=False), names)
    assert isinstance(outcome.data, Http)
    return outcome.state, outcome.cause, outcome.data, asked


def test_every_name_is_asked_for() -> None:
    """What all of them are answered with is the answer."""
    sites = dict.fromkeys(("tinh.gov.vn", "www.tinh.gov.vn"), answer(MOVED))
    state, cause, data, asked = by_names(sites, "tinh.gov.vn", "www.tinh.gov.vn")

    assert (State.OK, None, "tinh.gov.vn www.tinh.gov.vn") == (state, cause, data.name_asked)
    assert ["tinh.gov.vn", "www.tinh.gov.vn"] == asked


@pytest.mark.parametrize(
    "second", [answer("200 OK"), answer("302 Found\r\nLocation: https://tinh.gov.vn/"), answer("404 No")]
)
def test_a_name_that_is_answered_otherwise(second: bytes) -> None:
    """The first is sent on for good, the second is not: the look is not whole."""
    sites = {"tinh.gov.vn": answer(MOVED), "cu.tinh.gov.vn": second}
    state, cause, data, _ = by_names(sites, "tinh.gov.vn", "cu.tinh.gov.vn")

    assert (State.PARTIAL, Cause(code="names_answer_otherwise", args=("cu.tinh.gov.vn",))) == (state, cause)
    assert (301, True) == (data.status, data.redirect_https)


def test_a_form_under_the_second_name() -> None:
    """It counts as one of the service."""
    sites = {"tinh.gov.vn": answer("200 OK"), "cu.tinh.gov.vn": answer("200 OK", FORM)}
    state, _, data, _ = by_names(sites, "tinh.gov.vn", "cu.tinh.gov.vn")

    assert (State.OK, True, True) == (state, data.password_form, data.plain_form)


def test_names_beyond_those_that_are_asked() -> None:
    """They are told, and the look is not whole."""
    names = [f"n{number}.gov.vn" for number in range(MOST_NAMES + 1)]
    state, cause, _, asked = by_names(dict.fromkeys(names, answer("200 OK")), *names)

    assert (State.PARTIAL, Cause(code="names_left_out", args=(names[-1],))) == (state, cause)
    assert MOST_NAMES == len(asked)


def test_a_name_under_tls_that_sends_on_to_the_first(tmp_path: Path) -> None:
    """As `www` often does: whoever comes there is led to the page that was read."""
    sites = {"tinh.gov.vn": answer("200 OK"), "www.tinh.gov.vn": answer(MOVED), "x.vn": answer("401 No")}
    context = Authority().server(tmp_path, "tinh.gov.vn")
    with serving(over_tls(context, by_host(sites, []))) as port:
        page_ = Page(LOOPBACK, port, tls=True)
        sound = get_by_each(page_, ("tinh.gov.vn", "www.tinh.gov.vn"))
        guarded = get_by_each(page_, ("x.vn", "www.tinh.gov.vn"))

    assert (State.OK, State.PARTIAL) == (sound.state, guarded.state)
