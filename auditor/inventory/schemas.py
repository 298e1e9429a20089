"""JSON Schemas of the files people write, for editors that complete and check them while typing.

Shipped under `policies/schemas/inventory`; a test holds them to the models. The reader is stricter: it also checks
names, addresses and dates against each other.
"""

from pathlib import Path
from typing import Any

import orjson

from auditor.inventory.entries import LISTS
from auditor.model.base import Document
from auditor.model.inventory import Inventory
from auditor.model.planning import Planning
from auditor.model.scope import Scope
from auditor.model.settings import Settings
from auditor.model.snmp_access import SnmpAccess
from auditor.resources import policies_dir

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILES: dict[str, type[Document]] = {
    "inventory.json": Inventory,
    "scope.json": Scope,
    "settings.json": Settings,
    "planning.json": Planning,
    "snmp.json": SnmpAccess,
}


def schema(name: str) -> dict[str, Any]:
    """The schema of one kind of file. `name` is a key of `FILES`."""
    document = {"$schema": _DIALECT} | FILES[name].model_json_schema(by_alias=True)
    if name == "inventory.json":
        for row in document["properties"].values():
            row.pop("default", None)
            row["type"] = ["array", "null"]
        document["description"] = f"One file of an inventory: any of the lists {', '.join(LISTS)}."
    return document


def write_schemas(folder: Path | None = None) -> list[Path]:
    """Write every schema and return the files."""
    target = folder or policies_dir() / "schemas" / "inventory"
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name in FILES:
        content = orjson.dumps(
            schema(name), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
        )
        path = target / name
        path.write_bytes(content)
        written.append(path)
    return written
