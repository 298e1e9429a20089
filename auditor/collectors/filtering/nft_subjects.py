"""What an nftables condition is about: a field of the packet, something that every new packet has alike, what its
sender is free to choose, or what nobody here knows (libnftables-json(5)).
"""

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from auditor.collectors.filtering.boxes import (
    ICMP,
    ICMP6,
    NEW,
    STATES,
    TRANSLATED,
    WITH_PORTS,
    Box,
    bits,
)
from auditor.collectors.filtering.fields import FLAGS, SERVICES, SYN_FLAGS, Fields, UnknownError, number
from auditor.collectors.filtering.fields import ICMP as ICMP_NAMES
from auditor.collectors.filtering.fields import ICMP6 as ICMP6_NAMES
from auditor.collectors.filtering.fields import PROTOCOLS as PROTOCOL_NAMES
from auditor.collectors.filtering.rules import Match
from auditor.collectors.spans import BITS, VERSIONS, Spans, joined, without

Values = int | Spans


@dataclass(frozen=True)
class Field:
    """A field of `Box`. `whole`: packets that have it, `read`: values of one element. `never`: no packet has it."""

    name: str
    whole: Box
    read: Callable[[Any], Values]
    never: bool = False

    def everything(self) -> Values:
        """All its values."""
        return getattr(self.whole, self.name)  # type: ignore[no-any-return]

    def union(self, values: list[Values]) -> Values:
        """Values of several elements together."""
        if isinstance(self.everything(), tuple):
            return joined(span for value in values for span in value)  # type: ignore[union-attr]
        mask = 0
        for value in values:
            mask |= value  # type: ignore[operator]
        return mask

    def rest(self, values: Values) -> Values:
        """Every other value."""
        every = self.everything()
        return without(every, values) if isinstance(every, tuple) else every & ~values  # type: ignore[arg-type,operator]


@dataclass(frozen=True)
class Alike:
    """Something that a new packet has whatever it is; several values where either may be. `read` makes a value."""

    whole: Box
    values: tuple[Any, ...]
    read: Callable[[Any], Any]


@dataclass(frozen=True)
class Free:
    """What a sender chooses, or time and chance; `whole`: packets that have it."""

    whole: Box


@dataclass(frozen=True)
class Unknown:
    """What nobody here knows."""

    why: str


Subject = Field | Alike | Free | Unknown

_FREE_META = frozenset({"length", "cpu", "random", "hour", "day", "time", "priority", "rtclassid"})
_TRANSPORTS = {"tcp": (6,), "udp": (17,), "sctp": (132,), "dccp": (33,), "udplite": (136,), "th": tuple(WITH_PORTS)}
_FREE_ADDRESSED = frozenset(
    {"dscp", "ecn", "tos", "length", "id", "ttl", "checksum", "hoplimit", "flowlabel", "hdrlength", "fragoff"}
)
_STATUS_OF_LATER = frozenset({"expected", "seen-reply", "assured", "confirmed", "snat", "dying"})


class Subjects:
    """Tells what conditions are about."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields

    def of(self, left: Any) -> Subject:  # noqa: PLR0911  # a form each
        """The subject of the left side of a condition."""
        if not isinstance(left, Mapping) or len(left) != 1:
            return Unknown("a condition of another form")
        kind, body = next(iter(left.items()))
        match kind, body:
            case "meta", {"key": str(key)}:
                return self._meta(key)
            case "payload", {"protocol": str(protocol), "field": str(name)}:
                return self._payload(protocol, name)
            case "ct", {"key": str(key)}:
                return self._tracked(key, body)
            case "fib", {"result": str(result)}:
                return self._route(result, body.get("flags", []))
            case "&", [inner, mask]:
                return self._masked(inner, mask)
            case (("tcp option" | "exthdr" | "ip option" | "sctp chunk" | "numgen" | "jhash" | "symhash"), _):
                return Free(self._fields.whole)
        return Unknown(f"a condition on {kind}")

    def _meta(self, key: str) -> Subject:
        fields = self._fields
        if key in {"iif", "iifname", "oif", "oifname"}:
            exact = key in {"iif", "oif"}
            return Field(key[:3], fields.whole, lambda value: self._interface(value, exact=exact))
        if key == "l4proto":
            return Field("protocol", fields.whole, _protocols)
        if key == "nfproto":
            return Alike(fields.whole, (fields.family,), str)
        if key == "protocol":
            return Alike(fields.whole, ("ip" if fields.family == "ipv4" else "ip6",), str)
        if key == "pkttype":
            return Alike(fields.whole, ("host",), lambda value: "host" if value == "unicast" else str(value))
        return Free(fields.whole) if key in _FREE_META else Unknown(f"meta {key}")

    def _interface(self, value: Any, *, exact: bool) -> int:
        if not isinstance(value, str):
            raise UnknownError(f"interface {value}")
        return self._fields.names.bit(value) if exact else self._fields.interfaces(value, "*")

    def _payload(self, protocol: str, name: str) -> Subject:
        whole = self._fields.whole
        if protocol in _TRANSPORTS:
            return self._transport(protocol, name)
        if protocol in {"icmp", "icmpv6"}:
            six = protocol == "icmpv6"
            of_it = whole._replace(protocol=1 << (ICMP6 if six else ICMP))
            names = ICMP6_NAMES if six else ICMP_NAMES
            read = _numbers(names, 255)
            return Field("icmp", of_it, read) if name == "type" else Free(of_it)
        if protocol in {"ip", "ip6"}:
            return self._addressed(protocol, name)
        if protocol == "ether":
            return Unknown("ether type") if name == "type" else Free(whole)
        if protocol in {"esp", "ah", "comp", "igmp"}:
            return Free(whole._replace(protocol=1 << PROTOCOL_NAMES[protocol]))
        return Unknown(f"{protocol} {name}")

    def _transport(self, protocol: str, name: str) -> Subject:
        numbers = _TRANSPORTS[protocol]
        of_it = self._fields.whole
        if protocol != "th":
            of_it = of_it._replace(protocol=sum(1 << number for number in numbers))
        if name in {"dport", "sport"}:
            return Field(name, of_it, _numbers(SERVICES, 65535))
        if name == "flags" and protocol == "tcp":
            return Alike(of_it, SYN_FLAGS, _flags)
        return Free(of_it)

    def _addressed(self, protocol: str, name: str) -> Subject:
        fields = self._fields
        never = (protocol == "ip") != (fields.family == "ipv4")
        if name in {"saddr", "daddr"}:
            side = "source" if name == "saddr" else "target"
            return Field(side, fields.whole, self._addresses, never)
        if name in {"protocol", "nexthdr"}:
            return Field("protocol", fields.whole, _protocols, never)
        if never:
            return Field("protocol", fields.whole, _protocols, never=True)
        if name == "version":
            return Alike(fields.whole, (VERSIONS[fields.family],), int)
        if name == "frag-off":
            return Alike(fields.whole, (0, 0x4000), int)
        return Free(fields.whole) if name in _FREE_ADDRESSED else Unknown(f"{protocol} {name}")

    def _addresses(self, value: Any) -> Spans:
        return addresses(value, BITS[self._fields.family])

    def _tracked(self, key: str, body: Mapping[str, Any]) -> Subject:
        whole = self._fields.whole
        if "dir" in body:
            return Unknown(f"ct {body['dir']} {key}")
        if key == "state":
            return Field("state", whole, _state)
        whole = whole._replace(state=NEW)
        if key == "status":
            return Field("nat", whole, _status)
        if key == "direction":
            return Alike(whole, ("original",), str)
        if key == "l3proto":
            return Alike(whole, (self._fields.family,), str)
        return Free(whole) if key in {"expiration", "bytes", "packets", "avgpkt"} else Unknown(f"ct {key}")

    def _route(self, result: str, flags: Any) -> Subject:
        """A source of its own zone is routed back there; where the packet goes follows from the hook."""
        told = flags if isinstance(flags, list) else [flags]
        if result == "type" and "daddr" in told:
            known = self._fields.own is not None
            return Field("target", self._fields.whole, self._kind_of_target) if known else Unknown("fib daddr type")
        if result == "type":
            return Alike(self._fields.whole, ("unicast",), str)
        if "saddr" in told and result in {"oif", "oifname", "check"}:
            return Alike(self._fields.whole, (True,), _is_there)
        return Unknown("fib")

    def _kind_of_target(self, value: Any) -> Spans:
        found = self._fields.aimed_here(here=value == "local") if value in {"local", "unicast"} else Match(())
        return found.boxes[0].target if found.boxes else ()

    def _masked(self, inner: Any, mask: Any) -> Subject:
        subject = self.of(inner)
        if isinstance(subject, Alike) and all(isinstance(value, int) for value in subject.values):
            kept = subject.read(mask)
            return Alike(subject.whole, tuple(value & kept for value in subject.values), subject.read)
        if isinstance(subject, Field) and isinstance(mask, str) and subject.name in {"source", "target"}:
            return self._masked_addresses(subject, mask)
        if isinstance(subject, Field):
            return Unknown("a masked field")
        return subject

    def _masked_addresses(self, subject: Field, mask: str) -> Subject:
        length = int(ipaddress.ip_address(mask))
        bits_ = BITS[self._fields.family]
        hosts = ((1 << bits_) - 1) ^ length
        if hosts & (hosts + 1):
            return Unknown("an address mask with holes")
        return Field(subject.name, subject.whole, lambda value: _under_mask(value, hosts, bits_), subject.never)


def _under_mask(value: Any, hosts: int, width: int) -> Spans:
    return joined((first & ~hosts, first | hosts) for first, _ in addresses(value, width) if not first & hosts)


def addresses(value: Any, width: int) -> Spans:
    """Addresses of one element of a set. Raises UnknownError; an address of the other version is none."""
    match value:
        case str():
            first = last = _address(value, width)
        case {"prefix": {"addr": str(text), "len": int(length)}} if 0 <= length <= width:
            first = _address(text, width)
            last = first | ((1 << (width - length)) - 1)
        case {"range": [str(one), str(other)]}:
            first, last = _address(one, width), _address(other, width)
        case _:
            raise UnknownError("an address of another form")
    return ((first, last),) if first <= last else ()


def _address(text: str, width: int) -> int:
    try:
        found = ipaddress.ip_address(text)
    except ValueError as fault:
        raise UnknownError(f"address {text}") from fault
    if found.max_prefixlen != width:
        raise UnknownError(f"address {text} of the other IP version")
    return int(found)


def _numbers(names: dict[str, int], last: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        match value:
            case {"range": [one, other]}:
                return bits(number(one, names, last), number(other, names, last))
            case {"prefix": _}:
                raise UnknownError("a prefix of a number")
        found = number(value, names, last)
        return bits(found, found)

    return read


_protocols = _numbers(PROTOCOL_NAMES, 255)


def _flags(value: Any) -> int:
    if isinstance(value, list):
        return sum({_flags(each) for each in value})
    if isinstance(value, Mapping) and "|" in value:
        return sum({_flags(each) for each in value["|"]})
    return number(value, FLAGS, 255)


def _state(value: Any) -> int:
    return number(STATES.get(str(value)), {}, 255)


def _status(value: Any) -> int:
    if value == "dnat":
        return TRANSLATED
    if value in _STATUS_OF_LATER:
        return 0
    raise UnknownError(f"ct status {value}")


def _is_there(value: Any) -> bool:
    if value in (0, False, "missing"):
        return False
    if value is True or value == "exists":
        return True
    raise UnknownError("fib")
