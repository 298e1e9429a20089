"""Time servers on loopback that a vantage holds its clock against: which is asked, and which is believed."""

import contextlib
import os
import struct
import time
from collections.abc import Callable

import pytest

from auditor.collectors.agent.time_servers import TimeServers
from auditor.collectors.job import Target
from auditor.collectors.session import Sent, Session
from tests.collectors.apart import job_for
from tests.collectors.servers import datagrams

NET = f"127.6.{os.getpid() % 250}"
FIRST, SECOND, SILENT = (f"{NET}.{number}" for number in (1, 2, 3))
_EPOCH = 2_208_988_800

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="port 123 needs root")


def says(ahead: float, *, stratum: int = 2, leap: int = 0) -> Callable[[bytes], bytes]:
    """A server whose clock is so many seconds ahead of ours."""

    def answer(asked: bytes) -> bytes:
        now = time.time() + _EPOCH + ahead
        stamp = struct.pack("!II", int(now), int(now % 1 * 2**32))
        head = struct.pack("!BBbb", leap << 6 | 4 << 3 | 4, stratum, 6, -20)
        return head + bytes(8) + bytes([203, 0, 113, 123]) + stamp + asked[40:48] + stamp + stamp

    return answer


def target(name: str, address: str) -> Target:
    return Target(name=name, owner="o", domain="province", address=address, ports=("udp/123",))


def servers(log: list[Sent], *targets: Target, ports: tuple[str, ...] = ("udp/123",)) -> TimeServers:
    job = job_for([f"{NET}.0/29"], list(ports), more={"time_servers": targets})
    return TimeServers(Session(job, log.append))


def test_each_time_a_server_is_asked_anew() -> None:
    """One comparison is never used for another machine, since clocks drift; every question is in the log."""
    log: list[Sent] = []
    with datagrams(says(1.5), FIRST, 123):
        mine = servers(log, target("one", FIRST))
        found = [mine.compare("web"), mine.compare("db")]

    assert found[0] is not None
    assert found[1] is not None
    assert [("one", "203.0.113.123")] * 2 == [(each.server, each.source) for each in found if each]
    assert all(abs(each.offset_ms - 1500) <= each.delay_ms / 2 + 1 for each in found if each)
    assert found[0].taken.after.steady_ns < found[1].taken.before.steady_ns
    assert {("time to compare with", FIRST, "udp/123", "")} == {
        (line.what, line.target, line.port, line.refused) for line in log
    }
    assert 2 <= len(log)


@pytest.mark.parametrize(
    ("clocks", "right"), [((4, 0, 0.03), {"b", "c"}), ((0, 4, 0), {"a", "c"}), ((4, 0), set()), ((0, 4, 8), set())]
)
def test_most_servers_decide(clocks: tuple[float, ...], right: set[str]) -> None:
    """One that is wrong is outvoted by two that agree; where none has most with it, nobody knows who is right."""
    places = [target(name, f"{NET}.{number}") for number, name in enumerate("abc"[: len(clocks)], start=1)]
    with contextlib.ExitStack() as running:
        for place, ahead in zip(places, clocks, strict=True):
            running.enter_context(datagrams(says(ahead), place.address, 123))
        found = servers([], *places).compare("web")

    assert {found.server} <= right if found else not right


def test_a_machine_is_not_held_against_itself() -> None:
    """Its own answer over the network would agree with it, however wrong it is."""
    with datagrams(says(0), FIRST, 123), datagrams(says(3), SECOND, 123):
        alone = servers([], target("one", FIRST)).compare("one")
        beside = servers([], target("one", FIRST), target("other", SECOND)).compare("one")

    assert alone is None
    assert beside is not None
    assert "other" == beside.server


@pytest.mark.parametrize("wrong", [{"leap": 3}, {"stratum": 16}, {"stratum": 0}])
def test_a_server_that_says_that_it_is_out_of_step_gives_no_time(wrong: dict[str, int]) -> None:
    """The next one is asked, and it is not tried again."""
    log: list[Sent] = []
    with datagrams(says(0, **wrong), FIRST, 123), datagrams(says(0), SECOND, 123):
        mine = servers(log, target("one", FIRST), target("other", SECOND))
        found = [mine.compare("web"), mine.compare("web")]

    assert ["other", "other"] == [each.server for each in found if each]
    assert [0] == [number for number, line in enumerate(log) if line.target == FIRST]
    assert {FIRST, SECOND} == {line.target for line in log}


def test_a_silent_server_holds_up_one_machine_only() -> None:
    """Nothing is known without one, and nobody waits for it twice."""
    log: list[Sent] = []
    mine = servers(log, target("mute", SILENT))
    with datagrams(lambda _: None, SILENT, 123):
        assert mine.compare("web") is None
        begun = time.monotonic()
        assert mine.compare("db") is None

    assert time.monotonic() - begun < 1
    assert 1 == len(log)


def test_what_the_scope_does_not_permit_is_not_asked() -> None:
    """The door is asked for each question, as for any other."""
    log: list[Sent] = []
    with datagrams(says(0), FIRST, 123):
        assert servers(log, target("one", FIRST), ports=("tcp/22",)).compare("web") is None

    assert ["port_outside_scope"] == [line.refused for line in log]
