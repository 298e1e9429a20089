"""The shipped schemas for editors."""

from pathlib import Path

import orjson
import pytest

from auditor.inventory.schemas import FILES, schema, write_schemas
from auditor.resources import policies_dir


@pytest.mark.parametrize("name", FILES)
def test_shipped_schema_is_current(name: str) -> None:
    """The shipped schema is what the models say today."""
    shipped = orjson.loads((policies_dir() / "schemas" / "inventory" / name).read_bytes())

    assert schema(name) == shipped, (
        "write them again: python -c 'import auditor.inventory.schemas as s; s.write_schemas()'"
    )


def test_written_again_is_the_same(tmp_path: Path) -> None:
    """Writing the schemas gives the shipped bytes."""
    shipped = policies_dir() / "schemas" / "inventory"

    assert [(path.name, path.read_bytes()) for path in write_schemas(tmp_path)] == [
        (name, (shipped / name).read_bytes()) for name in FILES
    ]


def test_schema_closes_every_object() -> None:
    """A key that no model knows is marked by an editor, as the reader refuses it."""
    documents = {name: schema(name) for name in FILES}

    assert [] == [
        (name, title)
        for name, document in documents.items()
        for title, part in [("top", document), *document.get("$defs", {}).items()]
        if part.get("type") == "object" and part.get("additionalProperties") is not False
    ]
