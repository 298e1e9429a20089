"""The first message of a TLS conversation, made to offer one version alone, and what a server says to it.

No handshake is completed: the server's hello names the version, before any key is looked at. So a version can be tried
that the TLS library here no longer speaks, with whatever kind of key the server has (RFC 8446, RFC 5246, RFC 6101; for
SSL 2 the draft of Hickman, 1995).
"""

import secrets
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from auditor.collectors.network.sockets import Reader

NUMBERS: Mapping[str, int] = {
    "SSLv3": 0x0300,
    "TLSv1.0": 0x0301,
    "TLSv1.1": 0x0302,
    "TLSv1.2": 0x0303,
    "TLSv1.3": 0x0304,
}
"""Versions by name, as they stand in a message; SSL 2 has messages of its own."""

SSL2 = "SSLv2"
WITHOUT_NAME = frozenset({SSL2, "SSLv3"})
"""Versions that know no name of the server."""

_NAMES = {number: name for name, number in NUMBERS.items()}
_HANDSHAKE, _ALERT = 22, 21
_SERVER_HELLO = 2
_SUPPORTED_VERSIONS = 43
_PADDING = 21
_LONGEST_HELLO = 20_000
_MOST_RECORDS = 16
_UNRECOGNISED_NAME = 112
_WARNING = 1
_CLOSE = 0

_OLD = (*range(0x01, 0x47), *range(0x84, 0x9C))
_CURVES = tuple(range(0xC001, 0xC023))
_SINCE_12 = (*range(0x67, 0x6E), *range(0x9C, 0xA8), *range(0xBA, 0xC6), *range(0xC023, 0xC033))
_SINCE_12 += (*range(0xC09C, 0xC0B0), *range(0xCCA8, 0xCCAF), 0xC100, 0xC101, 0xC102)
_RENEGOTIATION = 0x00FF
_OF_13 = (*range(0x1301, 0x1306), 0x00C6, 0x00C7, 0xC103, 0xC104, 0xC105, 0xC106)
_SUITES: Mapping[str, tuple[int, ...]] = {
    "SSLv3": (*range(0x01, 0x47), _RENEGOTIATION),
    "TLSv1.0": (*_OLD, *_CURVES, _RENEGOTIATION),
    "TLSv1.1": (*_OLD, *_CURVES, _RENEGOTIATION),
    "TLSv1.2": (*_SINCE_12, *_OLD, *_CURVES, _RENEGOTIATION),
    "TLSv1.3": _OF_13,
}
"""Every cipher suite of IANA's register that a server is likely to have, so that it finds one that it likes."""

_GROUPS = (29, 23, 24, 25, 30, 22, *range(26, 29), *range(31, 34), *range(256, 261), 0x11EB, 0x11EC, 0x11ED)
"""Curves, finite fields and the joint groups of draft-ietf-tls-ecdhe-mlkem."""
_X25519 = 29
_SIGNATURES = (
    0x0403,
    0x0503,
    0x0603,
    0x0807,
    0x0808,
    *range(0x0804, 0x0807),
    *range(0x0809, 0x080C),
    *range(0x081A, 0x081D),
)
_SIGNATURES += (0x0401, 0x0501, 0x0601, 0x0301, 0x0303, 0x0201, 0x0203, 0x0402, 0x0202)
"""Elliptic curves of each size, Edwards, RSA in both paddings, Brainpool, then old hashes and DSA."""

_SSL2_CIPHERS = (0x010080, 0x020080, 0x030080, 0x040080, 0x050080, 0x060040, 0x0700C0)


class How(StrEnum):
    """What became of one hello. `refused`: the server said so; `broken`: it hung up; `silent`: it said nothing in
    time; `unnamed`: it knows no such name; `garbage`: what it said is no TLS.
    """

    ACCEPTED = "accepted"
    REFUSED = "refused"
    BROKEN = "broken"
    SILENT = "silent"
    UNNAMED = "unnamed"
    GARBAGE = "garbage"


@dataclass(frozen=True, slots=True)
class Said:
    """How one hello ended, and the version of the server's own hello where it sent one."""

    how: How
    version: str = ""


def hello_of(version: str, name: str) -> bytes:
    """The bytes that offer one version alone, to a server of that name where it is not empty."""
    if version == SSL2:
        return _hello_of_ssl2()
    number = NUMBERS[version]
    suites = _SUITES[version]
    body = struct.pack("!H", min(number, NUMBERS["TLSv1.2"])) + secrets.token_bytes(32)
    body += _short(secrets.token_bytes(32) if number == NUMBERS["TLSv1.3"] else b"")
    body += _long(_words(suites)) + _short(b"\x00")
    if version != "SSLv3":
        body += _long(_padded(_extensions(number, name), len(body) + 6))
    message = b"\x01" + len(body).to_bytes(3, "big") + body
    return struct.pack("!BHH", _HANDSHAKE, min(number, NUMBERS["TLSv1.0"]), len(message)) + message


def _extensions(number: int, name: str) -> bytes:
    found = []
    if name:
        found.append((0, _long(b"\x00" + _long(name.encode("ascii")))))
    found += [(10, _long(_words(_GROUPS))), (11, _short(b"\x00")), (23, b"")]
    if number >= NUMBERS["TLSv1.2"]:
        found.append((13, _long(_words(_SIGNATURES))))
    if number == NUMBERS["TLSv1.3"]:
        share = struct.pack("!H", _X25519) + _long(secrets.token_bytes(32))
        found += [(_SUPPORTED_VERSIONS, _short(_words([number]))), (45, _short(b"\x01")), (51, _long(share))]
    return b"".join(struct.pack("!H", kind) + _long(data) for kind, data in found)


def _padded(extensions: bytes, before: int) -> bytes:
    """Some servers hang on a message of 256 to 511 bytes (RFC 7685)."""
    missing = 512 - (before + len(extensions))
    if not 0 < missing <= 256:  # noqa: PLR2004  # see above
        return extensions
    return extensions + struct.pack("!H", _PADDING) + _long(bytes(max(0, missing - 4)))


def _hello_of_ssl2() -> bytes:
    ciphers = b"".join(one.to_bytes(3, "big") for one in _SSL2_CIPHERS)
    body = b"\x01\x00\x02" + struct.pack("!HHH", len(ciphers), 0, 16) + ciphers + secrets.token_bytes(16)
    return struct.pack("!H", 0x8000 | len(body)) + body


def _words(values: Iterable[int]) -> bytes:
    return b"".join(struct.pack("!H", value) for value in values)


def _short(data: bytes) -> bytes:
    return bytes((len(data),)) + data


def _long(data: bytes) -> bytes:
    return struct.pack("!H", len(data)) + data


def answer_to(version: str, reader: Reader) -> Said:
    """Reads what a server says to the hello that offered `version`."""
    try:
        return _ssl2_said(reader) if version == SSL2 else _said(version, reader)
    except TimeoutError:
        return Said(How.SILENT)
    except ConnectionError:
        return Said(How.BROKEN)


def _ssl2_said(reader: Reader) -> Said:
    head = reader.exactly(5)
    if head[0] & 0x80 and head[2] == 4:  # noqa: PLR2004  # SERVER-HELLO
        rest = reader.exactly(2)
        return Said(How.ACCEPTED, SSL2) if rest == b"\x00\x02" else Said(How.GARBAGE)
    return Said(How.REFUSED)  # nothing but its hello accepts anything


def _said(version: str, reader: Reader) -> Said:
    message = b""
    for _ in range(_MOST_RECORDS):
        kind, number, length = struct.unpack("!BHH", reader.exactly(5))
        if kind not in {_HANDSHAKE, _ALERT} or number >> 8 != 3 or not length:  # noqa: PLR2004  # SSL 3 and TLS
            return Said(How.GARBAGE)
        body = reader.exactly(length)
        if kind == _ALERT:
            level, alert = body[0], body[-1]
            if level == _WARNING and alert != _CLOSE:
                continue
            return Said(How.UNNAMED if alert == _UNRECOGNISED_NAME else How.REFUSED)
        message += body
        if len(message) >= 4 and len(message) >= 4 + (size := int.from_bytes(message[1:4], "big")):  # noqa: PLR2004
            return _of_hello(version, message[0], message[4 : 4 + size])
        if len(message) > _LONGEST_HELLO:
            break
    return Said(How.GARBAGE)


def _of_hello(offered: str, kind: int, body: bytes) -> Said:
    """The version in a server's hello; one that is newer than what was offered answers something else."""
    found = _version_in(body) if kind == _SERVER_HELLO else None
    if found is None or found not in _NAMES or found > NUMBERS[offered]:
        return Said(How.GARBAGE)
    return Said(How.ACCEPTED, _NAMES[found])


def _version_in(body: bytes) -> int | None:
    try:
        number = int.from_bytes(body[:2], "big")
        at = 35 + body[34]  # version, 32 random bytes, the session
        at += 3  # the suite, the compression
        if len(body) < at:
            return None
        extensions = body[at + 2 :]
        while len(extensions) >= 4:  # noqa: PLR2004  # kind and length
            kind, length = struct.unpack("!HH", extensions[:4])
            if kind == _SUPPORTED_VERSIONS and length == 2:  # noqa: PLR2004  # one version
                return int.from_bytes(extensions[4:6], "big")
            extensions = extensions[4 + length :]
    except IndexError:
        return None
    return number
