"""What a comparison finds in an inventory: a contradiction that cannot be, or something possible to be confirmed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from auditor.errors import Problem
from auditor.inventory.entries import dotted
from auditor.inventory.explain import Fault

MOST_NAMES = 5
"""So many entries are named where several are asked the same."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One disagreement, told at one entry of one list. `impossible` when not both declarations can be true."""

    list_name: str
    id: str
    fault: Fault
    impossible: bool = False


def problem_at(folder: Path, places: Mapping[str, str], doubt: Doubt) -> Problem:
    """A doubt with its file and line: those of the key, or of the entry where the key was not written."""
    loc, fault = doubt.fault.loc, doubt.fault
    root = f"{doubt.list_name}/{doubt.id}"
    pointers = ("/".join((root, *map(str, loc[:depth]))) for depth in range(len(loc), -1, -1))
    file, _, line = next((places[one] for one in pointers if one in places), "").rpartition(":")
    where = folder / file if file else folder
    key = f"{doubt.list_name}[{doubt.id}]{dotted(loc)}"
    return Problem(where, int(line) if line.isdigit() else None, key, fault.message, fault.value, fault.remedy)


def grouped(doubts: Iterable[Doubt]) -> Iterator[Doubt]:
    """The doubts, those that say the same of several entries as one, with how many there are and at most five names."""
    same: dict[tuple[str, ...], list[Doubt]] = {}
    for doubt in doubts:
        key = (doubt.list_name, _key(doubt), doubt.fault.message, doubt.fault.remedy, str(doubt.impossible))
        same.setdefault(key, []).append(doubt)
    for group in same.values():
        yield _together(group)


def _key(doubt: Doubt) -> str:
    return dotted(tuple(step for step in doubt.fault.loc if isinstance(step, str)))


def _together(group: list[Doubt]) -> Doubt:
    first, names = group[0], list(dict.fromkeys(doubt.id for doubt in group))
    if len(names) == 1:
        return first
    shown = ", ".join(names[:MOST_NAMES]) + (", …" if len(names) > MOST_NAMES else "")
    values = {doubt.fault.value for doubt in group}
    value = first.fault.value if len(values) == 1 else ""
    message = f"{first.fault.message} ({len(names)} {first.list_name.replace('_', ' ')}: {shown})"
    return Doubt(
        first.list_name, first.id, Fault(first.fault.loc, message, value, first.fault.remedy), first.impossible
    )
