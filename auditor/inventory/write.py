"""Writes an inventory as the YAML files people edit: one file per list, defaults left out."""

from pathlib import Path
from typing import Any

import yaml

from auditor.errors import UsageError
from auditor.inventory.entries import LISTS
from auditor.model.inventory import Inventory


class _Plain(yaml.SafeDumper):
    """Writes equal values out in each place, since the reader refuses aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        """Never an alias."""
        del data
        return True


def write_inventory(inventory: Inventory, folder: Path) -> list[Path]:
    """Write one file per list that holds anything and return them.

    Raises UsageError when the folder already holds something, or cannot be written: nothing is ever overwritten.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise UsageError(
                f"{folder} is not empty", remedy="Name a new folder; existing files are never overwritten."
            )
        return [_write(folder / f"{name}.yaml", name, rows) for name in LISTS if (rows := getattr(inventory, name))]
    except OSError as error:
        raise UsageError(
            f"{folder} cannot be written: {error.strerror}", remedy="Name a folder you may write to."
        ) from error


def _write(path: Path, name: str, rows: Any) -> Path:
    plain = [row.model_dump(mode="json", exclude_defaults=True) for row in rows]
    text = yaml.dump({name: plain}, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=120)
    path.write_text(text, encoding="utf-8")
    return path
