"""Sends packets through a real router and compares with what the evaluator says (`python -m … FIRST COUNT KIND`)."""

import contextlib
import ipaddress
import json
import random
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from typing import Any, Protocol

from auditor.collectors.filtering.boxes import Box
from auditor.collectors.filtering.reach import Answer, Packets, Wall
from auditor.collectors.filtering.ruleset import Answered, Filter
from auditor.collectors.spans import Spans, of_prefixes
from auditor.model.facts.addressed import Family
from tests.collectors.filtering.generate import PORTS, Ipsets, Iptables, Nft, Way
from tests.collectors.filtering.router import V4, V6, ZONES, Packet, Router, addresses

_EACH = 60
_COMMANDS: dict[Family, str] = {"ipv4": "iptables", "ipv6": "ip6tables"}
_DIRECT, _TRANSLATED = 1, 2


class Network(Protocol):
    """Where programs can be started."""

    def inside(self, *words: str, given: str = "") -> str:
        """What a program wrote there."""


def load(router: Network, kind: str, seed: int, at: Way = "forward") -> str:
    """Loads one ruleset; what it is, or nothing where this kernel or program refuses it."""
    for command in ("iptables-legacy-restore", "ip6tables-legacy-restore"):
        if kind != "nft":
            router.inside(
                command,
                given="*filter\nCOMMIT\n*mangle\nCOMMIT\n*raw\nCOMMIT\n"
                + ("*nat\nCOMMIT\n" if command[2] == "t" else ""),
            )
    router.inside("nft", "flush", "ruleset")
    if kind != "nft":
        _destroy(router)
    texts = []
    try:
        if kind in {"nft", "both"}:
            texts.append(Nft(seed, at).text())
            router.inside("nft", "-f", "-", given=texts[-1])
        if kind != "nft":
            how = "legacy" if kind in {"legacy", "both"} else "nft"
            for version, command in ((4, "iptables"), (6, "ip6tables")):
                sets = Ipsets(seed, version)
                router.inside("ipset", "restore", given=sets.text())
                texts.append(sets.text() + Iptables(seed, version, sets.sides, at).text())
                router.inside(f"{command}-{how}-restore", given=texts[-1].removeprefix(sets.text()))
    except subprocess.CalledProcessError as fault:
        if "--why" in sys.argv:
            print(texts[-1], fault.stderr)  # noqa: T201
        return ""
    return "\n".join(texts)


def _destroy(router: Network) -> None:
    """Takes all sets away. The kernel lets go of those of a rule a moment after the rule is gone."""
    router.inside("ipset", "flush")  # a list of sets holds on to its members
    for last in (*[False] * 100, True):
        try:
            router.inside("ipset", "destroy")
        except subprocess.CalledProcessError:
            if last:
                raise
            time.sleep(0.02)
        else:
            return


def told(router: Network, kind: str) -> Answered:
    """What the programs say of it."""
    over: dict[Family, str] = {}
    legacy: dict[Family, str] = {}
    if kind != "nft":
        for family, command in _COMMANDS.items():
            over[family] = router.inside(f"{command}-nft-save")
            legacy[family] = router.inside(f"{command}-legacy-save")
    sets = router.inside("ipset", "save") if kind != "nft" else None
    rules, plain = (router.inside("nft", flag, "list", "ruleset") for flag in ("-j", "-t"))
    return Answered(rules, plain, over, legacy, sets=sets)


def some_packets(seed: int) -> list[Packet]:
    """Packets between all zones, and some at the router's own address that it may translate."""
    chance = random.Random(seed)
    found: list[Packet] = []
    for _ in range(_EACH):
        here, there = chance.sample(ZONES, 2)
        six = chance.random() < 0.35
        sources = [each for each in addresses(here) if (":" in each) == six]
        targets = [each for each in addresses(there) if (":" in each) == six]
        protocol = chance.choice((6, 6, 6, 17, 17, 58 if six else 1, 50, 47))
        port = chance.choice(PORTS) if protocol in {6, 17} else (128 if six else chance.choice((8, 13)))
        sport = chance.choice((40000, 443, 53))
        made = Packet(here, chance.choice(sources), chance.choice(targets), protocol, port, sport)
        if not any({made.source, made.target} == {one.source, one.target} for one in found if one.zone != here):
            found.append(made)  # the other way round it would be an answer
    found += [
        Packet("a", f"10.1.0.{host}", "10.1.0.1", protocol, port)
        for host in (5, 77)
        for protocol in (6, 17)
        for port in PORTS
    ]
    return found


def own(family: Family) -> Spans:
    """The router's addresses."""
    of = V4 if family == "ipv4" else V6
    return of_prefixes([str(ipaddress.ip_network(prefix)[1]) for prefix in of.values()], family)


_NOTRACK = re.compile(r'"field": "dport"}}, "right": (\d+)}}, {"notrack"')


def told_rules(answered: Answered) -> Iterable[tuple[str, str]]:
    """Texts of iptables with the IP version they are about."""
    for by_family in (answered.over_nft, answered.legacy):
        for family, text in by_family.items():
            yield ("ip" if family == "ipv4" else "ip6"), text


class Judge:
    """Asks the evaluator about one ruleset."""

    def __init__(self, answered: Answered, at: Way = "forward") -> None:
        rules = Filter(answered)
        self._names = rules.names([f"r-{zone}" for zone in ZONES])
        self._walls = {family: Wall(rules, at, family, self._names, own(family)) for family in _COMMANDS}
        self._untracked = {
            ("ipv4" if words == "ip" else "ipv6", int(port))
            for words, text in told_rules(answered)
            for port in re.findall(r"-A PREROUTING -p udp -m udp --dport (\d+) -j CT --notrack", text)
        } | {(family, int(port)) for family in ("ipv4", "ipv6") for port in _NOTRACK.findall(answered.nft or "")}
        self._answers: dict[tuple[str, str, str], Answer] = {}

    def state(self, packet: Packet) -> int:
        """Whether the packet is a new one or one that nobody tracks."""
        family = "ipv6" if packet.version == 6 else "ipv4"
        return 2 if packet.protocol == 17 and (family, packet.port) in self._untracked else 1

    def answer(self, here: str, there: str, family: Family) -> Answer:
        """Between two zones."""
        key = (here, there, family)
        if key not in self._answers:
            of = V4 if family == "ipv4" else V6
            self._answers[key] = self._walls[family].answer(
                Packets(
                    iifs=self._names.bit(f"r-{here}"),
                    oifs=self._names.bit(f"r-{there}"),
                    sources=of_prefixes([of[here]], family),
                    targets=of_prefixes([of[there]], family),
                )
            )
        return self._answers[key]

    def arriving(self, here: str, family: Family) -> Answer:
        """From a zone at the machine itself."""
        key = (here, "", family)
        if key not in self._answers:
            of = V4 if family == "ipv4" else V6
            asked = Packets(
                iifs=self._names.bit(f"r-{here}"), sources=of_prefixes([of[here]], family), targets=own(family)
            )
            self._answers[key] = self._walls[family].answer(asked)
        return self._answers[key]


def holds(box: Box, packet: Packet, target: str, port: int, nat: int, state: int) -> bool:
    """Whether a packet, as it leaves, is in a box."""
    source, aim = int(ipaddress.ip_address(packet.source)), int(ipaddress.ip_address(target))
    inside = box.protocol >> packet.protocol & 1 and box.nat & nat and box.state & state
    inside = inside and any(first <= source <= last for first, last in box.source)
    inside = inside and any(first <= aim <= last for first, last in box.target)
    if packet.protocol in {6, 17}:
        return bool(inside and box.dport >> port & 1 and box.sport >> packet.sport & 1)
    if packet.protocol in {1, 58}:
        return bool(inside and box.icmp >> port & 1)
    return bool(inside)


def as_left(packet: Packet, came: bytes) -> tuple[str, int, int]:
    """Target, port and whether it was translated, of a packet that came out."""
    if packet.version == 6:
        target, after = str(ipaddress.ip_address(came[24:40])), came[40:]
    else:
        target, after = str(ipaddress.ip_address(came[16:20])), came[20:]
    port = int.from_bytes(after[2:4]) if packet.protocol in {6, 17} else packet.port
    changed = (target, port) != (packet.target, packet.port)
    return target, port, _TRANSLATED if changed else _DIRECT


def compared(
    judge: Judge, packets: Iterable[Packet], came: Iterable[Any], counted: Counter[str]
) -> list[dict[str, Any]]:
    """Where kernel and evaluator disagree."""
    found = []
    for packet, out in zip(packets, came, strict=True):
        family: Family = "ipv6" if packet.version == 6 else "ipv4"
        if out is None and packet.target == "10.1.0.1":
            continue
        there = out[0] if out else next(zone for zone in ZONES if packet.target in addresses(zone))
        target, port, nat = as_left(packet, out[1]) if out else (packet.target, packet.port, _DIRECT)
        answer = judge.answer(packet.zone, there, family)
        sure = [each for each in answer.sure if holds(each.part.box, packet, target, port, nat, judge.state(packet))]
        unsure = [
            each for each in answer.unsure if holds(each.part.box, packet, target, port, nat, judge.state(packet))
        ]
        counted["passed" if out else "dropped"] += 1
        counted["surely open" if sure else "unsure" if unsure else "surely closed"] += 1
        if (out and not sure and not unsure) or (not out and sure):
            rules = [each.rules for each in sure]
            found.append({"packet": str(packet), "passed": bool(out), "as": [target, port, nat], "rules": rules})
    return found


def main(first: int, count: int, kind: str) -> dict[str, Any]:
    """Compares some rulesets."""
    router, counted, wrong = Router(), Counter[str](), []
    try:
        for seed in range(first, first + count):
            text = load(router, kind, seed)
            if not text:
                counted["refused"] += 1
                continue
            counted["rulesets"] += 1
            packets = some_packets(seed)
            with contextlib.suppress(OSError):
                router.forget()
            judge = Judge(told(router, kind))
            came = router.passed(packets)
            differences = compared(judge, packets, came, counted)
            if differences:
                wrong.append({"seed": seed, "text": text, "differences": differences})
    finally:
        router.end()
    return {"counted": counted, "wrong": wrong}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])))  # noqa: T201
