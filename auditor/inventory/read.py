"""Reads an inventory folder. All faults of all files are found and said at once."""

from collections.abc import Iterator
from pathlib import Path

from auditor.errors import InventoryError, Problem
from auditor.inventory.assemble import assembled
from auditor.inventory.entries import LISTS, YamlEntry
from auditor.inventory.explain import nearest
from auditor.inventory.yamlfile import Node, read_yaml
from auditor.model.inventory import Inventory

NOT_INVENTORY = frozenset({"scope.yaml", "auditor.yaml", "planning.yaml", "confirmations.yaml"})
"""Files that may stand in the folder and are read by others."""

_NO_WAIVERS = (
    "is not read by this version: no exception in it counts",
    "",
    "Take the file out of the folder; until waivers are read, every verdict stands as it is.",
)
NOT_BUILT = dict.fromkeys(("waivers.yaml", "waivers.yml"), _NO_WAIVERS)
"""Files of which somebody would believe that they count."""


def load(folder: Path) -> Inventory:
    """The inventory that the YAML files of a folder declare together, each list in order of id.

    Raises InventoryError with every problem at once: form of a file, unknown or missing keys, wrong values, ids
    declared twice or nowhere, addresses outside their network or used twice in one routing domain,
    nothing declared at all.
    """
    entries, problems, complete = entries_of(folder)
    return assembled(entries, problems, complete=complete)


def entries_of(folder: Path) -> tuple[list[YamlEntry], list[Problem], bool]:
    """Every entry of a folder as written, what is wrong with the form of its files, and whether all could be read.
    Raises InventoryError where there is no such folder, or nothing in it.
    """
    files, problems = _files(folder)
    entries: list[YamlEntry] = []
    complete = True
    for path in files:
        root, faults = read_yaml(path)
        problems += faults
        complete = complete and (root is not None or not faults)
        if root is not None:
            found, wrong = _entries(path, root)
            entries += found
            problems += wrong
    return entries, problems, complete


def _files(folder: Path) -> tuple[list[Path], list[Problem]]:
    if not folder.is_dir():
        raise InventoryError(
            [Problem(folder, None, "", "there is no such folder", remedy="Name the folder that holds the inventory.")]
        )
    files, problems = [], []
    for path in sorted(folder.iterdir()):
        if path.name in NOT_BUILT:
            problems.append(Problem(path, None, "", *NOT_BUILT[path.name]))
            continue
        if path.suffix == ".yml":
            problems.append(Problem(path, None, "", "is not read", remedy="Rename it to end in .yaml."))
        if path.suffix != ".yaml" or path.name in NOT_INVENTORY:
            continue
        if not path.resolve().is_relative_to(folder.resolve()):
            problems.append(
                Problem(path, None, "", "is a link out of the folder", remedy="Copy the file into the folder.")
            )
        else:
            files.append(path)
    if not files and not problems:
        remedy = "Put the inventory's .yaml files there; `auditor init DIR` writes an example to start from."
        raise InventoryError([Problem(folder, None, "", "the folder holds no .yaml file", remedy=remedy)])
    return files, problems


def _entries(path: Path, root: Node) -> tuple[list[YamlEntry], list[Problem]]:
    if root.value is None:
        return [], []
    if not isinstance(root.value, dict):
        remedy = f"Begin with the name of a list, as `systems:`. Lists: {', '.join(sorted(LISTS))}."
        return [], [Problem(path, root.line, "", "the file is not a mapping of lists", remedy=remedy)]
    entries: list[YamlEntry] = []
    problems: list[Problem] = []
    for name, node in root.parts.items():
        line = root.key_lines[str(name)]
        if name not in LISTS:
            problems.append(
                Problem(path, line, str(name), "is no list of an inventory", remedy=nearest(str(name), LISTS))
            )
        elif node.value is not None and not isinstance(node.value, list):
            problems.append(Problem(path, line, str(name), "must be a list", remedy="Begin each entry with `- id:`."))
        else:
            entries += _rows(path, str(name), node)
    return entries, problems


def _rows(path: Path, name: str, node: Node) -> Iterator[YamlEntry]:
    for position, (_, part) in enumerate(node.parts.items()):
        yield YamlEntry(name, position, path, part)
