"""The first two things an SSH server says (RFC 4253, sections 4.2 and 7.1): its banner and its lists of algorithms."""

import struct
from dataclasses import dataclass

from auditor.errors import UnreadableError
from auditor.text.harmless import from_target

KEXINIT = 20
MAX_PACKET = 35_000
"""Largest packet RFC 4253 asks every implementation to accept."""

_COOKIE = 16
_LISTS = 10
_MAX_NAMES = 200


@dataclass(frozen=True, slots=True)
class Offer:
    """Algorithms in the server's order of preference; both directions taken together."""

    kex: tuple[str, ...]
    host_keys: tuple[str, ...]
    ciphers: tuple[str, ...]
    macs: tuple[str, ...]


def parse_banner(line: bytes) -> tuple[str, str]:
    """Protocol version and software of an identification line. Raises UnreadableError when it is none."""
    text = from_target(line, 255)
    parts = text.split("-", 2)
    if len(parts) != 3 or parts[0] != "SSH":  # noqa: PLR2004  # SSH-2.0-software
        raise UnreadableError(f"this is no SSH server: it says {text[:80]!r}")
    return parts[1], parts[2]


def parse_kexinit(payload: bytes) -> Offer:
    """Reads the payload of a KEXINIT packet. Raises UnreadableError when it is cut short or another message."""
    if not payload or payload[0] != KEXINIT:
        raise UnreadableError("the server's first message does not list its algorithms")
    lists, offset = [], 1 + _COOKIE
    for _ in range(_LISTS):
        names, offset = _name_list(payload, offset)
        lists.append(names)
    return Offer(
        kex=lists[0],
        host_keys=lists[1],
        ciphers=_merged(lists[2], lists[3]),
        macs=_merged(lists[4], lists[5]),
    )


def _name_list(payload: bytes, offset: int) -> tuple[tuple[str, ...], int]:
    if offset + 4 > len(payload):
        raise UnreadableError("the server's list of algorithms is cut short")
    (length,) = struct.unpack_from(">I", payload, offset)
    end = offset + 4 + length
    if end > len(payload):
        raise UnreadableError("the server's list of algorithms is cut short")
    names = payload[offset + 4 : end].split(b",")
    return tuple(from_target(name, 100) for name in names[:_MAX_NAMES] if name), end


def _merged(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
