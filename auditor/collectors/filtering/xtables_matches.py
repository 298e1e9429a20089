"""Conditions of iptables as `iptables-save` writes them (iptables-extensions(8))."""

import ipaddress
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from auditor.collectors.filtering.boxes import DIRECT, ICMP, ICMP6, NEW, PORTS, TRANSLATED, WITH_PORTS
from auditor.collectors.filtering.boxes import PROTOCOLS as EVERY_PROTOCOL
from auditor.collectors.filtering.fields import (
    FLAGS,
    PROTOCOLS,
    SERVICES,
    SYN_FLAGS,
    Fields,
    UnknownError,
    number,
    states,
)
from auditor.collectors.filtering.fields import ICMP as ICMP_NAMES
from auditor.collectors.filtering.fields import ICMP6 as ICMP6_NAMES
from auditor.collectors.filtering.ipsets import Known
from auditor.collectors.filtering.rules import Match
from auditor.collectors.spans import BITS, Spans, joined, without
from auditor.text.harmless import from_target

_AT_TIMES = frozenset(
    {
        "limit", "hashlimit", "connlimit", "statistic", "time", "quota", "length", "ttl", "hl", "dscp", "tos",
        "mac", "ecn",
        "tcpmss", "string", "connbytes", "frag", "rt", "dst", "hbh", "ah", "esp",
    }
)  # fmt: skip
_PROTOCOL_OF = {"tcp": 6, "udp": 17, "sctp": 132, "dccp": 33, "udplite": 136}
_NO_CONDITION = frozenset(
    {"--comment", "--loose", "--validmark", "--accept-local", "--update-counters", "--update-subcounters"}
)
_STATUS_OF_LATER = frozenset({"EXPECTED", "SEEN_REPLY", "ASSURED", "CONFIRMED"})


@dataclass(frozen=True)
class Option:
    """One option of a rule with its values; `negated`: an exclamation mark stood before it."""

    name: str
    values: tuple[str, ...]
    negated: bool
    module: str


def options(words: Sequence[str]) -> Iterator[Option]:
    """Options of a rule up to its target, each with the extension that it belongs to."""
    module, negated, place = "", False, 0
    while place < len(words):
        word = words[place]
        place += 1
        if word == "!":
            negated = True
            continue
        values = []
        while place < len(words) and not _is_option(words[place]) and words[place] != "!":
            values.append(words[place])
            place += 1
        if word in {"-m", "--match"}:
            module = values[0] if values else ""
            yield Option("-m", tuple(values), negated, module)
        else:
            yield Option(word, tuple(values), negated, module)
        negated = False


def _is_option(word: str) -> bool:
    return word.startswith("-") and len(word) > 1 and not word[1].isdigit()


class Conditions:
    """Makes matches out of options, for one IP version; `sets` are those of ipset."""

    def __init__(self, fields: Fields, sets: Known) -> None:
        self.fields = self._fields = fields
        self._sets = sets
        self._known: dict[str, Callable[[Option], Match]] = {
            "-s": lambda option: self._addresses("source", option),
            "-d": lambda option: self._addresses("target", option),
            "-i": lambda option: self._interface("iif", option),
            "-o": lambda option: self._interface("oif", option),
            "-p": self._protocol,
            "-f": lambda option: fields.always(option.negated),
            "--src-range": lambda option: self._range("source", option),
            "--dst-range": lambda option: self._range("target", option),
            "--dport": lambda option: self._ports("dport", option),
            "--sport": lambda option: self._ports("sport", option),
            "--dports": lambda option: self._ports("dport", option),
            "--sports": lambda option: self._ports("sport", option),
            "--ports": self._either_port,
            "--tcp-flags": self._flags,
            "--icmp-type": self._icmp,
            "--icmpv6-type": self._icmp,
            "--ctstate": self._state,
            "--state": self._state,
            "--ctstatus": self._status,
            "--ctdir": lambda option: self._of_tracked((option.values[0] == "ORIGINAL") != option.negated),
            "--dst-type": self._target_type,
            "--src-type": lambda option: fields.always(("UNICAST" in option.values[0].split(",")) != option.negated),
            "--pkt-type": lambda option: fields.always((option.values[0] == "unicast") != option.negated),
            "--invert": self._inverted,
            "--match-set": self._in_set,
        }

    def of(self, option: Option) -> Match | None:
        """The match of one option; None for one that matches everything."""
        if option.name == "-m":
            return self._module(option)
        if option.module == "comment" or option.name in _NO_CONDITION:
            return None
        if option.module in _AT_TIMES and option.name not in {"-s", "-d", "-i", "-o", "-p"}:
            return None
        make = self._known.get(option.name)
        if make is None:
            return self._fields.unknown(f"option {from_target(option.name, 30)}")
        try:
            return make(option)
        except (UnknownError, ValueError, IndexError):
            return self._fields.unknown(f"option {from_target(option.name, 30)}")

    def _module(self, option: Option) -> Match | None:
        name = option.module
        if name in _AT_TIMES:
            return self._fields.free()
        if name in _PROTOCOL_OF:
            return None
        if name in {
            "icmp",
            "icmp6",
            "icmpv6",
            "comment",
            "multiport",
            "conntrack",
            "state",
            "iprange",
            "addrtype",
            "pkttype",
            "set",
        }:
            return None
        if name == "rpfilter":
            return None
        return self._fields.unknown(f"extension {from_target(name, 30)}")

    def _addresses(self, side: str, option: Option) -> Match:
        family = self._fields.family
        text = option.values[0]
        address, _, mask = text.partition("/")
        if mask and not mask.isdigit():
            bits = int(ipaddress.ip_address(mask))
            hosts = ((1 << BITS[family]) - 1) ^ bits
            if hosts & (hosts + 1):
                return self._fields.unknown("an address mask with holes")
        network = ipaddress.ip_network(text if mask else address, strict=False)
        spans: Spans = ((int(network.network_address), int(network.broadcast_address)),)
        return self._spans(side, spans, negated=option.negated)

    def _range(self, side: str, option: Option) -> Match:
        first, _, last = option.values[0].partition("-")
        ends = int(ipaddress.ip_address(first)), int(ipaddress.ip_address(last or first))
        return self._spans(side, joined([ends]), negated=option.negated)

    def _spans(self, side: str, spans: Spans, *, negated: bool) -> Match:
        every: Spans = getattr(self._fields.whole, side)
        return self._fields.match(**{side: without(every, spans) if negated else spans})

    def _interface(self, side: str, option: Option) -> Match:
        mask = self._fields.interfaces(option.values[0], "+")
        return self._fields.match(**{side: self._fields.names.everything & ~mask if option.negated else mask})

    def _protocol(self, option: Option) -> Match:
        name = option.values[0]
        mask = EVERY_PROTOCOL if name in {"all", "0"} else 1 << number(name, PROTOCOLS, 255)
        return self._fields.match(protocol=EVERY_PROTOCOL & ~mask if option.negated else mask)

    def _ports(self, side: str, option: Option) -> Match:
        mask = _mask(option.values[0])
        numbers = _PROTOCOL_OF.get(option.module)
        protocol = 1 << numbers if numbers else sum(1 << each for each in WITH_PORTS)
        return self._fields.match(protocol=protocol, **{side: PORTS & ~mask if option.negated else mask})

    def _either_port(self, option: Option) -> Match:
        mask = _mask(option.values[0])
        protocol = sum(1 << each for each in WITH_PORTS)
        if option.negated:
            return self._fields.match(protocol=protocol, sport=PORTS & ~mask, dport=PORTS & ~mask)
        whole = self._fields.whole._replace(protocol=protocol)
        return Match((whole._replace(sport=mask, dport=PORTS & ~mask), whole._replace(dport=mask)))

    def _flags(self, option: Option) -> Match:
        mask, wanted = (_flag_bits(text) for text in option.values[:2])
        answers = {((flags & mask) == wanted) != option.negated for flags in SYN_FLAGS}
        tcp = self._fields.whole._replace(protocol=1 << _PROTOCOL_OF["tcp"])
        if len(answers) > 1:
            return self._fields.free(tcp)
        return Match((tcp,) if answers == {True} else ())

    def _icmp(self, option: Option) -> Match:
        six = option.name == "--icmpv6-type"
        whole = self._fields.whole._replace(protocol=1 << (ICMP6 if six else ICMP))
        if option.values[0] in {"any", "255"}:
            return Match((whole,) if not option.negated else ())
        kind, _, code = option.values[0].partition("/")
        mask = 1 << number(kind, ICMP6_NAMES if six else ICMP_NAMES, 255)
        if code:
            return self._fields.free(whole if option.negated else whole._replace(icmp=mask))
        return self._fields.match(whole, icmp=whole.icmp & ~mask if option.negated else mask)

    def _state(self, option: Option) -> Match:
        names = option.values[0].split(",")
        nat = {"SNAT", "DNAT"} & set(names)
        mask = states(name for name in names if name not in nat)
        whole = self._fields.whole
        if "DNAT" not in nat:
            return self._fields.match(state=whole.state & ~mask if option.negated else mask)
        if option.negated:
            return self._fields.match(state=whole.state & ~mask, nat=DIRECT)
        boxes = [*self._fields.match(state=mask).boxes] if mask else []
        return Match((*boxes, whole._replace(nat=TRANSLATED, state=whole.state & ~mask)))

    def _status(self, option: Option) -> Match:
        names = set(option.values[0].split(",")) - _STATUS_OF_LATER
        if option.negated or names - {"NONE"}:
            raise UnknownError("status")
        return self._of_tracked(bool(names))

    def _of_tracked(self, holds: bool) -> Match:  # noqa: FBT001  # the value itself
        return self._fields.match(state=NEW) if holds else Match(())

    def _target_type(self, option: Option) -> Match:
        """Of IPv6 an address of the machine is unicast too, and other types beside one narrow it (match_type6())."""
        told = set(option.values[0].split(","))
        kinds = {"LOCAL", "UNICAST"} & told
        if self._fields.family == "ipv6":
            if told - kinds:
                raise UnknownError("type of the target")
            if "LOCAL" not in told:
                return self._fields.always(not option.negated)
            kinds = {"LOCAL"}
        if len(kinds) != 1:
            return self._fields.always(bool(kinds) != option.negated)
        return self._fields.aimed_here(here=("LOCAL" in kinds) != option.negated)

    def _in_set(self, option: Option) -> Match:
        name, flags = option.values[:2]
        return self._sets.match(self._fields, name, flags.split(","), negated=option.negated)

    def _inverted(self, option: Option) -> Match:
        """A packet of its own zone has the route back that the filter asks for."""
        if option.module != "rpfilter":
            raise UnknownError("invert")
        return self._fields.always(holds=False)


def _mask(text: str) -> int:
    mask = 0
    for part in text.split(","):
        first, colon, last = part.partition(":")
        one = number(first, SERVICES, 65535) if first else 0
        other = number(last, SERVICES, 65535) if last else (65535 if colon else one)
        mask |= ((1 << (other - one + 1)) - 1) << one
    return mask


def _flag_bits(text: str) -> int:
    names = [name.lower() for name in text.split(",")]
    if names == ["all"]:
        return 63
    return sum({number(name, FLAGS, 255) for name in names if name != "none"})
