"""Sockets as `ss` of iproute2 writes them, and as the kernel's own tables under /proc/net do (proc(5))."""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from auditor.model.base import LARGEST_PORT
from auditor.model.facts.listening import Program, Socket
from auditor.text.harmless import from_target

MAX_SOCKETS = 2000

_T = TypeVar("_T", bound=Socket)

_HEADS = ("Netid", "State")
"""How the line begins that `ss` writes also where nothing listens, which tells its empty list from no list."""

_STATES = {"tcp": "LISTEN", "udp": "UNCONN"}
_COLUMNS = 6
_LOCAL = re.compile(
    r"(?P<address>\*|\[[0-9A-Fa-f:.]{2,45}\]|[0-9A-Fa-f:.]{2,45}?)(?:%(?P<device>[^\s:%/]{1,15}))?:(?P<port>[0-9]{1,5})"
)
"""`0.0.0.0:22`, `[::]:22`, `*:22`, `127.0.0.53%lo:53`, `[fe80::1]%eth0:546`; before version 4.17 without brackets."""

_USER = re.compile(r'\("(?P<name>[^"\n]{1,64})",(?:pid=)?[0-9]{1,10},(?:fd=)?[0-9]{1,10}\)')
_USERS = re.compile(rf"users:\((?P<each>{_USER.pattern.replace('?P<name>', '?:')}(?:,\([^()]*\))*)\)")

_BOUND = {"tcp": "0A", "udp": "07"}
"""States of the kernel's tables: TCP_LISTEN, and TCP_CLOSE, which a UDP socket has that is joined to nobody."""

_ROW = re.compile(
    r"/proc/net/(?P<protocol>tcp|udp)6?:\s*[0-9]+: [0-9A-F]{8}(?:[0-9A-F]{24})?:(?P<port>[0-9A-F]{4}) "
    r"[0-9A-F]{8}(?:[0-9A-F]{24})?:[0-9A-F]{4} (?P<state>[0-9A-F]{2}) "
)
_TABLE = re.compile(r"/proc/net/(tcp|udp)6?:\s*sl\s+local_address\s")
_LASTING = 32_768
"""The first port that the kernel gives to clients by itself (ip(7)): of UDP, whose clients look like servers, the
sockets from there on come and go."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What `ss` lists. `whole` says that every line was understood; `nameless` are the ports of which it names no
    program, or names it in words that nobody knows.
    """

    sockets: tuple[Socket, ...]
    programs: tuple[Program, ...]
    nameless: tuple[str, ...]
    whole: bool


def parse(text: str) -> Listed | None:
    """Reads `ss -tulpn`. None for anything else, an empty answer among it."""
    head, _, rest = text.partition("\n")
    if tuple(head.split()[:2]) != _HEADS:
        return None
    sockets: set[Socket] = set()
    programs: set[Program] = set()
    nameless: set[str] = set()
    lines = [line for line in rest.splitlines() if line.strip()]
    whole = len(lines) <= MAX_SOCKETS and (not rest or rest.endswith("\n"))
    for line in lines[:MAX_SOCKETS]:
        socket, users = _line(line)
        if socket is None:
            whole = False
            continue
        names = None if users is None else _names(users)
        sockets.add(socket)
        programs |= {Program(name=from_target(name, 64), **socket.model_dump()) for name in names or ()}
        if not names:
            nameless.add(socket.port)
    return Listed(_sorted(sockets), _sorted(programs), tuple(sorted(nameless, key=_number)), whole)


def _line(line: str) -> tuple[Socket | None, str | None]:
    """The socket of a line, and what stands behind its columns; no socket where the line is none of `ss`."""
    columns = line.split(None, _COLUMNS)
    if len(columns) < _COLUMNS or _STATES.get(columns[0]) != columns[1]:
        return None, None
    found = _LOCAL.fullmatch(columns[4])
    address = found and _address(found["address"])
    if not found or not address or not 1 <= int(found["port"]) <= LARGEST_PORT:
        return None, None
    device = from_target(found["device"] or "", 40)
    socket = Socket(port=f"{columns[0]}/{int(found['port'])}", address=address, device=device)
    return socket, columns[_COLUMNS].strip() if len(columns) > _COLUMNS else ""


def _address(text: str) -> str:
    if text == "*":
        return text
    try:
        address = ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return ""
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)


def _names(users: str) -> tuple[str, ...] | None:
    """Names of the processes; None where the words are none of `ss`, as with a name that imitates them."""
    found = _USERS.match(users)
    if found is None:
        return None
    each = found["each"]
    names = tuple(user["name"] for user in _USER.finditer(each))
    written = ",".join(user[0] for user in _USER.finditer(each))
    return names if written == each else None


def _number(port: str) -> tuple[str, int]:
    protocol, _, number = port.partition("/")
    return protocol, int(number)


def _sorted(sockets: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(sorted(sockets, key=lambda socket: (_number(socket.port), *socket.model_dump().values())))


def ports_of_kernel(text: str) -> frozenset[str] | None:
    """Ports with a socket that takes what others send, of TCP and the lasting ones of UDP, by rows of the kernel's
    tables, each behind the name of its file. None for anything else, or where a table of IPv4 is missing.
    """
    found: set[str] = set()
    tables: set[str] = set()
    for line in text.splitlines():
        if table := _TABLE.match(line):
            tables.add(table[1])
            continue
        row = _ROW.match(line)
        if row is None:
            return None
        protocol, port = row["protocol"], int(row["port"], 16)
        if row["state"] == _BOUND[protocol] and port and (protocol == "tcp" or port < _LASTING):
            found.add(f"{protocol}/{port}")
    return frozenset(found) if tables == set(_BOUND) else None
