"""How a service that begins in plain text is brought to TLS: a dialogue of a few lines for each protocol, no login.

Each is exact and bounded, and says nothing but the request: SMTP (RFC 3207), IMAP (RFC 9051, 6.2.1), POP3 (RFC 2595,
4), LDAP (RFC 4511, 4.14), PostgreSQL (its protocol, SSLRequest) and MySQL (its protocol, SSLRequest).
"""

import socket
import struct
from collections.abc import Callable, Mapping

from auditor.collectors.network.sockets import Reader

_LONGEST_LINE = 1024
_MOST_LINES = 100
_LIMIT = 64 * 1024

Greeting = Callable[[socket.socket, Reader], None]


class NoTlsError(ConnectionError):
    """The service speaks its protocol and does not go over to TLS."""


def _line(reader: Reader) -> bytes:
    return reader.line(_LONGEST_LINE)


def _smtp_reply(reader: Reader, code: bytes) -> list[bytes]:
    """All lines of one reply (RFC 5321, 4.2.1)."""
    lines = []
    for _ in range(_MOST_LINES):
        lines.append(_line(reader))
        if lines[-1][3:4] != b"-":
            break
    if not all(line.startswith(code) for line in lines):
        raise NoTlsError(lines[-1].decode("ascii", "replace")[:80])
    return lines


def _smtp(sock: socket.socket, reader: Reader) -> None:
    _smtp_reply(reader, b"220")
    sock.sendall(b"EHLO auditor.invalid\r\n")
    if not any(line[4:].strip().upper() == b"STARTTLS" for line in _smtp_reply(reader, b"250")):
        raise NoTlsError("STARTTLS is not offered")
    sock.sendall(b"STARTTLS\r\n")
    _smtp_reply(reader, b"220")


def _imap(sock: socket.socket, reader: Reader) -> None:
    if not _line(reader).upper().startswith(b"* OK"):
        raise NoTlsError("no greeting of IMAP")
    sock.sendall(b"a1 STARTTLS\r\n")
    for _ in range(_MOST_LINES):
        line = _line(reader)
        if line.startswith(b"a1 "):
            if not line.upper().startswith(b"A1 OK"):
                raise NoTlsError("STARTTLS is refused")
            return
    raise NoTlsError("no answer of IMAP")


def _pop3(sock: socket.socket, reader: Reader) -> None:
    if not _line(reader).startswith(b"+OK"):
        raise NoTlsError("no greeting of POP3")
    sock.sendall(b"STLS\r\n")
    if not _line(reader).startswith(b"+OK"):
        raise NoTlsError("STLS is refused")


_LDAP_REQUEST = b"\x30\x1d\x02\x01\x01\x77\x18\x80\x16" + b"1.3.6.1.4.1.1466.20037"
_LDAP_SUCCESS = b"\x0a\x01\x00"


def _ldap(sock: socket.socket, reader: Reader) -> None:
    sock.sendall(_LDAP_REQUEST)
    tag, length = reader.exactly(2)
    if length & 0x80:
        length = int.from_bytes(reader.exactly(min(length & 0x7F, 4)), "big")
    if tag != 0x30 or length > _LIMIT // 2:  # noqa: PLR2004  # a sequence (X.690)
        raise NoTlsError("no answer of LDAP")
    body = reader.exactly(length)
    at = body.find(b"\x78", 0, 8)  # [APPLICATION 24], an extended response
    if at < 0 or _LDAP_SUCCESS not in body[at : at + 8]:
        raise NoTlsError("StartTLS is refused")


def _postgresql(sock: socket.socket, reader: Reader) -> None:
    sock.sendall(struct.pack("!II", 8, 80_877_103))
    if reader.exactly(1) != b"S":
        raise NoTlsError("the server takes no TLS")


_MYSQL_SSL = 0x0800
_MYSQL_CLIENT = 0x0000_0200 | 0x0000_8000 | _MYSQL_SSL
"""CLIENT_PROTOCOL_41, CLIENT_SECURE_CONNECTION and CLIENT_SSL."""


def _mysql(sock: socket.socket, reader: Reader) -> None:
    head = reader.exactly(4)
    length = int.from_bytes(head[:3], "little")
    if length > _LIMIT // 2:
        raise NoTlsError("no greeting of MySQL")
    body = reader.exactly(length)
    end = body.find(b"\x00", 1)
    # behind the version: thread, salt, a filler
    flags = body[end + 14 : end + 16] if body[:1] == b"\x0a" and end > 0 else b""
    if not int.from_bytes(flags, "little") & _MYSQL_SSL:
        raise NoTlsError("the server takes no TLS")
    request = struct.pack("<IIB23x", _MYSQL_CLIENT, 1 << 24, 33)
    sock.sendall(len(request).to_bytes(3, "little") + bytes((head[3] + 1 & 0xFF,)) + request)


GREETINGS: Mapping[str, Greeting] = {
    "smtp": _smtp,
    "submission": _smtp,
    "imap": _imap,
    "pop3": _pop3,
    "ldap": _ldap,
    "postgresql": _postgresql,
    "mysql": _mysql,
    "mariadb": _mysql,
}
"""By nmap's name of the service."""

_USUAL = {25: "smtp", 587: "smtp", 143: "imap", 110: "pop3", 389: "ldap", 5432: "postgresql", 3306: "mysql"}


def greeting_of(name: str, port: int, *, encrypted: bool) -> str:
    """The dialogue that a service wants, by the name it was heard under, or by its port where it has none; empty where
    TLS begins at once.
    """
    if encrypted:
        return ""
    return name if name in GREETINGS else "" if name else _USUAL.get(port, "")


def begin(name: str, sock: socket.socket, seconds: float) -> None:
    """Speaks until the next byte is TLS. Raises NoTlsError, another ConnectionError or TimeoutError.

    Whatever the service says ahead of time is refused: it would be taken for a part of the protected conversation
    (the injection of CVE-2011-0411, the other way round).
    """
    reader = Reader(sock, seconds=seconds, limit=_LIMIT)
    GREETINGS[name](sock, reader)
    if reader.ahead:
        raise NoTlsError("the service went on in plain text")
