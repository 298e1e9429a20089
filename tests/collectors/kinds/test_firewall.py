"""Gateways told by pairs of zones: rulesets that once looked open and were not, or closed and were not."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from auditor.collectors.asks import Answer, Answers, Trouble
from auditor.collectors.kinds.firewall.linux import DIALECT, IPV6_FORWARDING, read
from auditor.collectors.kinds.firewall.told import MOST_OPENINGS
from auditor.collectors.platforms.linux import ADDRESSES, ROUTES_4, ROUTES_6
from auditor.collectors.platforms.linux_filters import LEGACY, LEGACY_TABLES, NFT, NFT_PLAIN, OVER_NFT
from auditor.model.facts import Firewall, Reading

INPUTS: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "firewall_inputs.json").read_text())
ZONES: dict[str, tuple[str, ...]] = {"wan": ("203.0.113.0/24",), "lan": ("10.10.20.0/24",), "db": ("10.10.30.0/24",)}
CARDS = {"eth0": "203.0.113.1", "eth1": "10.10.20.1", "eth2": "10.10.30.1"}


def links(cards: Mapping[str, str]) -> str:
    """What `ip` tells of some interfaces."""
    rows = [
        {"ifname": name, "flags": ["UP", "LOWER_UP"], "link_type": "ether", "addr_info": [{"local": address}]}
        for name, address in cards.items()
    ]
    return json.dumps(rows)


def routes(*more: dict[str, str]) -> str:
    """Networks of the interfaces, and a way to everywhere by eth0."""
    near = [{"dst": ZONES[zone][0], "dev": name} for name, zone in (("eth0", "wan"), ("eth1", "lan"), ("eth2", "db"))]
    return json.dumps([*near, {"dst": "default", "gateway": "203.0.113.254", "dev": "eth0"}, *more])


def readings(
    rules: Any,
    other: Mapping[str, Answer] = MappingProxyType({}),
    *,
    cards: Mapping[str, str] = CARDS,
    zones: Mapping[str, tuple[str, ...]] = ZONES,
) -> dict[str, Reading]:
    """What a gateway with some rules reads as; it does not forward IPv6."""
    told = {
        NFT.id: Answer(json.dumps(rules)),
        ADDRESSES.id: Answer(links(cards)),
        ROUTES_4.id: Answer(routes()),
        ROUTES_6.id: Answer("[]"),
        IPV6_FORWARDING.id: Answer("0\n"),
    }
    found = read(Answers(told | dict(other), zones))
    assert not isinstance(found, Reading)
    return dict(found)


def firewall(reading: Reading) -> Firewall:
    """What it tells."""
    assert isinstance(reading.data, Firewall)
    return reading.data


def shown(found: dict[str, Reading]) -> dict[str, str]:
    """Every pair in short: `lan>db: tcp/443`, `-` for closed, `?` for unread."""
    told = {}
    for zone, reading in found.items():
        data = firewall(reading)
        for pair in data.pairs or ():
            ports = [rule.port or "*" for rule in data.rules if rule.to_zone == pair.to_zone and not rule.beyond]
            state = {"closed": "-", "open": "", "unread": "?"}[pair.state]
            told[f"{zone}>{pair.to_zone}"] = " ".join([*dict.fromkeys(ports), *([state] if state else [])])
    return told


def of_input(name: str) -> dict[str, Reading]:
    """A recorded ruleset."""
    recorded = INPUTS[name]
    other = {NFT_PLAIN.id: Answer(recorded["plain"])} if "plain" in recorded else {}
    if "saved" in recorded:
        other[OVER_NFT["ipv4"].id] = Answer(recorded["saved"])
    return readings(recorded["nft"], other)


ALL = {"lan>wan", "lan>db", "wan>lan", "wan>db", "db>lan", "db>wan"}


def everywhere(ports: str) -> dict[str, str]:
    """The same for each pair."""
    return dict.fromkeys(ALL, ports)


@pytest.mark.parametrize(
    ("name", "pairs"),
    [
        ("accept_policy_drop_last.nft", {"lan>wan": "tcp/443"}),
        ("addr_halves.nft", everywhere("*")),
        ("clean.nft", {"lan>db": "tcp/443"}),
        ("comment.nft", {"lan>wan": "tcp/443"}),
        ("concat_set.nft", {"lan>db": "tcp/443"}),
        ("concat_vmap.nft", {"lan>db": "*"}),
        ("ct_new_ok.nft", {"lan>wan": "*"}),
        ("ct_not_invalid.nft", everywhere("*")),
        ("ct_original.nft", {}),
        ("ct_state_single.nft", {}),
        ("ct_status_dnat.nft", {}),
        ("ct_untracked.nft", everywhere("*")),
        ("deep_jump.nft", everywhere("*")),
        ("dormant.nft", everywhere("*")),
        ("drop_before_accept.nft", {"wan>lan": "*", "wan>db": "*"}),
        ("esp.nft", everywhere("esp")),
        ("firewalld_shape.nft", {"lan>wan": "tcp/443"}),
        ("gateway.iptables-save", {"lan>wan": "tcp/443 tcp/80"}),
        ("ge.nft", everywhere("tcp/1024-65535")),
        ("goto_accept.nft", everywhere("*")),
        ("goto_chain.nft", everywhere("*")),
        ("icmp_echo.nft", everywhere("icmp")),
        ("icmpv6_type.nft", everywhere("icmp")),
        ("iif_oif_vmap.nft", {"lan>wan": "*"}),
        ("ip_proto_num.nft", everywhere("ospf")),
        ("jump_return.nft", {"wan>lan": "*", "wan>db": "*", "db>lan": "*", "db>wan": "*"}),
        ("lan_all_but_dropped.nft", {"lan>wan": "*"}),
        ("limit_log_drop.nft", {}),
        ("mark.nft", everywhere("?")),
        ("meta_icmp.nft", everywhere("icmp")),
        ("named_port.nft", everywhere("tcp/443 tcp/80")),
        ("named_set_ports.nft", everywhere("tcp/443 tcp/80")),
        ("neg.nft", {"lan>wan": "*", "db>wan": "*"}),
        ("ports_all_range.nft", everywhere("tcp/1-65535 udp/1-65535")),
        ("queue_bypass.nft", everywhere("?")),
        ("reject_at_end.nft", {}),
        ("rhel_reject_last.iptables-save", {"lan>wan": "tcp/443"}),
        ("saddr_set_anon.nft", {"lan>db": "*"}),
        ("sport.nft", everywhere("tcp/1-65535")),
        ("vmap_jump.nft", {"lan>db": "tcp/443"}),
        ("nft-12-jumps", everywhere("*")),
        ("nft-dormant", everywhere("?")),
    ],
)
def test_rulesets_as_the_kernel_has_them(name: str, pairs: dict[str, str]) -> None:
    """Each as nft or iptables wrote it, with what gets through in truth; what is not listed is closed."""
    assert dict.fromkeys(ALL, "-") | pairs == shown(of_input(name))


def test_what_stands_in_no_list_is_tested_nowhere() -> None:
    """Every recorded ruleset has its right value."""
    assert {"nft-iif-and-saddr"} == set(INPUTS) - {
        value[0]
        for value in test_rulesets_as_the_kernel_has_them.pytestmark[0].args[1]  # type: ignore[attr-defined]
    }


def test_an_interface_decides_where_a_rule_is_about() -> None:
    """A rule with an address of another zone, or of none, that comes in by an interface is about its zone."""
    cards = {"wan0": "203.0.113.1", "lan0": "10.10.20.1", "dmz0": "10.20.20.1"}
    zones: dict[str, tuple[str, ...]] = {
        "wan": ("203.0.113.0/24",),
        "lan": ("10.10.20.0/24",),
        "dmz": ("10.20.20.0/24",),
    }
    ways = json.dumps([{"dst": "default", "gateway": "203.0.113.254", "dev": "wan0"}])
    found = readings(INPUTS["nft-iif-and-saddr"]["nft"], cards=cards, zones=zones, other={ROUTES_4.id: Answer(ways)})
    rules = [(rule.to_zone, rule.port, rule.source) for rule in firewall(found["wan"]).rules if not rule.beyond]

    assert [("dmz", "", "10.20.20.5"), ("lan", "", "10.20.20.5"), ("lan", "tcp/22", "198.51.100.0/24")] == rules
    assert ((), ()) == (firewall(found["dmz"]).rules, firewall(found["lan"]).rules)


def test_no_rule_at_all() -> None:
    """A gateway without a ruleset lets everything through."""
    data = firewall(readings({"nftables": []})["lan"])

    assert ("accept", True) == (data.forward_policy, data.any_any)


def test_the_rule_and_the_source_are_told() -> None:
    """Whoever closes an opening finds the rule, and whom it was for."""
    rule = firewall(of_input("concat_set.nft")["lan"]).rules[0]

    assert ("inet f fw 2", "10.10.20.5") == (rule.rule, rule.source)


def test_what_was_not_understood_is_unread() -> None:
    """A doubt spoils the rules, by pair and with its reason, and no pass rests on them."""
    reading = of_input("mark.nft")["lan"]
    pair = next(pair for pair in firewall(reading).pairs or () if pair.to_zone == "db")

    assert ("unread", "meta mark", "inet f fw 2") == (pair.state, pair.why, pair.rule)
    assert {"rules", "any_any"} == {item.field for item in reading.unread}
    assert "lan > db: meta mark (inet f fw 2)" in {item.where for item in reading.unread}


def test_legacy_tables_that_nobody_told() -> None:
    """The kernel has a table of iptables that no program read: what nft lets through may be dropped there."""
    clean = INPUTS["clean.nft"]["nft"]
    told = readings(clean, other={LEGACY_TABLES["ipv4"].id: Answer("filter\n")})
    text = "*filter\n:FORWARD DROP [0:0]\nCOMMIT\n"
    read_ = readings(clean, other={LEGACY_TABLES["ipv4"].id: Answer("filter\n"), LEGACY["ipv4"].id: Answer(text)})

    assert dict.fromkeys(ALL, "-") | {"lan>db": "?"} == shown(told)
    assert dict.fromkeys(ALL, "-") == shown(read_)


def test_a_gateway_without_nft() -> None:
    """What legacy tables drop is dropped; what they let through may be dropped elsewhere."""
    text = "*filter\n:FORWARD DROP [0:0]\n-A FORWARD -i eth1 -o eth0 -p tcp -m tcp --dport 443 -j ACCEPT\nCOMMIT\n"
    found = readings(
        {},
        other={
            NFT.id: Answer(trouble=Trouble.MISSING),
            LEGACY["ipv4"].id: Answer(text),
            LEGACY_TABLES["ipv4"].id: Answer("filter\n"),
        },
    )

    assert dict.fromkeys(ALL, "-") | {"lan>wan": "?"} == shown(found)


def test_ways_that_lead_elsewhere() -> None:
    """A zone behind another router is reached by the interface that its network is routed by."""
    zones = ZONES | {"far": ("10.50.0.0/16",)}
    rules = {
        "nftables": [
            {"table": {"family": "ip", "name": "t"}},
            {
                "chain": {
                    "family": "ip",
                    "table": "t",
                    "name": "f",
                    "type": "filter",
                    "hook": "forward",
                    "prio": 0,
                    "policy": "drop",
                }
            },
            {
                "rule": {
                    "family": "ip",
                    "table": "t",
                    "chain": "f",
                    "expr": [
                        {"match": {"op": "==", "left": {"meta": {"key": "oifname"}}, "right": "eth2"}},
                        {"accept": None},
                    ],
                }
            },
        ]
    }
    by_db = readings(rules, zones=zones, other={ROUTES_4.id: Answer(routes({"dst": "10.50.0.0/16", "dev": "eth2"}))})
    by_wan = readings(rules, zones=zones, other={ROUTES_4.id: Answer(routes())})
    nobody_knows = readings(rules, zones=zones, other={ROUTES_4.id: Answer("[]")})

    assert ["*", "-", "?"] == [shown(found)["lan>far"] for found in (by_db, by_wan, nobody_knows)]


def test_of_iptables_over_nft_its_own_program_tells() -> None:
    """Nft shows of an extension only its name, which is not understood."""
    recorded = INPUTS["gateway.iptables-save"]

    assert "?" in shown(readings(recorded["nft"]))["lan>wan"]
    assert DIALECT.kind == "firewall"


def in_one_table(*items: dict[str, Any]) -> dict[str, Any]:
    """A table with a forward chain `f` that drops by default."""
    chain = {
        "family": "ip",
        "table": "t",
        "name": "f",
        "type": "filter",
        "hook": "forward",
        "prio": 0,
        "policy": "drop",
    }
    return {"nftables": [{"table": {"family": "ip", "name": "t"}}, {"chain": chain}, *items]}


def rule(chain: str, *expressions: dict[str, Any]) -> dict[str, Any]:
    """One rule of the table."""
    return {"rule": {"family": "ip", "table": "t", "chain": chain, "expr": list(expressions)}}


PORT = {"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": 443}}


def test_more_ways_through_chains_than_are_followed() -> None:
    """Three jumps from each chain to the next make millions of ways; the pairs are unread, not closed."""
    chains = [{"chain": {"family": "ip", "table": "t", "name": f"c{number}"}} for number in range(16)]
    jumps = [rule(f"c{n}", {"jump": {"target": f"c{n + 1}"}}) for n in range(15) for _ in range(3)]
    rules = in_one_table(*chains, rule("f", {"jump": {"target": "c0"}}), *jumps, rule("c15", PORT, {"accept": None}))
    pair = next(pair for pair in firewall(readings(rules)["lan"]).pairs or () if pair.to_zone == "db")

    assert ("unread", "more combinations of rules than are worked out") == (pair.state, pair.why)


def test_a_long_list_of_barred_addresses_hides_nothing() -> None:
    """Thousands of rules that each bar one address are one drop before what comes after them."""
    source = {"payload": {"protocol": "ip", "field": "saddr"}}
    barred = [
        rule("f", {"match": {"op": "==", "left": source, "right": f"198.18.{n // 128}.{n * 2 % 256}"}}, {"drop": None})
        for n in range(2000)
    ]

    assert everywhere("tcp/443") == shown(readings(in_one_table(*barred, rule("f", PORT, {"accept": None}))))


def opened(rules: Any, zone: str = "lan", target: str = "db") -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """What a pair opens: ports, to whom, and where."""
    pair = next(pair for pair in firewall(readings(rules)[zone]).pairs or () if pair.to_zone == target)
    return [(each.port, each.sources, each.targets) for each in pair.opens or ()]


def at(field: str, value: Any) -> dict[str, Any]:
    """A condition on an address."""
    return {"match": {"op": "==", "left": {"payload": {"protocol": "ip", "field": field}}, "right": value}}


def port(number: Any) -> dict[str, Any]:
    """A condition on a port."""
    return {"match": {"op": "==", "left": PORT["match"]["left"], "right": number}}


def prefix(address: str, length: int) -> dict[str, Any]:
    """Addresses of a prefix."""
    return {"prefix": {"addr": address, "len": length}}


ACCEPT = {"accept": None}


@pytest.mark.parametrize(
    ("rules", "opens"),
    [
        ([[PORT, ACCEPT]], [("tcp/443", (), ())]),
        ([[at("saddr", "10.10.20.5"), PORT, ACCEPT]], [("tcp/443", ("10.10.20.5",), ())]),
        ([[at("daddr", "10.10.30.9"), PORT, ACCEPT]], [("tcp/443", (), ("10.10.30.9",))]),
        ([[at("saddr", prefix("10.10.20.4", 31)), PORT, ACCEPT]], [("tcp/443", ("10.10.20.4", "10.10.20.5"), ())]),
        ([[at("saddr", prefix("10.10.20.16", 28)), PORT, ACCEPT]], [("tcp/443", ("10.10.20.16/28",), ())]),
        ([[port({"range": [1000, 2000]}), ACCEPT]], [("tcp/1000-2000", (), ())]),
        (
            [[at("saddr", "10.10.20.5"), PORT, ACCEPT], [at("daddr", "10.10.30.9"), port(22), ACCEPT]],
            [("tcp/22", (), ("10.10.30.9",)), ("tcp/443", ("10.10.20.5",), ())],
        ),
        (
            [[at("saddr", "10.10.20.5"), PORT, ACCEPT], [PORT, ACCEPT]],
            [("tcp/443", (), ()), ("tcp/443", ("10.10.20.5",), ())],
        ),
        ([[at("saddr", "10.10.30.5"), {"drop": None}]], []),
        ([], []),
    ],
)
def test_what_a_pair_opens(
    rules: list[list[dict[str, Any]]], opens: list[tuple[str, tuple[str, ...], tuple[str, ...]]]
) -> None:
    """Ports, the senders where they are fewer than the zone, and the targets where they are fewer than that zone."""
    told = opened(in_one_table(*(rule("f", *expressions) for expressions in rules)))

    assert opens == told


def test_senders_of_one_rule_are_not_those_of_another_port() -> None:
    """A set of several fields opens each port to its own sender alone."""
    both = {
        "concat": [
            {"payload": {"protocol": "ip", "field": "saddr"}},
            {"payload": {"protocol": "tcp", "field": "dport"}},
        ]
    }
    pairs = {"set": [{"concat": ["10.10.20.5", 443]}, {"concat": ["10.10.20.6", 5432]}]}
    told = opened(in_one_table(rule("f", {"match": {"op": "==", "left": both, "right": pairs}}, ACCEPT)))

    assert [("tcp/443", ("10.10.20.5",), ()), ("tcp/5432", ("10.10.20.6",), ())] == told


def test_a_doubtful_pair_tells_what_is_sure() -> None:
    """What surely gets through stands beside what nobody understood."""
    pair = next(pair for pair in firewall(of_input("mark.nft")["lan"]).pairs or () if pair.to_zone == "db")

    assert ("unread", ()) == (pair.state, pair.opens)


def test_more_openings_than_are_told() -> None:
    """Nobody may take the first of them for all: the pair is unread."""
    rules = [
        rule("f", at("saddr", f"10.10.20.{n % 200 + 5}"), port(1000 + 2 * n), ACCEPT) for n in range(MOST_OPENINGS + 1)
    ]
    pair = next(pair for pair in firewall(readings(in_one_table(*rules))["lan"]).pairs or () if pair.to_zone == "db")

    assert ("unread", f"more than {MOST_OPENINGS} openings") == (pair.state, pair.why)
    assert MOST_OPENINGS == len(pair.opens or ())


UNREADABLE = [
    "-m set --match-set admins src",
    "-m set ! --match-set barred src,dst",
    "-m mark --mark 0x5",
    "-m mark ! --mark 0x5/0xff",
    "-m connmark --mark 0x1",
    "-m owner --uid-owner 0",
    "-m recent --rcheck --name x",
    "-m bpf --bytecode x",
]
"""Conditions of iptables that another table, a program or an earlier packet decides."""


def saved(policy: str, *lines: str) -> dict[str, Reading]:
    """What a gateway with a legacy table reads as."""
    text = "\n".join(["*filter", f":FORWARD {policy} [0:0]", *(f"-A FORWARD {line}" for line in lines), "COMMIT", ""])
    return readings({"nftables": []}, {LEGACY["ipv4"].id: Answer(text)})


@pytest.mark.parametrize("condition", UNREADABLE)
@pytest.mark.parametrize(("policy", "verdict"), [("DROP", "ACCEPT"), ("ACCEPT", "DROP")])
def test_what_nobody_here_can_read_is_neither_open_nor_closed(policy: str, verdict: str, condition: str) -> None:
    """A set of addresses, a mark or a list of packets may mean anybody or nobody."""
    found = saved(policy, f"{condition} -j {verdict}")["lan"]
    data = firewall(found)

    assert {"unread"} == {pair.state for pair in data.pairs or ()}
    assert {()} == {pair.opens for pair in data.pairs or ()}
    assert ((), None) == (data.rules, data.forward_policy if policy == "ACCEPT" else data.any_any)
    assert "rules" in {item.field for item in found.unread}


@pytest.mark.parametrize("condition", UNREADABLE)
def test_what_is_barred_before_or_behind_it_stays_closed(condition: str) -> None:
    """A rule that nobody understands opens no more than the rules around it let it."""
    before = saved("DROP", "-i eth1 -o eth2 -j DROP", f"{condition} -j ACCEPT")["lan"]
    alone = saved("DROP", f"{condition} -p tcp --dport 443 -j ACCEPT", "-p tcp --dport 22 -j ACCEPT")["lan"]
    states = {
        pair.to_zone: (pair.state, [each.port for each in pair.opens or ()]) for pair in firewall(before).pairs or ()
    }

    assert ("closed", []) == states["db"]
    assert {("unread", "tcp/22")} == {
        (pair.state, each.port) for pair in firewall(alone).pairs or () for each in pair.opens or ()
    }


@pytest.mark.parametrize("target", ["NFQUEUE --queue-num 7", "NFQUEUE --queue-num 7 --queue-bypass", "XYZ"])
@pytest.mark.parametrize("policy", ["DROP", "ACCEPT"])
def test_a_program_that_decides_is_neither_open_nor_closed(policy: str, target: str) -> None:
    """What stands behind a queue nobody here knows, whatever comes after it."""
    data = firewall(saved(policy, f"-j {target}", "-j ACCEPT")["lan"])

    assert {"unread"} == {pair.state for pair in data.pairs or ()}


FILLED = {"set": {"family": "ip", "table": "t", "name": "s", "type": "ipv4_addr", "flags": ["dynamic"], "elem": []}}
MARK = {"match": {"op": "==", "left": {"meta": {"key": "mark"}}, "right": 5}}
OF_CONNECTION = {"match": {"op": "==", "left": {"ct": {"key": "mark"}}, "right": 5}}
IN_SET = {"match": {"op": "==", "left": {"payload": {"protocol": "ip", "field": "saddr"}}, "right": "@s"}}


@pytest.mark.parametrize(
    "expressions", [[MARK, ACCEPT], [OF_CONNECTION, ACCEPT], [IN_SET, ACCEPT], [PORT, {"queue": {"num": 7}}]]
)
def test_what_nft_leaves_to_others_is_neither_open_nor_closed(expressions: list[dict[str, Any]]) -> None:
    """Marks, queues, and sets that packets fill."""
    data = firewall(readings(in_one_table(FILLED, rule("f", *expressions)))["lan"])

    assert {("unread", ())} == {(pair.state, pair.opens) for pair in data.pairs or ()}
