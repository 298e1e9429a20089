"""Finds covered things that a text speaks of: by id, by names and addresses they answer to, by what they are called.

Measurements and free text carry names no schema knows: a log server, a route, a name in a certificate. What may stay in
the open world is what mentions nothing covered. A word that is also the id of something open tells nothing and stays.
"""

import ipaddress
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Any

from auditor.estate.cover import Cover
from auditor.estate.estate import Address, Prefix
from auditor.model import vocab
from auditor.model.base import EndpointId
from auditor.model.facts import KINDS
from auditor.model.inventory import Endpoint, Inventory, Name, System

_WORD = re.compile(r"[\w.-]+")
_V4 = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(?!\d)(?:/(\d{1,2})(?![\d.]))?")
_V4_JOINED = re.compile(r"(?<!\d)\d{1,3}(?:[-_]\d{1,3}){3}(?!\d)")
"""An address inside a name, as `ip-192-0-2-1`."""

_V6 = re.compile(r"[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*(?:/\d{1,3})?")
_JOINTS = re.compile(r"([-_.])")
_MOST_PARTS = 12
"""Parts of one word that are put together again to look for an id inside it; more is no name anybody gives."""

_VOCABULARY = frozenset(
    {str(w) for kind in vars(vocab).values() if isinstance(kind, type) and issubclass(kind, StrEnum) for w in kind}
    | {"tcp", "udp", *KINDS}
)
"""Words of the model, such as `database`: a thing may bear one as its id, and a text with it speaks of the kind."""

_SHORTEST_NAME = 4
"""Characters; what people call a thing is looked for inside other text, where shorter names would match by chance."""


class Mentions:
    """What may not be spoken of in the open world, ready to be looked for."""

    def __init__(self, cover: Cover) -> None:
        self._cover = cover
        self._estate = cover.estate

    def in_texts(self, texts: Iterable[str], domain: str = "") -> bool:
        """Whether any of the texts speaks of a covered thing; addresses mean machines of the routing `domain`."""
        return any(self.in_text(text, domain) for text in texts)

    def in_text(self, text: str, domain: str = "", *, ordinary: bool = True) -> bool:
        """Whether a text speaks of a covered thing. Without `ordinary`, an id of letters alone is taken for a word of
        the language.
        """
        plain = folded(text)
        return (
            any(word in self.words and (ordinary or not word.isalpha()) for word in _words(plain))
            or any(name.search(plain) for name in self._names)
            or any(self._is_covered_place(place, domain) for place in _places(text))
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """Ids and host names of covered things, without those that something open bears too; case-folded."""
        covered, free = _Said(), _Said()
        for list_name in Inventory.model_fields:
            for entry in getattr(self._estate.inventory, list_name):
                (covered if self._cover.covers(list_name, entry.id) else free).add(entry)
        for zone in self._estate.inventory.zones:
            (covered if self._cover.covers("zones", zone.id) else free).words.add(folded(zone.domain))
        return frozenset(covered.words - free.words - _VOCABULARY)

    @cached_property
    def _names(self) -> tuple[re.Pattern[str], ...]:
        """What people call covered things, as whole words, unless something open bears that name or id too."""
        covered: set[str] = set()
        free: set[str] = set()
        for list_name in Inventory.model_fields:
            for entry in getattr(self._estate.inventory, list_name):
                open_ = not self._cover.covers(list_name, entry.id)
                (free if open_ else covered).update(_called(entry), {folded(str(entry.id))} if open_ else ())
        wanted = sorted(name for name in covered - free - _VOCABULARY if len(name) >= _SHORTEST_NAME)
        return tuple(re.compile(rf"(?<!\w){re.escape(name)}(?!\w)") for name in wanted)

    def _is_covered_place(self, place: Address | Prefix, domain: str) -> bool:
        """An address of a covered machine or network, or a prefix inside one. What the own domain declares openly
        means that open thing, since independent LANs reuse addresses.
        """
        if (domain, place) in self._open_places:
            return False
        if isinstance(place, Address) and (found := self._estate.network_at(domain, str(place))):
            return self._cover.covers("networks", found.id) or (domain, place) in self._covered_places
        return self._inside_covered(place) or any(known == place for _, known in self._covered_places)

    def _inside_covered(self, place: Address | Prefix) -> bool:
        prefix = ipaddress.ip_network(place)
        return any(_within(prefix, covered) for covered in self._covered_prefixes)

    @cached_property
    def _covered_prefixes(self) -> tuple[Prefix, ...]:
        return tuple(
            ipaddress.ip_network(prefix)
            for network in self._estate.inventory.networks
            if self._cover.covers("networks", network.id)
            for prefix in network.prefixes
        )

    @cached_property
    def _covered_places(self) -> frozenset[tuple[str, Address | Prefix]]:
        return frozenset(self._addresses(covered=True))

    @cached_property
    def _open_places(self) -> frozenset[tuple[str, Address | Prefix]]:
        networks = (net for net in self._estate.inventory.networks if not self._cover.covers("networks", net.id))
        prefixes = ((self._estate.domain_of(net.zone), prefix) for net in networks for prefix in net.prefixes)
        return frozenset(self._addresses(covered=False)) | {
            (domain, ipaddress.ip_network(prefix)) for domain, prefix in prefixes
        }

    def _addresses(self, *, covered: bool) -> Iterator[tuple[str, Address]]:
        for host in self._estate.inventory.hosts:
            if self._cover.covers("hosts", host.id) is covered:
                for leg in host.interfaces:
                    network = self._estate.networks.get(leg.network)
                    domain = self._estate.domain_of(network.zone) if network else ""
                    yield domain, ipaddress.ip_address(leg.address)


class _Said:
    """Words under which some things are known."""

    def __init__(self) -> None:
        self.words: set[str] = set()

    def add(self, entry: Any) -> None:
        """Takes in a thing's id and earlier ids, its domains and host names."""
        self.words.update(folded(str(name)) for name in (entry.id, *entry.formerly) if "/" not in name)
        if isinstance(entry, System):
            self.words.update(entry.domains)
        if isinstance(entry, Endpoint):
            self.words.update({*entry.names, EndpointId(entry.id).name.casefold()} - {""})


def _called(entry: Any) -> Iterator[str]:
    name = getattr(entry, "name", "")
    texts = (name.vi, name.en) if isinstance(name, Name) else (str(name),)
    return (folded(text) for text in texts if text)


def folded(text: str) -> str:
    """Text without case, diacritics and compatibility forms, as certificates and terse people write it."""
    plain = unicodedata.normalize("NFKD", text).casefold().replace("đ", "d")
    return "".join(sign for sign in plain if not unicodedata.combining(sign) and unicodedata.category(sign) != "Cf")


def _words(text: str) -> Iterator[str]:
    """Each word, and every run of the parts that points, hyphens and underlines join in it."""
    for match in _WORD.finditer(text):
        word = match[0].strip(".-")
        yield word
        steps = _JOINTS.split(word)
        if 1 < len(steps) <= 2 * _MOST_PARTS:
            for start in range(0, len(steps), 2):
                yield from ("".join(steps[start:end]) for end in range(start + 1, len(steps) + 1, 2))


def _places(text: str) -> Iterator[Address | Prefix]:
    """Every address and prefix in a text: with a port, in brackets, in a name, reversed for the DNS, mapped into IPv6.

    A prefix with host bits is the machine's address and its network.
    """
    for match in _V4.finditer(text):
        yield from _v4(match[1], match[2])
    for match in _V4_JOINED.finditer(text):
        yield from _v4(re.sub("[-_]", ".", match[0]), None)
    for match in _V6.finditer(text):
        candidate, _, length = match[0].partition("/")
        for spelt in dict.fromkeys((candidate, candidate.rpartition(":")[0], candidate.strip(":"), f"{candidate}:")):
            place = _place(f"{spelt}/{length}" if length else spelt)
            if place is not None:
                yield from _both(place)
                break


def _v4(text: str, length: str | None) -> Iterator[Address | Prefix]:
    place = _place(text)
    if place is None:
        return
    yield place
    yield from _both(_place(f"{text}/{length}") if length else None)
    backwards = _place(".".join(reversed(text.split("."))))
    if backwards is not None:
        yield backwards


def _both(place: Address | Prefix | None) -> Iterator[Address | Prefix]:
    """The place, and the IPv4 address that an IPv6 one may carry."""
    if place is None:
        return
    yield place
    mapped = getattr(place, "ipv4_mapped", None)
    if mapped is not None:
        yield mapped


def _place(text: str) -> Address | Prefix | None:
    """The address or prefix a text is; a prefix of one address means that address."""
    try:
        if "/" not in text:
            return ipaddress.ip_address(text)
        prefix = ipaddress.ip_network(text, strict=False)
        return prefix.network_address if prefix.num_addresses == 1 else prefix
    except ValueError:
        return None


def _within(inner: Prefix, outer: Prefix) -> bool:
    if isinstance(inner, ipaddress.IPv4Network) and isinstance(outer, ipaddress.IPv4Network):
        return inner.subnet_of(outer)
    if isinstance(inner, ipaddress.IPv6Network) and isinstance(outer, ipaddress.IPv6Network):
        return inner.subnet_of(outer)
    return False


def texts_in(value: Any) -> Iterator[str]:
    """Every text inside a value; keys of mappings are the model's own words."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from texts_in(part)
    elif isinstance(value, list | tuple | set | frozenset):
        for part in value:
            yield from texts_in(part)
