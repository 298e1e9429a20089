"""Finds covered things that a text speaks of: by id, by names and addresses they answer to, by what they are called.

Measurements and free text carry names no schema knows: a log server, a route, a name in a certificate. What may stay in
the open world is what mentions nothing covered. A word that is also the id of something open tells nothing and stays.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from auditor.estate.addresses import places_in
from auditor.estate.cover import Cover, takes_open
from auditor.estate.covered_places import CoveredPlaces
from auditor.model.base import EndpointId
from auditor.model.entity import Name
from auditor.model.facts import KINDS
from auditor.model.inventory import Endpoint, EvidenceRecord, Inventory, Link, System
from auditor.model.planning import Planning
from auditor.model.vocab.words import WORDS

_WORD = re.compile(r"[\w.-]+")
_JOINTS = re.compile(r"([-_.])")
_MOST_PARTS = 12
"""Parts of one word that are put together again to look for an id inside it; more is no name anybody gives."""

_MOST_ESCAPES = 3
"""How many times a text may have been written into an address inside an address, each escaping the one before."""

_VOCABULARY = WORDS | {"tcp", "udp", *KINDS}
"""Words of the model, such as `database`: a thing may bear one as its id, and a text with it speaks of the kind."""

_SHORTEST_NAME = 4
"""Characters; what people call a thing is looked for inside other text, where shorter names would match by chance: one
of these is looked for as it is written, when no word of the language is written so (`KTS`, `M1`).
"""


class Mentions:
    """What may not be spoken of in the open world, ready to be looked for."""

    def __init__(self, cover: Cover, planning: Planning | None = None) -> None:
        self._cover = cover
        self._estate = cover.estate
        self._planning = planning or Planning()
        self._places = CoveredPlaces(cover)

    def in_texts(self, texts: Iterable[str], domain: str = "") -> bool:
        """Whether any of the texts speaks of a covered thing; addresses mean machines of the routing `domain`."""
        return any(self.in_text(text, domain) for text in texts)

    def in_text(self, text: str, domain: str = "", *, ordinary: bool = True) -> bool:
        """Whether a text speaks of a covered thing. Without `ordinary`, an id of letters alone is taken for a word of
        the language.
        """
        return any(self._in(spelt, domain, ordinary=ordinary) for spelt in _spellings(text))

    def _in(self, text: str, domain: str, *, ordinary: bool) -> bool:
        plain = folded(text)
        return (
            any(word in self.words and (ordinary or not word.isalpha()) for word in _words(plain))
            or self._names.search(plain) is not None
            or self._acronyms.search(text) is not None
            or any(self._places.mean(place, domain) for place in places_in(text))
        )

    def _things(self) -> Iterator[tuple[Any, bool]]:
        """Everything that has an id, and whether it is hidden; also zones of the receiving side."""
        for list_name in Inventory.model_fields:
            for entry in getattr(self._estate.inventory, list_name):
                yield entry, self._cover.covers(list_name, entry.id)
        for zone in self._planning.target.zones:
            yield zone, not takes_open(zone.labels)

    @cached_property
    def words(self) -> frozenset[str]:
        """Ids and host names of covered things, without those that something open bears too; case-folded."""
        covered, free = _Said(), _Said()
        for entry, is_covered in self._things():
            (covered if is_covered else free).add(entry)
        for zone in self._estate.inventory.zones:
            (covered if self._cover.covers("zones", zone.id) else free).ids.add(folded(zone.domain))
        hosts = covered.hosts - free.hosts
        return frozenset((covered.ids | hosts) - free.ids - _VOCABULARY)

    @cached_property
    def _names(self) -> re.Pattern[str]:
        """What people call covered things, as whole words, unless something open bears that name or id too."""
        return _whole_words(
            name
            for name in self._hidden_names(folded) - _VOCABULARY
            if len(name) >= _SHORTEST_NAME and not name.isdecimal()
        )

    @cached_property
    def _acronyms(self) -> re.Pattern[str]:
        return _whole_words(
            name for name in self._hidden_names(str) if len(name) < _SHORTEST_NAME and _is_acronym(name)
        )

    def _hidden_names(self, spelt: Callable[[str], str]) -> set[str]:
        covered: set[str] = set()
        free: set[str] = set()
        for entry, is_covered in self._things():
            names = {spelt(name) for name in _called(entry)}
            (covered if is_covered else free).update(names)
            if not is_covered:
                free.add(spelt(str(entry.id)))
        return covered - free


def _whole_words(names: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the names as whole words; nothing where there are none."""
    listed = "|".join(map(re.escape, sorted(names)))
    return re.compile(rf"(?<!\w)(?:{listed or '(?!)'})(?!\w)")


def _is_acronym(name: str) -> bool:
    """Whether a short name is written as no word is: with capitals or numbers after its first letter."""
    return any(sign.isalpha() for sign in name) and any(sign.isupper() or sign.isdecimal() for sign in name[1:])


class _Said:
    """Words under which some things are known: ids, and the names by which one reaches them."""

    def __init__(self) -> None:
        self.ids: set[str] = set()
        self.hosts: set[str] = set()

    def add(self, entry: Any) -> None:
        """Takes in a thing's id and earlier ids, its domains and host names."""
        self.ids.update(folded(str(name)) for name in (entry.id, *getattr(entry, "formerly", ())) if "/" not in name)
        if isinstance(entry, System):
            self.hosts.update(entry.domains)
        if isinstance(entry, Endpoint):
            self.hosts.update({*entry.names, EndpointId(entry.id).name.casefold()} - {""})


def _called(entry: Any) -> Iterator[str]:
    """What people call a thing; a paper, by its number, and a link as logs do."""
    if isinstance(entry, Link):
        yield from entry.logged_as
        return
    name = entry.number if isinstance(entry, EvidenceRecord) else getattr(entry, "name", "")
    texts = (name.vi, name.en) if isinstance(name, Name) else (str(name),)
    yield from (text for text in texts if text)


class _Plain(dict[int, int | None]):
    """What becomes of each sign of a decomposed text, by its number; worked out when it is first met."""

    def __missing__(self, number: int) -> int | None:
        sign = chr(number)
        left_out = unicodedata.combining(sign) or unicodedata.category(sign) == "Cf"
        self[number] = None if left_out else number
        return self[number]


_PLAIN = _Plain({ord("đ"): ord("d")})


def folded(text: str) -> str:
    """Text without case, diacritics and compatibility forms, as certificates and terse people write it."""
    if text.isascii():  # nothing of it is decomposed or left out
        return text.lower()
    return unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN)


def _spellings(text: str) -> Iterator[str]:
    """The text as it stands and as a browser reads it: without escapes, those of escapes too, and with spaces for plus
    signs.
    """
    yield text
    for _ in range(_MOST_ESCAPES):
        plain = unquote(text)
        if plain == text:
            break
        yield plain
        text = plain
    if "+" in text:
        yield text.replace("+", " ")


def _words(text: str) -> Iterator[str]:
    """Each word, and every run of the parts that points, hyphens and underlines join in it."""
    for match in _WORD.finditer(text):
        word = match[0].strip(".-")
        yield word
        steps = _JOINTS.split(word)
        if 1 < len(steps) <= 2 * _MOST_PARTS:
            for start in range(0, len(steps), 2):
                yield from ("".join(steps[start:end]) for end in range(start + 1, len(steps) + 1, 2))


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
