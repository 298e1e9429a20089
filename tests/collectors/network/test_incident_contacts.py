"""Pages of a real small server, asked for the addresses that take reports of incidents."""

import http.server
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest

from auditor.collectors.network.http import Page
from auditor.collectors.network.incident_contacts import look
from auditor.collectors.outcome import Outcome
from auditor.model.facts import Cause
from auditor.model.facts.incident_contacts import ContactPage, IncidentContacts
from auditor.model.vocab.measurements import State
from tests.collectors.servers import LOOPBACK, floods, replies, serving

NAME, MAIL, PHONE = "tinh.gov.vn", "suco@tinh.gov.vn", "0203 3835 678"
ASKED: list[str] = []


@contextmanager
def site(pages: Mapping[str, tuple[int, str]]) -> Iterator[int]:
    """A web server with these pages by path: status and text, or where it sends on to."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            status, text = pages.get(self.path, (404, "<p>Không có"))
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", text)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_args: object) -> None:
            return

    ASKED[:] = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()
            ASKED[:] = asked


def looked(pages: Mapping[str, tuple[int, str]], at: str = "", *sought: str) -> tuple[Outcome, IncidentContacts]:
    with site(pages) as port:
        outcome = look(Page(LOOPBACK, port, tls=False, name=NAME), sought or (MAIL,), at)
    assert isinstance(outcome.data, IncidentContacts)
    return outcome, outcome.data


def test_on_the_first_page() -> None:
    """Nothing more is asked once everything was shown."""
    outcome, data = looked({"/": (200, f"<p>{MAIL}</p><a href=/lien-he>Liên hệ</a>")})

    assert (State.OK, ["/"]) == (outcome.state, ASKED)
    assert (ContactPage(path="/", status=200, shown=(MAIL,), more_than_text=False),) == data.pages
    assert ((MAIL,), False, NAME, ("127.0.0.1",)) == (
        data.sought,
        data.pages_left_out,
        data.name_asked,
        data.addresses_asked,
    )


def test_one_link_further() -> None:
    """A page that a link with fitting words leads to, over the service's own redirect."""
    pages = {
        "/": (200, "<a href=/tin-tuc>Tin tức</a><a href='lien-he'>Liên hệ</a>"),
        "/lien-he": (301, "/lien-he/"),
        "/lien-he/": (200, f"<img src=a.png>{PHONE}"),
        "/tin-tuc": (200, MAIL),
    }
    outcome, data = looked(pages, "", MAIL, PHONE)

    assert (State.OK, ["/", "/lien-he", "/lien-he/"]) == (outcome.state, ASKED)
    assert data.pages is not None
    assert ContactPage(path="/lien-he", status=200, shown=(PHONE,), more_than_text=True) == data.pages[1]


def test_no_further_than_one_link() -> None:
    """What the linked page links to is another matter."""
    pages = {"/": (200, "<a href=/lien-he>Liên hệ</a>"), "/lien-he": (200, "<a href=/su-co>Sự cố</a>")}
    _, data = looked(pages | {"/su-co": (200, MAIL)})

    assert data.pages is not None
    assert [("/", ()), ("/lien-he", ())] == [(page.path, page.shown) for page in data.pages]


def test_the_page_that_is_said_to_show_it() -> None:
    """It is asked for first, whether a link leads to it or not; its status is told."""
    _, data = looked({"/": (200, "<p>Trang chủ")}, "/su-co")

    assert data.pages is not None
    assert [("/", 200, ()), ("/su-co", 404, ())] == [(page.path, page.status, page.shown) for page in data.pages]


def test_links_of_other_services_are_not_followed() -> None:
    """A page elsewhere is no page of the portal, whoever links to it."""
    places = ("http://evil.example/lien-he", "//x.vn/lien-he", "https://tinh.gov.vn/lien-he", "tel:1022")
    looked({"/": (200, "".join(f"<a href={place}>Liên hệ</a>" for place in places))})

    assert ["/"] == ASKED


def test_a_page_that_is_sent_elsewhere() -> None:
    """A redirect to another service ends there, and what stands there is not read."""
    _, data = looked({"/": (302, "https://tinh.gov.vn/")})

    assert data.pages is not None
    assert [("/", 302, ())] == [(page.path, page.status, page.shown) for page in data.pages]


def test_a_ring_of_redirects() -> None:
    """Four requests, and no more."""
    looked({"/": (302, "/a"), "/a": (302, "/")})

    assert ["/", "/a", "/", "/a"] == ASKED


def test_more_links_than_are_followed() -> None:
    """Five, and that there were more is told."""
    _, data = looked({"/": (200, "".join(f"<a href=/lien-he-{i}>Liên hệ</a>" for i in range(9)))})

    assert data.pages is not None
    assert (6, True) == (len(data.pages), data.pages_left_out)


def test_a_page_that_breaks_off() -> None:
    """Only what was seen is told of it, and the look is not whole."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n"
    with serving(replies(head + b"<p>Trang")) as port:
        outcome = look(Page(LOOPBACK, port, tls=False, name=NAME), (MAIL,))

    assert (State.PARTIAL, Cause(code="page_too_long")) == (outcome.state, outcome.cause)
    assert isinstance(outcome.data, IncidentContacts)
    assert (ContactPage(path="/", status=200, cause="page_too_long"),) == outcome.data.pages


@pytest.mark.parametrize("handler", [floods, replies(b"SSH-2.0-x\r\n")])
def test_no_page_at_all(handler: object) -> None:
    """A server that speaks no HTTP shows nothing."""
    with serving(handler) as port:  # type: ignore[arg-type]  # one of the two above
        outcome = look(Page(LOOPBACK, port, tls=False, name=NAME), (MAIL,))

    assert (State.PARSE_ERROR, None) == (outcome.state, outcome.data)


def test_one_page_of_two_is_not_read() -> None:
    """The other is told, and the look says why it is not whole."""
    with site({"/": (200, "<p>Trang chủ")}) as port:
        outcome = look(Page(LOOPBACK, port, tls=False, name=NAME), (MAIL,), "/\x7f")

    assert isinstance(outcome.data, IncidentContacts)
    assert outcome.data.pages is not None
    assert 2 == len(outcome.data.pages)
