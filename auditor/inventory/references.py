"""Checks that every name used in an inventory is declared in it, and declared once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from auditor.errors import Problem
from auditor.inventory.entries import LISTS, Entry
from auditor.inventory.explain import Fault, nearest
from auditor.inventory.yamlfile import Loc
from auditor.model.inventory import Endpoint, Entity, EvidenceRecord
from auditor.model.vocab import SUBJECT_LISTS

_REFERENCES: dict[str, dict[str, str]] = {
    "organisations": {"parent": "organisations"},
    "sites": {"organisation": "organisations"},
    "zones": {"site": "sites"},
    "networks": {"zone": "zones", "gateway": "hosts"},
    "flows": {"from_zone": "zones", "to_zone": "zones", "from_hosts": "hosts", "to_hosts": "hosts"},
    "systems": {
        "owner": "organisations",
        "operator": "organisations",
        "data_steward": "organisations",
        "monitor": "organisations",
        "checker": "organisations",
        "compliance_lead": "organisations",
        "vendor": "organisations",
        "site": "sites",
        "runs_on": "hosts",
        "backups.site": "sites",
        "secret_protection.record": "evidence",
        "move.together": "systems",
        "move.apart": "systems",
        "move.duplicates": "systems",
    },
    "hosts": {"system": "systems", "interfaces.network": "networks"},
    "endpoints": {"system": "systems"},
    "links": {
        "source": "systems",
        "target": "systems",
        "organisation": "organisations",
        "cipher.record": "evidence",
        "exception": "evidence",
        "bridge": "evidence",
    },
    "data_sets": {"system": "systems"},
    "circuits": {"site": "sites", "provider": "organisations"},
    "assets": {
        "site": "sites",
        "owner": "organisations",
        "serves": "systems",
        "host": "hosts",
        "vendor": "organisations",
        "redundant_with": "assets",
    },
    "waves": {"systems": "systems"},
}
"""For each list, the keys that hold ids and the list those ids must stand in."""


@dataclass(slots=True)
class Declared:
    """Everything declared: entries with their typed form (None where there is none), and the ids of each list."""

    things: dict[str, list[tuple[Entry, Entity | None]]] = field(default_factory=lambda: {name: [] for name in LISTS})
    ids: dict[str, dict[str, Entry]] = field(default_factory=lambda: {name: {} for name in LISTS})

    def typed(self, list_name: str) -> Iterator[tuple[Entry, Any]]:
        """The entries of one list that could be typed."""
        return ((entry, thing) for entry, thing in self.things[list_name] if thing is not None)


def references(entity: Entity, list_name: str) -> Iterator[tuple[Loc, str, str]]:
    """Every id an entity uses: where inside it, the id, and the list it must stand in."""
    for path, target in _REFERENCES.get(list_name, {}).items():
        for loc, value in _values(entity, path.split("."), ()):
            yield loc, value, target
    if isinstance(entity, Endpoint):
        yield ("id",), entity.id.partition("/")[0], "hosts"
    if isinstance(entity, EvidenceRecord):
        yield ("subject", "id"), entity.subject.id, SUBJECT_LISTS[entity.subject.kind]


def _values(value: Any, path: list[str], loc: Loc) -> Iterator[tuple[Loc, str]]:
    if isinstance(value, tuple):
        for position, part in enumerate(value):
            yield from _values(part, path, (*loc, position))
    elif value is None:
        return
    elif path:
        yield from _values(getattr(value, path[0]), path[1:], (*loc, path[0]))
    else:
        yield loc, value


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
