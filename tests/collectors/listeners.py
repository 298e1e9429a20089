"""Sets of sockets that are really opened, and what the reader of `ss` makes of them.

`python -m tests.collectors.listeners COUNT SEED` opens them one set after another from within a network namespace made
for it (`unshare --net`), reads the machine as a collection does, and prints as JSON where the two differ.
"""

import contextlib
import dataclasses
import json
import random
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auditor.collectors.agent.settings import Interview
from auditor.collectors.agent.transports import LocalReader
from auditor.model.facts.listening import Listening

CARD = "card0"
FOUR, SIX, LINK = "10.9.0.1", "fd00:9::1", "fe80::9"
NAMES = ("in.telnetd", "sshd", "x y", 'a",pid=1,fd=2', "a)) b", "dấu", "(nginx)", "a\nb", "123456789012345")
"""Names of processes, some of which imitate what `ss` writes around them. It ends a name at its first bracket."""

_FORGED = frozenset({'a",pid=1,fd=2', "a\nb"})
_TCP, _UDP = socket.SOCK_STREAM, socket.SOCK_DGRAM
_V4, _V6 = socket.AF_INET, socket.AF_INET6


@dataclasses.dataclass(frozen=True)
class Bind:
    """How a socket is bound, and the address under which it is to be told."""

    family: int
    bound: str
    told: str
    device: str = ""
    v6only: bool = False


BINDS = (
    Bind(_V4, "0.0.0.0", "0.0.0.0"),  # noqa: S104  # in a network of the test's own
    Bind(_V4, "127.0.0.1", "127.0.0.1"),
    Bind(_V4, "127.0.0.53", "127.0.0.53", "lo"),
    Bind(_V4, FOUR, FOUR),
    Bind(_V4, "0.0.0.0", "0.0.0.0", CARD),  # noqa: S104  # as above
    Bind(_V6, "::", "*"),
    Bind(_V6, "::", "::", v6only=True),
    Bind(_V6, "::", "*", CARD),
    Bind(_V6, "::1", "::1"),
    Bind(_V6, SIX, SIX, v6only=True),
    Bind(_V6, "::ffff:127.0.0.1", "127.0.0.1"),
    Bind(_V6, f"::ffff:{FOUR}", FOUR),
    Bind(_V6, LINK, LINK, CARD),
)


def _opened(bind: Bind, kind: int, port: int) -> socket.socket:
    one = socket.socket(bind.family, kind)
    if bind.family == _V6:
        one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, int(bind.v6only))
    if bind.device:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, bind.device.encode())
    scope = socket.if_nametoindex(CARD) if bind.bound == LINK else 0
    one.bind((bind.bound, port) if bind.family == _V4 else (bind.bound, port, 0, scope))
    return one


def _set(chance: random.Random) -> Iterator[tuple[Bind, int, int]]:
    """Some binds with protocol and port; no port twice, so that none is in the way of another."""
    ports = chance.sample(range(1, 30_000), 14)
    for port in ports[: chance.randint(0, 14)]:
        yield chance.choice(BINDS), chance.choice((_TCP, _UDP)), port


def _read() -> Listening | None:
    found = Interview(LocalReader(), {}).read("listening", "here")
    data = found[0].outcome.data
    if not isinstance(data, Listening) or any(item.field == "sockets" for item in found[0].outcome.unread or ()):
        return None
    return data


def _differs(chance: random.Random) -> dict[str, Any] | None:
    """Opens one set beside sockets that take nothing, and compares; None where all is told as it is."""
    name = chance.choice(NAMES)
    Path("/proc/self/comm").write_text(name)
    wanted = list(_set(chance))
    with contextlib.ExitStack() as stack:
        for bind, kind, port in wanted:
            one = stack.enter_context(_opened(bind, kind, port))
            if kind == _TCP:
                one.listen(1)
        idle = stack.enter_context(_opened(BINDS[1], _TCP, 30_001))  # bound, and listens to nobody
        joined = stack.enter_context(_opened(BINDS[1], _UDP, 30_002))
        joined.connect(("127.0.0.1", 9))
        server = stack.enter_context(socket.create_server(("127.0.0.1", 30_003)))
        stack.enter_context(socket.create_connection(("127.0.0.1", 30_003)))
        stack.enter_context(server.accept()[0])
        server.close()
        assert idle.fileno() > 0
        found = _read()
    expected = sorted((f"{'tcp' if k == _TCP else 'udp'}/{p}", b.told, b.device) for b, k, p in wanted)
    if found is None:
        # a line is broken only by a name with a line break in it
        return None if "\n" in name and wanted else {"name": name, "opened": expected, "told": None}
    told = sorted((each.port, each.address, each.device) for each in found.sockets)
    short = name.partition(")")[0]
    named = sorted((each.port, each.address, each.device) for each in found.programs or () if each.name == short)
    sound = told == expected and named == ([] if name in _FORGED else expected)
    return None if sound else {"name": name, "opened": expected, "told": told, "named": named}


def main(count: int, seed: int) -> None:
    """Prints every set of which something is told otherwise than it is."""
    for words in (
        ("link", "set", "lo", "up"),
        ("link", "add", CARD, "type", "veth", "peer", "name", "card1"),
        ("link", "set", CARD, "up"),
        ("link", "set", "card1", "up"),
        ("addr", "add", f"{FOUR}/24", "dev", CARD),
        ("-6", "addr", "add", f"{SIX}/64", "dev", CARD, "nodad"),
        ("-6", "addr", "add", f"{LINK}/64", "dev", CARD, "nodad"),
    ):
        subprocess.run(("ip", *words), check=True, capture_output=True, timeout=30)
    chance = random.Random(seed)
    json.dump([found for _ in range(count) if (found := _differs(chance)) is not None], sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
