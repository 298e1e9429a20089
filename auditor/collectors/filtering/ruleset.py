"""The whole packet filter of a machine, whichever programs made it: nftables, iptables over it, and legacy tables."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from auditor.collectors.filtering import ipsets, nft, xtables
from auditor.collectors.filtering.boxes import INVALID, NEW, UNTRACKED, Budget
from auditor.collectors.filtering.fields import Fields
from auditor.collectors.filtering.rules import Chain, Compiled, Names
from auditor.collectors.spans import Spans
from auditor.errors import UnreadableError
from auditor.model.facts.addressed import Family

_MOST_NAMES = 4000
_XT_FAMILIES = {"ip": "ipv4", "ip6": "ipv6"}


@dataclass(frozen=True)
class Answered:
    """What programs said of the rules. `nft`: `nft -j list ruleset`, `plain`: `nft -t list ruleset`, `sets`: `ipset
    save`; None where nobody could ask. `over_nft` and `legacy`: what `iptables-save` and its like wrote, by IP version.
    `unread` says what is there and was not told.
    """

    nft: str | None = None
    plain: str | None = None
    over_nft: dict[Family, str] = field(default_factory=dict)
    legacy: dict[Family, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    sets: str | None = None

    @property
    def tells(self) -> bool:
        """Some program said something of the rules."""
        return self.nft is not None or bool(self.over_nft) or bool(self.legacy)


class Filter:
    """All rules, taken apart once. Raises UnreadableError for text that no such program writes."""

    def __init__(self, answered: Answered) -> None:
        self._nft = nft.Ruleset(answered.nft, answered.plain) if answered.nft is not None else None
        self._over_nft = {family: xtables.Saved(text) for family, text in answered.over_nft.items()}
        self._legacy = {family: xtables.Saved(text) for family, text in answered.legacy.items()}
        self._answered = answered
        filled = {name for saved in (*self._over_nft.values(), *self._legacy.values()) for name in saved.filled()}
        self._sets = ipsets.Known(None if answered.sets is None else ipsets.saved(answered.sets), frozenset(filled))

    def interfaces(self) -> set[str]:
        """Names and wildcards of interfaces that rules have."""
        found = self._nft.interfaces() if self._nft else set()
        for saved in (*self._over_nft.values(), *self._legacy.values()):
            found |= saved.interfaces()
        return found

    def states(self) -> int:
        """States in which packets may open something. Nothing is untracked or invalid in a way that rules could tell
        where none of them speaks of it.
        """
        texts = [self._answered.nft or "", *self._answered.over_nft.values(), *self._answered.legacy.values()]
        told = "\n".join(texts).lower()
        untracked = UNTRACKED if "untracked" in told or "notrack" in told else 0
        return NEW | untracked | (INVALID if "invalid" in told else 0)

    def names(self, interfaces: Iterable[str]) -> Names:
        """Bits for the interfaces of the machine and for those that rules name."""
        found = sorted({*interfaces, *self.interfaces()})
        if len(found) > _MOST_NAMES:
            raise UnreadableError(f"the rules name more than {_MOST_NAMES} interfaces")
        return Names(found)

    def compiled(self, family: Family, names: Names, budget: Budget, own: Spans | None) -> Compiled:
        """The rules of one IP version. `own`: the machine's addresses, if they are known.

        Raises TooManyError, and UnreadableError for what no such program writes.
        """
        try:
            return self._compiled(Fields(family, names, budget, own))
        except (KeyError, TypeError, AttributeError, IndexError, ValueError, RecursionError) as fault:
            raise UnreadableError("the rules have a form that `nft` does not write") from fault

    def _compiled(self, fields: Fields) -> Compiled:
        family = fields.family
        chains: dict[str, Chain] = {}
        unread = list(self._answered.unread)
        saved = self._over_nft.get(family)
        if self._nft is not None:
            foreign = {table for table in self._nft.foreign if _XT_FAMILIES.get(table[0]) == family}
            told = {table for table in foreign if saved is not None and table[1] in saved.tables}
            chains |= self._nft.chains(fields, frozenset(told))
            chains |= (
                saved.chains(fields, "iptables", {name for _, name in told}, self._sets) if saved is not None else {}
            )
            unread += self._nft.unread()
        elif saved is not None:
            chains |= saved.chains(fields, "iptables", saved.tables, self._sets)
        legacy = self._legacy.get(family)
        if legacy is not None:
            chains |= legacy.chains(fields, "iptables-legacy", legacy.tables, self._sets)
        return Compiled(family, fields.names, chains, unread=tuple(unread))
