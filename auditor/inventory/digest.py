"""The digest of an inventory: equal declarations give equal digests, however they are spread over files."""

from auditor.inventory.entries import LISTS
from auditor.model.base import digest
from auditor.model.inventory import Inventory


def inventory_digest(inventory: Inventory) -> str:
    """SHA-256 in hex of the inventory with every list in order of id."""
    return digest(
        {
            name: sorted(rows, key=lambda row: str(row["id"]))
            for name, rows in inventory.model_dump(mode="json").items()
            if name in LISTS
        }
    )
