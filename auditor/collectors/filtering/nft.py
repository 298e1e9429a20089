"""The rules of nftables as `nft -j list ruleset` writes them (libnftables-json(5)), compiled for one IP version."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from auditor.collectors.filtering.fields import SERVICES, Fields, UnknownError, number
from auditor.collectors.filtering.nft_matches import Matches, NamedSet, is_rest
from auditor.collectors.filtering.nft_subjects import addresses
from auditor.collectors.filtering.rules import Branch, Chain, Does, Match, Rule, To, both
from auditor.collectors.spans import BITS
from auditor.errors import UnreadableError
from auditor.model.facts.addressed import Family
from auditor.text.harmless import from_target

_FAMILIES = {"inet": ("ipv4", "ipv6"), "ip": ("ipv4",), "ip6": ("ipv6",)}
_HOOKS = frozenset({"prerouting", "input", "forward", "postrouting"})
_NOTHING = frozenset(
    {
        "counter", "log", "flow", "secmark", "ct helper", "ct timeout", "ct expectation", "comment", "last", "dup",
        "snat", "masquerade", "continue", "tunnel",
    }
)  # fmt: skip
_AT_TIMES = frozenset({"limit", "quota", "ct count", "meter"})
_TARGETS_WITHOUT_VERDICT = frozenset(
    {
        "LOG", "NFLOG", "ULOG", "TRACE", "MARK", "CONNMARK", "TCPMSS", "TCPOPTSTRIP", "SET",
        "CLASSIFY", "DSCP", "TOS", "TTL", "HL", "AUDIT", "SECMARK", "CONNSECMARK", "CHECKSUM", "TEE", "RATEEST",
        "HMARK", "LED",
        "IDLETIMER", "SNAT", "MASQUERADE",
    }
)  # fmt: skip
_REWRITTEN = frozenset({"saddr", "daddr", "sport", "dport", "protocol", "nexthdr"})
_FLAGS = frozenset({"dormant", "owner", "persist"})
Table = tuple[str, str]
"""Family and name."""


class Ruleset:
    """One answer of `nft`, taken apart by table. `plain` is the same in its own language, for the flags of tables;
    what the JSON of nft 1.0.6 tells as a flag is whatever stood in its memory. Raises UnreadableError for anything
    that is no ruleset.
    """

    def __init__(self, text: str, plain: str | None = None) -> None:
        try:
            items = orjson.loads(text)["nftables"]
            self._items = [next(iter(item.items())) for item in items if item]
            flags = {_table(body): _flags(body) for kind, body in self._items if kind == "table"}
            if plain is not None:
                flags = {table: _plain_flags(plain).get(table, frozenset()) for table in flags}
            self._dormant = {table for table, told in flags.items() if "dormant" in told}
            self._doubtful = {table for table, told in flags.items() if told - _FLAGS}
            self._sets = self._all_sets()
            self.foreign = self._with_xt()
        except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError, IndexError, ValueError) as fault:
            raise UnreadableError("what `nft` wrote is no ruleset") from fault

    def interfaces(self) -> set[str]:
        """Names of interfaces that rules, sets and maps have, wildcards among them."""
        return set(_interfaces(self._items))

    def unread(self) -> tuple[str, ...]:
        """Tables of other families that may drop packets of IP."""
        dropping = {
            _table(body)
            for kind, body in self._items
            if kind in {"chain", "rule"}
            and ((_outside(body) and _may_drop(body)) or (kind == "chain" and body.get("hook") == "ingress"))
        }
        return tuple(f"table {family} {from_target(name, 40)}" for family, name in sorted(dropping - self._dormant))

    def chains(self, fields: Fields, left_out: frozenset[Table]) -> dict[str, Chain]:
        """Every chain of one IP version by key, but of dormant tables and of those that are read in another way."""
        compilers: dict[Table, _Compiler] = {}
        rules: dict[str, list[Rule]] = {}
        numbers: Counter[str] = Counter()
        for table, body in self._rules():
            if table in left_out or not self._counts(table, fields.family):
                continue
            if table not in compilers:
                compilers[table] = _Compiler(table, Matches(fields, self._sets.get(table, {})), fields)
            key = _key(table, body["chain"])
            numbers[key] += 1
            rules.setdefault(key, []).extend(compilers[table].rule(body, numbers[key]))
        found = {}
        for kind, body in self._items:
            if kind != "chain":
                continue
            table = _table(body)
            if table in left_out or not self._counts(table, fields.family):
                continue
            key = _key(table, body["name"])
            found[key] = Chain(
                key,
                tuple(rules.get(key, ())),
                body.get("hook", "") if body.get("hook") in _HOOKS else "",
                body.get("type", ""),
                body["prio"] if isinstance(body.get("prio"), int) else 0,
                body.get("policy") == "drop",
                table in self._doubtful,
            )
        return found

    def _counts(self, table: Table, family: Family) -> bool:
        return table not in self._dormant and family in _FAMILIES.get(table[0], ())

    def _rules(self) -> Iterator[tuple[Table, Mapping[str, Any]]]:
        for kind, body in self._items:
            if kind == "rule":
                yield _table(body), body

    def _with_xt(self) -> frozenset[Table]:
        """Tables with extensions of iptables, which only its own program tells."""
        return frozenset(table for table, body in self._rules() if any("xt" in each for each in body["expr"]))

    def _all_sets(self) -> dict[Table, dict[str, NamedSet]]:
        filled: dict[Table, set[str]] = {}
        for table, body in self._rules():
            for kind, what in (pair for each in body["expr"] for pair in each.items()):
                if kind in {"set", "map"} and isinstance(what, Mapping) and "op" in what:
                    filled.setdefault(table, set()).add(str(what.get(kind)).removeprefix("@"))
        found: dict[Table, dict[str, NamedSet]] = {}
        for kind, body in self._items:
            if kind in {"set", "map"}:
                table, flags = _table(body), body.get("flags", ())
                dynamic = "dynamic" in flags or body["name"] in filled.get(table, ())
                found.setdefault(table, {})[body["name"]] = NamedSet(tuple(body.get("elem", ())), dynamic)
        return found


class _Compiler:
    """Compiles the rules of one table."""

    def __init__(self, table: Table, matches: Matches, fields: Fields) -> None:
        self._table = table
        self._matches = matches
        self._fields = fields

    def rule(self, body: Mapping[str, Any], number: int) -> list[Rule]:
        """The rule, told by its number in the chain, which outlasts a reload; none that decides nothing."""
        where = f"{self._table[0]} {self._table[1]} {body['chain']} {number}"
        branches = tuple(self._branches(body["expr"]))
        return [Rule(from_target(where, 120), branches)] if branches else []

    def _branches(self, expressions: Iterable[Mapping[str, Any]]) -> Iterator[Branch]:
        match = Match((self._fields.whole,))
        for expression in expressions:
            kind, body = next(iter(expression.items()))
            if kind in _NOTHING:
                continue
            condition = self._condition(kind, body)
            if condition is not None:
                match = both(match, condition, self._fields.budget)
                if not match.boxes:
                    return
                continue
            yield from self._verdicts(kind, body, match)
            if kind not in {"mangle", "set", "map", "xt", "notrack"}:
                return

    def _condition(self, kind: str, body: Any) -> Match | None:
        if kind == "match":
            return self._matches.condition(body)
        if kind in _AT_TIMES or (kind in {"set", "map"} and isinstance(body, Mapping) and "stmt" in body):
            return self._fields.free()
        if kind == "xt" and not (isinstance(body, Mapping) and body.get("type") in {"target", "watcher"}):
            name = body.get("name", "") if isinstance(body, Mapping) else ""
            return self._fields.unknown(f"extension {from_target(str(name), 30)} of iptables")
        return None

    def _verdicts(self, kind: str, body: Any, match: Match) -> Iterator[Branch]:
        if kind == "vmap":
            yield from self._map(body, match)
        elif kind == "dnat":
            yield from self._translated(body, match)
        elif kind == "redirect":
            yield Branch(match, Does.TRANSLATE, to=To(dport=self._port(body), local=True))
        elif kind == "mangle":
            yield from self._asked(match, "a rewritten field") if _rewrites(body) else ()
        elif kind == "notrack":
            yield Branch(match, Does.UNTRACK)
        elif kind in {"set", "map"}:
            return
        elif kind == "xt":
            name = str(body.get("name"))
            if body.get("type") == "target" and name not in _TARGETS_WITHOUT_VERDICT:
                yield from self._asked(match, f"target {from_target(name, 30)} of iptables")
        else:
            yield self._verdict({kind: body}, match)

    def _asked(self, match: Match, why: str) -> Iterator[Branch]:
        yield Branch(Match(match.boxes, match.sure, match.sometimes, why), Does.ASK)

    def _verdict(self, verdict: Any, match: Match) -> Branch:
        found: Any = next(iter(verdict.items())) if isinstance(verdict, Mapping) and verdict else ("", None)
        kind, body = found
        if kind in {"drop", "reject"}:
            return Branch(match, Does.DROP)
        if kind in {"accept", "return"}:
            return Branch(match, Does(kind))
        if kind in {"jump", "goto"}:
            return Branch(match, Does(kind), _key(self._table, body["target"]))
        return next(self._asked(match, "a queue" if kind == "queue" else f"statement {from_target(kind, 30)}"))

    def _map(self, body: Any, match: Match) -> Iterator[Branch]:
        try:
            pairs = self._matches.pairs(body.get("data"))
        except UnknownError as fault:
            yield from self._asked(match, f"{fault}")
            return
        for condition, verdict in self._by_key(body.get("key"), pairs):
            if not (isinstance(verdict, Mapping) and "continue" in verdict):
                met = both(match, condition, self._fields.budget)
                if met.boxes:
                    yield self._verdict(verdict, met)

    def _by_key(self, key: Any, pairs: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Match, Any]]:
        found = [(self._matches.of_element(key, each), value) for each, value in pairs if not is_rest(each)]
        rest = [(self._matches.others(key, (one for one, _ in found)), value) for each, value in pairs if is_rest(each)]
        return iter([*found, *rest])

    def _translated(self, body: Any, match: Match) -> Iterator[Branch]:
        address = body.get("addr")
        chosen = address.get("map") if isinstance(address, Mapping) else None
        if not isinstance(chosen, Mapping):
            yield Branch(match, Does.TRANSLATE, to=self._to(address, body))
            return
        try:
            pairs = self._matches.pairs(chosen.get("data"))
        except UnknownError:
            yield Branch(match, Does.TRANSLATE)
            return
        for condition, value in self._by_key(chosen.get("key"), pairs):
            yield Branch(both(match, condition, self._fields.budget), Does.TRANSLATE, to=self._to(value, body))

    def _to(self, address: Any, body: Mapping[str, Any]) -> To | None:
        try:
            if isinstance(address, Mapping) and isinstance(address.get("concat"), list):
                address, port = address["concat"]
                return To(addresses(address, BITS[self._fields.family]), self._port({"port": port}))
            found = None if address is None else addresses(address, BITS[self._fields.family])
            return To(found, self._port(body))
        except (UnknownError, ValueError):
            return None

    def _port(self, body: Any) -> int | None:
        port = body.get("port") if isinstance(body, Mapping) else None
        match port:
            case None:
                return None
            case {"range": [one, other]}:
                first, last = number(one, SERVICES, 65535), number(other, SERVICES, 65535)
                return ((1 << (last - first + 1)) - 1) << first
            case int() | str():
                return 1 << number(port, SERVICES, 65535)
        raise UnknownError("a port of another form")


def _table(body: Mapping[str, Any]) -> Table:
    return str(body["family"]), str(body["table"] if "table" in body else body["name"])


def _key(table: Table, chain: str) -> str:
    return f"nft {table[0]} {table[1]} {chain}"


def _flags(body: Mapping[str, Any]) -> frozenset[str]:
    """Flags are a word or a list."""
    flags = body.get("flags", ())
    return frozenset(map(str, [flags] if isinstance(flags, str) else flags))


def _plain_flags(text: str) -> dict[Table, frozenset[str]]:
    found: dict[Table, frozenset[str]] = {}
    table: Table | None = None
    for line in text.splitlines():
        words = line.replace(",", " ").split()
        if line.startswith("table ") and len(words) >= 3:  # noqa: PLR2004  # the word, family and name
            table = (words[1], words[2].strip('"'))
        elif words[:1] == ["flags"] and line.startswith("\tflags") and table is not None:
            found[table] = frozenset(words[1:])
        elif words:
            table = None
    return found


def _outside(body: Mapping[str, Any]) -> bool:
    return body.get("family") in {"bridge", "netdev"}


def _may_drop(body: Mapping[str, Any]) -> bool:
    """A chain that drops by default, or a rule that does anything but count, tell or let through."""
    if "expr" not in body:
        return body.get("policy") == "drop"
    harmless = {"match", "accept", "return", "mangle", *_NOTHING, *_AT_TIMES} - {"continue"}
    return any(kind not in harmless for each in body["expr"] for kind in each)


def _rewrites(body: Any) -> bool:
    key = body.get("key") if isinstance(body, Mapping) else None
    payload = key.get("payload") if isinstance(key, Mapping) else None
    return isinstance(payload, Mapping) and (payload.get("field") in _REWRITTEN or "base" in payload)


def _interfaces(value: Any, *, of_names: bool = False) -> Iterator[str]:
    """Strings beside a condition on an interface, and elements of sets of their names."""
    if isinstance(value, str):
        if of_names:
            yield value
    elif isinstance(value, Mapping):
        named = of_names or _names_interfaces(value)
        for each in value.values():
            yield from _interfaces(each, of_names=named)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _interfaces(each, of_names=of_names)


def _names_interfaces(body: Mapping[str, Any]) -> bool:
    told = [body.get("left"), body.get("key"), body.get("type")]
    parts = [part for each in told for part in _parts(each)]
    return any(part == "ifname" or _is_interface(part) for part in parts)


def _parts(value: Any) -> list[Any]:
    if isinstance(value, Mapping) and isinstance(value.get("concat"), list):
        return list(value["concat"])
    return list(value) if isinstance(value, list) else [value]


def _is_interface(part: Any) -> bool:
    meta = part.get("meta") if isinstance(part, Mapping) else None
    return isinstance(meta, Mapping) and meta.get("key") in {"iif", "iifname", "oif", "oifname"}
