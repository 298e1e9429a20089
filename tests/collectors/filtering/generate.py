# ruff: noqa: E501  # rules of a packet filter are lines
"""Rulesets made up by chance in which every construct occurs that the evaluator says it understands, and more."""

import random
from collections.abc import Callable
from typing import Literal

from tests.collectors.filtering.router import V4, V6, ZONES, addresses

Way = Literal["forward", "input"]
PORTS = (22, 53, 80, 443, 1024, 5000)
_STATES = ("new", "established", "related", "untracked", "new,untracked", "established,related", "invalid")


class Nft:
    """One ruleset in the language of `nft -f`, for what is forwarded or for what comes in."""

    def __init__(self, seed: int, at: Way = "forward") -> None:
        self._any = random.Random(seed)
        self._at = at
        self._chains: list[str] = []
        self._sets: list[str] = []
        self._made = 0

    def text(self) -> str:
        """The whole file."""
        tables = [self._table(f"t{number}") for number in range(self._any.choice((1, 1, 1, 2, 3)))]
        if self._any.random() < 0.2:
            tables.append(self._nat())
        if self._any.random() < 0.1:
            port = self._any.choice(PORTS)
            rule = f"udp dport {port} notrack"
            tables.append(
                f"table inet raw {{ chain pre {{ type filter hook prerouting priority -300;\n{rule}\n}}\n}}\n"
            )
        if self._any.random() < 0.1:
            tables.append(
                f"table inet asleep {{ flags dormant; chain f {{ type filter hook {self._at} priority 5; policy drop; }}\n }}"
            )
        return "\n".join(tables)

    def _table(self, name: str) -> str:
        self._family = self._any.choice(("inet", "inet", "inet", "ip", "ip6"))
        self._chains, self._sets = [], []
        base = self._base(self._at, self._any.choice((-10, 0, 10)), self._any.choice(("drop", "drop", "accept")))
        extra = []
        if self._any.random() < 0.25:
            beside = self._any.choice(("prerouting", "postrouting"))
            extra.append(self._base(beside if self._at == "forward" else "prerouting", -20, "accept"))
        if self._any.random() < 0.1:
            extra.append(self._base(self._at, 20, "accept"))
        return f"table {self._family} {name} {{\n" + "\n".join([*self._sets, *self._chains, base, *extra]) + "\n}\n"

    def _base(self, hook: str, priority: int, policy: str) -> str:
        self._hook = hook
        rules = self._rules(depth=0)
        self._made += 1
        head = f"type filter hook {hook} priority {priority}; policy {policy};"
        return f"chain base{self._made} {{ {head}\n{rules}\n}}"

    def _rules(self, depth: int) -> str:
        return "\n".join(self._rule(depth) for _ in range(self._any.randint(1, 6)))

    def _rule(self, depth: int) -> str:
        if self._any.random() < 0.12:
            return self._by_map(depth)
        return f"{self._conditions()} {self._verdict(depth)}"

    def _conditions(self) -> str:
        """Some that one rule may have together."""
        found: list[str] = []
        for _ in range(self._any.choice((0, 1, 1, 2, 2, 3))):
            made = self._condition()
            if _go_together([*found, made]):
                found.append(made)
        return " ".join(found)

    def _verdict(self, depth: int) -> str:  # noqa: PLR0911  # one of each
        kind = self._any.random()
        if kind < 0.05:
            return "limit rate 100000/second accept"
        if kind < 0.4:
            return self._any.choice(("accept", "counter accept", 'log prefix "x" accept', 'accept comment "y"'))
        if kind < 0.6:
            refused = "reject with icmpx admin-prohibited" if self._family == "inet" else "reject"
            return self._any.choice(("drop", refused)) if self._hook == self._at else "drop"
        if kind < 0.7:
            return "return"
        if kind < 0.73:
            return "counter"
        if kind < 0.76 and self._hook == self._at:
            return "meta mark set 0x5"
        if depth > 3:
            return "accept"
        return f"{self._any.choice(('jump', 'jump', 'goto'))} {self._chain(depth + 1)}"

    def _chain(self, depth: int) -> str:
        text = self._rules(depth)
        self._made += 1
        name = f"c{self._made}"
        self._chains.append(f"chain {name} {{\n{text}\n}}")
        return name

    def _named(self, kind: str, elements: list[str], flags: str = "", what: str = "set") -> str:
        self._made += 1
        name = f"s{self._made}"
        told = f" flags {flags};" if flags else ""
        self._sets.append(f"{what} {name} {{ type {kind};{told} elements = {{ {', '.join(elements)} }}\n }}")
        return f"@{name}"

    def _by_map(self, depth: int) -> str:
        keys: list[tuple[str, str, list[str]]] = [
            ("meta l4proto", "inet_proto", ["tcp", "udp", "icmp"]),
            ("tcp dport", "inet_service", ["22", "80", "443"]),
            ("ct state", "ct_state", ["established", "related", "new", "invalid"]),
            ("iifname", "ifname", [f'"r-{zone}"' for zone in ZONES]),
        ]
        if self._hook == "forward":
            keys.append(("iifname . oifname", "ifname . ifname", [f'"r-{x}" . "r-{y}"' for x, y in ("ab", "bc", "ca")]))
        if self._v4():
            keys.append(
                ("ip saddr . tcp dport", "ipv4_addr . inet_service", [f"{self._host(4)} . {port}" for port in (22, 80)])
            )
            keys.append(("ip daddr", "ipv4_addr", ["10.2.0.0-10.2.0.99", "10.3.0.200", "10.1.0.0/25"]))
        key, kind, elements = self._any.choice(keys)
        chosen = self._any.sample(elements, self._any.randint(1, len(elements)))
        made = {each: self._verdict_of_map(depth) for each in dict.fromkeys(chosen)}
        pairs = [f"{each} : {verdict}" for each, verdict in made.items()]
        interval = "/" in "".join(chosen) or "-10." in "".join(chosen)
        if self._any.random() < 0.15 and not interval and " . " not in key:
            pairs.append(f"* : {self._verdict_of_map(9)}")
        before = self._condition() if self._any.random() < 0.3 else ""
        before = before if _go_together([before, key]) else ""
        if self._any.random() < 0.4:
            name = self._named(f"{kind} : verdict", pairs, "interval" if interval else "", "map")
            return f"{before} {key} vmap {name}"
        return f"{before} {key} vmap {{ {', '.join(pairs)} }}"

    def _verdict_of_map(self, depth: int) -> str:
        if depth < 3 and self._any.random() < 0.25:
            return f"{self._any.choice(('jump', 'goto'))} {self._chain(depth + 1)}"
        return self._any.choice(("accept", "accept", "drop", "continue", "return"))

    def _v4(self) -> bool:
        return self._family != "ip6"

    def _host(self, version: int) -> str:
        found = [each for zone in ZONES for each in addresses(zone) if (":" in each) == (version == 6)]
        return self._any.choice(found)

    def _network(self, version: int) -> str:
        zone = self._any.choice(ZONES)
        if version == 6:
            return self._any.choice(
                (V6[zone], self._host(6), "fd00:2::/65", "::/1", "8000::/1", f"{V6[zone][:-4]}:50-{V6[zone][:-4]}:99")
            )
        return self._any.choice(
            (
                V4[zone],
                self._host(4),
                "10.0.0.0/8",
                "0.0.0.0/1",
                "128.0.0.0/1",
                "10.2.0.64/26",
                "10.1.0.50-10.1.0.99",
                "10.0.0.0/14",
            )
        )

    def _condition(self) -> str:
        ways: list[Callable[[], str]] = [self._ports, self._ports, self._protocol, self._interface, self._state]
        ways += [self._addresses, self._addresses, self._together, self._plain]
        return self._any.choice(ways)()

    def _not(self) -> str:
        return "!= " if self._any.random() < 0.2 else ""

    def _ports(self) -> str:
        field = self._any.choice(
            ("tcp dport", "tcp dport", "udp dport", "udp dport", "tcp sport", "meta l4proto { tcp, udp } th dport")
        )
        one, other = sorted(self._any.sample(PORTS, 2))
        named = self._named("inet_service", [str(one), f"{other}-{other + 5}"], "interval")
        values = (str(one), f"{{ {one}, {other} }}", f"{one}-{other}", f"{{ {one}, {other}-65535 }}", named, "1-65535")
        if self._any.random() < 0.2:
            return f"{field} {self._any.choice(('<', '>', '<=', '>='))} {one}"
        return f"{field} {self._not()}{self._any.choice(values)}"

    def _protocol(self) -> str:
        kinds = [
            "meta l4proto tcp",
            "meta l4proto { tcp, udp }",
            "meta l4proto != tcp",
            "meta l4proto esp",
            "meta l4proto 47",
        ]
        kinds += ["meta l4proto icmp", "meta l4proto ipv6-icmp"]
        if self._v4():
            kinds += [
                "ip protocol udp",
                "ip protocol 50",
                "icmp type echo-request",
                "icmp type { echo-request, 13 }",
                "icmp type != 8",
            ]
        if self._family != "ip":
            kinds += ["ip6 nexthdr tcp", "icmpv6 type echo-request", "icmpv6 type { echo-reply, 128 }"]
        return self._any.choice(kinds)

    def _interface(self) -> str:
        sides = ["iifname", "iifname", "iif"] + (
            ["oifname", "oifname", "oif"] if self._hook not in {"prerouting", "input"} else []
        )
        if self._hook == "postrouting":
            sides = ["oifname", "oif"]
        side = self._any.choice(sides)
        one, other = self._any.sample(ZONES, 2)
        if side in {"iif", "oif"}:
            return f'{side} {self._not()}"r-{one}"'
        named = self._named("ifname", [f'"r-{one}"', '"nowhere"'])
        values = (f'"r-{one}"', f'{{ "r-{one}", "r-{other}" }}', '"r-*"', '"x*"', named)
        return f"{side} {self._not()}{self._any.choice(values)}"

    def _state(self) -> str:
        if self._any.random() < 0.5:
            return f"ct state {self._any.choice(_STATES)}"
        return self._any.choice(
            ("ct state != invalid", "ct state { new, established }", "ct state != { established, related }", "ct direction original",
             "ct direction reply", "ct status dnat", "ct status snat", "ct state != new")
        )  # fmt: skip

    def _addresses(self) -> str:
        version = 4 if self._family == "ip" or (self._family == "inet" and self._any.random() < 0.6) else 6
        family = "ip" if version == 4 else "ip6"
        side = self._any.choice(("saddr", "daddr"))
        one, other = self._network(version), self._network(version)
        kind = "ipv4_addr" if version == 4 else "ipv6_addr"
        named = self._named(kind, [one], "interval")
        hosts = list(dict.fromkeys((self._host(version), self._host(version))))
        timed = self._named(kind, [f"{hosts[0]} timeout 1h"], "timeout")
        values = (one, other, f"{{ {', '.join(hosts)} }}", named, timed)
        return f"{family} {side} {self._not()}{self._any.choice(values)}"

    def _together(self) -> str:
        if not self._v4():
            return "ip6 daddr . tcp dport { fd00:2::5 . 80, fd00:3::/64 . 22-443 }"
        host, other, port = self._host(4), self._host(4), self._any.choice(PORTS)
        kinds = [
            f"ip saddr . ip daddr {{ {host} . {other} }}",
            f"ip daddr . tcp dport {self._not()}{{ {host} . {port}, {other} . 443 }}",
            f"ip saddr . ip daddr . udp dport {{ 10.1.0.0/24 . {other} . 53-1024 }}",
            "ip daddr . meta l4proto . th dport { 10.2.0.0/24 . tcp . 80, 10.3.0.5 . udp . 53 }",
            f"ip daddr . tcp dport {self._named('ipv4_addr . inet_service', [f'10.2.0.0/24 . {port}', f'{other} . 1-100'], 'interval')}",
        ]
        if self._hook == "forward":
            kinds.append('iifname . oifname . tcp dport { "r-a" . "r-b" . 80, "r-b" . "r-c" . 22 }')
        return self._any.choice(kinds)

    def _plain(self) -> str:
        kinds = ["meta protocol ip", "meta pkttype unicast", "fib daddr type unicast",
                 "fib daddr type local", "fib daddr type != local", "tcp flags syn", "tcp flags & (fin|syn|rst|ack) == syn",
                 "tcp flags & (fin|syn|rst|ack) != syn", "fib saddr . iif oif exists" if self._hook != "postrouting" else "ct state new",
                 "meta mark 0x5"]  # fmt: skip
        if self._family == "inet":
            kinds += ["meta nfproto ipv4", "meta nfproto ipv6"]
        if self._v4():
            kinds += [
                "ip frag-off & 0x1fff != 0",
                "ip version 4",
                "ip saddr & 255.255.0.0 == 10.1.0.0",
                "ip saddr & 255.0.0.255 == 10.0.0.5",
            ]
        return self._any.choice(kinds)

    def _nat(self) -> str:
        one, other = self._any.sample(("b", "c"), 2)
        rules = [
            f'iifname "r-a" ip daddr 10.1.0.1 tcp dport 80 dnat to {V4[one][:-4]}5',
            f"ip daddr 10.1.0.1 tcp dport 443 dnat to {V4[other][:-4]}77:22",
            "ip daddr 10.1.0.1 dnat to udp dport map { 53 : 10.2.0.5, 80 : 10.3.0.200 }",
            "ip daddr 10.1.0.1 tcp dport 22 accept",
            "ip saddr 10.1.0.5 return",
            "tcp dport 5000 redirect to :22",
            "ip daddr 10.1.0.1 tcp dport 1024 dnat to 10.2.0.5:1000-1010",
            "fib daddr type local dnat to 10.2.0.5",
        ]
        chosen = "\n".join(self._any.sample(rules, self._any.randint(1, 4)))
        return f"table ip nat {{ chain pre {{ type nat hook prerouting priority -100;\n{chosen}\n}}\n}}\n"


def _options(text: str) -> set[str]:
    """Options and extensions that one rule may have only once."""
    words = text.split()
    return {word for word in words if word[0] == "-" and word != "-m"} - {"-j"} | {
        words[place + 1] for place, word in enumerate(words) if word == "-m"
    }


_LAYERS = ({"tcp": "tcp ", "udp": "udp ", "icmp": "icmp ", "icmp6": "icmpv6 ", "l4": "l4proto", "l4 too": "ip protocol", "and": "nexthdr"},
           {"4": "ip ", "6": "ip6 ", "4 too": "nfproto", "icmp": "icmp ", "icmp6": "icmpv6 "})  # fmt: skip


def _go_together(conditions: list[str]) -> bool:
    """Whether nft takes some conditions in one rule: of each layer it takes one protocol."""
    for layer in _LAYERS:
        told = [
            {name for name, word in layer.items() if f" {condition} ".find(f" {word}") >= 0} for condition in conditions
        ]
        if len({name for names in told for name in names}) > 1:
            return False
    return True


class Ipsets:
    """Sets in the language of `ipset restore`, of one IP version, with how many sides a rule names of each."""

    def __init__(self, seed: int, version: int) -> None:
        self._any = random.Random(seed * 10 + version + 5)
        self._version = version
        self.sides: dict[str, int] = {}
        self._lines: list[str] = []
        for _ in range(self._any.choice((0, 2, 4))):
            self._set()

    def text(self) -> str:
        """The whole file."""
        return "".join(f"{line}\n" for line in self._lines)

    def _set(self) -> None:
        kinds = ["hash:ip", "hash:net", "hash:net", "hash:ip,port", "hash:net,port", "hash:ip,port,ip"]
        kinds += ["hash:ip,port,net", "bitmap:port", *["bitmap:ip"] * (self._version == 4)]
        lists = [name for name in self.sides if name.startswith("list")]
        kinds += ["list:set"] * bool(self.sides and not lists)
        kind = self._any.choice(kinds)
        name = f"{kind.split(':')[0]}{self._version}{len(self.sides)}"
        family = " family inet6" if self._version == 6 else ""
        timeout = self._any.choice(("", "", " timeout 3600"))
        netmask = self._any.choice(("", " netmask 25" if self._version == 4 else " netmask 65")) * (kind == "hash:ip")
        head = {
            "list:set": "size 8",
            "bitmap:port": "range 0-6000",
            "bitmap:ip": "range 10.0.0.0/14 netmask 28",
        }.get(kind, f"{family}{netmask}")
        self._lines.append(f"create {name} {kind} {head}{timeout}")
        if kind == "list:set":
            self._lines += [
                f"add {name} {each}" for each in self._any.sample(sorted(self.sides), min(2, len(self.sides)))
            ]
            self.sides[name] = 2
            return
        self.sides[name] = kind.count(",") + 1
        for _ in range(self._any.randint(1, 5)):
            nomatch = " nomatch" if "net" in kind and self._any.random() < 0.3 else ""
            aside = " timeout 900" if timeout and self._any.random() < 0.5 else ""
            element = ",".join(self._part(part, kind) for part in kind.split(":")[1].split(","))
            self._lines.append(f"add {name} {element}{aside}{nomatch} -exist")

    def _part(self, part: str, kind: str) -> str:
        zone = self._any.choice(ZONES)
        host = self._any.choice([each for each in addresses(zone) if (":" in each) == (self._version == 6)])
        if part == "ip":
            return host
        if part == "net":
            wide = (
                ("fd00::/16", "fd00:2::/65", f"{host}/120")
                if self._version == 6
                else ("10.0.0.0/8", "10.2.0.64/26", f"{host}/31")
            )
            return self._any.choice((V6[zone] if self._version == 6 else V4[zone], host, *wide))
        port = self._any.choice(PORTS)
        if kind == "bitmap:port":
            return str(port)
        echo = "icmpv6:128/0" if self._version == 6 else "icmp:8/0"
        tcp = [f"tcp:{port}"] * 8
        return self._any.choice((*tcp, f"udp:{port}", f"tcp:{port}-{port + 3}", "gre:0", echo))


class Iptables:
    """One ruleset in the language of `iptables-restore`, of one IP version. `sets`: those of ipset it may name."""

    def __init__(self, seed: int, version: int, sets: dict[str, int], at: Way = "forward") -> None:
        self._any = random.Random(seed * 10 + version)
        self._base = at.upper()
        self._version = version
        self._sets = sets
        self._chains: dict[str, list[str]] = {}

    def text(self) -> str:
        """The whole file."""
        self._chains = {}
        rules = self._rules(self._base, 0)
        policy = self._any.choice(("DROP", "DROP", "ACCEPT"))
        lines = [f":{self._base} {policy} [0:0]", *(f":{name} - [0:0]" for name in self._chains), *rules]
        lines += [line for chain in self._chains.values() for line in chain]
        tables = ["*filter", *lines, "COMMIT"]
        if self._any.random() < 0.2:
            tables += [
                "*mangle",
                f":{self._base} ACCEPT [0:0]",
                f"-A {self._base} {self._condition()} -j DROP",
                "COMMIT",
            ]
        if self._any.random() < 0.2:
            tables += [
                "*raw",
                ":PREROUTING ACCEPT [0:0]",
                f"-A PREROUTING -p udp --dport {self._any.choice(PORTS)} -j CT --notrack",
                "COMMIT",
            ]
        if self._version == 4 and self._any.random() < 0.2:
            to = self._any.choice(("10.2.0.5", "10.3.0.77:22", "10.2.0.5-10.2.0.5:1000-1005"))
            tables += [
                "*nat",
                ":PREROUTING ACCEPT [0:0]",
                f"-A PREROUTING -d 10.1.0.1/32 -p tcp --dport 80 -j DNAT --to-destination {to}",
                "COMMIT",
            ]
        return "\n".join(tables) + "\n"

    def _rules(self, chain: str, depth: int) -> list[str]:
        return [self._rule(chain, depth) for _ in range(self._any.randint(1, 6))]

    def _rule(self, chain: str, depth: int) -> str:
        found: list[str] = []
        for _ in range(self._any.choice((0, 1, 1, 2, 3))):
            made = self._condition()
            if not _options(made) & {option for each in found for option in _options(each)}:
                found.append(made)
        return f"-A {chain} {' '.join(found)} {self._verdict(depth)}"

    def _verdict(self, depth: int) -> str:  # noqa: PLR0911  # one of each
        kind = self._any.random()
        if kind < 0.05:
            return "-m limit --limit 10000/second --limit-burst 10000 -j ACCEPT"
        if kind < 0.4:
            return "-j ACCEPT"
        if kind < 0.6:
            return self._any.choice(("-j DROP", "-j REJECT"))
        if kind < 0.7:
            return "-j RETURN"
        if kind < 0.76:
            return self._any.choice(("-j LOG --log-prefix x", "-j MARK --set-mark 5", ""))
        if kind < 0.79:
            return "-j NFQUEUE --queue-num 7" + self._any.choice(("", " --queue-bypass"))
        if depth > 2:
            return "-j ACCEPT"
        name = f"c{len(self._chains)}"
        self._chains[name] = []
        self._chains[name] = self._rules(name, depth + 1)
        return f"{self._any.choice(('-j', '-j', '-g'))} {name}"

    def _host(self) -> str:
        found = [each for zone in ZONES for each in addresses(zone) if (":" in each) == (self._version == 6)]
        return self._any.choice(found)

    def _network(self) -> str:
        zone = self._any.choice(ZONES)
        wide = (
            ("::/1", "fd00:2::/65")
            if self._version == 6
            else ("0.0.0.0/1", "10.0.0.0/8", "10.0.0.5/255.0.0.255", "10.0.0.0/14")
        )
        return str(self._any.choice((V6[zone] if self._version == 6 else V4[zone], self._host(), *wide)))

    def _condition(self) -> str:
        no = "! " if self._any.random() < 0.2 else ""
        zone, port, other = self._any.choice(ZONES), *sorted(self._any.sample(PORTS, 2))
        protocol = self._any.choice(("tcp", "udp"))
        low, high = (
            (f"{V6[zone][:-4]}:4", f"{V6[zone][:-4]}:50")
            if self._version == 6
            else (f"{V4[zone][:-4]}4", f"{V4[zone][:-4]}90")
        )
        echo = (
            "-p ipv6-icmp --icmpv6-type 128"
            if self._version == 6
            else self._any.choice(("-p icmp --icmp-type 8", "-p icmp --icmp-type any"))
        )
        kinds = [
            f"{no}-s {self._network()}",
            f"{no}-d {self._network()}",
            f"{no}-i r-{zone}",
            f"{no}-o r-{zone}",
            "-i r-+",
            f"{no}-p {self._any.choice(('tcp', 'udp', '50', '47'))}",
            f"-p {protocol} {no}--dport {port}",
            f"-p {protocol} --dport {port}:{other}",
            f"-p {protocol} {no}--sport 40000",
            f"-p {protocol} -m multiport {no}--dports {port},{other}:{other + 10}",
            f"-p {protocol} -m multiport --ports {port},{other}",
            "-p tcp --syn",
            "-p tcp ! --syn",
            "-p tcp --tcp-flags SYN,ACK SYN",
            echo,
            f"-m conntrack {no}--ctstate {self._any.choice(('NEW', 'RELATED,ESTABLISHED', 'NEW,UNTRACKED', 'INVALID', 'DNAT', 'NEW,DNAT'))}",
            f"-m state --state {self._any.choice(('NEW', 'RELATED,ESTABLISHED'))}",
            f"-m iprange {no}--src-range {low}-{high}",
            f"-m iprange --dst-range {low}-{high}",
            f"-m addrtype {no}--dst-type {self._any.choice(('LOCAL', 'UNICAST'))}",
            "-m pkttype --pkt-type unicast",
            '-m comment --comment "a comment -j ACCEPT"',
            "-m mark --mark 5",
            "-m conntrack --ctdir ORIGINAL",
        ]
        if self._version == 4:
            kinds.append(f"{no}-f")
        for name, sides in self._sets.items():
            flags = ",".join(self._any.choices(("src", "dst"), k=sides))
            kinds += [f"-m set {no}--match-set {name} {flags}"] * 3
        if self._base == "INPUT":
            kinds = [kind for kind in kinds if "-o " not in kind]
        return self._any.choice(kinds)
