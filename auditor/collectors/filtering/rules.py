"""A ruleset in one form, whichever program wrote it: chains of rules, compiled for one IP version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from auditor.collectors.filtering.boxes import (
    DIRECT,
    OPENING,
    PORTS,
    PROTOCOLS,
    TRANSLATED,
    TYPES,
    Box,
    Budget,
    apart_from_all,
    met,
)
from auditor.collectors.spans import Spans, everything
from auditor.model.facts.addressed import Family

Hook = Literal["prerouting", "input", "forward", "postrouting"]


class Names:
    """Interfaces by the bit that stands for each. The first bit stands for every interface that nobody names."""

    def __init__(self, names: Iterable[str]) -> None:
        self._bits = {name: 1 << place for place, name in enumerate(dict.fromkeys(names), 1)}
        self.everything = (1 << (len(self._bits) + 1)) - 1

    def bit(self, name: str) -> int:
        """The mask of one interface; none for one that nobody named."""
        return self._bits.get(name, 0)

    def beginning(self, start: str) -> int:
        """The mask of all interfaces whose names begin so. A wildcard that the rules name is a name of its own too."""
        return sum(bit for name, bit in self._bits.items() if name.startswith(start))

    def told(self, mask: int) -> list[str]:
        """Names of the interfaces of a mask."""
        return [name for name, bit in self._bits.items() if mask & bit]


@dataclass(frozen=True, slots=True)
class Match:
    """Packets that a condition holds for. Not `sure`: it holds for some of them at most, and nobody here knows which;
    `why` says what was not understood. `sometimes`: it holds for each of them at some time or in some form that its
    sender may choose, and at others not (a rate, an hour, a field of no other meaning).
    """

    boxes: tuple[Box, ...]
    sure: bool = True
    sometimes: bool = False
    why: str = ""


class Does(StrEnum):
    """What a rule does with a packet. `ASK`: a program or table decides that cannot be read. `UNTRACK` leaves it out of
    the tracking of connections and decides nothing.
    """

    ACCEPT = "accept"
    DROP = "drop"
    JUMP = "jump"
    GOTO = "goto"
    RETURN = "return"
    ASK = "ask"
    TRANSLATE = "translate"
    UNTRACK = "untrack"


@dataclass(frozen=True, slots=True)
class To:
    """What destination NAT makes of packets: addresses and ports, None where they stay. `local`: the machine's own."""

    target: Spans | None = None
    dport: int | None = None
    local: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """What happens to the packets of one match. `target`: the chain to go to; `to`: what they are translated to, None
    where that is not known.
    """

    match: Match
    does: Does
    target: str = ""
    to: To | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """`where` names the rule for whoever looks it up. Its branches share no packet that is surely in one of them."""

    where: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """Rules in order; a base chain has a hook and drops or accepts what no rule decides. `doubtful`: its table may be
    dormant, so that it may count for nothing.
    """

    key: str
    rules: tuple[Rule, ...] = ()
    hook: str = ""
    type: str = "filter"
    priority: int = 0
    drops: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Compiled:
    """All chains of one IP version by key. `unread` says what may also drop packets and was not read."""

    family: Family
    names: Names
    chains: Mapping[str, Chain] = field(default_factory=dict)
    unread: tuple[str, ...] = ()


def anything(family: Family, names: Names) -> Box:
    """Every packet of an IP version that may open something."""
    whole = everything(family)
    return Box(
        names.everything,
        names.everything,
        whole,
        whole,
        PROTOCOLS,
        PORTS,
        PORTS,
        TYPES,
        OPENING,
        DIRECT | TRANSLATED,
    )


def both(one: Match, other: Match, budget: Budget) -> Match:
    """Packets that two conditions hold for."""
    boxes = [found for mine in one.boxes for yours in other.boxes if (found := met(mine, yours)) is not None]
    budget.spend(len(one.boxes) * len(other.boxes) // 8 + 1)
    return Match(tuple(boxes), one.sure and other.sure, one.sometimes or other.sometimes, one.why or other.why)


def opposite(match: Match, whole: Box, budget: Budget) -> Match:
    """Packets of `whole` that a condition does not hold for."""
    if not match.sure or match.sometimes:
        return Match((whole,), match.sure, match.sometimes, match.why)
    return Match(tuple(apart_from_all([whole], match.boxes, budget)))
