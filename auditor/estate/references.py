"""Which keys of an inventory hold ids, and of what."""

from collections.abc import Iterator
from typing import Any

from auditor.model.entity import Entity
from auditor.model.inventory import Endpoint, EvidenceRecord
from auditor.model.vocab.subjects import SUBJECT_LISTS

Loc = tuple[str | int, ...]
"""Steps into an entry: keys and positions."""

REFERENCES: dict[str, dict[str, str]] = {
    "organisations": {"parent": "organisations", "cyber_unit": "organisations"},
    "sites": {"organisation": "organisations"},
    "zones": {"site": "sites"},
    "networks": {"zone": "zones", "gateway": "hosts", "allocated.owner": "organisations"},
    "flows": {"from_zone": "zones", "to_zone": "zones", "from_hosts": "hosts", "to_hosts": "hosts"},
    "systems": {
        "owner": "organisations",
        "acting_owner": "organisations",
        "operator": "organisations",
        "operators": "organisations",
        "data_steward": "organisations",
        "monitor": "organisations",
        "checker": "organisations",
        "compliance_lead": "organisations",
        "vendor": "organisations",
        "part_of": "systems",
        "parent_portal": "systems",
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
    "evidence": {"body": "organisations"},
    "waves": {"systems": "systems"},
    "tasks": {"owner": "organisations", "part_of": "tasks", "after": "tasks", "systems": "systems"},
    "reported": {"about": "organisations"},
}
"""For each list, the keys that hold ids and the list those ids must stand in."""


def references(entity: Entity, list_name: str) -> Iterator[tuple[Loc, str, str]]:
    """Every id an entity uses: where inside it, the id, and the list it must stand in."""
    for path, target in REFERENCES.get(list_name, {}).items():
        for loc, value in _values(entity, path.split("."), ()):
            yield loc, value, target
    if isinstance(entity, Endpoint):
        yield ("id",), entity.id.host, "hosts"
    if isinstance(entity, EvidenceRecord):
        listed = SUBJECT_LISTS[entity.subject.kind]
        yield ("subject", "id"), entity.subject.id, listed
        yield from ((("also", position), subject, listed) for position, subject in enumerate(entity.also))


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
