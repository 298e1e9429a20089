"""Tables of iptables as `iptables-save` and `ip6tables-save` write them, be they legacy ones or made over nftables."""

import ipaddress
import re
import shlex
from collections.abc import Iterable, Iterator, Sequence

from auditor.collectors.filtering.boxes import bits
from auditor.collectors.filtering.fields import Fields
from auditor.collectors.filtering.ipsets import Known
from auditor.collectors.filtering.rules import Branch, Chain, Does, Match, Rule, To, both
from auditor.collectors.filtering.xtables_matches import Conditions, options
from auditor.collectors.spans import joined
from auditor.errors import UnreadableError
from auditor.model.base import LARGEST_PORT
from auditor.text.harmless import from_target

_HOOKS = {"PREROUTING": "prerouting", "INPUT": "input", "FORWARD": "forward", "POSTROUTING": "postrouting"}
_PRIORITIES = {"raw": -300, "mangle": -150, "nat": -100, "filter": 0, "security": 50}
_NO_VERDICT = frozenset(
    {
        "LOG", "NFLOG", "ULOG", "TRACE", "MARK", "CONNMARK", "TCPMSS", "TCPOPTSTRIP", "CT", "NOTRACK", "SET",
        "CLASSIFY",
        "DSCP", "TOS", "TTL", "HL", "AUDIT", "SECMARK", "CONNSECMARK", "CHECKSUM", "TEE", "RATEEST", "HMARK", "LED",
        "IDLETIMER", "SNAT", "MASQUERADE", "FLOWOFFLOAD",
    }
)  # fmt: skip
_VERDICTS = {"ACCEPT": Does.ACCEPT, "DROP": Does.DROP, "REJECT": Does.DROP, "RETURN": Does.RETURN}
_ASKS = frozenset({"QUEUE", "NFQUEUE", "SYNPROXY", "TPROXY", "RAWNAT"})
_CHAIN = re.compile(r":(\S+) (\S+)")


class Saved:
    """One answer of such a program, by table. Raises UnreadableError for text of another kind."""

    def __init__(self, text: str) -> None:
        self._policies: dict[tuple[str, str], str] = {}
        self._rules: dict[tuple[str, str], list[list[str]]] = {}
        table, open_table = "", False
        for line in text.splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            if line.startswith("*"):
                table, open_table = line[1:].strip(), True
            elif line == "COMMIT":
                open_table = False
            elif not open_table:
                raise UnreadableError("what `iptables-save` wrote is no list of tables")
            elif (chain := _CHAIN.match(line)) is not None:
                self._policies[table, chain[1]] = chain[2]
            else:
                self._rules.setdefault((table, _chain_of(line)), []).append(_words(line))
        if open_table:
            raise UnreadableError("what `iptables-save` wrote ends in the middle of a table")

    @property
    def tables(self) -> frozenset[str]:
        """Names of the tables that are told."""
        return frozenset(table for table, _ in self._policies)

    def interfaces(self) -> set[str]:
        """Names and wildcards (as nftables writes them) of interfaces that rules have."""
        found = set()
        for rules in self._rules.values():
            for words in rules:
                found |= {words[place + 1] for place, word in enumerate(words[:-1]) if word in {"-i", "-o"}}
        return {name[:-1] + "*" if name.endswith("+") else name for name in found}

    def filled(self) -> set[str]:
        """Names of sets of ipset that packets are put into or taken out of."""
        each = [words for rules in self._rules.values() for words in rules]
        return {
            words[place + 1]
            for words in each
            for place, word in enumerate(words[:-1])
            if word in {"--add-set", "--del-set"}
        }

    def chains(self, fields: Fields, how: str, tables: Iterable[str], sets: Known) -> dict[str, Chain]:
        """Chains of some tables by key. `sets`: those of ipset that rules name."""
        found = {}
        for (table, chain), policy in self._policies.items():
            if table in tables:
                key = _key(how, table, chain)
                found[key] = self._chain(key, how, table, chain, policy, Conditions(fields, sets))
        return found

    def _chain(  # what a chain is
        self, key: str, how: str, table: str, chain: str, policy: str, conditions: Conditions
    ) -> Chain:
        compiler = _Compiler(how, table, conditions, {name for of, name in self._policies if of == table})
        lines = self._rules.get((table, chain), ())
        rules = (compiler.rule(f"{chain} {number}", words) for number, words in enumerate(lines, 1))
        base = policy != "-"
        return Chain(
            key,
            tuple(rule for rule in rules if rule.branches),
            _HOOKS.get(chain, "") if base else "",
            "nat" if table == "nat" else "filter",
            _PRIORITIES.get(table, 0),
            policy == "DROP",
        )


class _Compiler:
    def __init__(self, how: str, table: str, conditions: Conditions, chains: set[str]) -> None:
        self._how = how
        self._table = table
        self._fields = conditions.fields
        self._conditions = conditions
        self._chains = chains

    def rule(self, where: str, words: Sequence[str]) -> Rule:
        """One line that begins with -A; `where` are its chain and number, as `iptables -L --line-numbers` counts."""
        place = next((place for place, word in enumerate(words) if word in {"-j", "-g"}), len(words))
        return Rule(
            from_target(f"{self._how} {self._table} {where}", 120), tuple(self._branches(words[2:place], words[place:]))
        )

    def _branches(self, conditions: Sequence[str], verdict: Sequence[str]) -> Iterator[Branch]:
        untracked = "NOTRACK" in verdict or "--notrack" in verdict
        if len(verdict) < 2 or (verdict[1] in _NO_VERDICT and not untracked):  # noqa: PLR2004  # the option and its value
            return
        match = Match((self._fields.whole,))
        for option in options(conditions):
            condition = self._conditions.of(option)
            if condition is not None:
                match = both(match, condition, self._fields.budget)
        if match.boxes:
            yield self._branch(match, verdict)

    def _branch(self, match: Match, verdict: Sequence[str]) -> Branch:
        target = verdict[1]
        if target in {"CT", "NOTRACK"}:
            return Branch(match, Does.UNTRACK)
        if target in self._chains:
            return Branch(match, Does.GOTO if verdict[0] == "-g" else Does.JUMP, _key(self._how, self._table, target))
        if target in _VERDICTS:
            return Branch(match, _VERDICTS[target])
        if target == "DNAT":
            return Branch(match, Does.TRANSLATE, to=_to(verdict))
        if target == "REDIRECT":
            return Branch(match, Does.TRANSLATE, to=To(local=True))
        why = "a queue" if target in _ASKS else f"target {from_target(target, 30)}"
        return Branch(Match(match.boxes, match.sure, match.sometimes, why), Does.ASK)


def _to(words: Sequence[str]) -> To | None:
    """What `--to-destination` says, as `ADDRESS[-ADDRESS][:PORT[-PORT]]`; None where that is not understood."""
    text = next((words[place + 1] for place, word in enumerate(words[:-1]) if word == "--to-destination"), "")
    address, port = _address_and_port(text)
    try:
        ends = [int(ipaddress.ip_address(each)) for each in address.split("-")] if address else []
        numbers = [int(each) for each in port.partition("/")[0].split("-")] if port else []
    except ValueError:
        return None
    if not (ends or numbers) or any(number > LARGEST_PORT for number in numbers):
        return None
    return To(joined([(ends[0], ends[-1])]) if ends else None, bits(numbers[0], numbers[-1]) if numbers else None)


def _address_and_port(text: str) -> tuple[str, str]:
    if text.startswith("["):
        address, _, port = text.partition("]:")
        return address.replace("[", "").replace("]", ""), port
    if text.count(":") == 1:
        address, _, port = text.partition(":")
        return address, port
    return text, ""


def _chain_of(line: str) -> str:
    words = line.split(" ", 2)
    if words[0] != "-A" or len(words) < 2:  # noqa: PLR2004  # the option and its value
        raise UnreadableError("what `iptables-save` wrote is no list of rules")
    return words[1]


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError as fault:
        raise UnreadableError("what `iptables-save` wrote has an unfinished quotation") from fault


def _key(how: str, table: str, chain: str) -> str:
    return f"{how} {table} {chain}"
