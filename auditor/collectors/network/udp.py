"""Which UDP services answer a question in their own protocol.

UDP has no handshake: silence to an empty packet says nothing. So each port is asked what its protocol must answer; a
reply means open, an ICMP "port unreachable" closed, and silence to a proper question that nothing there talks to this
vantage.
"""

from collections.abc import Iterable

from auditor.collectors.network.snmp import question
from auditor.collectors.network.sockets import ask
from auditor.collectors.scope import Address

_DNS_ROOT_NS = b"\x41\x55\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x01"
_TFTP_READ = b"\x00\x01auditor-no-such-file\x00octet\x00"
_NTP_CLIENT = b"\x23" + bytes(39) + b"AUDITOR\x00"

QUESTIONS: dict[str, tuple[bytes, ...]] = {
    "udp/53": (_DNS_ROOT_NS,),
    "udp/69": (_TFTP_READ,),
    "udp/123": (_NTP_CLIENT,),
    "udp/161": (question("v1"), question("v2c"), question("v3")),
}
"""Read-only questions by port. TFTP is asked for a file that does not exist; the protocol answers with an error."""


def knock(address: Address, ports: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Ports that answered, ports that were tried, and whether the host said anything at all.

    A port without a question of its own, or one this machine could not send to, is not among the tried.
    """
    opened, tried, alive = [], [], False
    for port in ports:
        questions = QUESTIONS.get(port)
        if questions is None:
            continue
        try:
            answered = any(ask(address, int(port[4:]), text) is not None for text in questions)
        except ConnectionRefusedError:
            tried.append(port)
            alive = True
            continue
        except OSError:
            continue
        tried.append(port)
        if answered:
            opened.append(port)
            alive = True
    return tuple(opened), tuple(tried), alive
