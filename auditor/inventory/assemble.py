"""From raw entries to a checked inventory: every fault of every kind is found before anything is refused."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from auditor.errors import InventoryError, Problem
from auditor.inventory.consistency import (
    check_addresses,
    check_labels,
    check_links,
    check_moves,
    check_networks,
    check_organisations,
    check_plans,
)
from auditor.inventory.entries import LISTS, Entry
from auditor.inventory.explain import validated
from auditor.inventory.figures import check_figures
from auditor.inventory.references import Declared, check_duplicates, check_references
from auditor.model.inventory import Inventory

_CHECKS: tuple[Callable[[Declared], Iterator[Problem]], ...] = (
    check_duplicates,
    check_references,
    check_organisations,
    check_networks,
    check_addresses,
    check_links,
    check_moves,
    check_plans,
    check_figures,
    check_labels,
)
_LOCAL_CHECKS = tuple(check for check in _CHECKS if check is not check_references)


def assembled(entries: Iterable[Entry], earlier: Iterable[Problem] = (), *, complete: bool = True) -> Inventory:
    """The inventory of these entries, each list in order of id. `earlier` are problems found while reading.

    `complete` is false when a part could not be read at all: then names that nothing declares are not held against the
    rest, since each name of the lost part would be one.
    Raises InventoryError with every problem, ordered by file and line; also when nothing is declared at all.
    """
    declared, problems = Declared(), list(earlier)
    for entry in entries:
        thing, faults = validated(LISTS[entry.list_name], entry.value)
        problems += [entry.problem(fault) for fault in faults]
        declared.things[entry.list_name].append((entry, thing))
        if entry.id:
            declared.ids[entry.list_name].setdefault(entry.id, entry)
    for check in _CHECKS if complete else _LOCAL_CHECKS:
        problems += check(declared)
    if not problems and not declared.things["systems"]:
        problems.append(Problem(None, None, "systems", "the inventory declares no system", remedy=_START))
    if problems:
        raise InventoryError(sorted(problems, key=_order))
    lists: dict[str, Any] = {
        name: tuple(sorted((thing for _, thing in declared.typed(name)), key=lambda thing: str(thing.id)))
        for name in LISTS
    }
    return Inventory.model_construct(**lists)


_START = "Declare at least one under `systems:`; `auditor init DIR` writes an example to start from."


def _order(problem: Problem) -> tuple[str, int, str]:
    return str(problem.file or ""), problem.line or 0, problem.key
