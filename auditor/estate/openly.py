"""What a document says openly: the same without ids of covered things, and without text that mentions one.

This is the one rule of what an open thing may say (design 5): an open thing that names a covered one loses that name.
Ids under known keys are compared as (list, id); whatever else people write is searched.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from auditor.estate.cover import Cover
from auditor.estate.mentions import Mentions
from auditor.estate.references import REFERENCES
from auditor.model.base import Document
from auditor.model.inventory import Endpoint, Inventory, SubjectRef, System
from auditor.model.planning import FixCost

_SAID = {Endpoint: frozenset({"names", "path"}), System: frozenset({"domains"})}
"""Fields that have a form of their own and hold what people write all the same."""

_CALLED = frozenset({"name", "names", "domains"})
"""Fields that say what a thing is called."""

_IDS = {SubjectRef: frozenset({"id"}), FixCost: frozenset({"subject"})}
"""Text that is an id: whether its entry stays is asked where the entry is."""

TARGET_ZONES = "target_zones"
"""The list of zones of the receiving side, which the planning file holds."""


class Openly:
    """Strips documents of one estate."""

    def __init__(self, cover: Cover, mentions: Mentions, hidden: Callable[[str, str], bool]) -> None:
        self._cover = cover
        self._mentions = mentions
        self._hidden = hidden

    def inventory(self, whole: Inventory) -> Inventory:
        """The inventory of what no label covers."""
        return Inventory(**{name: tuple(self._entries(name, getattr(whole, name))) for name in Inventory.model_fields})

    def _entries(self, list_name: str, entries: Iterable[Any]) -> Iterator[Any]:
        for entry in entries:
            if self._cover.covers(list_name, entry.id):
                continue
            stripped = entry
            for path, target in REFERENCES.get(list_name, {}).items():
                stripped = self.unnamed(stripped, path, target)
            if list_name == "systems":
                stripped = self.unnamed(stripped, "move.target", TARGET_ZONES)
            if stripped is not None:
                yield self.said(stripped)

    def unnamed(self, value: Any, path: str, target: str) -> Any:
        """A value without the hidden ids of a list at a path; None where a required id named a hidden thing."""
        return _without(value, path.split("."), lambda name: self._hidden(target, name))

    def said(self, document: Document, *, named: bool = False) -> Any:
        """The document without free text that mentions a covered thing, also inside it.

        What people call an open thing (`named`) goes only where it holds more than ordinary words: an id such as
        `mail` may stand in many names.
        """
        found: dict[str, Any] = {}
        texts = _searched(document.__class__)
        for key, field in type(document).model_fields.items():
            value = getattr(document, key)
            kept = self._kept(value, free=key in texts, named=named or key in _CALLED)
            if kept is not value and kept != value:
                found[key] = kept if kept != "" or field.is_required() else field.get_default(call_default_factory=True)
        return document.model_copy(update=found) if found else document

    def _kept(self, value: Any, *, free: bool, named: bool) -> Any:
        if isinstance(value, Document):
            return self.said(value, named=named)
        if isinstance(value, tuple):
            kept = (self._kept(part, free=free, named=named) for part in value)
            return tuple(part for part in kept if part != "" or not free)
        if free and isinstance(value, str) and value and self._mentions.in_text(value, ordinary=not named):
            return ""
        return value

    def values(self, value: Any) -> Any:
        """Plain values without what mentions a covered thing: entries of lists and mappings go, a text is blank."""
        if isinstance(value, Mapping):
            return {key: self.values(part) for key, part in value.items() if not self._mentions.in_text(str(key))}
        if isinstance(value, list | tuple):
            return type(value)(self.values(part) for part in value if not self._is_mention(part))
        return "" if self._is_mention(value) else value

    def _is_mention(self, value: Any) -> bool:
        return isinstance(value, str) and self._mentions.in_text(value)


@cache
def _searched(model: type[Document]) -> frozenset[str]:
    """Fields that hold whatever somebody wrote: text, or a list of texts, that has no form of its own."""
    fields = model.model_json_schema(mode="serialization").get("properties", {})
    free = {name for name, shape in fields.items() if any(map(_is_free, _shapes(shape)))}
    return frozenset((free | _SAID.get(model, frozenset())) - _IDS.get(model, frozenset()))


def _shapes(shape: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The shape, those of its entries, and those it may have instead."""
    yield shape
    for inner in (shape.get("items", {}), *shape.get("anyOf", ())):
        if inner:
            yield from _shapes(inner)


def _is_free(shape: Mapping[str, Any]) -> bool:
    return "maxLength" in shape and "pattern" not in shape


def _without(value: Any, path: list[str], hidden: Callable[[str], bool]) -> Any:
    if value is None:
        return None
    if isinstance(value, tuple):
        kept = (_without(part, path, hidden) for part in value)
        return tuple(part for part in kept if part is not None)
    if not path:
        return None if hidden(value) else value
    before = getattr(value, path[0])
    after = _without(before, path[1:], hidden)
    if after is before or after == before:
        return value
    if after is None and type(value).model_fields[path[0]].is_required():
        return None
    return value.model_copy(update={path[0]: after})
