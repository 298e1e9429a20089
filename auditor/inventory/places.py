"""Where each line of an inventory stands, so that a plan made from a stored run can still name the line to change."""

from collections.abc import Iterator
from pathlib import Path

from auditor.inventory.entries import LISTS, identity
from auditor.inventory.planning import FILE_NAME
from auditor.inventory.yamlfile import Node, read_yaml

_DEEPEST = 3


def places(folder: Path) -> dict[str, str]:
    """`file:line` by pointer: `systems/ID`, `systems/ID/move/latest`, `planning/freezes/0/start` …, and
    `planning` for the file that says how the province moves.

    Files that cannot be read are left out: reading the inventory has named their faults already.
    """
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.yaml")):
        root, _ = read_yaml(path)
        if root is None:
            continue
        if path.name == FILE_NAME:
            found |= planning_places(path)
            continue
        for name, rows in root.parts.items():
            if name in LISTS:
                found |= dict(_rows(path.name, str(name), rows))
    return found


def planning_places(path: Path) -> dict[str, str]:
    """The same of one planning file, whatever its name: `planning` and `planning/…`. Empty for an unreadable file."""
    root, _ = read_yaml(path)
    if root is None:
        return {}
    inside = {f"planning{pointer}": f"{path.name}:{line}" for pointer, line in _inside(root, 0)}
    return {"planning": f"{path.name}:{root.line}"} | inside


def _rows(file: str, name: str, rows: Node) -> Iterator[tuple[str, str]]:
    for row in rows.parts.values():
        if known := identity(row.value):
            yield f"{name}/{known}", f"{file}:{row.line}"
            for pointer, line in _inside(row, 0):
                yield f"{name}/{known}{pointer}", f"{file}:{line}"


def _inside(node: Node, depth: int) -> Iterator[tuple[str, int]]:
    for key, part in node.parts.items():
        line = node.key_lines.get(str(key), part.line)
        yield f"/{key}", line
        if depth < _DEEPEST:
            yield from ((f"/{key}{pointer}", inner) for pointer, inner in _inside(part, depth + 1))
