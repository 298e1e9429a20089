"""What gets past generated rulesets from everywhere is what gets past from one half of the addresses or the other."""

import os
import shutil

import pytest

from auditor.collectors.filtering import ports
from auditor.collectors.filtering.reach import Answer, Packets, Wall
from auditor.collectors.filtering.ruleset import Answered, Filter
from auditor.collectors.spans import Spans, everything, of_prefixes
from auditor.model.facts.addressed import Family
from tests.collectors.apart import said_apart
from tests.collectors.filtering.compare import own
from tests.collectors.filtering.router import V4, V6, ZONES

pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="a network of its own is made by root"),
    pytest.mark.skipif(shutil.which("nft") is None, reason="nft is not installed"),
]
HALVES: dict[Family, tuple[str, str]] = {"ipv4": ("0.0.0.0/1", "128.0.0.0/1"), "ipv6": ("::/1", "8000::/1")}


def listed(kind: str, count: int) -> list[Answered]:
    """Rulesets as the programs list them."""
    if kind != "nft" and shutil.which("iptables-legacy") is None:
        pytest.skip("iptables is not installed")
    return [
        Answered(**each) for each in said_apart("tests.collectors.filtering.listed", "0", str(count), kind, seconds=600)
    ]


def answers(answered: Answered, family: Family, sources: tuple[Spans, ...]) -> list[Answer]:
    """From the first zone to the second, for each of some sources."""
    rules = Filter(answered)
    names = rules.names([f"r-{zone}" for zone in ZONES])
    wall = Wall(rules, "forward", family, names, own(family))
    targets = of_prefixes([(V4 if family == "ipv4" else V6)["b"]], family)
    iifs, oifs = names.bit("r-a"), names.bit("r-b")
    return [wall.answer(Packets(iifs=iifs, oifs=oifs, sources=each, targets=targets)) for each in sources]


def opened(*each: Answer) -> dict[int, int]:
    """Protocols and ports that some of the answers surely open."""
    return dict(ports.of(passing.part.box for answer in each for passing in answer.sure))


@pytest.mark.parametrize(("kind", "count"), [("nft", 60), ("iptables", 20), ("both", 10)])
def test_halves_of_the_addresses(kind: str, count: int) -> None:
    """Neither an opening nor its absence depends on how the question was cut."""
    rulesets = listed(kind, count)
    open_ones = closed = 0
    for answered in rulesets:
        for family, halves in HALVES.items():
            parts = (everything(family), *(of_prefixes([half], family) for half in halves))
            whole, *others = answers(answered, family, parts)
            assert opened(whole) == opened(*others)
            assert whole.closed is all(half.closed for half in others)
            open_ones, closed = open_ones + bool(whole.sure), closed + whole.closed
    assert len(rulesets) > count // 4  # others need the cards of a router, or what this kernel has not
    assert open_ones
    assert closed or kind != "nft"
