"""Finds covered things that a text speaks of: by id, by names and addresses they answer to, by what they are called.

Measurements and free text carry names no schema knows: a log server, a route, a name in a certificate. What may stay in
the open world is what mentions nothing covered. A word that is also the id of something open tells nothing and stays.
"""

import ipaddress
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Any

from auditor.estate.cover import Cover
from auditor.estate.estate import Address, Prefix
from auditor.model import vocab
from auditor.model.base import EndpointId
from auditor.model.inventory import Endpoint, Inventory, Name, System

_WORD = re.compile(r"[\w.-]+")
_ADDRESS = re.compile(r"[0-9A-Fa-f:.]*[:.][0-9A-Fa-f:.]+(?:/[0-9]{1,3})?")
_VOCABULARY = frozenset(
    str(word) for kind in vars(vocab).values() if isinstance(kind, type) and issubclass(kind, StrEnum) for word in kind
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
        plain = text.casefold()
        return (
            any(word in self.words and (ordinary or not word.isalpha()) for word in _words(plain))
            or any(name in plain for name in self._names)
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
            (covered if self._cover.covers("zones", zone.id) else free).words.add(zone.domain.casefold())
        return frozenset(covered.words - free.words - _VOCABULARY)

    @cached_property
    def _names(self) -> tuple[str, ...]:
        """What people call covered things, unless something open is called so too."""
        covered: set[str] = set()
        free: set[str] = set()
        for list_name in Inventory.model_fields:
            for entry in getattr(self._estate.inventory, list_name):
                (covered if self._cover.covers(list_name, entry.id) else free).update(_called(entry))
        return tuple(sorted(name for name in covered - free if len(name) >= _SHORTEST_NAME))

    def _is_covered_place(self, place: Address | Prefix, domain: str) -> bool:
        """An address of a covered machine or network, or a prefix inside one. What the own domain declares openly
        means that open thing, since independent LANs reuse addresses.
        """
        if (domain, place) in self._open_places:
            return False
        if isinstance(place, Address) and (found := self._estate.network_at(domain, str(place))):
            return self._cover.covers("networks", found.id) or (domain, place) in self._covered_places
        inside = self._inside_covered(place)
        return inside or any(known == place for _, known in self._covered_places)

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
        self.words.update(str(name).casefold() for name in (entry.id, *entry.formerly) if "/" not in name)
        if isinstance(entry, System):
            self.words.update(entry.domains)
        if isinstance(entry, Endpoint):
            self.words.update({*entry.names, EndpointId(entry.id).name.casefold()} - {""})


def _called(entry: Any) -> Iterator[str]:
    name = getattr(entry, "name", "")
    texts = (name.vi, name.en) if isinstance(name, Name) else (str(name),)
    return (text.casefold() for text in texts if text)


def _words(text: str) -> Iterator[str]:
    """Each word, and of a host name each part and each parent domain."""
    for match in _WORD.finditer(text):
        word = match[0].strip(".-")
        yield word
        steps = word.split(".")
        if len(steps) > 1:
            yield from steps
            yield from (".".join(steps[place:]) for place in range(1, len(steps) - 1))


def _places(text: str) -> Iterator[Address | Prefix]:
    """Every address and prefix in a text, also before `:port` and in brackets."""
    for match in _ADDRESS.finditer(text):
        found = match[0].strip(".")
        for candidate in dict.fromkeys((found, found.rpartition(":")[0], found.strip(":"))):
            place = _place(candidate)
            if place is not None:
                yield place
                break


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
    """Every text inside a value, keys of mappings included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from texts_in(key)
            yield from texts_in(part)
    elif isinstance(value, list | tuple | set | frozenset):
        for part in value:
            yield from texts_in(part)
