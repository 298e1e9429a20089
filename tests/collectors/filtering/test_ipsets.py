"""Sets of ipset in rules of iptables: what of them counts, and what leaves a rule unread."""

import ipaddress

import pytest

from auditor.collectors.filtering.boxes import Budget
from auditor.collectors.filtering.fields import Fields
from auditor.collectors.filtering.ipsets import Known, saved
from auditor.collectors.filtering.reach import Packets, Wall
from auditor.collectors.filtering.rules import Match, Names
from auditor.collectors.filtering.ruleset import Answered, Filter
from auditor.collectors.spans import everything, of_prefixes, told
from auditor.errors import UnreadableError
from auditor.model.facts.addressed import Family

OF_HASH = "family inet hashsize 1024 maxelem 65536 bucketsize 12 initval 0xe563cad4"
NETS = f"""create n hash:net {OF_HASH} timeout 300 counters comment
add n 10.0.0.0/8 timeout 299 packets 0 bytes 0 comment "a nomatch b"
add n 10.1.0.0/16 timeout 299 nomatch packets 0 bytes 0
add n 10.1.2.0/24 timeout 0
"""
PORTS = f"create p hash:ip,port {OF_HASH}\nadd p 10.0.0.1,tcp:80\nadd p 10.0.0.2,tcp:80\nadd p 10.0.0.1,gre:0\n"


def match(text: str, name: str, flags: str, *, family: Family = "ipv4", negated: bool = False) -> Match:
    """Packets that are in one set."""
    fields = Fields(family, Names(["eth0"]), Budget())
    return Known(saved(text)).match(fields, name, flags.split(","), negated=negated)


def sources(found: Match) -> str:
    """Their source addresses."""
    return " | ".join(sorted(told(box.source, "ipv4", 9) for box in found.boxes))


def test_the_longest_prefix_decides() -> None:
    """`nomatch` takes its own out, and a longer prefix puts its own back, whatever order they are written in."""
    rows = NETS.splitlines(keepends=True)
    found = {match(rows[0] + "".join(each), "n", "src") for each in (rows[1:], rows[:0:-1])}

    assert {"10.0.0.0/16 10.2.0.0-10.255.255.255 | 10.1.2.0/24"} == set(map(sources, found))
    assert all(each.sure and not each.sometimes for each in found)


def test_ports_with_addresses() -> None:
    """Elements that share a port are one piece; a protocol without ports has none."""
    found = match(PORTS, "p", "src,dst")

    assert {(1 << 6, 1 << 80, "10.0.0.1 10.0.0.2"), (1 << 47, found.boxes[1].dport, "10.0.0.1")} == {
        (box.protocol, box.dport, told(box.source, "ipv4")) for box in found.boxes
    }


def test_one_side_for_both_parts() -> None:
    """An address that must be two at once is none."""
    text = f"create t hash:ip,port,ip {OF_HASH}\nadd t 10.0.0.1,tcp:80,10.0.0.2\nadd t 10.0.0.3,tcp:80,10.0.0.3\n"

    assert "10.0.0.3" == sources(match(text, "t", "src,src,src"))


def test_sets_that_no_packet_is_in() -> None:
    """One of the other IP version, and one that a rule names too few sides of; everything is outside of them."""
    for name, flags, family in (("n", "src", "ipv6"), ("p", "src", "ipv4")):
        assert () == match(NETS + PORTS, name, flags, family=family).boxes  # type: ignore[arg-type]
        (rest,) = match(NETS + PORTS, name, flags, family=family, negated=True).boxes  # type: ignore[arg-type]
        assert everything(family) == rest.source  # type: ignore[arg-type]


def test_a_list_of_sets() -> None:
    """It means what any of its members means."""
    text = f"{NETS}create o hash:ip {OF_HASH} netmask 24\nadd o 192.0.2.0\ncreate l list:set size 8\nadd l n\nadd l o\n"

    assert "10.0.0.0/16 10.2.0.0-10.255.255.255 | 10.1.2.0/24 | 192.0.2.0/24" == sources(match(text, "l", "src,dst"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("create s hash:mac hashsize 1024\n", "type hash:mac"),
        ("create s hash:net,iface family inet\n", "type hash:net,iface"),
        ("create s hash:ip family inet bitmask 255.0.0.255\n", "option bitmask"),
        ("create s hash:ip,port family inet\nadd s 10.0.0.1,icmp:echo-request\n", "an element of ICMP"),
        ("create s hash:ip,port family inet\nadd s 10.0.0.1,nothing:80\n", "nothing"),
        ("create s hash:ip,port family inet\nadd s 10.0.0.1,tcp:99999\n", "99999"),
        ("create s hash:ip,port family inet\nadd s 10.0.0.1\n", "an element of another form"),
        ("create s hash:ip family inet\nadd s somewhere\n", "somewhere"),
        ("create s hash:ip family inet\nadd s 10.0.0.1 strange 5\n", "option strange of an element"),
        ("create s list:set size 8\nadd s other\n", "a list of lists"),
        ("create s list:set size 8\ncreate t list:set size 8\nadd t s\nadd s t\n", "a list of lists"),
        ("create other hash:ip family inet\n", "which nobody told"),
    ],
)
def test_what_is_not_understood(text: str, why: str) -> None:
    """The rule may hold for anything, and says why; so it does where it is negated."""
    for negated in (False, True):
        found = match(text, "s", "src,dst", negated=negated)

        assert not found.sure
        assert why in found.why


@pytest.mark.parametrize("text", ["nonsense\n", "add s 10.0.0.1\n", "create s\n", 'create s hash:ip "\n', NETS + NETS])
def test_text_of_another_kind(text: str) -> None:
    """What `ipset save` does not write is no list of sets."""
    with pytest.raises(UnreadableError, match="no list of sets"):
        saved(text)


def opened(rules: str, sets: str | None) -> tuple[str, bool]:
    """From where a machine with these rules surely forwards packets to TCP port 22, and whether more may come."""
    text = f"*filter\n:FORWARD DROP [0:0]\n{rules}COMMIT\n"
    every = Filter(Answered(legacy={"ipv4": text}, sets=sets))
    names = every.names(["eth0"])
    wall = Wall(every, "forward", "ipv4", names, of_prefixes(["10.9.9.9/32"], "ipv4"))
    whole = everything("ipv4")
    answer = wall.answer(Packets(iifs=names.everything, oifs=names.everything, sources=whole, targets=whole))
    return " ".join(told(each.part.box.source, "ipv4") for each in answer.sure), bool(answer.unsure)


ACCEPT = "-A FORWARD -m set --match-set n src -p tcp --dport 22 -j ACCEPT\n"
ADD = "-A FORWARD -p udp -j SET --add-set n src --exist\n"


def test_rules_that_name_a_set() -> None:
    """What it holds opens; where nobody told it, packets fill it, or `nomatch` counts otherwise, that is unsure."""
    one = f"create n hash:net {OF_HASH}\nadd n 10.1.2.0/24\n"

    assert ("10.1.2.0/24", False) == opened(ACCEPT, one)
    assert ("10.1.2.0/24", False) == opened(ACCEPT.replace("src", "src ! --update-counters"), one)
    assert ("", True) == opened(ACCEPT, None)
    assert ("", True) == opened(ACCEPT + ADD, one)
    assert ("", True) == opened(ACCEPT.replace("src", "src --return-nomatch"), one)
    assert ("", True) == opened(ACCEPT.replace("src", "src --packets-gt 4"), one)


def test_a_long_list() -> None:
    """Many addresses are one piece; more than are worked with leave the rule unread."""
    first = int(ipaddress.ip_address("10.0.0.0"))
    for number, sure in ((9_000, True), (20_001, False)):
        rows = "".join(f"add n {ipaddress.ip_address(first + 2 * place)}\n" for place in range(number))
        found = match(f"create n hash:ip {OF_HASH}\n{rows}", "n", "src")

        assert (sure, 1) == (found.sure, len(found.boxes))
