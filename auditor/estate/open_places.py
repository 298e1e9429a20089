"""Where what the open world declares is written: files by pointer, and nothing that counts what is hidden.

A pointer stays while the open document still says something there. Entries are numbered as the open parts number them.
Lines are left out, since they would count the lines of covered entries above.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from auditor.model.base import Document
from auditor.model.inventory import Inventory
from auditor.model.planning import Planning

Kept = Mapping[str, Sequence[int]]
"""For each list of the planning file that lost entries, by its path, the positions of those it kept."""

_PLANNING = "planning"
_ENTRY_STEPS = (2, 4, 5)
"""Steps of a pointer that name its entry: list and id; the id of an endpoint has two or three slashes of its own."""


def open_places(
    places: Mapping[str, str], inventory: Inventory, planning: Planning, kept: Kept, hides: Callable[[str], bool]
) -> dict[str, str]:
    """The places of the open inventory and planning file. A file whose own name may not be said is left out."""
    entries = {f"{name}/{thing.id}": thing for name in Inventory.model_fields for thing in getattr(inventory, name)}
    files = {pointer: place.rpartition(":")[0] or place for pointer, place in places.items()}
    unsaid = {file for file in set(files.values()) if hides(file)}
    found: dict[str, str] = {}
    for pointer, file in files.items():
        if file not in unsaid:
            said = _planned(pointer, planning, kept) if _is_planning(pointer) else _declared(pointer, entries)
            found |= dict.fromkeys(said, file)
    return found


def _is_planning(pointer: str) -> bool:
    return pointer.partition("/")[0] == _PLANNING


def _declared(pointer: str, entries: Mapping[str, Any]) -> Iterator[str]:
    steps = pointer.split("/")
    for length in _ENTRY_STEPS:
        entry = entries.get("/".join(steps[:length]))
        if entry is not None and _says(entry, steps[length:]):
            yield pointer
            return


def _planned(pointer: str, planning: Planning, kept: Kept) -> Iterator[str]:
    path = pointer.split("/")[1:]
    for name, positions in kept.items():
        steps = name.split("/")
        if path[: len(steps)] == steps and len(path) > len(steps):
            place = int(path[len(steps)])
            if place not in positions:
                return
            path[len(steps)] = str(positions.index(place))
    if not path or _says(planning, path):
        yield "/".join((_PLANNING, *path))


def _says(value: Any, steps: Sequence[str]) -> bool:
    """Whether a document says something under the keys and positions."""
    for step in steps:
        if isinstance(value, Document):
            value = getattr(value, step, None)
        elif isinstance(value, Mapping):
            value = value.get(step)
        else:
            value = value[int(step)] if isinstance(value, tuple) and int(step) < len(value) else None
    return value is not None and value not in ("", (), {})
