"""Entries of an inventory before they are typed: raw values that know where a person can find them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, get_args

from auditor.errors import Problem
from auditor.inventory.explain import Fault
from auditor.inventory.yamlfile import Loc, Node
from auditor.model.entity import Entity
from auditor.model.inventory import Inventory

LISTS: dict[str, type[Entity]] = {name: get_args(field.annotation)[0] for name, field in Inventory.model_fields.items()}
"""Every list of an inventory and the kind of thing it holds."""


class Entry(Protocol):
    """One thing as somebody wrote it down. `id` is empty when it has none that can be read."""

    @property
    def list_name(self) -> str:
        """Key in `LISTS`."""
        ...

    @property
    def value(self) -> Any:
        """Plain data as read."""
        ...

    @property
    def id(self) -> str:
        """The id as written."""
        ...

    @property
    def place(self) -> str:
        """File and line, or sheet and row, for messages that name a second place."""
        ...

    def problem(self, fault: Fault) -> Problem:
        """A fault inside this entry, as a problem of its file."""
        ...


@dataclass(frozen=True, slots=True)
class YamlEntry:
    """An entry of one list of one YAML file."""

    list_name: str
    position: int
    file: Path
    node: Node

    @property
    def value(self) -> Any:
        """Plain data as read."""
        return self.node.value

    @property
    def id(self) -> str:
        """The id as written."""
        return identity(self.node.value)

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self.file.name}:{self.node.line}"

    def problem(self, fault: Fault) -> Problem:
        """A fault inside this entry, with its line."""
        key = f"{self.list_name}[{self.id or self.position}]" + dotted(fault.loc)
        return Problem(self.file, self.node.line_of(fault.loc), key, fault.message, fault.value, fault.remedy)


def identity(value: Any) -> str:
    """The id of a raw entry, or empty."""
    found = value.get("id") if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def dotted(loc: Loc) -> str:
    """A path inside an entry as `.interfaces[0].address`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in loc)
