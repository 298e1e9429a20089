"""What a Linux machine is asked about its packet filter, and what the answers say of it together."""

from collections.abc import Iterable

from auditor.collectors.asks import MAY_BE_ABSENT, NO_SUCH_FILE, Answer, Answers, Command, Trouble
from auditor.collectors.dialect import gap
from auditor.collectors.filtering.ruleset import Answered
from auditor.collectors.platforms.linux import ADDRESSES
from auditor.model.facts.addressed import Family
from auditor.model.facts.reading import Unread

_ABSENT_OR_FAILED = frozenset({Trouble.MISSING, Trouble.FAILED})


def _command(*words: str, accepts: frozenset[Trouble] = MAY_BE_ABSENT, absent: tuple[str, ...] = ()) -> Command:
    return Command(id=" ".join(words), words=words, of_network=True, needs_root=True, accepts=accepts, absent=absent)


NFT = Command(id="nft list ruleset", words=("nft", "-j", "list", "ruleset"), of_network=True, needs_root=True)
NFT_PLAIN = _command("nft", "-t", "list", "ruleset", accepts=_ABSENT_OR_FAILED)
"""Flags of tables, which nft 1.0.6 tells wrongly in JSON."""

SAVED: dict[Family, Command] = {
    "ipv4": _command("iptables-save", accepts=_ABSENT_OR_FAILED),
    "ipv6": _command("ip6tables-save", accepts=_ABSENT_OR_FAILED),
}
OVER_NFT: dict[Family, Command] = {
    "ipv4": _command("iptables-nft-save", accepts=_ABSENT_OR_FAILED),
    "ipv6": _command("ip6tables-nft-save", accepts=_ABSENT_OR_FAILED),
}
LEGACY: dict[Family, Command] = {
    "ipv4": _command("iptables-legacy-save", accepts=_ABSENT_OR_FAILED),
    "ipv6": _command("ip6tables-legacy-save", accepts=_ABSENT_OR_FAILED),
}
LEGACY_TABLES: dict[Family, Command] = {
    "ipv4": _command("cat", "/proc/net/ip_tables_names", absent=NO_SUCH_FILE),
    "ipv6": _command("cat", "/proc/net/ip6_tables_names", absent=NO_SUCH_FILE),
}
"""Names of the legacy tables that the kernel has; absent where it knows none."""

IPSETS = Command(
    id="ipset save",
    words=("ipset", "save"),
    of_network=True,
    needs_root=True,
    # a kernel without sets has none that a rule could name
    accepts=_ABSENT_OR_FAILED,
    limit_bytes=8 * 1024 * 1024,
)

PACKET_FILTER: tuple[Command, ...] = (
    NFT,
    NFT_PLAIN,
    *LEGACY_TABLES.values(),
    *SAVED.values(),
    *OVER_NFT.values(),
    *LEGACY.values(),
    IPSETS,
)


def answered(answers: Answers) -> Answered:
    """The filter as far as it was told. Legacy tables that the kernel has and no program told are unread."""
    over: dict[Family, str] = {}
    legacy: dict[Family, str] = {}
    unread = [] if answers[NFT].ok else ["tables of nftables"]
    for family in SAVED:
        for ask in (OVER_NFT, LEGACY, SAVED):
            answer = answers[ask[family]]
            if answer.ok and answer.text.strip():
                (over if _is_over_nft(answer.text) else legacy)[family] = answer.text
        tables = answers[LEGACY_TABLES[family]]
        if _has_tables(tables) and family not in legacy:
            unread.append(f"legacy tables of iptables for {family}")
    rules, plain, sets = (answer.text if answer.ok else None for answer in map(answers.__getitem__, _TOLD))
    return Answered(rules, plain, over, legacy, tuple(unread), sets)


_TOLD = (NFT, NFT_PLAIN, IPSETS)


def gaps(fields: Iterable[str], unanswered: Iterable[tuple[str, str]], *, whole: bool) -> tuple[Unread, ...]:
    """What was asked and not answered, by the ids of asks, may change each of the fields; so may the machine's own
    addresses where they were not told whole.
    """
    missing = [*unanswered, *([] if whole else [(ADDRESSES.id, "not_understood")])]
    return tuple(gap(field, where, code) for where, code in missing for field in fields)


def _has_tables(answer: Answer) -> bool:
    return bool(answer.text.strip()) if answer.ok else answer.trouble is not Trouble.MISSING


def _is_over_nft(text: str) -> bool:
    """What such a program says first of itself: `(nf_tables)` since 1.8.3, `xtables-save` before."""
    first = text.lstrip().partition("\n")[0]
    return "nf_tables" in first or "nft-save" in first or "xtables-save" in first
