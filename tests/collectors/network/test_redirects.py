"""Redirects to other services: which are followed, where to, and what is told of them."""

import contextlib
import fcntl
import ipaddress
import os
import socket
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dns.message
import dns.rcode
import dns.rrset
import pytest

from auditor.collectors.agent.host import HostWork
from auditor.collectors.agent.onward import Onward
from auditor.collectors.agent.time_servers import TimeServers
from auditor.collectors.job import EndpointJob, HostJob
from auditor.collectors.network.http import MOST_HOPS, Page, get
from auditor.collectors.network.links import Link, joined
from auditor.collectors.outcome import Outcome
from auditor.collectors.scope import Address
from auditor.collectors.session import Session
from auditor.model.facts import Http
from auditor.model.facts.http import Hop
from auditor.model.vocab.measurements import State
from tests.collectors.apart import job_for, said_apart
from tests.collectors.network.test_http import FORM, answer, to
from tests.collectors.servers import Authority, Handler, datagrams, over_tls, serving

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="the name server's port needs root")

NET = f"127.4.{os.getpid() % 250}"
HERE, THERE, STRANGER, FOREIGN, NAMES = (f"{NET}.{number}" for number in (1, 2, 3, 4, 53))
PORT, OTHER_PORT, CLOSED_PORT = 18080, 18081, 18082
NAME = "tinh.gov.vn"
ZONE: Mapping[str, tuple[str, ...]] = {
    NAME: (HERE,),
    "b.gov.vn": (THERE,),
    "la.gov.vn": (STRANGER,),
    "khac.gov.vn": (FOREIGN,),
    "lan.gov.vn": (STRANGER, "169.254.169.254", THERE),
    "trong.gov.vn": ("127.0.0.1",),
    "xn--tnh-nma.gov.vn": (THERE,),
}


def _named(value: str) -> str:
    """The name of a test without the network of this process: every worker of a run must have the same tests."""
    return value.replace(NET, "net")


def _resolved(data: bytes) -> bytes:
    query = dns.message.from_wire(data)
    made = dns.message.make_response(query)
    question = query.question[0]
    name = question.name.to_text(omit_final_dot=True)
    if name not in ZONE:
        made.set_rcode(dns.rcode.NXDOMAIN)
    for address in ZONE.get(name, ()) if question.rdtype == 1 else ():
        made.answer.append(dns.rrset.from_text(question.name, 60, "IN", "A", address))
    return bytes(made.to_wire())


def host(name: str, address: str, owner: str, *names: str) -> HostJob:
    port = f"tcp/{PORT}"
    endpoint = EndpointJob(subject=f"{name}/{port}", port=port, names=names, questions=("http",))
    known = {"subject": name, "system": name, "zone": "z", "domain": "province", "owner": owner}
    return HostJob.model_validate(known | {"addresses": (address,), "ports": (port,), "endpoints": (endpoint,)})


def session(log: list[str], *, resolver: str = NAMES) -> Session:
    """An order with two machines of one owner and one of another, who permits nothing; questions are written down."""
    hosts = [host("m", HERE, "o", NAME), host("n", THERE, "o", "b.gov.vn"), host("f", FOREIGN, "p", "khac.gov.vn")]
    more = {"hosts": hosts, "resolver": resolver, "resolver_domain": "province"}
    ports = (f"tcp/{PORT}", f"tcp/{OTHER_PORT}", "udp/53")
    job = job_for([f"{NET}.0/24"], ports, more=more)
    return Session(job, lambda sent: log.append(f"{sent.target} {sent.port}{' refused' if sent.refused else ''}"))


class World:
    """Web servers at several places, and what each was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int, bytes]] = []
        self.log: list[str] = []

    def site(self, address: str, port: int, pages: Mapping[str, bytes]) -> Handler:
        """Serves some pages, and writes down who asked for what."""

        def handler(connection: socket.socket) -> None:
            request = connection.recv(65_536)
            self.asked.append((address, port, request))
            connection.sendall(pages.get(request.split(b" ")[1].decode(), answer("404 Not Found")))

        return handler

    def places(self) -> list[tuple[str, int]]:
        """Where anything was asked, in order."""
        return [(address, port) for address, port, _ in self.asked]


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """127.0.0.1 is the place of every process: one test of a run, or of two runs, stands there at a time."""
    with Path(tempfile.gettempdir(), "auditor-test-redirects.lock").open("a", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def world(first: str, pages: Mapping[str, bytes] = {}) -> Iterator[World]:  # never changed
    """`first` is where HERE sends on to from its root; `pages` stand at every other place."""
    made = World()
    with contextlib.ExitStack() as stack:
        stack.enter_context(_alone())
        stack.enter_context(datagrams(_resolved, NAMES, 53))
        own = {"/": to(first), "/lai": answer("200 OK", FORM)}
        stack.enter_context(serving(made.site(HERE, PORT, dict(pages) | own), HERE, PORT))
        for address in (THERE, STRANGER, FOREIGN, "127.0.0.1"):
            stack.enter_context(serving(made.site(address, PORT, pages), address, PORT))
        for port in (OTHER_PORT, CLOSED_PORT):
            stack.enter_context(serving(made.site(HERE, port, pages), HERE, port))
            stack.enter_context(serving(made.site(THERE, port, pages), THERE, port))
        yield made


def looked(made: World, *, resolver: str = NAMES) -> tuple[Outcome, Http]:
    outcome = get(Page(_address(HERE), PORT, tls=False, name=NAME), Onward(session(made.log, resolver=resolver)))
    assert isinstance(outcome.data, Http)
    return outcome, outcome.data


def _address(text: str) -> Address:
    return ipaddress.ip_address(text)


@pytest.mark.parametrize("resolver", [NAMES, ""], ids=_named)
def test_another_name_of_the_order(resolver: str) -> None:
    """It is asked by its name, without anything of a person's, and told as a part of the way; its form is not ours."""
    with world(f"http://B.gov.vn.:{PORT}/vao?sid=1", {"/vao?sid=1": answer("200 OK", FORM)}) as made:
        outcome, data = looked(made, resolver=resolver)

    assert (State.OK, False, ("/",)) == (outcome.state, data.password_form, data.paths_asked)
    assert (Hop(url=f"http://b.gov.vn:{PORT}/vao", address=THERE, status=200),) == data.hops
    assert [(HERE, PORT), (THERE, PORT)] == made.places()
    request = made.asked[1][2].lower()
    assert b"host: b.gov.vn" in request
    assert not any(word in request for word in (b"cookie", b"authorization", b"referer"))


@pytest.mark.parametrize(
    ("where", "cause"),
    [
        (f"http://la.gov.vn:{PORT}/", "address_outside_scope"),  # inside the prefix, and nobody's machine of the order
        (f"http://khac.gov.vn:{PORT}/", "no_authorisation_for_owner"),  # another owner's
        (f"http://{STRANGER}:{PORT}/", "address_outside_scope"),
        (f"http://127.0.0.1:{PORT}/", "address_outside_scope"),
        (f"http://localhost:{PORT}/", "name_unknown"),
        (f"http://trong.gov.vn:{PORT}/", "address_outside_scope"),
        ("http://169.254.169.254/latest/meta-data/", "address_outside_scope"),
        (f"http://b.gov.vn:{CLOSED_PORT}/", "port_outside_scope"),
        (f"http://{NAME}:{CLOSED_PORT}/", "port_outside_scope"),
        (f"http://{NAME}:{PORT}@{STRANGER}:{PORT}/", "with_credentials"),
        (f"http://a:b@b.gov.vn:{PORT}/", "with_credentials"),
        (f"http://[::ffff:{THERE}]:{PORT}/", "address_outside_scope"),
        (f"http://[::{THERE}]:{PORT}/", "address_outside_scope"),
        (f"http://[fe80::1%25lo]:{PORT}/", "not_an_address"),
        (f"http://0x7f.4.0.2:{PORT}/", "not_an_address"),
        (f"http://2130706433:{PORT}/", "not_an_address"),
        (f"http://127.1:{PORT}/", "not_an_address"),
        (f"http:\\\\{STRANGER}:{PORT}\\x", "address_outside_scope"),
        (f"/\\{STRANGER}:{PORT}/x", "address_outside_scope"),
        ("http://b.gov.vn:0/", "not_an_address"),
        ("http://b.gov.vn:99999/", "not_an_address"),
        ("http://[::1/", "not_an_address"),
        ("http://" + "a." * 200 + "vn/", "not_an_address"),
        ("http://a..vn/", "not_an_address"),
        ("http:///x", "name_unknown"),
        (f"////{STRANGER}:{PORT}/x", "address_outside_scope"),
        ("ftp://b.gov.vn/", "not_web"),
        ("javascript:alert(1)", "not_web"),
        ("file:///etc/passwd", "not_web"),
        ("gopher://b.gov.vn:25/_HELO", "not_web"),
    ],
    ids=_named,
)
def test_what_leaves_the_scope(where: str, cause: str) -> None:
    """Nothing is sent there; it is told, and the look is whole as far as the service itself goes."""
    with world(where, {"/": answer("200 OK", FORM), "/x": answer("200 OK", FORM)}) as made:
        outcome, data = looked(made)

    assert [(HERE, PORT)] == made.places()
    assert data.hops is not None
    assert (State.OK, [(None, None, cause)], None) == (
        outcome.state,
        [(hop.address, hop.status, hop.cause) for hop in data.hops],
        data.leads_to_plain,
    )


def test_a_name_with_several_addresses() -> None:
    """Only the one that is permitted is asked."""
    with world(f"http://lan.gov.vn:{PORT}/a", {"/a": answer("410 Gone")}) as made:
        _, data = looked(made)

    assert [(HERE, PORT), (THERE, PORT)] == made.places()
    assert data.hops is not None
    assert [(THERE, 410, None)] == [(hop.address, hop.status, hop.cause) for hop in data.hops]
    assert not any("169.254" in line or STRANGER in line for line in made.log)


@pytest.mark.parametrize("written", ["http://t\u00ecnh.gov.vn:{}/a", "http://T\u00ccNH.gov.vn:{}/a"])
def test_a_name_in_vietnamese(written: str) -> None:
    """As browsers ask for it; sent in bytes of UTF-8, as servers do."""
    assert Link("http", "xn--tnh-nma.gov.vn", PORT, "/a") == joined(Link("http", NAME, PORT, "/"), written.format(PORT))


def test_another_port_of_the_same_name() -> None:
    """It is another service at the address in hand; no name server is asked."""
    with world(f"http://{NAME}:{OTHER_PORT}/a", {"/a": answer("200 OK", FORM)}) as made:
        _, data = looked(made)

    assert [(HERE, PORT), (HERE, OTHER_PORT)] == made.places()
    assert data.password_form is False
    assert not any("udp/53" in line for line in made.log)


def test_there_and_back() -> None:
    """A page of the service itself counts for it, whatever way led there."""
    with world(f"http://b.gov.vn:{PORT}/sso", {"/sso": to(f"http://{NAME}:{PORT}/lai")}) as made:
        outcome, data = looked(made)

    assert [(HERE, PORT), (THERE, PORT), (HERE, PORT)] == made.places()
    assert (State.OK, True, ("/", "/lai")) == (outcome.state, data.password_form, data.paths_asked)


def test_a_ring() -> None:
    """Each page is asked for once."""
    with world(f"http://b.gov.vn:{PORT}/a", {"/a": to(f"http://{NAME}:{PORT}/")}) as made:
        outcome, data = looked(made)

    assert [(HERE, PORT), (THERE, PORT)] == made.places()
    assert (State.OK, False) == (outcome.state, data.hops_left_out)


def test_more_hops_than_are_followed() -> None:
    """Bounded over all services together."""
    pages = {f"/{n}": to(f"http://{NAME if n % 2 else 'b.gov.vn'}:{PORT}/{n + 1}") for n in range(20)}
    with world(f"http://b.gov.vn:{PORT}/1", pages) as made:
        outcome, data = looked(made)

    assert MOST_HOPS + 1 == len(made.asked)
    assert outcome.cause is not None
    assert (State.PARTIAL, "too_many_hops", True, None) == (
        outcome.state,
        outcome.cause.code,
        data.hops_left_out,
        data.leads_to_plain,
    )


@pytest.mark.parametrize(
    "hostile",
    [
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 50_000,
        b"HTTP/1.1 302 Found\r\nLocation: " + b"a" * 100_000 + b"\r\n\r\n",
        b"\x00" * 1000,
        b"",
        b"HTTP/1.1 302 Found\r\nLocation: http://b.gov.vn\r\nLocation: http://169.254.169.254/\r\n\r\n",
    ],
)
def test_a_hostile_server_on_the_way(hostile: bytes) -> None:
    """What another service does never spoils the page that was asked for."""
    with world(f"http://b.gov.vn:{PORT}/a", {"/a": hostile}) as made:
        outcome, data = looked(made)

    assert {(HERE, PORT), (THERE, PORT)} == set(made.places())
    assert (State.OK, 302, False) == (outcome.state, data.status, data.password_form)
    assert data.leads_to_plain in (None, False)


@pytest.mark.parametrize(
    ("sent", "plain"),
    [
        (f"http://b.gov.vn:{PORT}/", True),
        ("http://dichvucong.gov.vn/", True),  # told, not asked
        ("http:\\\\dichvucong.gov.vn", True),
        ("//dichvucong.gov.vn/", None),  # keeps the scheme
        ("https://dichvucong.gov.vn/", None),
    ],
)
def test_a_way_that_leaves_tls(tmp_path: Path, sent: str, plain: bool | None) -> None:  # noqa: FBT001  # a column
    """From the second page of another service, too."""
    context = Authority().server(tmp_path, NAME)
    made = World()
    pages = {"/": to(f"https://b.gov.vn:{OTHER_PORT}/a")}
    with (
        datagrams(_resolved, NAMES, 53),
        serving(over_tls(context, made.site(HERE, PORT, pages)), HERE, PORT),
        serving(over_tls(context, made.site(THERE, OTHER_PORT, {"/a": to(sent)})), THERE, OTHER_PORT),
        serving(made.site(THERE, PORT, {}), THERE, PORT),
    ):
        outcome = get(Page(_address(HERE), PORT, tls=True, name=NAME), Onward(session(made.log)))

    assert isinstance(outcome.data, Http)
    assert (State.OK, plain) == (outcome.state, outcome.data.leads_to_plain)


def test_a_second_query_is_another_page() -> None:
    """What stands behind `/?vi` is not what stands behind `/`."""
    with world("/?vi", {"/?vi": answer("200 OK", FORM)}) as made:
        _, data = looked(made)

    assert 2 == len(made.asked)
    assert (True, ("/",)) == (data.password_form, data.paths_asked)


def test_no_answer_of_the_other_service() -> None:
    """What was met on the way is an observation of the endpoint that was asked, and of no other."""
    with world(f"http://b.gov.vn:{PORT}/a", {"/a": answer("200 OK", FORM)}) as made:
        at = session(made.log)
        host = at.job.hosts[0].model_copy(update={"sweep": False})
        found: list[Any] = HostWork(at, host, None, TimeServers(at)).run()

    assert {("http", f"m/tcp/{PORT}")} == {(item.kind, item.subject) for item in found}
    assert (THERE, PORT) in made.places()


@pytest.mark.slow
def test_on_the_wire() -> None:
    """Captured: a server that sends on to everywhere draws packets to what order and paper have, and nowhere else."""
    told = said_apart("tests.collectors.wire", "redirects", seconds=180)
    sent = {packet["to"] for packet in told["packets"]}

    assert {"10.9.2.2.80", "10.9.2.2.81"} == sent
    assert 0 == told["ended"]["on the loopback"]
    assert ["200"] == told["ended"]["answered"]
