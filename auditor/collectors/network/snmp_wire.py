"""SNMP messages as bytes: BER (X.690) and the messages of versions 1, 2c and 3 (RFC 1157, 1901, 3412, 3416), no more of
each than what is asked here.
"""

from dataclasses import dataclass

from auditor.errors import UnreadableError

SEQUENCE, INTEGER, OCTETS, NULL, OID = 0x30, 0x02, 0x04, 0x05, 0x06
GET, GET_NEXT, RESPONSE, REPORT = 0xA0, 0xA1, 0xA2, 0xA8
WIRE = {"v1": 0, "v2c": 1, "v3": 3}
"""Version numbers as messages carry them."""

SYS_DESCR = (1, 3, 6, 1, 2, 1, 1, 1, 0)

_LARGEST_MESSAGE = 65_507
_SHORT_FORM = 0x80
_LONGEST_LENGTH = 4
_BASE = 0x80


@dataclass(frozen=True, slots=True)
class Node:
    """One value: its tag and its content."""

    tag: int
    body: bytes

    def parts(self) -> list["Node"]:
        """The values inside. Raises UnreadableError where they do not fill it."""
        found, left = [], self.body
        while left:
            node, left = first(left)
            found.append(node)
        return found

    @property
    def number(self) -> int:
        """An integer's value."""
        return int.from_bytes(self.body, "big", signed=True)

    @property
    def oid(self) -> tuple[int, ...]:
        """An object identifier's numbers."""
        numbers, value = [], 0
        for byte in self.body:
            value = value * _BASE + (byte & (_BASE - 1))
            if byte < _BASE:
                numbers.append(value)
                value = 0
        head = numbers[0] if numbers else 0
        return (min(head // 40, 2), head - 40 * min(head // 40, 2), *numbers[1:])


def first(data: bytes) -> tuple[Node, bytes]:
    """The first value and what follows it. Raises UnreadableError for what is cut short or of no definite length."""
    if len(data) < 2:  # noqa: PLR2004  # tag and length
        raise UnreadableError("an SNMP message ends in the middle of a value")
    tag, length, start = data[0], data[1], 2
    if length >= _SHORT_FORM:
        size = length - _SHORT_FORM
        if not 1 <= size <= _LONGEST_LENGTH:
            raise UnreadableError("a value of an SNMP message has no definite length")
        length, start = int.from_bytes(data[2 : 2 + size], "big"), 2 + size
    if len(data) < start + length:
        raise UnreadableError("an SNMP message ends in the middle of a value")
    return Node(tag, data[start : start + length]), data[start + length :]


def tlv(tag: int, *parts: bytes) -> bytes:
    """Type, length and value."""
    body = b"".join(parts)
    if len(body) < _SHORT_FORM:
        return bytes((tag, len(body))) + body
    size = (len(body).bit_length() + 7) // 8
    return bytes((tag, _SHORT_FORM + size)) + len(body).to_bytes(size, "big") + body


def integer(value: int) -> bytes:
    """An integer of at least nought."""
    return tlv(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def oid(numbers: tuple[int, ...]) -> bytes:
    """An object identifier."""
    body = bytearray()
    for number in (numbers[0] * 40 + numbers[1], *numbers[2:]):
        chunk = [number % _BASE]
        while number := number // _BASE:
            chunk.append(number % _BASE + _BASE)
        body += bytes(reversed(chunk))
    return tlv(OID, bytes(body))


def pdu(kind: int, request: int, *asked: tuple[int, ...]) -> bytes:
    """A request for some objects, or, with none, the empty one of a discovery (RFC 3414, section 4)."""
    bindings = [tlv(SEQUENCE, oid(each), tlv(NULL)) for each in asked]
    return tlv(kind, integer(request), integer(0), integer(0), tlv(SEQUENCE, *bindings))


def community_message(version: str, community: bytes, body: bytes) -> bytes:
    """A message of version 1 or 2c."""
    return tlv(SEQUENCE, integer(WIRE[version]), tlv(OCTETS, community), body)


def v3_message(request: int, flags: int, security: bytes, data: bytes) -> bytes:
    """A message of version 3 under the user-based security model; `data` is the scoped PDU, plain or enciphered."""
    header = tlv(SEQUENCE, integer(request), integer(_LARGEST_MESSAGE), tlv(OCTETS, bytes((flags,))), integer(3))
    return tlv(SEQUENCE, integer(WIRE["v3"]), header, tlv(OCTETS, security), data)


def scoped(engine: bytes, body: bytes) -> bytes:
    """A scoped PDU of the default context."""
    return tlv(SEQUENCE, tlv(OCTETS, engine), tlv(OCTETS), body)


def is_version(data: bytes, version: str) -> bool:
    """Whether an answer is an SNMP message of this version that answers something; who repeats ours sends a request."""
    try:
        outer, _ = first(data)
        if outer.tag != SEQUENCE or first(outer.body)[0] != Node(INTEGER, bytes((WIRE[version],))):
            return False
        last = outer.parts()[-1]
        if version != "v3":
            return last.tag == RESPONSE
        return last.tag == OCTETS or last.parts()[-1].tag in {RESPONSE, REPORT}  # enciphered, or plain
    except (UnreadableError, IndexError):
        return False
