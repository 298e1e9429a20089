"""SNMP agents of Debian's own snmpd on loopback, asked by strangers and by those whom their owner entered."""

import contextlib
import ipaddress
import os
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from auditor.collectors.network import snmp, snmp_wire
from auditor.collectors.network.snmp_user import key_of
from auditor.collectors.outcome import Outcome
from auditor.collectors.scope import Address
from auditor.model.facts import Snmp
from auditor.model.snmp_access import SnmpAccess
from tests.collectors.ports import await_port
from tests.collectors.servers import datagrams, free_udp_port

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="snmpd of Debian starts as root only")

PLACE: Address = ipaddress.ip_address("127.0.0.1")
COMMUNITY, AUTH, PRIVACY = "cong-dong-rieng-2026", "mat-khau-xac-thuc", "mat-khau-ma-hoa"
USER = {"name": "giamsat", "auth": "sha", "auth_passphrase": AUTH, "privacy_passphrase": PRIVACY}
_CREATE = f"createUser giamsat {{}} {AUTH} AES {PRIVACY}\n"
_V3 = _CREATE.format("SHA") + "rouser giamsat priv\n"


@contextlib.contextmanager
def agent(folder: Path, settings: str) -> Iterator[int]:
    """A running snmpd with these settings; yields its port."""
    port = free_udp_port()
    conf = folder / "snmpd.conf"
    conf.write_text(f"agentaddress udp:{PLACE}:{port}\n{settings}")
    words = ["snmpd", "-f", "-C", "-c", str(conf), "-Lf", str(folder / "log"), "-p", str(folder / "pid")]
    process = subprocess.Popen(words, env={"PATH": os.environ["PATH"], "SNMP_PERSISTENT_DIR": str(folder)})
    try:
        await_port(process, port, "udp")
        yield port
    finally:
        process.kill()
        process.wait(10)


def told(outcome: Outcome) -> dict[str, Any]:
    assert isinstance(outcome.data, Snmp)
    return outcome.data.model_dump(mode="json", exclude_none=True)


def entered(**what: Any) -> SnmpAccess:
    return SnmpAccess.model_validate(what)


def test_a_stranger_learns_that_only_public_was_tried(tmp_path: Path) -> None:
    """Version 3's discovery answers anybody, also beside a community that nobody entered."""
    with agent(tmp_path, f"{_V3}rocommunity {COMMUNITY}\n") as port:
        found = told(snmp.query(PLACE, port=port))

    assert found == {
        "answered": ["v3"],
        "tried": ["v1", "v2c", "v3"],
        "seen_by": ["public"],
        "mapped": [],
        "entered": 0,
        "users": 0,
        "users_answered": 0,
        "answered_to": [],
    }


def test_an_entered_community(tmp_path: Path) -> None:
    """Each is tried in both old versions; how many were is told, and never which."""
    with agent(tmp_path, f"{_V3}rocommunity {COMMUNITY}\n") as port:
        outcome = snmp.query(PLACE, entered(communities=["khong-dung", COMMUNITY]), port=port)
    found = told(outcome)

    assert (["v1", "v2c", "v3"], ["entered", "public"], 2, ["entered"]) == (
        found["answered"],
        found["seen_by"],
        found["entered"],
        found["answered_to"],
    )
    assert COMMUNITY not in repr(outcome)


@pytest.mark.parametrize("auth", ["MD5", "SHA", "SHA-224", "SHA-256", "SHA-384", "SHA-512"])
def test_a_user_reads_who_is_given_anything(tmp_path: Path, auth: str) -> None:
    """The agent's own table: nothing for the old versions here."""
    user = USER | {"auth": auth.lower().replace("-", "")}
    with agent(tmp_path, _CREATE.format(auth) + "rouser giamsat priv\n") as port:
        found = told(snmp.query(PLACE, entered(users=[user]), port=port))

    assert (["v3"], ["own_table", "public"], [], 1, 1, ["user"]) == tuple(
        found[key] for key in ("answered", "seen_by", "mapped", "users", "users_answered", "answered_to")
    )


def test_a_user_without_privacy(tmp_path: Path) -> None:
    """An agent that asks for no privacy is asked without."""
    user = {"name": "giamsat", "auth": "sha", "auth_passphrase": AUTH, "privacy": "none"}
    with agent(tmp_path, f"createUser giamsat SHA {AUTH}\nrouser giamsat auth\n") as port:
        found = told(snmp.query(PLACE, entered(users=[user]), port=port))

    assert (["own_table", "public"], 1) == (found["seen_by"], found["users_answered"])


def test_an_own_table_that_gives_old_versions(tmp_path: Path) -> None:
    """Of an unknown community the table tells, whatever it is called."""
    with agent(tmp_path, f"{_V3}rocommunity {COMMUNITY}\n") as port:
        found = told(snmp.query(PLACE, entered(users=[USER]), port=port))

    assert (["v3"], ["own_table", "public"], ["v1", "v2c"]) == (found["answered"], found["seen_by"], found["mapped"])


@pytest.mark.parametrize(
    ("settings", "user"),
    [
        (_V3, USER | {"auth_passphrase": "sai-mat-khau"}),
        (_V3, USER | {"privacy_passphrase": "sai-mat-khau"}),
        (_V3, USER | {"name": "nguoi-la"}),
        (_V3, USER | {"auth": "sha256"}),
    ],
)
def test_a_user_the_agent_does_not_know(tmp_path: Path, settings: str, user: dict[str, str]) -> None:
    """No answer carries his digest, and nothing is believed of the table."""
    with agent(tmp_path, settings) as port:
        found = told(snmp.query(PLACE, entered(users=[user]), port=port))

    assert (["v3"], ["public"], 1, 0, []) == tuple(
        found[key] for key in ("answered", "seen_by", "users", "users_answered", "answered_to")
    )


def test_a_user_who_may_not_see_the_table(tmp_path: Path) -> None:
    """He is answered, and the table stays unread."""
    with agent(
        tmp_path, _CREATE.format("SHA") + f"rouser giamsat priv .1.3.6.1.2.1.1\nrocommunity {COMMUNITY}\n"
    ) as port:
        found = told(snmp.query(PLACE, entered(users=[USER]), port=port))

    assert (["public"], [], 1) == (found["seen_by"], found["mapped"], found["users_answered"])


def _said(answer: bytes, _: bytes) -> bytes:
    return answer


def test_a_liar_in_the_agents_place() -> None:
    """Whoever repeats what he was sent, or makes up an answer, knows no passphrase."""
    report = snmp.question("v3").replace(b"\x04\x00", b"\x04\x05abcde", 1)
    forged = bytearray(report)
    forged[1] += 5
    for answer in (bytes(forged), b"\x30\x80", b"\x30\x84\xff\xff\xff\xff", bytes(64), b"0" * 4000):
        with datagrams(partial(_said, answer)) as port:
            found = told(snmp.query(PLACE, entered(users=[USER], communities=["x"]), port=port))
        assert 0 == found["users_answered"]
        assert "own_table" not in found["seen_by"]


def test_each_is_tried_once() -> None:
    """Nobody who is entered is sent twice, so that no counter of failures runs up."""
    heard: list[bytes] = []
    lock = threading.Lock()

    def silent(data: bytes) -> None:
        with lock:
            heard.append(data)

    with datagrams(silent) as port:
        snmp.query(PLACE, entered(communities=["mot", "hai"], users=[USER]), port=port)

    assert [2, 2] == [sum(word in each for each in heard) for word in (b"\x04\x03mot", b"\x04\x03hai")]
    assert not any(b"giamsat" in each for each in heard)  # an agent that answers no discovery is asked by nobody
    assert snmp.packets(entered(communities=["mot", "hai"])) >= len(heard)


def test_keys_of_the_standard() -> None:
    """The examples of RFC 3414, A.3."""
    engine = bytes.fromhex("000000000000000000000002")

    assert "526f5eed9fcce26f8964c2930787d82b" == key_of("maplesyrup", engine, "md5").hex()
    assert "6695febc9288e36282235fc7151f128497b38f3f" == key_of("maplesyrup", engine, "sha").hex()


def test_wire() -> None:
    """Long lengths and long numbers are written as they are read."""
    name = (1, 3, 6, 1, 4, 1, 2021, 16_384, 1)
    node, rest = snmp_wire.first(snmp_wire.tlv(snmp_wire.SEQUENCE, snmp_wire.oid(name), bytes(300)))

    assert (b"", name) == (rest, snmp_wire.first(node.body)[0].oid)
    assert (300, -1) == (
        snmp_wire.first(snmp_wire.integer(300))[0].number,
        snmp_wire.first(b"\x02\x01\xff")[0].number,
    )
