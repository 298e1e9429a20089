"""Which systems do the same work, and which data sets hold the same master: one stays, the others merge into it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from auditor.estate import Estate
from auditor.model.inventory import DataSet, Inventory, System
from auditor.model.reason import Reason, because
from auditor.model.vocab.declared import Trait
from auditor.model.vocab.moves import Decision


@dataclass(frozen=True, slots=True)
class Merge:
    """What stays, and why the other is taken for its duplicate."""

    into: str
    why: Reason


def system_merges(estate: Estate, secret: frozenset[str]) -> Mapping[str, Merge]:
    """By system, the one it could merge into: as declared, else one of the same kind with the same master data.

    Nothing secret, and nothing that ends, takes part. Where declarations lead in a ring, one of the ring stays.
    """
    systems = {
        name: system for name, system in estate.systems.items() if name not in secret and not _ends(system.decision)
    }
    found = {
        name: Merge(system.move.duplicates, because("fact_duplicate_declared", system.move.duplicates))
        for name, system in systems.items()
        if system.move and system.move.duplicates in systems
    }
    for group, entity in _alike(estate.inventory, systems):
        keeper = max(group, key=_system_rank)
        for system in group:
            if system.id != keeper.id and system.id not in found:
                found[system.id] = Merge(keeper.id, because("fact_duplicate_entity", entity, keeper.id))
    return {name: Merge(end, merge.why) for name, merge in found.items() if (end := _end(name, found, systems)) != name}


def data_merges(estate: Estate, secret: frozenset[str]) -> Mapping[str, Merge]:
    """By data set, the one that stays of those which hold the same master data item as system of record."""
    groups: dict[str, list[DataSet]] = defaultdict(list)
    for data in estate.inventory.data_sets:
        ends = _ends(data.decision) or data.national_source
        if data.role == "system_of_record" and data.id not in secret and not ends:
            groups[data.entity].append(data)
    found: dict[str, Merge] = {}
    for entity, group in groups.items():
        keeper = max(group, key=lambda data: _data_rank(data, estate.systems.get(data.system)))
        others = [data for data in group if data.id != keeper.id]
        found |= {data.id: Merge(keeper.id, because("fact_duplicate_entity", entity, keeper.id)) for data in others}
    return found


def _ends(decision: Decision | None) -> bool:
    return decision is not None and decision.ends


def _alike(inventory: Inventory, systems: Mapping[str, System]) -> Iterable[tuple[Sequence[System], str]]:
    groups: dict[tuple[str, str], dict[str, System]] = defaultdict(dict)
    for data in inventory.data_sets:
        if data.role == "system_of_record" and data.system in systems:
            system = systems[data.system]
            groups[system.kind.value, data.entity][system.id] = system
    for (_, entity), group in sorted(groups.items()):
        if len(group) > 1:
            yield list(group.values()), entity


def _end(name: str, merges: Mapping[str, Merge], systems: Mapping[str, System]) -> str:
    """The system at the end of a chain; of a ring, the one that stays."""
    path = [name]
    while path[-1] in merges:
        following = merges[path[-1]].into
        if following in path:
            ring = path[path.index(following) :]
            return max((systems[member] for member in ring), key=_system_rank).id
        path.append(following)
    return path[-1]


def _system_rank(system: System) -> tuple[bool, bool, bool, int, str]:
    """What more of the province depends on stays; ids only settle what is otherwise equal."""
    shared = Trait.SHARED_PROVINCE in system.traits or system.scope == "province"
    return system.key_system, shared, system.serves_citizens, system.level or 0, _reversed(system.id)


def _data_rank(data: DataSet, system: System | None) -> tuple[bool, bool, int, tuple[bool, bool, bool, int, str], str]:
    rank = _system_rank(system) if system else (False, False, False, 0, "")
    return data.shared, data.writable, data.rows or 0, rank, _reversed(data.id)


def _reversed(name: str) -> str:
    """Sorts the other way round, so that the greatest rank has the first name."""
    return "".join(chr(0x10FFFF - ord(char)) for char in name)
