"""One machine with several addresses, each asked, and what is said of those that were not."""

import contextlib
import ipaddress
import os
import socket
import struct
from collections.abc import Iterator
from typing import Any

import pytest

from auditor.collectors.agent.host import MOST_ADDRESSES, HostWork
from auditor.collectors.agent.spread import spread
from auditor.collectors.agent.sweep import sweep
from auditor.collectors.agent.time_servers import TimeServers
from auditor.collectors.job import EndpointJob, HostJob, Job
from auditor.collectors.outcome import Outcome, failed
from auditor.collectors.session import Session
from auditor.model.facts import Http, Ntp, Observation, Services, Snmp
from auditor.model.facts.addressed import addressed
from auditor.model.vocab.measurements import State
from tests.collectors.apart import job_for
from tests.collectors.network.test_ntp import answer as time_of
from tests.collectors.servers import PAGE, datagrams, replies, serving

NET = f"127.3.{os.getpid() % 250}"
ONE, OTHER, SHUT = (f"{NET}.{number}" for number in (1, 2, 3))
PORT = 18080
GONE = b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n"


@contextlib.contextmanager
def machine() -> Iterator[None]:
    """Answers with a page at one address, otherwise at another, and not at all at the third."""
    with serving(replies(PAGE), ONE, PORT), serving(replies(GONE), OTHER, PORT):
        yield


def job(**more: Any) -> Job:
    return job_for([f"{NET}.0/29"], [f"tcp/{PORT}"], more=more)


def host(*addresses: str, **more: Any) -> HostJob:
    endpoint = EndpointJob(subject=f"m/tcp/{PORT}", port=f"tcp/{PORT}", questions=("http",))
    return HostJob.model_validate(
        {
            "subject": "m",
            "system": "s",
            "zone": "z",
            "domain": "province",
            "owner": "o",
            "addresses": addresses,
            "ports": (f"tcp/{PORT}",),
            "endpoints": (endpoint,),
        }
        | more
    )


def looked(order: HostJob) -> dict[str, Observation]:
    """Everything found of the machine, by id."""
    session = Session(job(hosts=[order]), lambda _: None)
    swept = sweep(session, [order], control=True)["m"] if order.sweep else None
    return {item.id: item for item in HostWork(session, order, swept, TimeServers(session)).run()}


def test_each_address_is_asked() -> None:
    """The first keeps the name of the look, the other adds its address; one that refuses has nothing to be asked."""
    with machine():
        found = looked(host(ONE, OTHER, SHUT))
    pages = {key: item for key, item in found.items() if item.kind == "http"}
    name = f"http/m/tcp/{PORT}/v"

    assert {name: (State.OK, 200, (ONE,)), f"{name}/{OTHER}": (State.OK, 410, (OTHER,))} == {
        key: (item.state, item.data.status, item.data.addresses_asked)
        for key, item in pages.items()
        if isinstance(item.data, Http)
    }
    assert 1 == len({item.observed_at for item in pages.values()})
    assert all(isinstance(item.data, Http) and not item.data.addresses_left_out for item in pages.values())


@pytest.mark.parametrize(("lost", "state"), [(1, State.OK), (2, State.REFUSED)])
def test_a_connection_that_is_lost(lost: int, state: State) -> None:
    """A port that was open a moment ago is asked once more, and no third time."""
    begun: list[bytes] = []

    def handler(connection: socket.socket) -> None:
        if (heard := connection.recv(65_536)) and len(begun) < lost:
            begun.append(heard)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # ends it by a reset
        elif heard:
            connection.sendall(PAGE)

    with serving(handler, ONE, PORT):
        found = looked(host(ONE))[f"http/m/tcp/{PORT}/v"]

    assert (state, lost) == (found.state, len(begun))


def test_the_first_is_one_that_answers() -> None:
    """A look keeps its name wherever the service is."""
    with machine():
        found = looked(host(SHUT, OTHER))

    assert {f"http/m/tcp/{PORT}/v"} == {key for key, item in found.items() if item.kind == "http"}


def test_an_address_without_permission() -> None:
    """It is left out, which every answer says, so that none is whole."""
    with machine():
        found = looked(host(ONE, left_out=(f"{NET}.77",)))
    page, ports, services = (found[key] for key in (f"http/m/tcp/{PORT}/v", "ports/m/v", "ports/m/v"))

    assert [(State.PARTIAL, "addresses_left_out")] * 3 == [
        (item.state, item.cause and item.cause.code) for item in (page, ports, services)
    ]
    assert isinstance(page.data, Http)
    assert (f"{NET}.77",) == page.data.addresses_left_out


@pytest.mark.long
@pytest.mark.parametrize("more", [{}, {"left_out": (f"{NET}.77",)}])
def test_services_of_each_address(more: dict[str, Any]) -> None:
    """Each open address is asked what it is, and what was not asked is said."""
    with machine():
        (services,) = [
            item for key, item in looked(host(ONE, OTHER, SHUT, services=True, **more)).items() if key == "services/m/v"
        ]

    assert isinstance(services.data, Services)
    assert ((ONE, OTHER, SHUT), more.get("left_out", ())) == (
        services.data.addresses_asked,
        services.data.addresses_left_out,
    )
    assert (State.PARTIAL if more else State.OK) is services.state


FIRST, SECOND = map(ipaddress.ip_address, ("10.0.0.1", "2001:db8::1"))
WHOLE = Outcome(State.OK, Http(scheme="http", status=200))


@pytest.mark.parametrize(
    ("other", "state", "left", "told"),
    [
        (WHOLE, State.OK, (), 2),
        (failed(State.REFUSED, "port_not_open"), State.OK, (), 1),
        (failed(State.REFUSED, "connection_broken"), State.PARTIAL, (str(SECOND),), 2),
        (failed(State.REFUSED, "kiss_of_death"), State.PARTIAL, (str(SECOND),), 2),
        (failed(State.FILTERED, "no_answer"), State.PARTIAL, (str(SECOND),), 2),
        (failed(State.TIMEOUT, "no_answer"), State.PARTIAL, (str(SECOND),), 2),
        (failed(State.OUT_OF_SCOPE, "port_outside_scope"), State.PARTIAL, (str(SECOND),), 2),
    ],
)
def test_what_one_address_says_of_the_other(other: Outcome, state: State, left: tuple[str, ...], told: int) -> None:
    """An address that did not answer is no address without the service, unless it refused."""
    found = spread({FIRST: WHOLE, SECOND: other}, FIRST, (), ())

    assert (state, told) == (found[FIRST].state, len(found))
    assert Http(scheme="http", status=200, **addressed([FIRST], left)) == found[FIRST].data


def test_an_address_that_is_only_silent() -> None:
    """What cannot be reached from here, on a machine that is there, is said and is no gap."""
    found = spread({FIRST: WHOLE, SECOND: failed(State.FILTERED, "no_answer")}, FIRST, (), (SECOND,))

    expected = Http(scheme="http", status=200, addresses_silent=(str(SECOND),), **addressed([FIRST]))
    assert {FIRST: Outcome(State.OK, expected)} == found


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="ports below 1024 need root")


def over_udp(kind: str, *addresses: str, **more: Any) -> dict[str, Observation]:
    """What is found of a machine that is asked for the time, or by SNMP."""
    port = "udp/123" if kind == "ntp" else "udp/161"
    order = host(*addresses, ports=(port,), endpoints=(), **{kind: True}, **more)
    session = Session(job_for([f"{NET}.0/24"], [port], more={"hosts": [order]}), lambda _: None)
    swept = sweep(session, [order], control=True)["m"]
    return {item.id: item for item in HostWork(session, order, swept, TimeServers(session)).run() if item.kind == kind}


def agent_of(*versions: int) -> Any:
    """Answers a question of these versions of SNMP with itself, and others not at all."""

    def answered(data: bytes) -> bytes | None:
        spoken = any(bytes((2, 1, version)) in data[:6] for version in versions)
        return data.replace(b"\xa0", b"\xa2", 1) if spoken else None

    return answered


@needs_root
def test_an_old_agent_at_another_address() -> None:
    """One observation for each address that answers; one that refuses has none."""
    with datagrams(agent_of(3), ONE, 161), datagrams(agent_of(0, 1), OTHER, 161):
        found = over_udp("snmp", ONE, OTHER, SHUT)

    assert {
        "snmp/m/v": (State.OK, ("v3",), (ONE,), ()),
        f"snmp/m/v/{OTHER}": (State.OK, ("v1", "v2c"), (OTHER,), ()),
    } == {
        key: (item.state, item.data.answered, item.data.addresses_asked, item.data.addresses_left_out)
        for key, item in found.items()
        if isinstance(item.data, Snmp)
    }
    assert 1 == len({item.observed_at for item in found.values()})


@needs_root
def test_an_agent_at_the_second_address_only() -> None:
    """The look keeps its name, and says what it is about."""
    with datagrams(agent_of(0), OTHER, 161):
        (found,) = over_udp("snmp", SHUT, OTHER).values()

    assert isinstance(found.data, Snmp)
    assert ("snmp/m/v", ("v1",), (OTHER,)) == (found.id, found.data.answered, found.data.addresses_asked)


@needs_root
def test_an_address_at_which_the_agent_says_nothing() -> None:
    """It was asked, and is told as silent; where nothing shows that anybody is there, it is left out."""
    with datagrams(agent_of(3), ONE, 161), datagrams(lambda _: None, OTHER, 161):
        (found,) = over_udp("snmp", ONE, OTHER).values()
    with datagrams(lambda _: None, ONE, 161), datagrams(lambda _: None, OTHER, 161):
        nobody, other = over_udp("snmp", ONE, OTHER).values()

    assert isinstance(found.data, Snmp)
    assert (State.OK, (OTHER,), ()) == (found.state, found.data.addresses_silent, found.data.addresses_left_out)
    assert isinstance(nobody.data, Snmp)
    assert (State.PARTIAL, None, (OTHER,)) == (
        nobody.state,
        nobody.data.addresses_silent,
        nobody.data.addresses_left_out,
    )
    assert (State.FILTERED, None) == (other.state, other.data)


@needs_root
def test_nobody_takes_the_question() -> None:
    """Refused everywhere is a finished look without an answer."""
    (found,) = over_udp("snmp", ONE, OTHER).values()

    assert isinstance(found.data, Snmp)
    assert (State.OK, ()) == (found.state, found.data.answered)


@needs_root
def test_more_addresses_than_are_asked() -> None:
    """What is beyond the bound, or not permitted, is named, and the look is not whole."""
    many = [f"{NET}.{number}" for number in range(1, MOST_ADDRESSES + 3)]
    with datagrams(agent_of(3), ONE, 161):
        (found,) = over_udp("snmp", *many, left_out=(f"{NET}.77",)).values()

    assert isinstance(found.data, Snmp)
    assert (State.PARTIAL, (*many[MOST_ADDRESSES:], f"{NET}.77")) == (found.state, found.data.addresses_left_out)


@needs_root
@pytest.mark.parametrize(("stratum", "state", "told"), [(9, State.OK, 2), (0, State.PARTIAL, 2)])
def test_the_time_at_each_address(stratum: int, state: State, told: int) -> None:
    """Each tells its own stratum; a kiss-o'-death at one is no time, and that address is left out."""
    with (
        datagrams(lambda asked: time_of(asked, 2, bytes(4)), ONE, 123),
        datagrams(lambda asked: time_of(asked, stratum, b"RATE"), OTHER, 123),
    ):
        found = over_udp("ntp", ONE, OTHER, SHUT)

    first = found["ntp/m/v"]
    assert isinstance(first.data, Ntp)
    assert (state, 2, told) == (first.state, first.data.stratum, len(found))
    other = found[f"ntp/m/v/{OTHER}"]
    assert (stratum or None) == (other.data.stratum if isinstance(other.data, Ntp) else None)
