"""Logins that stand for all others where `Match` blocks tell logins apart: one of each kind that a block can mean.

Blocks compare users, groups, names, addresses and ports (sshd_config(5), Match). Addresses on the same lists are
one kind; of everything else, each pattern has one that it matches, and there is one that none means.
"""

import ipaddress
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import pairwise, product

from auditor.collectors.kinds.sshd_config.matches import Block
from auditor.collectors.kinds.sshd_config.sources import EVERYWHERE, Reach, reach_of
from auditor.collectors.spans import Span, joined

OTHER = "nobody-else"
"""A user of no list."""

_OTHER_HOST, _OTHER_HERE = "other.invalid", "192.0.2.250"
_OTHER_PORTS = ("22", "1", "2")
"""Ports of which the first that no block names stands for all others."""

_BITS = {4: 32, 6: 128}
_MOST_USERS = 12


@dataclass(frozen=True, slots=True)
class Login:
    """One login to ask about; `reach` are the addresses that the lists of blocks do not tell from its own."""

    user: str
    host: str
    here: str
    port: str
    address: str
    reach: Reach

    @property
    def words(self) -> tuple[str, ...]:
        """The words that tell `sshd -T` of it."""
        told = f"user={self.user},host={self.host},addr={self.address},laddr={self.here},lport={self.port}"
        return ("-C", told)


def logins(blocks: Iterable[Block], members: Mapping[str, tuple[str, ...]], listed: Iterable[str]) -> tuple[Login, ...]:
    """Logins for the blocks of one server; none where it has none. `members` are the users of groups, `listed` those
    that its lists of users name.
    """
    criteria = [block.criteria for block in blocks]
    if not criteria:
        return ()
    users = [OTHER]
    if any({"user", "group"} & each.keys() for each in criteria):
        named = [name for each in criteria for name in _instances(each.get("user", ""))]
        of_groups = [name for each in criteria for group in groups_of([each]) for name in members.get(group, ())[:2]]
        known = [name for name in listed if any(_named_by(each.get("user", ""), name) for each in criteria)]
        users += list(dict.fromkeys(["root", *named, *of_groups, *known]))[:_MOST_USERS]
    usual = (_OTHER_HOST, _OTHER_HERE, _other_port(criteria))
    ways = [usual, *((host, *usual[1:]) for host in _distinct(criteria, "host"))]
    ways += [(usual[0], here, usual[2]) for here in _addresses_in(criteria, "localaddress")]
    ways += [(*usual[:2], port) for port in _ports_named(criteria)]
    places = _places(tuple(dict.fromkeys(each["address"] for each in criteria if "address" in each)))
    return tuple(
        Login(user, host, here, port, address, reach)
        for user, (host, here, port), (address, reach) in product(dict.fromkeys(users), dict.fromkeys(ways), places)
    )


def met_at(login: Login, blocks: Iterable[Block], listened: frozenset[str]) -> bool:
    """Whether anybody can come in at a login's port: one that is listened on, or that stands for those that no block
    names while one of these is. Nothing is known of ports where `listened` is empty.
    """
    named = _ports_named([block.criteria for block in blocks])
    if not listened or not named:
        return True
    return login.port in listened if login.port in named else bool(listened - set(named))


def names_no_port_of(block: Block, listened: frozenset[str]) -> bool:
    """Whether a block is about a port that is not listened on, so that nobody meets it."""
    port = block.criteria.get("localport", "")
    return bool(listened) and port.isdecimal() and port not in listened


def tells_ports_apart(blocks: Iterable[Block]) -> bool:
    """Whether what is in force cannot be told without a port."""
    return any("localport" in block.criteria for block in blocks)


def _ports_named(criteria: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(port for port in _distinct(criteria, "localport") if port.isdecimal()))


def _other_port(criteria: Iterable[Mapping[str, str]]) -> str:
    named = _ports_named(criteria)
    return next(port for port in (*_OTHER_PORTS, *map(str, range(3, 4 + len(named)))) if port not in named)


def groups_of(criteria: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    """Groups that conditions name without wildcards."""
    words = (word.lstrip("!") for each in criteria for word in each.get("group", "").split(","))
    return tuple(dict.fromkeys(word for word in words if word and not set(word) & set("*?")))


def _named_by(patterns: str, name: str) -> bool:
    """Whether a pattern says something of a name; what means everybody has others that stand for him."""
    items = (word.removeprefix("!") for word in patterns.split(","))
    return any(item.strip("*") and fnmatchcase(name, item) for item in items)


def _distinct(criteria: Iterable[Mapping[str, str]], name: str) -> list[str]:
    return [value for each in criteria for value in _instances(each.get(name, ""))]


def _instances(patterns: str) -> Iterator[str]:
    """Something that each pattern of a list matches, those of exclusions too."""
    for word in patterns.split(","):
        plain = word.removeprefix("!").replace("*", "x").replace("?", "x")
        if plain:
            yield plain


def _addresses_in(criteria: Iterable[Mapping[str, str]], name: str) -> list[str]:
    words = [word.removeprefix("!") for each in criteria for word in each.get(name, "").split(",") if word]
    return [found for word in words if (found := _inside(word))]


def _inside(word: str) -> str:
    """An address that a prefix or a pattern matches; empty for a name."""
    try:
        return str(ipaddress.ip_network(word, strict=False)[0])
    except ValueError:
        parts = word.replace("?", "1").replace("*", "1").split(".")
        tried = ".".join([*parts, *["1"] * (4 - len(parts))])
    try:
        return str(ipaddress.ip_address(tried))
    except ValueError:
        return ""


_FIRST = {4: int(ipaddress.ip_address("198.51.100.77")), 6: int(ipaddress.ip_address("2001:db8:ffff::77"))}
"""Addresses that are asked about where nothing tells them from others (RFC 5737, RFC 3849)."""


def _places(lists: tuple[str, ...]) -> list[tuple[str, Reach]]:
    """One address for each set of lists that any address is on, and all addresses of which that is so."""
    if not lists:
        return [(str(ipaddress.ip_address(_FIRST[4])), EVERYWHERE)]
    known = {text: reach_of(text) for each in lists for text in _items(each)}
    found: dict[tuple[bool, ...], tuple[str, dict[int, list[Span]]]] = {}
    for version, (first, last) in _pieces(known.values()):
        number = _FIRST[version] if first <= _FIRST[version] <= last else first + (last > first)
        address = str(ipaddress.ip_address(number.to_bytes(_BITS[version] // 8, "big")))
        on = tuple(_on(each, known, address, version, number) for each in lists)
        found.setdefault(on, (address, {4: [], 6: []}))[1][version].append((first, last))
    if all(reach.exact for reach in known.values()):
        return [(address, Reach(joined(each[4]), joined(each[6]))) for address, each in found.values()]
    for address in filter(None, (_inside(text) for text in known if not known[text].exact)):
        parsed = ipaddress.ip_address(address)
        on = tuple(_on(each, known, address, parsed.version, int(parsed)) for each in lists)
        found.setdefault(on, (address, {4: [], 6: []}))
    return [(address, Reach(*EVERYWHERE.both, exact=False)) for address, _ in found.values()]


def _pieces(known: Iterable[Reach]) -> Iterator[tuple[int, Span]]:
    """Ranges of addresses that no list divides, by IP version."""
    each = list(known)
    for version, bits in _BITS.items():
        edges = (edge for reach in each for first, last in reach.of(version) for edge in (first, last + 1))
        for start, after in pairwise(sorted({0, 1 << bits, *edges})):
            yield version, (start, after - 1)


def _items(patterns: str) -> list[str]:
    return [word.removeprefix("!") for word in patterns.split(",") if word.strip("!")]


def _on(patterns: str, known: Mapping[str, Reach], address: str, version: int, number: int) -> bool:
    """Whether a list matches: an exclusion that does outweighs whatever else does (addrmatch.c)."""
    hit = False
    for word in patterns.split(","):
        text = word.removeprefix("!")
        if not text:
            continue
        reach = known[text]
        inside = any(first <= number <= last for first, last in reach.of(version))
        if inside and (reach.exact or fnmatchcase(address, text.lower())):
            if word.startswith("!"):
                return False
            hit = True
    return hit
