"""What a machine says it listens on: as it is, as older programs write it, and as somebody would forge it."""

import os
from pathlib import Path

import pytest

from auditor.collectors.asks import Answer, Answers, Trouble
from auditor.collectors.kinds.listening.linux import SOCKETS, TABLES, read
from auditor.model.facts.listening import Listening, Program, Socket
from auditor.model.facts.reading import Reading
from tests.collectors.apart import said_apart

RECORDED = Path(__file__).parent / "listening" / "linux"
ANY = "0.0.0.0"  # noqa: S104  # what was told; nothing is bound here
HEAD = "Netid State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n"
TABLE_HEADS = "".join(f"/proc/net/{name}:  sl  local_address rem_address   st\n" for name in ("tcp", "udp"))


def row(local: str, protocol: str = "tcp", users: str = 'users:(("sshd",pid=1,fd=3))') -> str:
    """One line of `ss`."""
    return (
        f"{protocol}   {'LISTEN' if protocol == 'tcp' else 'UNCONN'} 0      128    {local}      0.0.0.0:*    {users}\n"
    )


def held(port: int, state: str = "0A", protocol: str = "tcp") -> str:
    """One row of the kernel's own."""
    return f"/proc/net/{protocol}:   0: 00000000:{port:04X} 00000000:0000 {state} 00000000:00000000 00:00000000\n"


def reading(listed: str, tables: str | None = "", *, said: str = "", trouble: Trouble | None = None) -> Reading:
    """What becomes of both answers."""
    second = Answer(TABLE_HEADS + (tables or ""), trouble)
    found = read(Answers({SOCKETS.id: Answer(HEAD + listed, said=said), TABLES.id: second}))
    assert isinstance(found, Reading)
    return found


def told(listed: str) -> Listening:
    """The list, where nothing of it is unread."""
    found = reading(listed)
    assert found.unread == ()
    assert isinstance(found.data, Listening)
    return found.data


def gaps(found: Reading) -> list[tuple[str, str, str]]:
    """What is unread."""
    return [(item.field, item.where, item.code) for item in found.unread]


@pytest.mark.parametrize(
    ("local", "port", "address", "device"),
    [
        ("0.0.0.0:22", "tcp/22", ANY, ""),
        ("*:22", "tcp/22", "*", ""),
        ("[::]:22", "tcp/22", "::", ""),
        (":::22", "tcp/22", "::", ""),
        ("::1:25", "tcp/25", "::1", ""),
        ("[::1]:25", "tcp/25", "::1", ""),
        ("127.0.0.53%lo:53", "tcp/53", "127.0.0.53", "lo"),
        ("0.0.0.0%eth0.100:68", "tcp/68", ANY, "eth0.100"),
        ("*%br-lan:67", "tcp/67", "*", "br-lan"),
        ("[fe80::1]%eth0:546", "tcp/546", "fe80::1", "eth0"),
        ("fe80::1%eth0:546", "tcp/546", "fe80::1", "eth0"),
        ("[::ffff:127.0.0.1]:8080", "tcp/8080", "127.0.0.1", ""),
        ("[::ffff:0.0.0.0]:8080", "tcp/8080", ANY, ""),
        ("::ffff:10.0.0.1:8080", "tcp/8080", "10.0.0.1", ""),
        ("[2001:DB8:0:0::5]:65535", "tcp/65535", "2001:db8::5", ""),
    ],
)
def test_addresses(local: str, port: str, address: str, device: str) -> None:
    """Every way in which an address is written, of new and of older programs, has one form."""
    assert (Socket(port=port, address=address, device=device),) == told(row(local)).sockets


@pytest.mark.parametrize(
    ("users", "names"),
    [
        ('users:(("sshd",pid=1,fd=3))', ["sshd"]),
        ('users:(("nginx",pid=2,fd=6),("nginx",pid=1,fd=6))', ["nginx"]),
        ('users:(("systemd",pid=1,fd=9),("in.telnetd",pid=7,fd=0))', ["in.telnetd", "systemd"]),
        ('users:(("sshd",1234,3))', ["sshd"]),
        ('users:(("x y",pid=1,fd=3)) ino:5 sk:1', ["x y"]),
    ],
)
def test_programs(users: str, names: list[str]) -> None:
    """Each name once, whoever shares a socket; also as programs before version 4 write them."""
    assert (
        tuple(Program(port="tcp/22", address="*", name=name) for name in names)
        == told(row("*:22", "tcp", users)).programs
    )


@pytest.mark.parametrize("users", ["", "ino:1", 'users:(("a",pid=1,fd=2",pid=1,fd=3))', 'users:(("a")', "users:(())"])
def test_without_a_program(users: str) -> None:
    """Without privilege, and of what a name forges, no program is told; the socket is."""
    found = reading(row("0.0.0.0:514", "udp", users) + row("0.0.0.0:22"))

    assert [("programs", "udp/514", "program_not_told")] == gaps(found)
    assert isinstance(found.data, Listening)
    assert ["tcp/22", "udp/514"] == [socket.port for socket in found.data.sockets]


def test_nothing_listens() -> None:
    """The head alone, where the kernel has no socket either, is a whole list."""
    assert Listening(sockets=(), programs=()) == told("")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "bash: ss: not found\n",
        row("0.0.0.0:22"),
        "State Recv-Q Send-Q Local Address:Port Peer Address:Port\n",
    ],
)
def test_no_list(text: str) -> None:
    """Anything without the head of the list, an empty answer among it, tells nothing."""
    found = read(Answers({SOCKETS.id: Answer(text), TABLES.id: Answer(TABLE_HEADS)}))

    assert isinstance(found, Reading)
    assert found.data is None


@pytest.mark.parametrize(
    "line",
    [
        "tcp LISTEN 0 128 0.0.0.0:22",
        "tcp LISTEN 0 128 0.0.0.0 0.0.0.0:*\n",
        "tcp LISTEN 0 128 0.0.0.0:0 0.0.0.0:*\n",
        "tcp LISTEN 0 128 0.0.0.0:70000 0.0.0.0:*\n",
        "tcp LISTEN 0 128 10.0.0.256:22 0.0.0.0:*\n",
        "tcp ESTAB 0 128 10.0.0.1:22 0.0.0.0:*\n",
        "u_str LISTEN 0 128 /run/x 1 * 0\n",
        'b",pid=1,fd=3))\n',
        "tcp LISTEN 0 128 telnet.example:23 0.0.0.0:*\n",
    ],
)
def test_a_line_of_another_form(line: str) -> None:
    """It may be a socket, or the rest of one: the list is not whole, and what was understood stays."""
    found = reading(row("0.0.0.0:22") + line)

    assert ("sockets", "ss", "not_understood") in gaps(found)
    assert isinstance(found.data, Listening)
    assert (Socket(port="tcp/22", address=ANY),) == found.data.sockets


@pytest.mark.parametrize(
    ("tables", "unread"),
    [
        (held(22), []),
        (held(22) + held(23), [("sockets", "tcp/23", "not_listed")]),
        (held(22) + held(69, "07", "udp"), [("sockets", "udp/69", "not_listed")]),
        (held(22) + held(40_000, "07", "udp") + held(5, "01", "udp"), []),
        (held(22) + "odd\n", [("sockets", "kernel sockets", "not_told")]),
    ],
)
def test_held_against_the_kernel(tables: str, unread: list[tuple[str, str, str]]) -> None:
    """What the kernel holds and `ss` does not list was kept from us; clients over UDP come and go."""
    assert unread == [gap for gap in gaps(reading(row("0.0.0.0:22"), tables)) if gap[0] == "sockets"]


@pytest.mark.parametrize(
    ("trouble", "sound"),
    [(Trouble.MISSING, True), (Trouble.DENIED, False), (Trouble.CUT, False), (Trouble.FAILED, False)],
)
def test_tables_that_cannot_be_had(trouble: Trouble, *, sound: bool) -> None:
    """A kernel without IPv6 lacks some; without the others nobody knows whether the list is whole."""
    found = reading(row("0.0.0.0:22"), held(22), trouble=trouble)

    assert sound == (found.unread == ())


def test_a_kernel_that_did_not_tell_everything() -> None:
    """`ss` says so on standard error, and ends well."""
    found = reading(row("0.0.0.0:22"), said="RTNETLINK answers: Operation not permitted\nDump terminated\n")

    assert ("sockets", "ss", "not_told") in gaps(found)


def test_more_than_is_read() -> None:
    """Two thousand sockets are read, and that there are more is said."""
    found = reading("".join(row(f"127.0.0.1:{port}") for port in range(1, 2100)))

    assert ("sockets", "ss", "not_understood") in gaps(found)
    assert isinstance(found.data, Listening)
    assert len(found.data.sockets) == 2000


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="networks are made by root")
@pytest.mark.parametrize("seed", range(4))
def test_sockets_that_were_really_opened(seed: int) -> None:
    """Fifty sets each, of both IP versions and protocols, bound in every way, by programs of odd names."""
    assert [] == said_apart("tests.collectors.listeners", "50", str(seed))
