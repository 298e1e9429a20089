"""Finds things of an inventory by id, and everything that refers to them."""

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.errors import NotFoundError
from auditor.estate.references import references
from auditor.inventory.entries import LISTS, dotted
from auditor.inventory.explain import nearest
from auditor.model.entity import Entity
from auditor.model.inventory import Inventory


@dataclass(frozen=True, slots=True)
class Mention:
    """One place that names a thing: the list, the id of the entry there, and the key inside it."""

    list_name: str
    id: str
    key: str


@dataclass(frozen=True, slots=True)
class Found:
    """A thing, the list it stands in, and everything that refers to it."""

    list_name: str
    thing: Entity
    mentions: tuple[Mention, ...]


def find(inventory: Inventory, name: str) -> tuple[Found, ...]:
    """Every thing with that id, or that once had it; an id is unique only in its kind.

    Raises NotFoundError naming the nearest id.
    """
    found = tuple(
        Found(list_name, thing, tuple(_mentions(inventory, list_name, thing.id)))
        for list_name in LISTS
        for thing in _things(inventory, list_name)
        if name == thing.id or name in thing.formerly
    )
    if not found:
        known = {thing.id for list_name in LISTS for thing in _things(inventory, list_name)}
        raise NotFoundError(f"the inventory declares nothing with the id {name!r}", remedy=nearest(name, known))
    return found


def counts(inventory: Inventory) -> dict[str, int]:
    """How many things each list holds."""
    return {list_name: len(_things(inventory, list_name)) for list_name in LISTS}


def _things(inventory: Inventory, list_name: str) -> tuple[Entity, ...]:
    things: tuple[Entity, ...] = getattr(inventory, list_name)
    return things


def _mentions(inventory: Inventory, target: str, name: str) -> Iterator[Mention]:
    for list_name in LISTS:
        for thing in _things(inventory, list_name):
            for loc, value, kind in references(thing, list_name):
                if (kind, value) == (target, name):
                    yield Mention(list_name, thing.id, dotted(loc).removeprefix("."))
