"""Who refused a packet. Linux keeps the ICMP error with the socket that asked, together with the address that sent it:
the machine itself, or a firewall on the way that speaks for it.
"""

import contextlib
import ipaddress
import socket
import struct
from dataclasses import dataclass

from auditor.collectors.scope import Address

_RECVERR = {
    socket.AF_INET: (socket.IPPROTO_IP, 11),
    socket.AF_INET6: (socket.IPPROTO_IPV6, 25),
}
"""`IP_RECVERR` and `IPV6_RECVERR` of Linux, which Python does not name."""

_ERROR = struct.Struct("=IBBBBII")
"""`struct sock_extended_err`: errno, origin, type, code, padding, info, data; the sender's address follows."""

_FROM_ICMP = frozenset({2, 3})
_PORT_UNREACHABLE = {2: (3, 3), 3: (1, 4)}
"""Origin to type and code: RFC 792 (destination unreachable, port), RFC 4443 section 3.1 (port unreachable)."""

_EXPIRED = {2: (11, 0), 3: (3, 0)}
"""RFC 792 (time to live exceeded in transit), RFC 4443 section 3.3 (hop limit exceeded in transit)."""

_ADDRESS = {socket.AF_INET: (4, 4), socket.AF_INET6: (8, 16)}
"""Where the address stands in a socket address, and how long it is."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One ICMP error: who sent it, and whether it says that nothing takes packets on the port, or that the packet died
    on the way of old age.
    """

    sender: Address
    of_port: bool
    expired: bool = False


def listen(sock: socket.socket) -> None:
    """Has the kernel keep ICMP errors for `heard`. A system that cannot do so tells of none."""
    with contextlib.suppress(OSError, KeyError):
        sock.setsockopt(*_RECVERR[sock.family], 1)


def heard(sock: socket.socket) -> Heard | None:
    """The first ICMP error kept with the socket, which is then forgotten; None where there is none."""
    before = sock.gettimeout()
    sock.settimeout(0)
    try:
        _, ancillary, _, _ = sock.recvmsg(1024, 512, socket.MSG_ERRQUEUE)
    except OSError:
        return None
    finally:
        sock.settimeout(before)
    return next((told for _, _, data in ancillary if (told := _read(data)) is not None), None)


def _read(data: bytes) -> Heard | None:
    if len(data) < _ERROR.size + 2:
        return None
    _, origin, kind, code, *_ = _ERROR.unpack_from(data)
    start, length = _ADDRESS.get(struct.unpack_from("=H", data, _ERROR.size)[0], (0, 0))
    raw = data[_ERROR.size + start : _ERROR.size + start + length]
    if origin not in _FROM_ICMP or len(raw) != length or not length:
        return None
    return Heard(ipaddress.ip_address(raw), (kind, code) == _PORT_UNREACHABLE[origin], (kind, code) == _EXPIRED[origin])
