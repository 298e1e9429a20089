"""The page about the planning file: its example loads, and it leaves no key out."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from auditor.inventory.planning import load_planning
from auditor.inventory.read import load
from auditor.model.entity import Name, Origin
from auditor.model.planning import Planning

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "planning.md").read_text(encoding="utf-8")


def leaves(model: type[BaseModel], above: str = "") -> Iterator[str]:
    """Every key that holds a value, by its path; names and origins count as one value."""
    for name, info in model.model_fields.items():
        inner = [found for found in _models(info.annotation) if found not in (Name, Origin)]
        if not inner:
            yield f"{above}{name}"
        for found in inner:
            yield from leaves(found, f"{above}{name}.")


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models(part)]


def test_every_key_is_explained() -> None:
    """The table names each key of the model, and nothing that is not a key or a group of keys."""
    first_cells = re.findall(r"^\| (`[^|]+`) \|", PAGE, re.MULTILINE)
    named = re.findall(r"`([a-z_.]+)`", " ".join(first_cells))
    known = list(leaves(Planning))

    assert set() == set(known) - set(named)
    assert [] == [key for key in named if key not in known and not any(leaf.startswith(f"{key}.") for leaf in known)]


def test_the_example_is_sound(tmp_path: Path) -> None:
    """What a reader copies is accepted beside the example of the inventory page."""
    (estate,) = re.findall(
        r"```yaml inventory\n(.*?)```", (DOCS / "inventory.md").read_text(encoding="utf-8"), re.DOTALL
    )
    (planning,) = re.findall(r"```yaml planning\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "all.yaml").write_text(estate, encoding="utf-8")
    (tmp_path / "planning.yaml").write_text(planning, encoding="utf-8")

    assert ["portal"] == [pin.system for pin in load_planning(tmp_path / "planning.yaml", load(tmp_path)).pins]
