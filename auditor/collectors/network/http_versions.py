"""Which versions of HTTP a server speaks: its answer to one plain request, and to the preface of HTTP/2.

Under TLS a client names HTTP/2 first (ALPN, RFC 7301) and may not begin it otherwise (RFC 9113, 3.2); in plain text the
preface stands alone, as a client begins that knows already (3.3).
"""

import re
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass

from auditor.collectors.deadline import Deadline, within_permission
from auditor.collectors.network.sockets import Reader, connect
from auditor.collectors.network.tls import context
from auditor.collectors.outcome import Outcome, failed, from_fault
from auditor.collectors.questions import Asked, Question
from auditor.collectors.scope import Address
from auditor.model.facts import Cause
from auditor.model.facts.addressed import addressed
from auditor.model.facts.http_versions import HttpVersion, HttpVersions
from auditor.model.vocab.measurements import State

_TOOL = "request of HTTP/1.1, preface of HTTP/2"
_SECONDS = 5.0
_LIMIT = 64 * 1024
_LONGEST_LINE = 4096
_STATUS = re.compile(rb"HTTP/(1\.[01]) ([1-5][0-9][0-9])( .*)?")
_NOT_SUPPORTED = b"505"

_PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
_NO_SETTINGS = bytes((0, 0, 0, 4, 0, 0, 0, 0, 0))
"""An empty SETTINGS frame, which a client sends behind the preface (RFC 9113, 3.4 and 6.5)."""
_FRAME = 9
_SETTINGS = 4
_ACKNOWLEDGED = 1

_NOBODY = (TimeoutError, ConnectionRefusedError)
"""Faults after which more of the same teaches nothing."""

_Heard = tuple[HttpVersion, ...] | None
"""The versions of one answer; None where it tells nothing."""

_Question = Callable[[socket.socket, bool], _Heard]
"""What is asked on a connection, and whether its server chose the protocol that was offered."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where to ask; `name` is the Host header and the TLS server name, empty for the address itself."""

    address: Address
    port: int
    tls: bool
    name: str = ""
    path: str = "/"


def versions(server: Server) -> Outcome:
    """Asks in one version and then in the other. One answer that tells nothing leaves the look unfinished."""
    first, fault = _told(server, "http/1.1", lambda sock, _: _to_request(server, sock))
    second = None if isinstance(fault, _NOBODY) else _told(server, "h2", _to_preface)[0]
    if first is None and second is None:
        return failed(State.PARSE_ERROR, "not_http", tool=_TOOL) if fault is None else from_fault(fault, _TOOL)
    asked: tuple[tuple[HttpVersion, _Heard], ...] = (("HTTP/1.1", first), ("HTTP/2", second))
    spoken = tuple(dict.fromkeys((*(first or ()), *(second or ()))))
    refused = tuple(version for version, heard in asked if heard is not None and version not in spoken)
    data = HttpVersions(
        spoken=spoken, refused=refused, tls=server.tls, name_asked=server.name or None, **addressed([server.address])
    )
    if first is None or second is None:
        return Outcome(State.PARTIAL, data, Cause(code="http_versions_not_told"), _TOOL)
    return Outcome(State.OK, data, tool=_TOOL)


def _told(
    server: Server, protocol: str, told: Callable[[socket.socket, bool], _Heard]
) -> tuple[_Heard, OSError | None]:
    """What a conversation tells, and what ended it before it told anything."""
    try:
        return _conversation(server, protocol, told), None
    except OSError as fault:
        return None, fault
    except ValueError:  # a name that TLS cannot send
        return None, None


def _conversation(server: Server, protocol: str, told: _Question) -> _Heard:
    """What a connection tells on which a protocol was offered. Raises OSError, and ValueError for a name that cannot be
    sent.
    """
    with connect(server.address, server.port, _SECONDS) as sock:
        if not server.tls:
            return told(sock, True)  # noqa: FBT003  # nobody chooses in plain text
        offering = context("", verify=False)
        offering.set_alpn_protocols(list(dict.fromkeys((protocol, "http/1.1"))))
        timer = Deadline(sock, _SECONDS)  # the library bounds each read, and not the handshake
        try:
            with offering.wrap_socket(sock, server_hostname=server.name or None) as enciphered:
                return told(enciphered, enciphered.selected_alpn_protocol() == protocol)
        except OSError as fault:
            if timer.passed:
                raise TimeoutError("the conversation took too long") from fault
            if isinstance(fault, ssl.SSLError) and fault.reason == "TLSV1_ALERT_NO_APPLICATION_PROTOCOL":
                return ()  # it speaks none of what it was offered (RFC 7301, 3.2)
            raise
        finally:
            timer.cancel()


def _to_request(server: Server, sock: socket.socket) -> _Heard:
    host = server.name or (f"[{server.address}]" if ":" in str(server.address) else str(server.address))
    request = (
        f"GET {server.path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: auditor\r\nAccept: */*\r\nConnection: close\r\n\r\n"
    )
    sock.sendall(request.encode("ascii", "ignore"))
    found = _STATUS.fullmatch(_reader(sock).line(_LONGEST_LINE))
    if found is None:
        return None
    if found[2] == _NOT_SUPPORTED:
        return ()
    return ("HTTP/1.1",) if found[1] == b"1.1" else ("HTTP/1.0",)


def _to_preface(sock: socket.socket, chosen: bool) -> _Heard:  # noqa: FBT001  # what the server chose
    if not chosen:
        return ()
    sock.sendall(_PREFACE + _NO_SETTINGS)
    reader = _reader(sock)
    head = reader.exactly(_FRAME)
    if head.startswith(b"HTTP/"):
        return () if _STATUS.fullmatch(head + reader.line(_LONGEST_LINE)) else None
    # the first frame of a server is its settings, on the connection itself (RFC 9113, 3.4)
    settings = head[3] == _SETTINGS and not head[4] & _ACKNOWLEDGED and head[5:] == bytes(4)
    return ("HTTP/2",) if settings else None


def _reader(sock: socket.socket) -> Reader:
    return Reader(sock, seconds=within_permission(_SECONDS), limit=_LIMIT)


_PURPOSES = frozenset({"web", "api", "admin"})
_NOT_WEB = frozenset({"tcp/22", "tcp/23", "tcp/3389", "tcp/5900"})


def _asked(asked: Asked) -> Outcome:
    endpoint = asked.endpoint
    name = endpoint.names[0] if endpoint.names else ""
    return versions(Server(asked.address, asked.number, endpoint.tls, name, endpoint.path))


QUESTION = Question(
    kind="http_versions",
    wanted=lambda endpoint, port, _tls: endpoint.purpose in _PURPOSES and port not in _NOT_WEB,
    found=lambda _name, _encrypted: False,
    ask=_asked,
)
