"""What gets past a filter, asked for one hook and some packets."""

import json
from typing import Any

import pytest

from auditor.collectors.filtering import ports
from auditor.collectors.filtering.reach import Answer, Packets, Wall
from auditor.collectors.filtering.rules import Hook
from auditor.collectors.filtering.ruleset import Answered, Filter
from auditor.collectors.spans import everything, of_prefixes
from auditor.errors import UnreadableError

SSH = {"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": 22}}
FROM = {"match": {"op": "==", "left": {"payload": {"protocol": "ip", "field": "saddr"}}, "right": "10.0.0.7"}}
MARKED = {"match": {"op": "==", "left": {"meta": {"key": "mark"}}, "right": 1}}
ACCEPT: dict[str, Any] = {"accept": None}


def ruleset(*rules: list[dict[str, Any]], hook: Hook = "input", policy: str = "drop") -> str:
    """One table with one chain."""
    chain = {"family": "inet", "table": "t", "name": "c", "type": "filter", "hook": hook, "policy": policy, "prio": 0}
    items = [
        {"rule": {"family": "inet", "table": "t", "chain": "c", "handle": n, "expr": r}} for n, r in enumerate(rules)
    ]
    return json.dumps({"nftables": [{"table": {"family": "inet", "name": "t"}}, {"chain": chain}, *items]})


def asked(answered: Answered, hook: Hook = "input") -> Answer:
    """What reaches 192.0.2.1 from anywhere by eth0."""
    rules = Filter(answered)
    names = rules.names(["lo", "eth0"])
    own = of_prefixes(["192.0.2.1/32"], "ipv4")
    packets = Packets(iifs=names.bit("eth0"), sources=everything("ipv4"), targets=own)
    return Wall(rules, hook, "ipv4", names, own).answer(packets)


def opened(answer: Answer) -> list[str]:
    """Ports that are surely open."""
    return ports.told(ports.of(each.part.box for each in answer.sure))


def test_the_input_of_a_host() -> None:
    """A rule opens its port to its sources alone, and is named."""
    answer = asked(Answered(ruleset([FROM, SSH, ACCEPT])))

    assert ["tcp/22"] == opened(answer)
    assert [("inet t c 1",)] == [each.rules for each in answer.sure]
    assert of_prefixes(["10.0.0.7/32"], "ipv4") == answer.rules_for(transport=6, port=22)[0].part.box.source


def test_another_hook_says_nothing() -> None:
    """What is dropped on the way through reaches the machine itself."""
    assert [""] == opened(asked(Answered(ruleset(hook="forward"))))


def test_what_is_not_understood_is_neither_open_nor_closed() -> None:
    """A mark is set by whoever likes; what it opens is a doubt, and what it may drop is no longer sure."""
    accepted, dropped = (
        asked(Answered(ruleset([MARKED, ACCEPT]))),
        asked(Answered(ruleset([MARKED, {"drop": None}], [ACCEPT]))),
    )

    for answer in (accepted, dropped):
        assert ((), ["meta mark"]) == (answer.sure, [each.part.why for each in answer.doubts])


def test_what_is_open_anyway_is_no_doubt() -> None:
    """A doubtful permission beside a sure one for the same packets changes nothing."""
    answer = asked(Answered(ruleset([MARKED, SSH, ACCEPT], [SSH, ACCEPT])))

    assert (["tcp/22"], ()) == (opened(answer), answer.doubts)


def test_legacy_tables_count_beside_nft() -> None:
    """A packet must pass both; either drops it."""
    legacy = "*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp -m tcp --dport 22 -j DROP\nCOMMIT\n"

    assert asked(Answered(ruleset([SSH, ACCEPT]), legacy={"ipv4": legacy})).closed


def test_filters_nobody_could_read_leave_doubts() -> None:
    """They may drop more, so that nothing is surely open; what is dropped stays so."""
    answer = asked(Answered(ruleset([SSH, ACCEPT]), unread=("tables of iptables",)))

    assert ((), {"tables of iptables"}) == (answer.sure, {each.part.why for each in answer.doubts})
    assert asked(Answered(ruleset(), unread=("tables of iptables",))).closed


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"nftables":[3]}', '{"nftables":[{"rule":{"expr":[]}}]}'])
def test_no_ruleset(text: str) -> None:
    """Anything else is an error."""
    with pytest.raises(UnreadableError):
        asked(Answered(text))


@pytest.mark.parametrize(
    "text", ["nothing", "*filter\n:INPUT ACCEPT [0:0]\n", "*filter\n-A INPUT -m comment --comment 'x\nCOMMIT\n"]
)
def test_no_tables(text: str) -> None:
    """Truncated tables are an error too."""
    with pytest.raises(UnreadableError):
        asked(Answered(legacy={"ipv4": text}))
