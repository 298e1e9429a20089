"""Which SNMP versions answer: a read of sysDescr with the well-known community `public`, and version 3's discovery.

A read-only check of a password everybody knows; nothing is written, and the answer's content is not kept. The three
questions are fixed, so they are spelt out in BER (X.690) here.
"""

from typing import Literal

from auditor.collectors.network.sockets import ask
from auditor.collectors.outcome import Outcome, failed, from_fault
from auditor.collectors.scope import Address
from auditor.model.facts import Snmp
from auditor.model.vocab.measurements import State

Version = Literal["v1", "v2c", "v3"]

_TOOL = "snmp get sysDescr, community public; v3 discovery"
_SYS_DESCR = b"\x06\x08\x2b\x06\x01\x02\x01\x01\x01\x00"
_REQUEST_ID = b"\x02\x04\x41\x55\x44\x31"
_WIRE = {"v1": 0, "v2c": 1, "v3": 3}


def _tlv(tag: int, *parts: bytes) -> bytes:
    """Type, length, value; every one of ours is shorter than 128 bytes."""
    body = b"".join(parts)
    return bytes((tag, len(body))) + body


def question(version: Version) -> bytes:
    """The message to send."""
    zero = b"\x02\x01\x00"
    if version == "v3":
        security = _tlv(0x30, b"\x04\x00", zero, zero, b"\x04\x00", b"\x04\x00", b"\x04\x00")
        header = _tlv(0x30, _REQUEST_ID, b"\x02\x03\x00\xff\xe3", b"\x04\x01\x04", b"\x02\x01\x03")
        pdu = _tlv(0xA0, _REQUEST_ID, zero, zero, _tlv(0x30))
        return _tlv(0x30, b"\x02\x01\x03", header, _tlv(0x04, security), _tlv(0x30, b"\x04\x00", b"\x04\x00", pdu))
    pdu = _tlv(0xA0, _REQUEST_ID, zero, zero, _tlv(0x30, _tlv(0x30, _SYS_DESCR, b"\x05\x00")))
    return _tlv(0x30, bytes((2, 1, _WIRE[version])), _tlv(0x04, b"public"), pdu)


def answers(data: bytes, version: Version) -> bool:
    """Whether an answer is an SNMP message of this version."""
    head = data[:8]
    if head[:1] != b"\x30":
        return False
    skip = 2 if len(head) > 1 and head[1] < 0x80 else 2 + (head[1] & 0x7F if len(head) > 1 else 0)  # noqa: PLR2004  # X.690, 8.1.3: short and long lengths
    return data[skip : skip + 3] == bytes((2, 1, _WIRE[version]))


def query(address: Address) -> Outcome:
    """Asks in every version. Silence to all three is a finished look with no answer."""
    tried: list[Version] = []
    answered: list[Version] = []
    versions: tuple[Version, ...] = ("v1", "v2c", "v3")
    for version in versions:
        try:
            data = ask(address, 161, question(version))
        except ConnectionRefusedError:
            return Outcome(State.OK, Snmp(answered=tuple(answered), tried=versions), tool=_TOOL)
        except OSError as fault:
            return from_fault(fault, _TOOL)
        tried.append(version)
        if data is not None and answers(data, version):
            answered.append(version)
    if not tried:
        return failed(State.NOT_TRIED, "nothing_to_try", tool=_TOOL)
    return Outcome(State.OK, Snmp(answered=tuple(answered), tried=tuple(tried)), tool=_TOOL)
