"""Checks that every name used in an inventory is declared in it, and declared once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from auditor.errors import Problem
from auditor.estate.references import references
from auditor.inventory.entries import LISTS, Entry
from auditor.inventory.explain import Fault, nearest
from auditor.model.entity import Entity


@dataclass(slots=True)
class Declared:
    """Everything declared: entries with their typed form (None where there is none), and the ids of each list."""

    things: dict[str, list[tuple[Entry, Entity | None]]] = field(default_factory=lambda: {name: [] for name in LISTS})
    ids: dict[str, dict[str, Entry]] = field(default_factory=lambda: {name: {} for name in LISTS})

    def typed(self, list_name: str) -> Iterator[tuple[Entry, Any]]:
        """The entries of one list that could be typed."""
        return ((entry, thing) for entry, thing in self.things[list_name] if thing is not None)


def check_duplicates(declared: Declared) -> Iterator[Problem]:
    """Ids that stand twice in a list, naming both places, and earlier ids that still belong to something."""
    for list_name, entries in declared.things.items():
        first: dict[str, Entry] = {}
        for entry, thing in entries:
            names = {entry.id: ("id",)} if entry.id else {}
            for position, earlier in enumerate(thing.formerly if thing else ()):
                names.setdefault(earlier, ("formerly", position))  # type: ignore[arg-type]  # both are places
            for name, loc in names.items():
                if name in first:
                    message = f"the {list_name} id {name!r} stands twice: in {first[name].place} and in {entry.place}"
                    yield entry.problem(Fault(loc, message, remedy="Give one of them another id."))
                else:
                    first[name] = entry


def check_references(declared: Declared) -> Iterator[Problem]:
    """Ids that are used but declared nowhere, with the nearest declared one."""
    for list_name in LISTS:
        for entry, thing in declared.typed(list_name):
            for loc, value, target in references(thing, list_name):
                if value not in declared.ids[target]:
                    remedy = nearest(value, declared.ids[target])
                    yield entry.problem(Fault(loc, f"is not declared under `{target}`", value, remedy))
