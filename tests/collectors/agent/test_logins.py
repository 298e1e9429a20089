"""Settings over SSH at the first address of a machine that lets us in, and what is told of the others."""

import ipaddress
import os
from collections.abc import Iterator
from typing import Any

import pytest

from auditor.collectors.agent.host import HostWork
from auditor.collectors.agent.logins import MOST_LOGINS, Tried, shut_out
from auditor.collectors.agent.time_servers import TimeServers
from auditor.collectors.job import ConfigurationJob, HostJob
from auditor.collectors.outcome import Outcome, failed
from auditor.collectors.session import Sent, Session
from auditor.model.facts import Observation
from auditor.model.facts.reading import Cover, Passed
from auditor.model.vocab.measurements import State
from tests.collectors.apart import job_for
from tests.collectors.sshd import Server, running

PORT = 12224
NET = f"127.5.{os.getpid() % 250}"
HERE, OTHER, SHUT = (ipaddress.ip_address(f"{NET}.{number}") for number in (1, 2, 3))


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a known key at one address, and at another one whose key is another than the known one."""
    mine, strange = (tmp_path_factory.mktemp(name) for name in ("mine", "strange"))
    with running(mine, port=PORT, place=HERE) as server, running(strange, port=PORT, place=OTHER):
        with (mine / "known_hosts").open("a") as known:
            known.write(f"[{OTHER}]:{PORT} {(mine / 'host.pub').read_text()}")
        yield server


def looked(server: Server, *addresses: object, **access: Any) -> tuple[Observation, list[Sent]]:
    """What is found of the interfaces of a machine with these addresses, and the log of what was sent."""
    order = ConfigurationJob(way="ssh", ssh=server.access(**access), kinds=("interfaces",))
    host = HostJob.model_validate(
        {"subject": "m", "system": "s", "zone": "z", "domain": "province", "owner": "o"}
        | {"addresses": tuple(map(str, addresses)), "sweep": False, "configuration": order}
    )
    log: list[Sent] = []
    prefixes = [f"{NET}.0/30"]
    session = Session(job_for(prefixes, [f"tcp/{PORT}"], more={"hosts": [host]}), log.append)
    (found,) = HostWork(session, host, None, TimeServers(session)).run()
    return found, log


def told(found: Observation) -> tuple[State, str, str, dict[str, str]]:
    """State, code, the address that was used, and why not the others."""
    cover = found.cover or Cover()
    code = found.cause.code if found.cause else ""
    return found.state, code, cover.at, {each.address: each.code for each in cover.passed}


def test_the_first_address_lets_us_in(machine: Server) -> None:
    """No other one is tried, and the cover says which was used."""
    found, log = looked(machine, HERE, OTHER)

    assert (State.OK, "", str(HERE), {}) == told(found)
    assert [str(HERE)] == [sent.target for sent in log]


def test_nobody_answers_at_the_first(machine: Server) -> None:
    """The next permitted address is tried, and the look is whole."""
    found, log = looked(machine, SHUT, HERE)

    assert (State.OK, "", str(HERE), {str(SHUT): "connection_refused"}) == told(found)
    assert [str(SHUT), str(HERE)] == [sent.target for sent in log]


def test_another_key_at_the_first(machine: Server) -> None:
    """What was read elsewhere counts, and that something answers with another key is told with it."""
    found, _ = looked(machine, OTHER, HERE)

    assert (State.OK, "host_key_unknown_at", str(HERE), {str(OTHER): "host_key_unknown"}) == told(found)
    assert found.cause is not None
    assert (str(OTHER),) == found.cause.args


def test_another_key_and_silence(machine: Server) -> None:
    """Nothing was read; the key is what is told, wherever it stands in the row."""
    for addresses in ((OTHER, SHUT), (SHUT, OTHER)):
        found, _ = looked(machine, *addresses)

        assert (State.NO_PERMISSION, "host_key_unknown", "") == told(found)[:3]
        assert {str(OTHER): "host_key_unknown", str(SHUT): "connection_refused"} == told(found)[3]


def test_an_address_without_permission(machine: Server) -> None:
    """It is not tried, which is written down, and the next one is."""
    outside = ipaddress.ip_address(f"{NET}.9")
    found, log = looked(machine, outside, HERE)

    assert (State.OK, str(HERE)) == (found.state, told(found)[2])
    assert [str(outside)] == list(told(found)[3])
    assert [True, False] == [bool(sent.refused) for sent in log]


def test_a_login_that_was_refused(machine: Server) -> None:
    """It is an answer: the same login is not tried at another address."""
    found, log = looked(machine, HERE, SHUT, key_file=str(machine.folder / "stranger"))

    assert (State.NO_PERMISSION, "login_refused", "", {}) == told(found)
    assert [str(HERE)] == [sent.target for sent in log]


def test_more_addresses_than_are_tried(machine: Server) -> None:
    """A few are, however many there are."""
    found, log = looked(machine, *[SHUT] * MOST_LOGINS, HERE)

    assert (State.REFUSED, MOST_LOGINS) == (found.state, len(log))


LATE, REFUSED = failed(State.TIMEOUT, "no_answer"), failed(State.NO_PERMISSION, "login_refused")


def test_what_is_told_where_nobody_lets_us_in() -> None:
    """One address alone is told as it is; a refused login before an address that was silent."""
    assert LATE == shut_out([Tried(SHUT, LATE)])

    found = shut_out([Tried(SHUT, LATE), Tried(HERE, REFUSED)])
    passed = tuple(Passed(address=str(a), code=c) for a, c in ((SHUT, "no_answer"), (HERE, "login_refused")))
    assert Outcome(REFUSED.state, cause=REFUSED.cause, cover=Cover(passed=passed), unread=()) == found
