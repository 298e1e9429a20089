"""A change list as nftables text: for each wave a table with a chain for what to open, to keep and to close.

The chains hang on no hook: loading them changes nothing until an administrator jumps to them from the firewall's own
forward chain. Loading the file again replaces its tables. Texts of the inventory get into it only as comments, of which
nothing can break out.
"""

import ipaddress
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

from auditor.model.base import LARGEST_PORT
from auditor.model.reason import Reason
from auditor.plan.changes.shape import Changes, RuleChange
from auditor.text.harmless import for_page

_ACTIONS = (("open", "accept"), ("keep", "accept"), ("close", "drop"))
_COMMENT_BYTES = 120
"""nft takes 128 bytes, of which it needs some itself."""

_REMARK_BYTES = 400
_ANY = ("0.0.0.0/0", "::/0")
_NAME_CHARACTERS = re.compile(r"[^a-z0-9_]")


def ruleset(changes: Changes, words: Callable[[Reason], str]) -> str:
    """The whole file, the same for the same list. `words` says a reason.

    A rule without addresses, or whose ports or families leave nothing to match, is a remark only.
    """
    lines = [f"# {_plain(f'run {changes.run}', _REMARK_BYTES)}"]
    waves = list(dict.fromkeys(rule.wave for rule in changes.rules))
    for number, wave in enumerate(waves, start=1):
        rules = [rule for rule in changes.rules if rule.wave == wave]
        table = f"table inet auditor_{number}_{_NAME_CHARACTERS.sub('_', wave.lower())[:60]}"
        lines += ["", f"# {_plain(wave, _REMARK_BYTES)}", table, f"delete {table}", f"{table} {{"]
        for action, verdict in _ACTIONS:
            lines += _chain(action, verdict, [rule for rule in rules if rule.action == action], words)
        lines.append("}")
    return "\n".join(lines) + "\n"


def _chain(action: str, verdict: str, rules: Iterable[RuleChange], words: Callable[[Reason], str]) -> Iterator[str]:
    yield f"  chain {action} {{"
    for rule in rules:
        why = words(rule.why)
        yield f"    # {_plain(f'{rule.id}: {why}', _REMARK_BYTES)}"
        yield f"    # {_days(rule)}"
        matches = list(_matches(rule))
        comment = _plain(f"{rule.id} {why}", _COMMENT_BYTES)
        yield from (f'    {match} {verdict} comment "{comment}"' for match in matches)
        if not matches:
            yield "    # no rule: an address is not entered, or nothing matches"
    yield "  }"


def _days(rule: RuleChange) -> str:
    start = f"from {rule.start.isoformat()}" if rule.start else "from: not entered"
    return f"{start}, until {rule.expires.isoformat()}" if rule.expires else f"{start}, no end"


def _matches(rule: RuleChange) -> Iterator[str]:
    """One match for each family and protocol that both sides have."""
    if not (rule.from_addresses and rule.to_addresses):
        return
    for version, family in ((4, "ip"), (6, "ip6")):
        sources, targets = _family(rule.from_addresses, version), _family(rule.to_addresses, version)
        if not (sources and targets):
            continue
        sides = [_side(family, "saddr", sources), _side(family, "daddr", targets)]
        guard = f"meta nfproto ipv{version}"
        for protocol in ("tcp", "udp"):
            if ports := _ports(rule.ports, protocol):
                yield " ".join(part for part in (guard, *sides, f"{protocol} dport {{ {ports} }}") if part)


def _family(addresses: Iterable[str], version: int) -> list[str]:
    """The networks of one family, joined where they overlap or meet, since a set takes no overlap."""
    networks = [ipaddress.ip_network(text, strict=False) for text in addresses]
    if version == 4:  # noqa: PLR2004  # the version of the Internet protocol
        four = [net for net in networks if isinstance(net, ipaddress.IPv4Network)]
        return [str(net) for net in ipaddress.collapse_addresses(four)]
    six = [net for net in networks if isinstance(net, ipaddress.IPv6Network)]
    return [str(net) for net in ipaddress.collapse_addresses(six)]


def _side(family: str, direction: str, networks: Sequence[str]) -> str:
    """An address set; nothing where every address matches, which no set can say."""
    if any(net in _ANY for net in networks):
        return ""
    return f"{family} {direction} {{ {', '.join(networks)} }}"


def _ports(ports: Iterable[str], protocol: str) -> str:
    numbers = {int(port.partition("/")[2]) for port in ports if port.startswith(f"{protocol}/")}
    return ", ".join(str(number) for number in sorted(numbers) if 0 < number <= LARGEST_PORT)


def _plain(text: str, most: int) -> str:
    """The text on one line without what could end a comment or hide: quotes, backslashes, control and format
    characters; cut to `most` bytes between characters.
    """
    visible = for_page(unicodedata.normalize("NFC", text))
    harmless = " ".join(visible.replace('"', "'").replace("\\", "/").split())
    return harmless.encode()[:most].decode(errors="ignore")
