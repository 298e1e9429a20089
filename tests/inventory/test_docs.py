"""The page about inventories: its examples load, and it leaves no list out."""

import re
from pathlib import Path

from auditor.inventory.entries import LISTS
from auditor.inventory.read import load
from auditor.inventory.surroundings import surrounding_problems
from auditor.model.details import DataMove, SystemMove
from auditor.model.entity import Entity
from auditor.model.inventory import Asset

PAGE = (Path(__file__).parents[2] / "docs" / "inventory.md").read_text(encoding="utf-8")


def example(kind: str) -> str:
    found = re.findall(rf"```yaml {kind}\n(.*?)```", PAGE, re.DOTALL)
    assert 1 == len(found)
    return str(found[0])


def test_examples_are_sound(tmp_path: Path) -> None:
    """What a reader copies is accepted, and the scope fits the inventory."""
    (tmp_path / "all.yaml").write_text(example("inventory"), encoding="utf-8")
    (tmp_path / "scope.yaml").write_text(example("scope"), encoding="utf-8")

    inventory = load(tmp_path)

    assert ["portal"] == [system.id for system in inventory.systems]
    assert [] == surrounding_problems(tmp_path, inventory)


def test_every_list_is_explained() -> None:
    """The table of lists has a row for each list, and no other."""
    assert set(LISTS) == set(re.findall(r"^\| `([a-z_]+)` \|", PAGE, re.MULTILINE))


def test_what_a_plan_needs_is_explained() -> None:
    """Every field that only the plan of the migration reads has its place in the table."""
    named = set(re.findall(r"`([a-z_.]+)`", PAGE[PAGE.index("## What the migration plan needs") :]))
    moves = {f"move.{name}" for model in (SystemMove, DataMove) for name in model.model_fields}
    assets = set(Asset.model_fields) - set(Entity.model_fields) - {"name"}

    assert set() == (moves | assets | {"traits", "instance", "weight", "bytes"}) - named
