"""Sets of ipset as `ipset save` writes them (ipset(8)), and which packets one of them means in a rule of iptables.

Like sets of nftables they count as they are when they are read, elements with a timeout included. Of prefixes that lie
in one another the longest decides, and `nomatch` takes its own out again.
"""

import ipaddress
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from auditor.collectors.filtering.boxes import ICMP, ICMP6, Box, apart_from_all, bits
from auditor.collectors.filtering.fields import PROTOCOLS, SERVICES, Fields, UnknownError, number
from auditor.collectors.filtering.rules import Match, opposite
from auditor.collectors.spans import BITS, Spans, common, joined, of_network
from auditor.errors import UnreadableError
from auditor.text.harmless import from_target

_FAMILIES = {"inet": "ipv4", "inet6": "ipv6"}
_PORT, _LIST = "port", "list:set"
_KINDS = frozenset(
    {
        *("hash:ip", "hash:net", "hash:ip,port", "hash:net,port", "hash:ip,port,ip", "hash:ip,port,net"),
        *("bitmap:ip", "bitmap:port", _LIST),
    }
)
"""Types that were held against the kernel."""

_SAY_NOTHING = frozenset({"hashsize", "maxelem", "bucketsize", "initval", "size", "timeout", "range"})
"""Settings of a set, each with a value, that tell no packets apart."""

_FLAGS = frozenset({"counters", "comment", "skbinfo", "forceadd"})
_OF_ELEMENTS = frozenset({"timeout", "packets", "bytes", "comment", "skbmark", "skbprio", "skbqueue"})
_TCP_UDP = (6, 17)
_HAVE_PORTS = (6, 17, 132, 136)
"""Protocols whose ports a set tells: TCP, UDP, SCTP and UDP-Lite."""

_MOST_SPANS = 20_000


@dataclass(frozen=True, slots=True)
class Element:
    """One element by its parts; `out`: what it means is no match."""

    parts: tuple[str, ...]
    out: bool = False


@dataclass
class IpSet:
    """One set: what each part of its elements is, its IP version (none for a list of sets or for ports alone), the
    length of the prefix that each address stands for, and what of it was not understood.
    """

    kind: str
    family: str = ""
    length: int | None = None
    strange: str = ""
    elements: list[Element] = field(default_factory=list)

    @property
    def parts(self) -> tuple[str, ...]:
        """What each part of an element is: `ip`, `net`, `port` and others."""
        return tuple(self.kind.partition(":")[2].split(","))


Sets = Mapping[str, IpSet]


def saved(text: str) -> dict[str, IpSet]:
    """Every set by its name. Raises UnreadableError for text that `ipset save` does not write."""
    found: dict[str, IpSet] = {}
    for line in filter(str.strip, text.splitlines()):
        try:
            verb, name, first, *rest = shlex.split(line)
        except ValueError as fault:
            raise UnreadableError("what `ipset save` wrote is no list of sets") from fault
        if verb == "create" and name not in found:
            found[name] = _created(first, rest)
        elif verb == "add" and name in found:
            _added(found[name], first, rest)
        else:
            raise UnreadableError("what `ipset save` wrote is no list of sets")
    return found


def _created(kind: str, words: Sequence[str]) -> IpSet:
    made = IpSet(kind)
    left = list(words)
    while left:
        word = left.pop(0)
        value = left.pop(0) if left and word not in _FLAGS else ""
        if word == "family" and value in _FAMILIES:
            made.family = _FAMILIES[value]
        elif word == "netmask" and value.isdecimal():
            made.length = int(value)
        elif word not in _SAY_NOTHING | _FLAGS:
            made.strange = f"option {from_target(word, 30)}"
    if kind == "bitmap:ip":
        made.family = "ipv4"
    if kind not in _KINDS:
        made.strange = f"type {from_target(kind, 30)}"
    return made


def _added(to: IpSet, element: str, words: Sequence[str]) -> None:
    left, out = list(words), False
    while left:
        word = left.pop(0)
        if word == "nomatch":
            out = True
        elif word in _OF_ELEMENTS and left:
            left.pop(0)
        else:
            to.strange = to.strange or f"option {from_target(word, 30)} of an element"
    to.elements.append(Element((element,) if to.kind == _LIST else tuple(element.split(",")), out))


@dataclass(frozen=True)
class Known:
    """Sets that were told, None where nobody could ask; `filled` are those that rules let packets change."""

    sets: Sets | None = None
    filled: frozenset[str] = frozenset()

    def match(self, fields: Fields, name: str, flags: Sequence[str], *, negated: bool) -> Match:
        """Packets that are in a set by the sides that `flags` name, one a part: `src` or `dst`."""
        told = f"set {from_target(name, 40)}"
        if self.sets is None or name not in self.sets:
            return fields.unknown(f"{told}, which nobody told")
        if self._is_filled(name):
            found = fields.free()
            return (
                found if negated else Match(found.boxes, sure=False, sometimes=True, why=f"{told}, which packets fill")
            )
        try:
            match = self._within(fields, self.sets[name], flags)
        except (UnknownError, ValueError) as fault:
            return fields.unknown(f"{told}: {from_target(str(fault), 60)}")
        return opposite(match, fields.whole, fields.budget) if negated else match

    def _is_filled(self, name: str) -> bool:
        members = (self.sets or {})[name]
        inside = [each.parts[0] for each in members.elements] if members.kind == _LIST else []
        return not self.filled.isdisjoint((name, *inside))

    def _within(self, fields: Fields, one: IpSet, flags: Sequence[str], *, of_list: bool = False) -> Match:
        if one.strange:
            raise UnknownError(one.strange)
        if one.kind != _LIST:
            return _of_one(fields, one, flags)
        sets = self.sets or {}
        if of_list or not all(each.parts[0] in sets for each in one.elements):
            raise UnknownError("a list of lists")
        found = [self._within(fields, sets[each.parts[0]], flags, of_list=True) for each in one.elements]
        return Match(tuple(box for match in found for box in match.boxes))


def _of_one(fields: Fields, one: IpSet, flags: Sequence[str]) -> Match:
    """None where the rule is of the other IP version, or names fewer sides than there are parts (ip_set_test())."""
    if (one.family and one.family != fields.family) or len(flags) < len(one.parts):
        return Match(())
    if not set(flags) <= {"src", "dst"}:
        raise UnknownError("sides of another form")
    read = [(_read(fields, one, each, flags), each.out) for each in _in_order(one)]
    met = [(box, out) for box, out in read if all(box)]
    boxes: list[Box] = []
    if any(out for _, out in met):
        for box, out in met:
            boxes = apart_from_all(boxes, [box], fields.budget) if out else [*boxes, box]
    else:
        boxes = _together(box for box, _ in met)
    if sum(len(box.source) + len(box.target) for box in boxes) > _MOST_SPANS:
        raise UnknownError(f"more than {_MOST_SPANS} elements")
    fields.budget.spend(len(boxes))
    return Match(tuple(boxes))


def _in_order(one: IpSet) -> list[Element]:
    """From the shortest prefix to the longest, which decides; of several the first one before the next."""
    if not any(each.out for each in one.elements):
        return one.elements
    return sorted(one.elements, key=lambda each: tuple(_length(part, one) for part in each.parts))


def _length(part: str, one: IpSet) -> int:
    _, slash, length = part.partition("/")
    return int(length) if slash and length.isdecimal() else BITS.get(one.family, 0)


def _together(boxes: Iterable[Box]) -> list[Box]:
    """Boxes that differ in one side's addresses alone as one."""
    by_rest: dict[tuple[Box, str], list[Spans]] = {}
    for box in boxes:
        side = "source" if len(box.target) == 1 and box.target[0][0] == 0 else "target"
        rest = _with(box, side, ())
        by_rest.setdefault((rest, side), []).append(getattr(box, side))
    return [
        _with(rest, side, joined(span for spans in each for span in spans)) for (rest, side), each in by_rest.items()
    ]


def _read(fields: Fields, one: IpSet, element: Element, flags: Sequence[str]) -> Box:
    """Packets of one element; in some field of theirs nothing is left where its parts speak against each other."""
    if len(element.parts) != len(one.parts):
        raise UnknownError("an element of another form")
    box = fields.whole
    for part, text, flag in zip(one.parts, element.parts, flags, strict=False):
        if part == _PORT:
            box = _with_port(box, text, "sport" if flag == "src" else "dport", one)
        elif flag == "src":
            box = box._replace(source=common(box.source, _addresses(text, one)))
        else:
            box = box._replace(target=common(box.target, _addresses(text, one)))
    return box


def _addresses(text: str, one: IpSet) -> Spans:
    first, dash, last = text.partition("-")
    if dash:
        return ((int(ipaddress.ip_address(first)), int(ipaddress.ip_address(last))),)
    if one.length is not None and "/" not in text:
        text = f"{text}/{one.length}"
    return (of_network(ipaddress.ip_network(text, strict=False)),)


def _with_port(box: Box, text: str, side: str, one: IpSet) -> Box:
    """`PROTOCOL:PORT`; a set of ports alone is about TCP and UDP. Of ICMP it tells a code too, which no rule's packets
    here are told apart by.
    """
    if one.kind == "bitmap:port":
        return _with(box._replace(protocol=sum(1 << each for each in _TCP_UDP)), side, _ports(text))
    name, colon, port = text.partition(":")
    protocol = number(name if colon else "", PROTOCOLS, 255)
    if protocol in {ICMP, ICMP6}:
        raise UnknownError("an element of ICMP")
    box = box._replace(protocol=1 << protocol)
    if protocol in _HAVE_PORTS:
        return _with(box, side, _ports(port))
    if port != "0":
        raise UnknownError(f"port {from_target(text, 30)}")
    return box


def _with(box: Box, side: str, values: int | Spans) -> Box:
    return box._replace(**{side: values})  # type: ignore[arg-type]


def _ports(text: str) -> int:
    first, _, last = text.partition("-")
    return bits(number(first, SERVICES, 65535), number(last or first, SERVICES, 65535))
